"""The records of zones, and the versions that zones have had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, cast, exists, select

from storage.models.dns import DnsRecord, ZoneVersion
from storage.models.domains import Domain
from storage.repositories.administration import Administration, managed, within
from storage.repositories.keyset import contains, read_page

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session

    from storage.models.dns import DnsType
    from storage.paging import Page, PageRequest
    from storage.repositories.packages import PackageScope

AT_ONCE = 5000
"""Ids that one statement may name, on either database."""


class Dns:
    """The zones of a package's domains."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._administration = Administration(session)

    def page_of(
        self, scope: PackageScope, domain_id: int, request: PageRequest, texts: Sequence[str]
    ) -> Page[DnsRecord]:
        """A page of a zone's records; orders: name, type.

        Args:
            scope: Who asks.
            domain_id: Whose zone.
            request: Which of them.
            texts: What its filter may stand for in the database; names, types and values are searched.
        """
        orders = {
            "name": (DnsRecord.name, DnsRecord.type, DnsRecord.id),
            "type": (DnsRecord.type, DnsRecord.name, DnsRecord.id),
        }
        found = DnsRecord.domain_id == domain_id
        if texts:
            columns = (DnsRecord.name, cast(DnsRecord.type, String), DnsRecord.value)
            matches = contains(texts[0], *columns)
            for text in texts[1:]:
                matches |= contains(text, *columns)
            found &= matches
        return self._administration.page(DnsRecord, scope, request, orders, found)

    def zone(self, scope: PackageScope, domain_id: int) -> Sequence[Row[int, str, DnsType, int, str]]:
        """The whole zone, in the order it was made: id, name, type, TTL, value."""
        query = (
            select(DnsRecord.id, DnsRecord.name, DnsRecord.type, DnsRecord.ttl, DnsRecord.value)
            .where(DnsRecord.domain_id == domain_id, within(DnsRecord, scope))
            .order_by(DnsRecord.id)
        )
        return self._session.execute(query).all()

    def records(self, scope: PackageScope, ids: Collection[int]) -> dict[int, DnsRecord]:
        """Records of the package, by their ids."""
        found: dict[int, DnsRecord] = {}
        wanted = sorted(ids)
        for start in range(0, len(wanted), AT_ONCE):
            some = DnsRecord.id.in_(wanted[start : start + AT_ONCE])
            query = select(DnsRecord).where(some, within(DnsRecord, scope))
            found |= {record.id: record for record in self._session.scalars(query)}
        return found

    def versions(self, scope: PackageScope, domain_id: int, request: PageRequest) -> Page[ZoneVersion]:
        """A page of a zone's versions; its order is `number`. The filter finds what was done."""
        query = select(ZoneVersion).where(_of(scope, domain_id))
        if request.filter:
            query = query.where(contains(request.filter, ZoneVersion.what, ZoneVersion.actor))
        orders = {"number": (ZoneVersion.number,)}
        return read_page(self._session, query, request, orders).of(lambda row: row[0])

    def version(self, scope: PackageScope, domain_id: int, number: int) -> ZoneVersion | None:
        """One version of a zone; None for a missing one and for another package's alike."""
        query = select(ZoneVersion).where(_of(scope, domain_id), ZoneVersion.number == number)
        return self._session.scalars(query).one_or_none()

    def versions_after(self, scope: PackageScope, domain_id: int, number: int) -> Sequence[ZoneVersion]:
        """What came after a version, the newest first."""
        query = (
            select(ZoneVersion)
            .where(_of(scope, domain_id), ZoneVersion.number > number)
            .order_by(ZoneVersion.number.desc())
        )
        return self._session.scalars(query).all()

    def has_versions(self, domain_id: int) -> bool:
        """Whether a zone was ever saved by its customer."""
        query = select(exists().where(ZoneVersion.domain_id == domain_id))
        return bool(self._session.scalar(query))

    def add_version(self, version: ZoneVersion) -> None:
        """Put a version on record."""
        self._session.add(version)
        self._session.flush()


def _of(scope: PackageScope, domain_id: int) -> ColumnElement[bool]:
    """Versions of this zone, if the scope may manage it."""
    allowed = select(Domain.id).where(Domain.id == domain_id, managed(scope))
    return ZoneVersion.domain_id.in_(allowed)
