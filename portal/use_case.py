"""What all subjects stand on: means, and transactions that begin with a check of the session."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.access import CustomerAccess, OperatorAccess
from portal.clock import Clock, day_in
from portal.errors import NotAllowed, Unavailable
from portal.i18n import _
from portal.problems import told
from storage.models.customers import CustomerState
from storage.models.packages import PackageState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.access import Access
    from portal.passwords import Passwords
    from portal.settings import Settings
    from storage.repositories.sign_in import SessionRow
    from storage.work import Storage, Work

SEEN_AGAIN = dt.timedelta(minutes=1)
"""How exactly it is noted that a session is in use; reading alone then writes once a minute at most."""


@dataclass(frozen=True)
class Means:
    """What a subject works with."""

    storage: Storage
    clock: Clock
    settings: Settings
    passwords: Passwords

    def today(self) -> dt.date:
        """The date where the provider is."""
        return day_in(self.settings.time_zone, self.clock.now())


class UseCases:
    """Base of the subjects: a public method is one use case, in one transaction."""

    def __init__(self, means: Means) -> None:
        self._means = means

    @contextmanager
    def _reading(self, access: Access | OperatorAccess) -> Iterator[Work]:
        """A transaction that reads, for somebody whose session is good; raises NotAllowed.

        That the session is in use is noted afterwards; where nothing can be written, reading goes on.
        """
        with self._reading_in_session(access) as (work, _session):
            yield work

    @contextmanager
    def _reading_in_session(
        self, access: Access | OperatorAccess
    ) -> Iterator[tuple[Work, SessionRow | None]]:
        """As `_reading`, with the session; None for the operator."""
        with told(), self._means.storage.reading() as work:
            session = self._check(work, access)
            yield work, session
        now = self._means.clock.now()
        if session is None or isinstance(access, OperatorAccess) or now - session.seen_at <= SEEN_AGAIN:
            return
        with suppress(Unavailable), told(), self._means.storage.writing() as work:
            work.sign_ins.seen(access.session_id, now)
            work.commit()

    @contextmanager
    def _writing(self, access: Access | OperatorAccess) -> Iterator[Work]:
        """A transaction that writes, for somebody whose session is good; raises NotAllowed.

        The use case commits; leaving without that undoes everything.
        """
        with told(), self._means.storage.writing() as work:
            if self._check(work, access) is not None and not isinstance(access, OperatorAccess):
                work.sign_ins.seen(access.session_id, self._means.clock.now())
            yield work

    def _check(self, work: Work, access: Access | OperatorAccess) -> SessionRow | None:
        if isinstance(access, OperatorAccess):
            return None
        package_id = None if isinstance(access, CustomerAccess) else access.package_id
        session = work.sign_ins.find(access.session_id, package_id)
        if session is None or not _fits(session, access) or self._is_over(session):
            raise NotAllowed(_("Your session has ended. Please sign in again."))
        return session

    def _is_over(self, session: SessionRow) -> bool:
        now, limits = self._means.clock.now(), self._means.settings.sign_in
        idle = limits.customer_idle_minutes if session.package_id is None else limits.package_idle_minutes
        return (
            session.ended_at is not None
            or now - session.seen_at > dt.timedelta(minutes=idle)
            or now - session.started_at > dt.timedelta(hours=limits.longest_hours)
        )


def _fits(session: SessionRow, access: Access) -> bool:
    """Whether the stored session still stands for this access, under the password it was opened with."""
    if session.customer_state is not CustomerState.ACTIVE:
        return False
    by_customer = session.package_id is None and session.credential_version == session.customer_credential
    if isinstance(access, CustomerAccess):
        return by_customer and session.customer_id == access.customer_id
    if access.by_owner:
        return by_customer and session.customer_id == session.package_owner
    return (
        session.package_id == access.package_id
        and session.webmaster_signs_in is True
        and session.package_state is not PackageState.ENDED
        and session.credential_version == session.package_credential
    )
