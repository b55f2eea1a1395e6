"""A portal with people in it, for stories about what they may do."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError
from sqlalchemy import event, inspect, select, table

from portal.access import CustomerAccess, PackageAccess
from portal.domain_names import ascii_name
from portal.passwords import Passwords
from portal.portal import Portal
from portal.settings import ProviderSettings, Settings, SignInSettings
from portal.webspace import protection
from storage.models.customers import Customer
from storage.models.domains import DomainKind, DomainState
from storage.models.packages import Package
from storage.models.sign_in import SignInSession
from tests.factories import add_customer, add_product, contract, domain, package, site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from storage.models.audit import AuditEntry
    from storage.models.customers import Mandate
    from storage.models.domains import Domain
    from storage.models.products import Product, Resource
    from storage.repositories.messages import Mail
    from storage.work import Storage, Work

PASSWORD = "Lampe Ziegel Fluss Marder"
NEW_PASSWORD = "Nebel Kanne Trompete Dach"
PACKAGE_PASSWORD = "zebra-kaktus-anker-wolke"
MASTER_PASSWORD = "Distel Quark Segel Hafer"
WRONG = "Nicht dieses Passwort hier"

HOME = "192.0.2.1"
"""Where people sit unless a story says otherwise."""

REFUSED = "This login is not correct. Please check what you typed."
SESSION_ENDED = "Your session has ended. Please sign in again."


PROVIDER = ProviderSettings(
    name="Musterhost GmbH",
    street="Lindenallee 25",
    postcode="10999",
    town="Berlin",
    vat_id="DE123456788",
    iban="DE75512108001245126199",
    bic="SOGEDEFFXXX",
    creditor_id="DE98ZZZ09999999999",
)


class SettableClock:
    """Stands still until a test moves it: on Sunday, 22 November 2026, 14:05 in Berlin."""

    def __init__(self) -> None:
        self.moment = dt.datetime(2026, 11, 22, 13, 5, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        return self.moment

    def noon_of(self, day: dt.date) -> None:
        """Go to noon of a day."""
        self.moment = dt.datetime.combine(day, dt.time(12), dt.UTC)

    def forward(self, **time: float) -> None:
        self.moment += dt.timedelta(**time)


BCRYPT_COST = protection.COST
"""What passwords of protected directories really cost; stories take the least there is."""

protection.COST = 4


class CountingHasher(PasswordHasher):
    """Cheap argon2id that counts its computations."""

    def __init__(self, time_cost: int = 1) -> None:
        super().__init__(time_cost=time_cost, memory_cost=8, parallelism=1)
        self.computations = 0
        self._counting = threading.Lock()

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self._count()
        return super().hash(password, salt=salt)

    def verify(self, verifier: str | bytes, password: str | bytes) -> Literal[True]:
        try:
            fits = super().verify(verifier, password)
        except InvalidHashError:
            raise  # nothing was computed
        except BaseException:
            self._count()
            raise
        self._count()
        return fits

    def _count(self) -> None:
        with self._counting:
            self.computations += 1


def _add_domain(work: Work, new: Domain) -> None:
    """A domain with the site that it is."""
    work.domains.add(new)
    work.flush()
    work.administration.add(site(new))


class House:
    """A portal on a database of the test's own."""

    def __init__(self, storage: Storage, clock: SettableClock, hasher: CountingHasher) -> None:
        self.storage = storage
        self.clock = clock
        self.hasher = hasher
        self.settings = Settings(
            brand="Musterhost", sign_in=SignInSettings(failure_seconds=0), provider=PROVIDER
        )
        self.portal = self.restarted()

    def restarted(self, storage: Storage | None = None) -> Portal:
        """Another portal on the same database, as after a restart or in another process."""
        return Portal(storage or self.storage, self.settings, self.clock, Passwords(self.hasher))

    # Who and what there is.

    def customer(self, password: str = PASSWORD, **changes: Any) -> Customer:
        with self.storage.writing() as work:
            added = add_customer(work, **{"password_hash": self.hasher.hash(password)} | changes)
            work.commit()
        return added

    def product(self, quotas: Mapping[Resource, int], **changes: Any) -> Product:
        with self.storage.writing() as work:
            added = add_product(work, quotas, **changes)
            work.commit()
        return added

    def package(
        self,
        owner: Customer,
        main_domain: str = "",
        *,
        password: str | None = None,
        master: str | None = None,
        of: Product | None = None,
        domains: Iterable[str] = (),
        agreed: Mapping[str, Any] | None = None,
        usage: Mapping[Resource, int] | None = None,
        **changes: Any,
    ) -> Package:
        """A package with its main domain, and with further included ones."""
        if main_domain:
            changes["main_domain"] = main_domain
        with self.storage.writing() as work:
            product_id = (of or add_product(work)).id
            new = package(
                owner.id,
                product_id,
                password_hash=self.hasher.hash(password) if password else None,
                master_password_hash=self.hasher.hash(master) if master else None,
                **changes,
            )
            added = work.packages.add(new, contract(**agreed or {}), usage or {})
            kinds = {added.main_domain: DomainKind.MAIN} | dict.fromkeys(domains, DomainKind.INCLUDED)
            for name, kind in kinds.items():
                _add_domain(work, domain(added.id, name=name, ascii_name=ascii_name(name), kind=kind))
            work.commit()
        return added

    def domain(self, of: Package, name: str, **changes: Any) -> None:
        with self.storage.writing() as work:
            _add_domain(work, domain(of.id, name=name, ascii_name=ascii_name(name), **changes))
            work.commit()

    def ended_domain(self, of: Package, name: str, state: DomainState = DomainState.ENDED) -> None:
        self.domain(of, name, state=state)

    def change(self, entity: Customer | Package | Product, **values: Any) -> None:
        """What an operator, or another part of the portal, changes meanwhile."""
        with self.storage.writing() as work:
            stored = work._session.get_one(type(entity), entity.id)
            for name, value in values.items():
                setattr(stored, name, value)
            work.commit()

    # Signing in.

    def signed_in(self, customer: Customer, password: str = PASSWORD, source: str = HOME) -> CustomerAccess:
        access = self.portal.sign_in.as_customer(customer.number, password, source).access
        assert isinstance(access, CustomerAccess)
        return access

    def access(self, customer: Customer) -> CustomerAccess:
        """A session as after signing in, for stories that are about something else."""
        return CustomerAccess(self._session(self.stored(customer)), customer.id)

    def package_access(
        self, domain_name: str, password: str = PACKAGE_PASSWORD, source: str = HOME
    ) -> PackageAccess:
        access = self.portal.sign_in.as_package(domain_name, password, source).access
        assert isinstance(access, PackageAccess)
        return access

    def inside(self, package: Package, *, by_owner: bool) -> PackageAccess:
        """Likewise in a package."""
        signed_in: Customer | Package = package
        if by_owner:
            with self.storage.reading() as work:
                signed_in = work._session.get_one(Customer, package.customer_id)
        return PackageAccess(self._session(signed_in), package.id, by_owner=by_owner)

    def _session(self, signed_in: Customer | Package) -> str:
        """Begin a session of a customer, or of a package login; tells its id."""
        now = self.clock.now()
        customer_id, package_id = signed_in.id, None
        if isinstance(signed_in, Package):
            customer_id, package_id = signed_in.customer_id, signed_in.id
        session = SignInSession(
            id=secrets.token_urlsafe(32),
            customer_id=customer_id,
            package_id=package_id,
            credential_version=signed_in.credential_version,
            source=HOME,
            started_at=now,
            seen_at=now,
        )
        with self.storage.writing() as work:
            work.sign_ins.add(session)
            work.commit()
        return session.id

    # What stands in the database.

    def stored(self, customer: Customer) -> Customer:
        with self.storage.reading() as work:
            found = work.customers.by_number(customer.number)
        assert found is not None
        return found

    def stored_package(self, package: Package) -> Package:
        with self.storage.reading() as work:
            return work._session.get_one(type(package), package.id)

    def mandates(self, customer: Customer) -> list[Mandate]:
        with self.storage.reading() as work:
            return [
                mandate for mandate in work.customers._all_mandates() if mandate.customer_id == customer.id
            ]

    def messages(self, customer: Customer) -> list[Mail]:
        """What a customer was told, once for each address."""
        with self.storage.reading() as work:
            return list(work.messages.of_customer(customer.id))

    def audit(self) -> list[AuditEntry]:
        with self.storage.reading() as work:
            assert work.audit.first_break() is None
            return list(work.audit.entries())

    def actions(self) -> list[str]:
        return [entry.action for entry in self.audit()]

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """The SQL statements meanwhile; what only begins or ends a transaction is none."""
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith("BEGIN"):
                seen.append(statement)

        engine = self.storage._reading
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    def everything(self) -> str:
        """All rows of all tables as text, as they stand in the database."""
        with self.storage.reading() as work:
            connection = work._session.connection()
            return "\n".join(
                f"{name}: {row!r}"
                for name in inspect(connection).get_table_names()
                for row in connection.execute(select("*").select_from(table(name)))
            )
