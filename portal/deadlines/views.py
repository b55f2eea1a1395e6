"""What is shown of a deadline."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


class DeadlineKind(StrEnum):
    """What a day is for; on the same day they stand in this order."""

    WITHDRAWAL = "withdrawal"
    NOTICE = "notice"
    CHANGE = "change"
    SPLIT = "split"
    FORM = "form"
    DOMAIN_END = "domain end"
    SERVICE_END = "service end"
    END = "end"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """A day that is coming.

    Attributes:
        id: The same as long as the thing is that it is about, whatever its day.
        kind: What it is for.
        day: The day; of a deadline the last one.
        name: What ends, changes or can be withdrawn from: a domain, an additional service, or the main domain
            of the package; of a form, what that is about.
        package_id: Of which package; None: it is a form's.
        domain: Its main domain.
        product: What it is now; the number of a form.
        until: The last day on which it can be retracted; None: there is nothing to retract.
        ends_on: Of a notice: the end that it is for.
        becomes: Of a change, the product that it leads to; of a split, where domains go.
    """

    id: str
    kind: DeadlineKind
    day: dt.date
    name: str
    package_id: int | None
    domain: str
    product: str
    until: dt.date | None = None
    ends_on: dt.date | None = None
    becomes: str = ""
