"""The import: one file, one transaction, all or nothing."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from argon2 import PasswordHasher

from portal.errors import Conflict, InvalidInput, PortalError
from portal.i18n import _, ngettext
from portal.operator.importing.batch import Batch
from portal.operator.importing.ground import Before, Ground
from portal.operator.importing.lines import LineError, Unreadable, model_of, read_lines
from portal.passwords import Passwords
from portal.use_case import UseCases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import TypeAlias

    from portal.access import OperatorAccess

    Progress: TypeAlias = Callable[[int, int], None]

MOST_ERRORS = 100
"""After so many the rest of the file is not looked at."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What was imported, or would have been.

    Attributes:
        products: How many.
        customers: How many.
        packages: How many.
        domains: How many, in all packages.
        dry_run: Whether nothing was kept.
    """

    products: int
    customers: int
    packages: int
    domains: int
    dry_run: bool


class ImportRefused(PortalError):
    """The file has errors; nothing was imported.

    Attributes:
        errors: The first of them, by line.
        complete: Whether these are all.
    """

    def __init__(self, errors: tuple[LineError, ...], *, complete: bool) -> None:
        count = len(errors)
        sentence = (
            ngettext("Nothing was imported: {n} error.", "Nothing was imported: {n} errors.", count)
            if complete
            else _("Nothing was imported. After {n} errors the rest of the file was not looked at.")
        )
        super().__init__(sentence.format(n=count))
        self.errors = errors
        self.complete = complete


def no_progress(_done: int, _total: int) -> None:
    """Tell nobody."""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file that is imported inside.

    Raises:
        InvalidInput: It cannot be read.
        Conflict: Somebody else added the same meanwhile.
    """
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise InvalidInput(
            _("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror), "file"
        ) from error
    except Conflict as conflict:
        raise Conflict(
            _("Somebody else added one of the records meanwhile. Nothing was imported; please try again.")
        ) from conflict


class Importing(UseCases):
    """Bringing records in from a file."""

    def run(
        self,
        access: OperatorAccess,
        path: Path,
        *,
        dry_run: bool = False,
        progress: Progress = no_progress,
    ) -> ImportReport:
        """Import a file of JSON Lines, all of it or nothing.

        Args:
            access: Who imports.
            path: The file.
            dry_run: Do everything, then undo it.
            progress: Called every so often with the bytes that are done and those of the whole file.

        Raises:
            ImportRefused: Some lines are wrong; it tells which.
            InvalidInput: The file cannot be read, or there is nothing in it.
        """
        with opened(path) as file:
            return self._import(access, file, progress, dry_run=dry_run)

    def _import(
        self, access: OperatorAccess, file: BinaryIO, progress: Progress, *, dry_run: bool
    ) -> ImportReport:
        with self._writing(access) as work:
            passwords = _cheap() if dry_run else self._means.passwords
            ground = Ground(work, self._means, passwords, Before.of(work), self._means.today())
            fingerprint = self._read(file, ground, progress)
            details = require_right(ground.errors, ground.counts, fingerprint)
            now = self._means.clock.now()
            work.audit.record(now, access.actor, "imported", "import file", details=details)
            if not dry_run:
                work.commit()
            return ImportReport(**ground.counts, dry_run=dry_run)

    def _read(self, file: BinaryIO, ground: Ground, progress: Progress) -> str:
        """Read until the end or too many errors; give the SHA-256 of what was read."""
        fingerprint, total, done = hashlib.sha256(), os.fstat(file.fileno()).st_size, 0
        batch = Batch(ground)
        for line in read_lines(file):
            fingerprint.update(line.raw or b"")
            done += line.size
            try:
                model = model_of(line)
            except Unreadable as unreadable:
                ground.refuse_line(unreadable)
            else:
                if model is not None:
                    batch.take(line.number, model, line.size)
            if batch.is_full or len(ground.errors) >= MOST_ERRORS:
                batch.write()
                batch = Batch(ground)
                progress(done, total)
                if ground.errors:
                    ground.passwords = _cheap()
                if len(ground.errors) >= MOST_ERRORS:
                    return ""
        batch.write()
        progress(done, total)
        return fingerprint.hexdigest()


def _cheap() -> Passwords:
    """Hashes for records that are not kept: quick, but such that all rules can be checked with them."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def require_right(errors: Sequence[LineError], counts: Mapping[str, int], fingerprint: str) -> str:
    """What the audit log says of a file that was read to its end, or until there were too many errors.

    Args:
        errors: What is wrong with its lines.
        counts: How many of what were in it.
        fingerprint: The SHA-256 of what was read.

    Raises:
        ImportRefused: Something is wrong.
        InvalidInput: There is nothing in it.
    """
    if errors:
        first = sorted(errors, key=lambda error: error.line)[:MOST_ERRORS]
        raise ImportRefused(tuple(first), complete=len(errors) < MOST_ERRORS)
    if not any(counts.values()):
        raise InvalidInput(_("There is nothing in this file."), "file")
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    return f"{told}; sha256 {fingerprint}"
