"""What all lines of one import stand on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.i18n import _
from portal.operator.importing.lines import LineError
from portal.passwords import judge

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from portal.operator.importing.lines import Unreadable
    from portal.passwords import Passwords
    from portal.use_case import Means
    from storage.work import Work


@dataclass(frozen=True, slots=True)
class Before:
    """The highest ids when the import began: what is above stands in the file itself."""

    products: int
    customers: int
    domains: int
    offers: int

    @classmethod
    def of(cls, work: Work) -> Before:
        """As it is now."""
        return cls(
            work.products.highest_id(),
            work.customers.highest_id(),
            work.domains.highest_id(),
            work.offers.highest_id(),
        )


@dataclass
class Ground:
    """What lines are checked by; lives as long as the import and grows with its errors only.

    Attributes:
        work: The import's one transaction.
        means: What the portal works with.
        passwords: What hashes; a cheap one where nothing will be kept.
        before: The state before the import.
        today: The date where the provider is.
        errors: What was refused.
        failed: Numbers and codes whose own line was refused: what refers to them is not wrong for that.
        counts: How many products, customers, packages, domains and offers were accepted.
    """

    work: Work
    means: Means
    passwords: Passwords
    before: Before
    today: dt.date
    errors: list[LineError] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("products", "customers", "packages", "domains", "offers"), 0)
    )

    def refuse(self, line: int, name: str, reason: str) -> None:
        """Note an error."""
        self.errors.append(LineError(line, name, reason))

    def refuse_line(self, unreadable: Unreadable) -> None:
        """Note what is wrong with a line that cannot be read, and what it would have added."""
        self.errors.extend(unreadable.errors)
        if unreadable.name:
            self.failed.add(unreadable.name)

    def refuse_twice(self, line: int, name: str, *, in_file: bool) -> None:
        """Note that something is there already."""
        self.refuse(
            line,
            name,
            _("An earlier line of this file has the same.")
            if in_file
            else _("This is in the database already."),
        )

    def require_strong(self, line: int, password: str, words: Iterable[str]) -> None:
        """Note it if a first password, where there is one, does not keep the password rule."""
        problem = judge(password, [self.means.settings.brand, *words]).problem if password else ""
        if problem:
            self.refuse(line, "password", problem)
