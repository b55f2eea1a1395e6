"""What is being published: the new folder, the counts, and what had to be left out."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.publishing.quoting import Unfit
from storage.models.packages import PackageState

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from portal.publishing.folder import NewFolder
    from portal.settings import Settings
    from storage.models.databases import Database
    from storage.models.packages import Package
    from storage.repositories.publishing import PackageContents

MOST_LEFT_OUT = 1000
"""So many are told one by one."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry that could not be published.

    Attributes:
        package: Whose.
        kind: What it is, in a word of ours.
        name: What the customer calls it, as it stands in the database.
        reason: Why, in words of ours alone.
    """

    package: int
    kind: str
    name: str
    reason: str


@dataclass(slots=True)
class Counts:
    """How much was published."""

    packages: int = 0
    domains: int = 0
    sites: int = 0
    addresses: int = 0
    databases: int = 0
    sftp_users: int = 0
    cron_jobs: int = 0
    restore_orders: int = 0


@dataclass(slots=True)
class Release:
    """One publishing while it is made.

    Attributes:
        folder: Where the files go.
        public: The path under which servers find them.
        settings: What the provider decided.
        today: The day where the provider is.
        verifier_of: What a database server is to keep of a password.
        counts: How much is in it.
        left_out: The first of those that are not in it.
        left_out_count: How many they are.
        certificates_ordered: How many certificates are in the list of those ordered.
    """

    folder: NewFolder
    public: str
    settings: Settings
    today: dt.date
    verifier_of: Callable[[Database, Package], str | None]
    counts: Counts = field(default_factory=Counts)
    left_out: list[LeftOut] = field(default_factory=list)
    left_out_count: int = 0
    certificates_ordered: int = 0

    @contextmanager
    def entry(self, contents: PackageContents, kind: str, name: str) -> Iterator[None]:
        """Publish one entry; what is unfit is left out, and told.

        Nothing may be written before all of the entry is known to be fit.
        """
        try:
            yield
        except Unfit as unfit:
            self.leave_out(contents, kind, name, str(unfit))

    def leave_out(self, contents: PackageContents, kind: str, name: str, reason: str) -> None:
        """Note that something is not among what servers read."""
        self.left_out_count += 1
        if len(self.left_out) < MOST_LEFT_OUT:
            self.left_out.append(LeftOut(contents.package.id, kind, name, reason))

    def is_suspended(self, contents: PackageContents) -> bool:
        """Whether a package is out of service for now."""
        return contents.package.state is PackageState.SUSPENDED
