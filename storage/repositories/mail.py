"""Email addresses of packages: found, followed to where they deliver, and made many at once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, bindparam, cast, func, or_, select, update

from storage.models.base import Base
from storage.models.domains import Domain
from storage.models.mail import MailAddress, MailKind
from storage.repositories.administration import managed, within
from storage.repositories.keyset import contains, read_page

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from storage.paging import Page, PageRequest
    from storage.repositories.packages import PackageScope

AT_ONCE = 500
"""Values in one statement: SQLite and PostgreSQL both bound them."""

IN_JSON_ONLY = set('[], "')
"""Characters that stand in a list of addresses, and in no address."""


@dataclass(frozen=True, slots=True)
class MailRow:
    """What a list shows of an address; whether it has a password, never the verifier."""

    id: int
    revision: int
    address: str
    kind: MailKind
    enabled: bool
    targets: list[str]
    has_password: bool
    size_mb: int
    used_mb: int
    reply_enabled: bool
    reply_from: dt.date | None
    reply_until: dt.date | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where mail to an address goes.

    Attributes:
        address: The address; of a catch-all with `*` before the @.
        kind: What becomes of its mail.
        targets: Where it delivers to, where it is no mailbox.
        open: Whether the scope that asked may manage it.
    """

    address: str
    kind: MailKind
    targets: list[str]
    open: bool = True


class Mail:
    """The email addresses of packages."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def page_of(self, scope: PackageScope, request: PageRequest) -> Page[MailRow]:
        """A page of the package's addresses; orders: address, kind, size. The filter finds targets, too."""
        query: Select[*tuple[Any, ...]] = select(*_ROW).where(within(MailAddress, scope))
        if request.filter:
            query = query.where(_found(request.filter))
        page = read_page(
            self._session,
            query,
            request,
            {
                "address": (MailAddress.address, MailAddress.id),
                "kind": (MailAddress.kind, MailAddress.address, MailAddress.id),
                "size": (MailAddress.size_mb, MailAddress.address, MailAddress.id),
            },
        )
        return page.of(lambda row: MailRow(*row[: len(_ROW)]))

    def called(self, domain_id: int, local_part: str) -> MailAddress | None:
        """The address under a domain that is called so."""
        query = select(MailAddress).where(
            MailAddress.domain_id == domain_id, MailAddress.local_part == local_part
        )
        return self._session.scalars(query).one_or_none()

    def deliveries(self, scope: PackageScope, addresses: Collection[str]) -> dict[str, Delivery]:
        """Those of these addresses that the package has, whoever may manage them; by address.

        Args:
            scope: Which package, and who asks.
            addresses: In small letters, their domain in Unicode.
        """
        wanted = sorted(addresses)
        found: dict[str, Delivery] = {}
        for first in range(0, len(wanted), AT_ONCE):
            part = wanted[first : first + AT_ONCE]
            found |= self._deliveries(scope, MailAddress.address.in_(part))
        return found

    def all_deliveries(self, scope: PackageScope) -> dict[str, Delivery]:
        """All addresses of the package, whoever may manage them; by address."""
        return self._deliveries(scope)

    def delivering_to(self, scope: PackageScope, address: str) -> Sequence[MailAddress]:
        """What delivers to an address, whoever may manage it; by name."""
        stored = func.lower(cast(MailAddress.targets, Text))
        query = (
            select(MailAddress)
            .where(
                MailAddress.package_id == scope.package_id,
                stored.contains(json.dumps(address).lower(), autoescape=True),
            )
            .order_by(MailAddress.address)
        )
        return self._session.scalars(query).all()

    def ids(self, scope: PackageScope) -> dict[str, int]:
        """The id of each address that the scope may manage."""
        query = select(MailAddress.address, MailAddress.id).where(within(MailAddress, scope))
        return {row[0]: row[1] for row in self._session.execute(query)}

    def without_password(self, scope: PackageScope, ids: Collection[int]) -> Sequence[int]:
        """Those of these mailboxes that have no password yet."""
        query = select(MailAddress.id).where(
            MailAddress.id.in_(ids), within(MailAddress, scope), MailAddress.password_hash.is_(None)
        )
        return self._session.scalars(query).all()

    def give_passwords(self, verifiers: Mapping[int, str], revision: int) -> None:
        """Give mailboxes their verifiers, many at once."""
        table = Base.metadata.tables[MailAddress.__tablename__]
        statement = (
            update(table)
            .where(table.c.id == bindparam("mailbox"))
            .values(password_hash=bindparam("verifier"), revision=revision)
        )
        rows = [{"mailbox": key, "verifier": verifier} for key, verifier in verifiers.items()]
        self._session.connection().execute(statement, rows)

    def _deliveries(self, scope: PackageScope, *conditions: ColumnElement[bool]) -> dict[str, Delivery]:
        open_ones = select(Domain.id).where(managed(scope))
        query = select(
            MailAddress.address,
            MailAddress.kind,
            MailAddress.targets,
            MailAddress.domain_id.in_(open_ones),
        ).where(MailAddress.package_id == scope.package_id, *conditions)
        return {row[0]: Delivery(*row) for row in self._session.execute(query)}


_ROW = (
    MailAddress.id,
    MailAddress.revision,
    MailAddress.address,
    MailAddress.kind,
    MailAddress.enabled,
    MailAddress.targets,
    MailAddress.password_hash.is_not(None),
    MailAddress.size_mb,
    MailAddress.used_mb,
    MailAddress.reply_enabled,
    MailAddress.reply_from,
    MailAddress.reply_until,
)


def _found(text: str) -> ColumnElement[bool]:
    """The address or one of its targets contains `text`; targets are stored as JSON, which escapes."""
    found = contains(text, MailAddress.address)
    if IN_JSON_ONLY & set(text):
        return found
    stored = func.lower(cast(MailAddress.targets, Text))
    return or_(found, stored.contains(json.dumps(text.lower())[1:-1], autoescape=True))
