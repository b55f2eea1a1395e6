"""The import: one file, one transaction, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from argon2 import PasswordHasher

from portal.operator.importing.batch import Batch
from portal.operator.importing.ground import Before, Ground
from portal.operator.importing.lines import Unreadable, model_of
from portal.operator.importing.reading import opened, read_all, require_right
from portal.passwords import Passwords
from portal.progress import Progress, no_progress
from portal.use_case import UseCases

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from portal.access import OperatorAccess
    from portal.operator.importing.lines import LineError, ReadLine


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What was imported, or would have been.

    Attributes:
        products: How many.
        customers: How many.
        packages: How many.
        domains: How many, in all packages.
        offers: How many.
        dry_run: Whether nothing was kept.
    """

    products: int
    customers: int
    packages: int
    domains: int
    offers: int
    dry_run: bool


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
            fingerprint = read_all(file, _Records(ground), progress)
            details = require_right(ground.errors, ground.counts, fingerprint)
            now = self._means.clock.now()
            work.audit.record(now, access.actor, "imported", "import file", details=details)
            if not dry_run:
                work.commit()
            return ImportReport(**ground.counts, dry_run=dry_run)


class _Records:
    """The lines of a file, a batch at a time."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._batch = Batch(ground)

    @property
    def errors(self) -> Sequence[LineError]:
        return self._ground.errors

    @property
    def is_full(self) -> bool:
        return self._batch.is_full

    def take(self, line: ReadLine) -> None:
        try:
            model = model_of(line)
        except Unreadable as unreadable:
            self._ground.refuse_line(unreadable)
        else:
            if model is not None:
                self._batch.take(line.number, model, line.size)

    def write(self) -> None:
        self._batch.write()
        self._batch = Batch(self._ground)
        if self._ground.errors:
            self._ground.passwords = _cheap()


def _cheap() -> Passwords:
    """Hashes for records that are not kept: quick, but such that all rules can be checked with them."""
    return Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
