"""Monthly figures of packages, from the file that the provider's measuring writes."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from portal.domain_names import ascii_name
from portal.errors import InvalidInput
from portal.i18n import _
from portal.operator.importing.lines import LineError, Unreadable, object_of, read_as
from portal.operator.importing.reading import opened, read_all, require_right
from portal.progress import Progress, no_progress
from portal.use_case import UseCases
from portal.validation import Input, Line
from storage.models.statistics import MonthlyFigures

if TYPE_CHECKING:
    from pathlib import Path

    from portal.access import OperatorAccess
    from portal.operator.importing.lines import ReadLine
    from storage.work import Work

MOST_LINES = 500
"""When a batch is written: bounds memory and the length of statements."""

MOST = 2**53 - 1
"""The largest whole number that every program reads from JSON as it is (RFC 8259, section 6)."""

FIRST_YEAR, LAST_YEAR = 1970, 2199
"""Years outside are slips of the pen."""

BITS_OF_A_DAY = 24
"""A day as a number fits into them for some more millennia."""

WRITTEN_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def _month(value: object) -> dt.date:
    written = WRITTEN_MONTH.fullmatch(value) if isinstance(value, str) else None
    if written is None or not FIRST_YEAR <= int(written[1]) <= LAST_YEAR:
        raise InvalidInput(_("A month is written like this: 2026-10."))
    return dt.date(int(written[1]), int(written[2]), 1)


Amount = Annotated[int, Field(strict=True, ge=0, le=MOST)]


class MonthLine(Input):
    """What was measured of one package in one month."""

    package: Annotated[Line, AfterValidator(ascii_name)] = Field(max_length=253)
    """Its main domain, in Unicode or punycode."""
    month: Annotated[dt.date, BeforeValidator(_month)]
    traffic_mb: Amount
    storage_mb: Amount
    mails: Amount

    @property
    def figures(self) -> dict[str, int]:
        """What is kept of it."""
        return {"traffic_mb": self.traffic_mb, "storage_mb": self.storage_mb, "mails": self.mails}


@dataclass(frozen=True, slots=True)
class StatisticsReport:
    """What was imported, or would have been.

    Attributes:
        added: Months of packages that had no figures.
        changed: Those that had others.
        unchanged: Those that had the same.
        dry_run: Whether nothing was kept.
    """

    added: int
    changed: int
    unchanged: int
    dry_run: bool


@dataclass
class _Run:
    """One import: what it stands on, and what came of it so far.

    Attributes:
        work: Its transaction.
        running: The first day of the running month.
        errors: What was refused.
        counts: Added, changed, unchanged.
        seen: Package and month of every line, as one number, since files are long.
        waiting: Lines that are right in themselves, with their numbers, until the next batch is written.
    """

    work: Work
    running: dt.date
    errors: list[LineError] = field(default_factory=list)
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("added", "changed", "unchanged"), 0)
    )
    seen: set[int] = field(default_factory=set)
    waiting: list[tuple[int, MonthLine]] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether it is time to write."""
        return len(self.waiting) >= MOST_LINES

    def take(self, line: ReadLine) -> None:
        """Read a line, and keep it for the next batch."""
        try:
            values = object_of(line)
            if values is not None:
                self.waiting.append((line.number, read_as(MonthLine, line, values)))
        except Unreadable as unreadable:
            self.errors.extend(unreadable.errors)

    def write(self) -> None:
        """Check the lines that wait against what there is, and write those that are right."""
        packages = self.work.statistics.packages_of({line.package for _number, line in self.waiting})
        accepted = {
            (package_id, line.month): line
            for number, line in self.waiting
            if (package_id := self._accepted(number, line, packages))
        }
        if accepted:
            self._keep(accepted)
        self.waiting = []
        self.work.forget()

    def _accepted(self, number: int, line: MonthLine, packages: dict[str, int]) -> int:
        """The package of a line; 0 if the line is refused."""
        package_id = packages.get(line.package, 0)
        if not package_id:
            self.refuse(number, "package", _("No package has this main domain."))
        elif line.month > self.running:
            self.refuse(number, "month", _("This month is in the future."))
        elif (key := package_id << BITS_OF_A_DAY | line.month.toordinal()) in self.seen:
            self.refuse(number, "month", _("An earlier line of this file has the same."))
        else:
            self.seen.add(key)
            return package_id
        return 0

    def _keep(self, accepted: dict[tuple[int, dt.date], MonthLine]) -> None:
        months = [month for _package, month in accepted]
        ids = {package_id for package_id, _month in accepted}
        standing = self.work.statistics.standing(ids, min(months), max(months))
        new: list[dict[str, Any]] = []
        for (package_id, month), line in accepted.items():
            there = standing.get((package_id, month))
            if there is None:
                new.append({"package_id": package_id, "month": month, **line.figures})
                self.counts["added"] += 1
                continue
            changes = [name for name, value in line.figures.items() if getattr(there, name) != value]
            for name in changes:
                setattr(there, name, line.figures[name])
            self.counts["changed" if changes else "unchanged"] += 1
        self.work.bulk.add(MonthlyFigures, new)

    def refuse(self, number: int, name: str, reason: str) -> None:
        """Note an error."""
        self.errors.append(LineError(number, name, reason))


class StatisticsImport(UseCases):
    """Bringing monthly figures in from a file."""

    def run(
        self,
        access: OperatorAccess,
        path: Path,
        *,
        dry_run: bool = False,
        progress: Progress = no_progress,
    ) -> StatisticsReport:
        """Import a file of JSON Lines, all of it or nothing; doing it again changes nothing.

        Figures of a month that has some already take their place: the running month comes again and again.

        Args:
            access: Who imports.
            path: The file.
            dry_run: Do everything, then undo it.
            progress: Called every so often with the bytes that are done and those of the whole file.

        Raises:
            ImportRefused: Some lines are wrong; it tells which.
            InvalidInput: The file cannot be read, or there is nothing in it.
        """
        with opened(path) as file, self._writing(access) as work:
            run = _Run(work, self._means.today().replace(day=1))
            fingerprint = read_all(file, run, progress)
            details = require_right(run.errors, run.counts, fingerprint)
            if run.counts["added"] or run.counts["changed"]:
                now = self._means.clock.now()
                work.audit.record(now, access.actor, "statistics imported", "import file", details=details)
            if not dry_run:
                work.commit()
            return StatisticsReport(**run.counts, dry_run=dry_run)
