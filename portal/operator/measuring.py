"""How much room webspaces take: read from the disk, and kept for customers to look at."""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from portal.access import WholePackage
from portal.errors import Conflict, NotFound
from portal.i18n import _
from portal.progress import Progress, no_progress
from portal.use_case import UseCases
from storage.models.products import Resource
from storage.models.webspace import WebDirectory

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from portal.access import OperatorAccess

LEVELS = 2
"""How deep directories are told by themselves; what lies deeper counts where they stand."""

LONGEST_PATH = 200
"""Characters; what is called longer counts in the directory above."""

MOST_DIRECTORIES = 1000
"""A package's largest ones; the rest count in the directory above."""

MOST_PROBLEMS = 20
"""Told of one package."""

ASKED = 1000
"""Packages looked up at once."""

MB = 1024 * 1024

ROOT = PurePosixPath("/")


@dataclass(frozen=True, slots=True)
class MeasuredPackage:
    """What was found of one package.

    Attributes:
        id: The package's; its folder is called so.
        main_domain: In Unicode.
        used_mb: All of its files, rounded up.
        files: How many there are.
        directories: How many are told by themselves.
        problems: What could not be read, each with the reason.
    """

    id: int
    main_domain: str
    used_mb: int
    files: int
    directories: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasuringReport:
    """What was measured.

    Attributes:
        packages: Those with a folder, by id.
        unknown: Folders that belong to no package.
    """

    packages: tuple[MeasuredPackage, ...]
    unknown: tuple[str, ...]


@dataclass(slots=True)
class Amount:
    """What lies in a directory."""

    bytes: int = 0
    files: int = 0

    def add(self, other: Amount) -> None:
        """Count what lies in another one here."""
        self.bytes += other.bytes
        self.files += other.files


@dataclass(slots=True)
class Walk:
    """What is found below one folder.

    Attributes:
        amounts: By directory of the first levels, "/" being the folder itself.
        problems: What could not be read.
    """

    amounts: dict[PurePosixPath, Amount] = field(default_factory=lambda: defaultdict(Amount))
    problems: list[str] = field(default_factory=list)

    def of(self, folder: Path) -> Walk:
        """Read a folder with everything below it; links are not followed, files with two names count once."""
        waiting, linked = [(folder, ROOT)], set[tuple[int, int]]()
        while waiting:
            path, here = waiting.pop()
            below = self._read(path, here, linked)
            waiting.extend((path / name, here / _shown(name)) for name in below)
        return self

    def _read(self, path: Path, here: PurePosixPath, linked: set[tuple[int, int]]) -> list[str]:
        """Count the files of a directory; tells its directories."""
        amount, below = self.amounts[told_of(here)], list[str]()
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return below  # it was there a moment ago
        except OSError as error:
            self.problems.append(f"{here}: {error.strerror}")
            return below
        try:
            with os.scandir(descriptor) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        below.append(entry.name)
                    else:
                        _count(entry, amount, linked)
        except OSError as error:
            self.problems.append(f"{here}: {error.strerror}")
        finally:
            os.close(descriptor)
        return below


class Measuring(UseCases):
    """What takes up room in the webspaces of all packages."""

    def run(
        self,
        access: OperatorAccess,
        folder: Path,
        domain: str | None = None,
        progress: Progress = no_progress,
    ) -> MeasuringReport:
        """Measure the packages that have a folder below `folder`, each called by the package's number.

        Each package is booked by itself: what was measured before stays if the rest goes wrong. Packages
        without a folder keep what was booked before.

        Args:
            access: Who measures.
            folder: Where webspaces are.
            domain: A name of the one package to measure; None: all.
            progress: Told after each package how many are measured, and how many there are.

        Raises:
            Conflict: `folder` cannot be read.
            NotFound: No package has that name, or it has no folder.
        """
        numbers = _folders(folder) if domain is None else [self._package(access, folder, domain)]
        known: dict[int, str] = {}
        for first in range(0, len(numbers), ASKED):
            with self._reading(access) as work:
                known |= work.packages.main_domains(numbers[first : first + ASKED])
        found: list[MeasuredPackage] = []
        for number in numbers:
            if number in known:
                found.append(self._measure(access, number, known[number], folder / str(number)))
                progress(len(found), len(known))
        with self._writing(access) as work:
            now = self._means.clock.now()
            details = f"{len(found)} packages"
            work.audit.record(now, access.actor, "webspace measured", "packages", details=details)
            work.commit()
        return MeasuringReport(tuple(found), tuple(str(number) for number in numbers if number not in known))

    def _package(self, access: OperatorAccess, folder: Path, domain: str) -> int:
        from portal.domain_names import ascii_name

        with self._reading(access) as work:
            sites = work.sites.living(ascii_name(domain))
        if not sites:
            raise NotFound(_("There is no package with a domain {name}.").format(name=domain))
        number = sites[0].package_id
        if not (folder / str(number)).is_dir():
            raise NotFound(
                _("Package {number} has no folder in {folder}.").format(number=number, folder=folder)
            )
        return number

    def _measure(
        self, access: OperatorAccess, number: int, main_domain: str, folder: Path
    ) -> MeasuredPackage:
        walk = Walk().of(folder)
        amounts = largest(walk.amounts)
        total = Amount()
        for amount in amounts.values():
            total.add(amount)
        used_mb = -(-total.bytes // MB)
        self._book(access, number, amounts, used_mb)
        problems = tuple(walk.problems[:MOST_PROBLEMS])
        return MeasuredPackage(number, main_domain, used_mb, total.files, len(amounts), problems)

    def _book(
        self, access: OperatorAccess, number: int, amounts: Mapping[PurePosixPath, Amount], used_mb: int
    ) -> None:
        """Keep what was measured, and the counter of the package, in one transaction."""
        with self._writing(access) as work:
            package, _product = work.administration.lock(WholePackage(number))
            now = self._means.clock.now()
            work.webspace.measured(number, _rows(number, amounts, now))
            use = work.administration.room(package, Resource.WEBSPACE)
            if use is not None:
                work.administration.count(package, Resource.WEBSPACE, used_mb - use.used)
            work.commit()


def told_of(path: PurePosixPath) -> PurePosixPath:
    """The directory where what lies in `path` is counted: one of the first levels, not called too long."""
    told = PurePosixPath(*path.parts[: LEVELS + 1])
    while len(str(told)) > LONGEST_PATH:
        told = told.parent
    return told


def largest(amounts: Mapping[PurePosixPath, Amount]) -> Mapping[PurePosixPath, Amount]:
    """The largest directories and "/"; what lies in the others counts in the directory above them."""
    by_size = sorted(amounts, key=lambda path: (path != ROOT, -amounts[path].bytes, path))
    kept = {path: Amount(amounts[path].bytes, amounts[path].files) for path in by_size[:MOST_DIRECTORIES]}
    for path in by_size[MOST_DIRECTORIES:]:
        above = next(parent for parent in path.parents if parent in kept)
        kept[above].add(amounts[path])
    return kept


def _folders(folder: Path) -> list[int]:
    """The numbers that folders are called by."""
    try:
        with os.scandir(folder) as entries:
            named = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError as error:
        raise Conflict(
            _("{folder} cannot be read: {reason}.").format(folder=folder, reason=error.strerror)
        ) from None
    return sorted(int(name) for name in named if name.isdecimal() and name == str(int(name)))


def _shown(name: str) -> str:
    """A name as text, whatever bytes it has on the disk."""
    return os.fsencode(name).decode("utf-8", "replace")


def _count(entry: os.DirEntry[str], amount: Amount, linked: set[tuple[int, int]]) -> None:
    """Count a file; raises OSError."""
    try:
        found = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return  # it was there a moment ago
    if not stat.S_ISREG(found.st_mode):
        return
    if found.st_nlink > 1:
        if (found.st_dev, found.st_ino) in linked:
            return
        linked.add((found.st_dev, found.st_ino))
    amount.add(Amount(found.st_size, 1))


def _rows(number: int, amounts: Mapping[PurePosixPath, Amount], now: dt.datetime) -> Iterable[WebDirectory]:
    for path, amount in amounts.items():
        yield WebDirectory(
            package_id=number,
            path=str(path),
            used_mb=round(amount.bytes / MB),
            files=amount.files,
            measured_at=now,
        )
