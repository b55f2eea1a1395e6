"""What fell due, as it is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from storage.models.contracts import ActKind


@dataclass(slots=True)
class DueReport:
    """What fell due.

    Attributes:
        on: What falls due by then.
        done: How many there were of each kind of act.
        reminded: How many deadlines customers were reminded of.
        postponed: The main domains of packages for which something could not be done yet.
    """

    on: dt.date
    done: Counter[ActKind] = field(default_factory=Counter)
    reminded: int = 0
    postponed: list[str] = field(default_factory=list)
