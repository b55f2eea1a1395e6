"""The use cases of signing in and out."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from portal.customers import notices
from portal.domain_names import ascii_name
from portal.errors import InvalidInput, NotAllowed
from portal.i18n import _
from portal.languages import said
from portal.problems import told
from portal.sign_in import credentials
from portal.sign_in.throttle import Throttle, Try
from portal.use_case import Means, UseCases
from storage.models.messages import MessageKind
from storage.models.sign_in import SignInSession

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.access import Access, CustomerAccess, PackageAccess
    from portal.sign_in.credentials import Credential
    from storage.work import Work

KEPT = dt.timedelta(days=90)
"""How long sessions and buckets that nobody uses any more are kept."""

LONGEST_SOURCE = 100

MOST_TOLD, A_DAY = 3, dt.timedelta(days=1)
"""Sign-ins from new places that a customer is told of in so long: whoever is under way knows by then."""

HERE = {"de": "dieser Computer, Benutzer {name}", "en": "this computer, user {name}"}
NEW_PLACE = {
    "de": "Jemand hat sich von einem Ort angemeldet, den wir noch nicht kannten: {place} ({moment}). Wenn Sie"
    " das waren, ist nichts zu tun.",
    "en": "Somebody signed in from a place that we did not know yet: {place} ({moment}). If that was you,"
    " there is nothing to do.",
}


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is signed in, as the top line shows it.

    Attributes:
        access: What every use case asks for.
        number: The customer number; empty under a package login.
        name: The customer's name, or the package's main domain.
        country: Whose way of writing dates and numbers the screen follows (ISO 3166-1 alpha-2).
    """

    access: Access
    number: str
    name: str
    country: str


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
        return self._sign_in(account, source, password, partial(credentials.of_customer, number=known))

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
        name: str | None
        try:
            name = ascii_name(domain)
        except InvalidInput:
            name = None
        account = credentials.domain_account(name or domain.strip().casefold())
        return self._sign_in(account, source, password, partial(credentials.of_package, ascii_name=name))

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
        verifier = credential.verifier if credential else None
        self._confirm(attempt, verifier, password, _("This is not your customer password."), field)

    def prove(self, access: CustomerAccess, number: str, password: str, field: str) -> Credential:
        """Ask a signed-in customer for another customer number's password, as if they signed in with it.

        It counts for that number and for where the customer sits, and a refusal takes a sign-in's time.

        Args:
            access: Who is signed in.
            number: The other number, without blanks.
            password: As typed.
            field: The input it was typed in.

        Returns:
            Whose password it is, whether or not they may sign in.

        Raises:
            InvalidInput: Unknown or wrong: nobody learns which.
            Throttled: Too many tries.
        """
        began = time.monotonic()
        with self._reading(access) as work:
            work.customers.owned_by(access)  # whoever has a package alone has nobody's number to prove
            source = work.sign_ins.source_of(access.session_id)
            credential = credentials.of_customer(work, number, in_any_state=True)
        account = credential.account if credential else credentials.customer_account(number)
        attempt = Try(account, source)
        with told():
            self._throttle.reserve(attempt, field)
        right = self._means.passwords.verify(credential.verifier if credential else None, password)
        if credential is None or not right:
            self._wait(began)
            raise InvalidInput(_("This login is not correct. Please check what you typed."), field)
        with told(), self._means.storage.writing() as work:
            self._throttle.give_back(work, attempt)
            work.commit()
        return credential

    def confirm_package(self, access: PackageAccess, password: str, field: str) -> None:
        """Ask a webmaster for the package password once more; its arguments and refusals are `confirm`'s."""
        with self._reading(access) as work:
            package, _product = work.packages.current(access)
            source = work.sign_ins.source_of(access.session_id)
        attempt = Try(credentials.package_account(package.id), source)
        refusal = _("This is not the present package password.")
        self._confirm(attempt, package.password_hash, password, refusal, field)

    def _confirm(self, attempt: Try, verifier: str | None, password: str, refusal: str, field: str) -> None:
        with told():
            self._throttle.reserve(attempt, field)
        if not self._means.passwords.verify(verifier, password):
            raise InvalidInput(refusal, field)
        with told(), self._means.storage.writing() as work:
            self._throttle.give_back(work, attempt)
            work.commit()

    def _sign_in(
        self, account: str, source: str, password: str, find: Callable[[Work], Credential | None]
    ) -> SignedIn:
        """Sign in with what `find` finds; `account` is what the throttle counts where it finds nothing."""
        began = time.monotonic()
        with told():
            with self._means.storage.reading() as work:
                credential = find(work)
            attempt = Try(credential.account if credential else account, _place(source))
            self._throttle.reserve(attempt)
        right = self._means.passwords.verify(credential.verifier if credential else None, password)
        if credential is not None and right:
            due = self._means.passwords.is_due(credential.verifier)
            renewed = self._means.passwords.hash(password) if due else None
            with told(), self._means.storage.writing() as work:
                if find(work) == credential:
                    session_id = self._begin(work, credential, attempt, renewed)
                    work.commit()
                    country = credential.country or self._means.settings.country
                    return SignedIn(
                        credential.access(session_id), credential.number, credential.name, country
                    )
        raise self._refusal(began)

    def _begin(self, work: Work, credential: Credential, attempt: Try, renewed: str | None) -> str:
        now = self._means.clock.now()
        self._throttle.give_back(work, attempt)
        if work.sign_ins.remember(attempt.account_key, attempt.source_key, now):
            self._tell_of_new_place(work, credential, attempt, now)
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
        if renewed is not None:
            work.sign_ins.renew_verifier(credential.customer_id, credential.package_id, renewed)
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

    def _tell_of_new_place(self, work: Work, credential: Credential, attempt: Try, now: dt.datetime) -> None:
        """Tell the customer where somebody signed in, unless it is the first time, or was told often."""
        if not work.sign_ins.knows_others(attempt.account_key, attempt.source_key):
            return
        customer_id, kind = credential.customer_id, MessageKind.SIGN_IN
        if work.messages.count_since(customer_id, kind, now - A_DAY, MOST_TOLD) >= MOST_TOLD:
            return
        from portal.documents.words import words_of

        customer = work.customers.by_id(customer_id)
        local = now.astimezone(ZoneInfo(self._means.settings.time_zone))
        what = said(NEW_PLACE, customer.language).format(
            moment=words_of(customer.language).at(local),
            place=_place_words(attempt.source, customer.language),
        )
        domain = credential.name if credential.package_id is not None else ""
        notices.tell_of_sign_in(work, customer, domain, now, what)

    def _refusal(self, began: float) -> NotAllowed:
        """The one refusal, never sooner than the setting says: the time tells nothing either."""
        self._wait(began)
        return NotAllowed(_("This login is not correct. Please check what you typed."))

    def _wait(self, began: float) -> None:
        """Until a refusal may be told."""
        time.sleep(max(0.0, began + self._means.settings.sign_in.failure_seconds - time.monotonic()))


def _place_words(source: str, language: str) -> str:
    """A source as it is told: the address of a computer far away, or who sits at this one."""
    kind, _blank, name = source.partition(" ")
    return said(HERE, language).format(name=name) if kind == "local" else name or source


def _place(source: str) -> str:
    """A source as it can be kept, whatever the environment put into it."""
    return source.encode("unicode_escape").decode("ascii")[:LONGEST_SOURCE]
