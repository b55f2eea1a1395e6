"""Databases of packages, and the verifiers of their passwords: those that are quick to try are sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from sqlalchemy import select

from storage.models.databases import Database
from storage.models.packages import Package
from storage.models.products import Dialect
from storage.repositories.administration import within
from storage.repositories.keyset import contains, read_page
from storage.sealing import SealBroken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from storage.paging import Page, PageRequest
    from storage.repositories.packages import PackageScope
    from storage.sealing import Keyring

SEALED = Dialect.MARIADB
"""Its verifiers are fast hashes without a salt: whoever reads one has the password soon after."""

CHUNK = 500
"""Rows of long runs that are in memory at a time."""

Holder = TypeVar("Holder", Database, Package)

Place: TypeAlias = tuple[str, int, str]
"""Table, package and name: what a sealed value is bound to."""


class Databases:
    """Databases, within one package."""

    def __init__(self, session: Session, keyring: Keyring) -> None:
        self._session = session
        self._keyring = keyring

    def page(self, scope: PackageScope, request: PageRequest) -> Page[tuple[Database, bool]]:
        """A page of the package's databases; orders: name, size, remark. The filter finds name and remark.

        Beside each stands whether the package has a master password that opens databases.
        """
        has_master = Package.database_verifiers.is_not(None)
        query: Select[*tuple[Any, ...]] = (
            select(Database, has_master)
            .join(Package, Package.id == Database.package_id)
            .where(within(Database, scope))
        )
        if request.filter:
            query = query.where(contains(request.filter, Database.name, Database.remark))
        orders = {
            "name": (Database.name, Database.id),
            "size": (Database.used_mb, Database.id),
            "remark": (Database.remark, Database.name, Database.id),
        }
        return read_page(self._session, query, request, orders).of(lambda row: (row[0], row[1]))

    def kept(self, dialect: Dialect, verifier: str, package_id: int, name: str = "") -> str:
        """A verifier as it is kept: of the database `name`, or (without one) of the master password."""
        if dialect is not SEALED:
            return verifier
        return self._keyring.seal(verifier, *_place(package_id, name))

    def verifier_of(self, database: Database, package: Package) -> str | None:
        """What the database server is to keep, for publishing only; None: no password opens the database.

        Raises:
            SealBroken: It does not open.
        """
        if database.uses_master:
            name, kept = "", (package.database_verifiers or {}).get(database.dialect)
        else:
            name, kept = database.name, database.verifier
        if kept is None or database.dialect is not SEALED:
            return kept
        return self._keyring.open(kept, *_place(package.id, name))

    def reseal(self, rotated: Keyring) -> int:
        """Seal every verifier that is sealed anew under `rotated`'s current key; says how many."""
        count = 0
        for holder, place, sealed in self._all_sealed():
            anew = rotated.seal(self._keyring.open(sealed, *place), *place)
            if isinstance(holder, Database):
                holder.verifier = anew
            else:
                holder.database_verifiers = {**(holder.database_verifiers or {}), SEALED.value: anew}
            count += 1
        return count

    def broken_seals(self) -> Iterator[int]:
        """The ids of packages that a sealed verifier belongs to which does not open."""
        broken = set()
        for _holder, place, sealed in self._all_sealed():
            try:
                self._keyring.open(sealed, *place)
            except SealBroken:
                broken.add(place[1])
        yield from sorted(broken)

    def _all_sealed(self) -> Iterator[tuple[Database | Package, Place, str]]:
        """Everything that holds a sealed verifier, with its place and the sealed value."""
        with_own = select(Database).where(Database.dialect == SEALED, Database.verifier.is_not(None))
        for database in self._few_at_a_time(Database, with_own):
            yield database, _place(database.package_id, database.name), database.verifier or ""
        with_master = select(Package).where(Package.database_verifiers.is_not(None))
        for package in self._few_at_a_time(Package, with_master):
            sealed = (package.database_verifiers or {}).get(SEALED)
            if sealed is not None:
                yield package, _place(package.id), sealed

    def _few_at_a_time(self, entity: type[Holder], query: Select[Holder]) -> Iterator[Holder]:
        """All that match; changes are written before the next ones are read."""
        last = 0
        while found := self._session.scalars(
            query.where(entity.id > last).order_by(entity.id).limit(CHUNK)
        ).all():
            yield from found
            last = found[-1].id
            self._session.flush()
            for each in found:
                self._session.expunge(each)


def _place(package_id: int, name: str = "") -> Place:
    """Where a sealed value belongs; a database that comes back from a backup has a new id, but its name."""
    return ("databases", package_id, name) if name else ("packages", package_id, "database_verifiers")
