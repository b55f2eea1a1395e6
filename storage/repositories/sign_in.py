"""Sessions, throttle buckets and known sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, func, select, update

from storage.models.customers import Customer, CustomerState
from storage.models.packages import Package, PackageState
from storage.models.sign_in import KnownSource, SignInSession, ThrottleBucket

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session beside what it must still agree with, and how far its package is published."""

    customer_id: int
    package_id: int | None
    credential_version: int
    started_at: dt.datetime
    seen_at: dt.datetime
    ended_at: dt.datetime | None
    customer_state: CustomerState
    customer_credential: int
    package_owner: int | None
    package_state: PackageState | None
    package_credential: int | None
    webmaster_signs_in: bool | None = None
    webmaster_transfers: bool | None = None
    revision: int | None = None
    published_revision: int | None = None
    published_at: dt.datetime | None = None


class SignIns:
    """Who is signed in, and who tried too often."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, new: SignInSession) -> None:
        """Begin a session."""
        self._session.add(new)

    def find(self, session_id: str, package_id: int | None = None) -> SessionRow | None:
        """A session beside the state and credentials of its customer, and of the package it is used for."""
        query: Select[*tuple[Any, ...]] = (
            select(
                SignInSession.customer_id,
                SignInSession.package_id,
                SignInSession.credential_version,
                SignInSession.started_at,
                SignInSession.seen_at,
                SignInSession.ended_at,
                Customer.state,
                Customer.credential_version,
                Package.customer_id,
                Package.state,
                Package.credential_version,
                Package.webmaster_signs_in,
                Package.webmaster_transfers,
                Package.revision,
                Package.published_revision,
                Package.published_at,
            )
            .join(Customer, Customer.id == SignInSession.customer_id)
            .outerjoin(Package, Package.id == package_id)
            .where(SignInSession.id == session_id)
        )
        found = self._session.execute(query).one_or_none()
        return SessionRow(*found) if found else None

    def source_of(self, session_id: str) -> str:
        """Where a session was begun."""
        query = select(SignInSession.source).where(SignInSession.id == session_id)
        return self._session.scalars(query).one()

    def renew_verifier(self, customer_id: int, package_id: int | None, verifier: str) -> None:
        """Replace the hash of the same password by one with today's parameters."""
        if package_id is None:
            query = update(Customer).where(Customer.id == customer_id)
        else:
            query = update(Package).where(Package.id == package_id)
        self._session.execute(query.values(password_hash=verifier))

    def seen(self, session_id: str, at: dt.datetime) -> None:
        """Note that the session was used."""
        self._session.execute(update(SignInSession).where(SignInSession.id == session_id).values(seen_at=at))

    def renew(self, session_id: str, credential_version: int) -> None:
        """Keep one session alive over the change of its own password."""
        self._session.execute(
            update(SignInSession)
            .where(SignInSession.id == session_id)
            .values(credential_version=credential_version)
        )

    def end(self, session_id: str, at: dt.datetime) -> None:
        """End a session for good."""
        self._session.execute(
            update(SignInSession)
            .where(SignInSession.id == session_id, SignInSession.ended_at.is_(None))
            .values(ended_at=at)
        )

    def end_all_of(self, customer_id: int, at: dt.datetime) -> None:
        """End all sessions of a customer, those of package logins included."""
        self._session.execute(
            update(SignInSession)
            .where(SignInSession.customer_id == customer_id, SignInSession.ended_at.is_(None))
            .values(ended_at=at)
        )

    def end_all_in(self, package_id: int, at: dt.datetime) -> None:
        """End all sessions of a package's login."""
        self._session.execute(
            update(SignInSession)
            .where(SignInSession.package_id == package_id, SignInSession.ended_at.is_(None))
            .values(ended_at=at)
        )

    def last_seen(self, customer_id: int) -> dt.datetime | None:
        """When the customer password last had a session in use."""
        query = select(func.max(SignInSession.seen_at)).where(
            SignInSession.customer_id == customer_id, SignInSession.package_id.is_(None)
        )
        return self._session.scalar(query)

    def count_open(self, customer_id: int, seen_after: dt.datetime) -> int:
        """How many sessions of a customer are in use, those of package logins included."""
        query = select(func.count()).where(
            SignInSession.customer_id == customer_id,
            SignInSession.ended_at.is_(None),
            SignInSession.seen_at > seen_after,
        )
        return self._session.scalar(query) or 0

    def forget_before(self, moment: dt.datetime) -> None:
        """Remove sessions that ended or were last used before, and buckets long full again."""
        self._session.execute(delete(SignInSession).where(SignInSession.seen_at < moment))
        self._session.execute(delete(ThrottleBucket).where(ThrottleBucket.counted_at < moment))

    def buckets(self, keys: Iterable[str]) -> dict[str, ThrottleBucket]:
        """The buckets that exist, locked until the commit, always in the same order (no deadlocks)."""
        query = (
            select(ThrottleBucket)
            .where(ThrottleBucket.key.in_(tuple(keys)))
            .order_by(ThrottleBucket.key)
            .with_for_update()
        )
        return {bucket.key: bucket for bucket in self._session.scalars(query)}

    def add_bucket(self, key: str, tokens: float, at: dt.datetime) -> ThrottleBucket:
        """A new bucket; made by two at once, one of them gets a Duplicate and reads again."""
        bucket = ThrottleBucket(key=key, tokens=tokens, counted_at=at)
        self._session.add(bucket)
        return bucket

    def knows(self, account: str, source: str) -> bool:
        """Whether the account was signed in from there before."""
        return self._session.get(KnownSource, (account, source)) is not None

    def knows_others(self, account: str, source: str) -> bool:
        """Whether the account was signed in from anywhere else before."""
        others = KnownSource.account == account, KnownSource.source != source
        return bool(self._session.scalar(select(exists().where(*others))))

    def remember(self, account: str, source: str, at: dt.datetime) -> bool:
        """Note a successful sign-in's place; says whether it is new for this account."""
        known = self._session.get(KnownSource, (account, source))
        if known is not None:
            known.seen_at = at
            return False
        self._session.add(KnownSource(account=account, source=source, seen_at=at))
        return True
