"""The use cases of signing in and out."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from portal.domain_names import ascii_name
from portal.errors import InvalidInput, NotAllowed
from portal.i18n import _
from portal.problems import told
from portal.sign_in import credentials
from portal.sign_in.throttle import Throttle, Try
from portal.use_case import Means, UseCases
from storage.models.sign_in import SignInSession

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.access import Access, CustomerAccess
    from portal.sign_in.credentials import Credential
    from storage.work import Work

KEPT = dt.timedelta(days=90)
"""How long sessions and buckets that nobody uses any more are kept."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, as the top line shows it.

    Attributes:
        access: What every use case asks for.
        number: The customer number; empty under a package login.
        name: The customer's name, or the package's main domain.
    """

    access: Access
    number: str
    name: str


class SignIn(UseCases):
    """Both logins. Every refusal is the same sentence after the same time."""

    def __init__(self, means: Means) -> None:
        super().__init__(means)
        self._throttle = Throttle(means)

    def as_customer(self, number: str, password: str, source: str) -> SignedIn:
        """Sign in with customer number and customer password.

        Args:
            number: As typed; blanks do not count.
            password: As typed.
            source: Where the customer sits: the SSH peer, else the local user.

        Raises:
            NotAllowed: Unknown, wrong or locked: nobody learns which.
            Throttled: Too many tries; tells how long to wait.
        """
        known = "".join(number.split())
        account = credentials.customer_account(known)
        return self._sign_in(Try(account, source), password, partial(credentials.of_customer, number=known))

    def as_package(self, domain: str, password: str, source: str) -> SignedIn:
        """Sign in with any active domain of a package and the package password.

        Args:
            domain: As typed: Unicode or punycode, any case.
            password: As typed.
            source: Where the webmaster sits.

        Raises:
            NotAllowed: Unknown, wrong, no package password, ended or locked: nobody learns which.
            Throttled: Too many tries; tells how long to wait.
        """
        try:
            name = ascii_name(domain)
        except InvalidInput:
            name = domain.strip().casefold()
        account = credentials.package_account(name)
        return self._sign_in(Try(account, source), password, partial(credentials.of_package, ascii_name=name))

    def sign_out(self, access: Access) -> None:
        """End the session; it is no error if it has ended already."""
        with told(), self._means.storage.writing() as work:
            work.sign_ins.end(access.session_id, self._means.clock.now())
            work.commit()

    def confirm(self, access: CustomerAccess, password: str, field: str) -> None:
        """Ask a signed-in customer for the customer password once more, before something that matters.

        Args:
            access: Who is signed in.
            password: As typed.
            field: The input it was typed in.

        Raises:
            InvalidInput: The password is wrong.
            Throttled: Too many tries.
        """
        with self._reading(access) as work:
            number = work.customers.owned_by(access).number
            source = work.sign_ins.source_of(access.session_id)
            credential = credentials.of_customer(work, number)
        attempt = Try(credentials.customer_account(number), source)
        with told():
            self._throttle.reserve(attempt, field)
        if credential is None or not self._means.passwords.verify(credential.verifier, password):
            raise InvalidInput(_("This is not your customer password."), field)
        with told(), self._means.storage.writing() as work:
            self._throttle.give_back(work, attempt)
            work.commit()

    def _sign_in(self, attempt: Try, password: str, find: Callable[[Work], Credential | None]) -> SignedIn:
        began = time.monotonic()
        with told():
            self._throttle.reserve(attempt)
            with self._means.storage.reading() as work:
                credential = find(work)
        right = self._means.passwords.verify(credential.verifier if credential else None, password)
        if credential is None or not right:
            self._refuse(began)
        with told(), self._means.storage.writing() as work:
            if find(work) != credential:
                self._refuse(began)
            session_id = self._begin(work, credential, attempt)
            if self._means.passwords.is_due(credential.verifier):
                renewed = self._means.passwords.hash(password)
                work.sign_ins.renew_verifier(credential.customer_id, credential.package_id, renewed)
            work.commit()
        return SignedIn(credential.access(session_id), credential.number, credential.name)

    def _begin(self, work: Work, credential: Credential, attempt: Try) -> str:
        now = self._means.clock.now()
        self._throttle.give_back(work, attempt)
        work.sign_ins.remember(attempt.account_key, attempt.source_key, now)
        work.sign_ins.forget_before(now - KEPT)
        session = SignInSession(
            id=secrets.token_urlsafe(32),
            customer_id=credential.customer_id,
            package_id=credential.package_id,
            credential_version=credential.version,
            source=attempt.source,
            started_at=now,
            seen_at=now,
        )
        work.sign_ins.add(session)
        access = credential.access(session.id)
        work.audit.record(
            now,
            access.actor,
            "signed in",
            "sessions",
            customer_id=credential.customer_id,
            package_id=credential.package_id,
        )
        return session.id

    def _refuse(self, began: float) -> NoReturn:
        """The one refusal, never sooner than the setting says: the time tells nothing either."""
        time.sleep(max(0.0, began + self._means.settings.sign_in.failure_seconds - time.monotonic()))
        raise NotAllowed(_("This login is not correct. Please check what you typed."))
