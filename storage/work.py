"""The unit of work: one transaction, all repositories, rolled back unless committed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Self

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from storage.errors import translated
from storage.repositories.accounts import Accounts
from storage.repositories.administration import Administration
from storage.repositories.audit import AuditLog
from storage.repositories.backups import Backups
from storage.repositories.billing import Billing
from storage.repositories.bulk import Bulk
from storage.repositories.consistency import Consistency
from storage.repositories.contracts import Contracts
from storage.repositories.customers import Customers
from storage.repositories.databases import Databases
from storage.repositories.deadlines import Deadlines
from storage.repositories.debits import Debits
from storage.repositories.dns import Dns
from storage.repositories.domain_contacts import DomainContacts
from storage.repositories.domains import Domains
from storage.repositories.health import Health
from storage.repositories.history import History
from storage.repositories.invoices import Invoices
from storage.repositories.linking import Linking
from storage.repositories.mail import Mail
from storage.repositories.messages import Messages
from storage.repositories.offers import Offers
from storage.repositories.outbox import Outbox
from storage.repositories.packages import Packages
from storage.repositories.products import Products
from storage.repositories.publishing import Publishing
from storage.repositories.sign_in import SignIns
from storage.repositories.sites import Sites
from storage.repositories.splits import Splits
from storage.repositories.statistics import Statistics
from storage.repositories.support import Support
from storage.repositories.termination import Terminations
from storage.repositories.third_party import ThirdParties
from storage.repositories.webshop import Webshop
from storage.repositories.webshop_orders import WebshopOrders
from storage.repositories.website import Websites
from storage.repositories.webspace import Webspace
from storage.repositories.written_forms import WrittenForms

if TYPE_CHECKING:
    from types import TracebackType

    from sqlalchemy import Engine

    from storage.sealing import Keyring


class Work:
    """One transaction. Leaving the `with` block without `commit()` undoes everything in it.

    Errors of the database leave the block as `DatabaseProblem`, `Duplicate` or `Stale`.
    """

    def __init__(self, engine: Engine, keyring: Keyring) -> None:
        self._session = Session(engine, expire_on_commit=False, autoflush=False)
        self._keyring = keyring

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._session.close()
        except SQLAlchemyError as closing:
            raise translated(closing) from closing
        if isinstance(error, SQLAlchemyError) and (meaning := translated(error)) is not error:
            raise meaning from error

    def commit(self) -> None:
        """Write everything, now and for good."""
        self._session.commit()

    def flush(self) -> None:
        """Send pending changes to the database, so that ids are known and constraints are checked."""
        self._session.flush()

    def forget(self) -> None:
        """Flush, then let go of all loaded entities: for long imports in bounded memory."""
        self._session.flush()
        self._session.expunge_all()

    @cached_property
    def sign_ins(self) -> SignIns:
        """Sessions, throttle buckets, known sources."""
        return SignIns(self._session)

    @cached_property
    def customers(self) -> Customers:
        """Customers and their mandates."""
        return Customers(self._session, self._keyring)

    @cached_property
    def products(self) -> Products:
        """The catalogue."""
        return Products(self._session)

    @cached_property
    def packages(self) -> Packages:
        """Packages with their contracts and usage."""
        return Packages(self._session)

    @cached_property
    def domains(self) -> Domains:
        """Domains of packages."""
        return Domains(self._session)

    @cached_property
    def sites(self) -> Sites:
        """What the web server answers under the names of packages."""
        return Sites(self._session)

    @cached_property
    def dns(self) -> Dns:
        """Records of zones, and their versions."""
        return Dns(self._session)

    @cached_property
    def third_party(self) -> ThirdParties:
        """What owners leave to their webmasters."""
        return ThirdParties(self._session)

    @cached_property
    def administration(self) -> Administration:
        """What the technical administration keeps, of every kind."""
        return Administration(self._session)

    @cached_property
    def mail(self) -> Mail:
        """Email addresses of packages."""
        return Mail(self._session)

    @cached_property
    def databases(self) -> Databases:
        """Databases, and the verifiers of their passwords."""
        return Databases(self._session, self._keyring)

    @cached_property
    def websites(self) -> Websites:
        """Websites of the website builder."""
        return Websites(self._session)

    @cached_property
    def webspace(self) -> Webspace:
        """SFTP users, protected directories, cron jobs and what was measured."""
        return Webspace(self._session)

    @cached_property
    def webshop(self) -> Webshop:
        """What shops sell, and under which terms."""
        return Webshop(self._session, self._keyring)

    @cached_property
    def webshop_orders(self) -> WebshopOrders:
        """Orders of shops."""
        return WebshopOrders(self._session)

    @cached_property
    def backups(self) -> Backups:
        """Backups of packages."""
        return Backups(self._session)

    @cached_property
    def statistics(self) -> Statistics:
        """What was measured of packages, month by month."""
        return Statistics(self._session)

    @cached_property
    def history(self) -> History:
        """Who changed what in a package."""
        return History(self._session)

    @cached_property
    def publishing(self) -> Publishing:
        """Everything that servers read, of all packages."""
        return Publishing(self._session)

    @cached_property
    def contracts(self) -> Contracts:
        """What was agreed, and what was done about it."""
        return Contracts(self._session)

    @cached_property
    def terminations(self) -> Terminations:
        """What can end, and what is going to."""
        return Terminations(self._session)

    @cached_property
    def splits(self) -> Splits:
        """Domains on their way to other packages."""
        return Splits(self._session)

    @cached_property
    def deadlines(self) -> Deadlines:
        """What is coming of what was agreed."""
        return Deadlines(self._session)

    @cached_property
    def linking(self) -> Linking:
        """Customer numbers that stand for another one."""
        return Linking(self._session)

    @cached_property
    def written_forms(self) -> WrittenForms:
        """Forms that need a signature."""
        return WrittenForms(self._session)

    @cached_property
    def contacts(self) -> DomainContacts:
        """Who holds domains, and speaks for them."""
        return DomainContacts(self._session)

    @cached_property
    def accounts(self) -> Accounts:
        """What stands under customer numbers, when that moves."""
        return Accounts(self._session)

    @cached_property
    def billing(self) -> Billing:
        """What is still to be billed."""
        return Billing(self._session)

    @cached_property
    def invoices(self) -> Invoices:
        """Invoices and their ledger."""
        return Invoices(self._session)

    @cached_property
    def debits(self) -> Debits:
        """Collections of invoices."""
        return Debits(self._session)

    @cached_property
    def messages(self) -> Messages:
        """What customers are told."""
        return Messages(self._session)

    @cached_property
    def offers(self) -> Offers:
        """Offers of the month, and who ordered them."""
        return Offers(self._session)

    @cached_property
    def outbox(self) -> Outbox:
        """Mails on their way."""
        return Outbox(self._session)

    @cached_property
    def support(self) -> Support:
        """What customers ask customer service."""
        return Support(self._session)

    @cached_property
    def audit(self) -> AuditLog:
        """Who did what."""
        return AuditLog(self._session)

    @cached_property
    def health(self) -> Health:
        """What the database finds wrong with itself."""
        return Health(self._session)

    @cached_property
    def consistency(self) -> Consistency:
        """What was agreed, in states that cannot be."""
        return Consistency(self._session)

    @cached_property
    def bulk(self) -> Bulk:
        """Many rows at once."""
        return Bulk(self._session)


class Storage:
    """An opened database: hands out units of work, for reading or for writing."""

    def __init__(self, engine: Engine, keyring: Keyring) -> None:
        self._reading = engine
        self._writing = engine.execution_options(writes=True)
        self._keyring = keyring

    def reading(self) -> Work:
        """A unit of work that only reads; others may write meanwhile."""
        return Work(self._reading, self._keyring)

    def writing(self) -> Work:
        """A unit of work that writes; on SQLite it holds the one write lock from its first statement."""
        return Work(self._writing, self._keyring)

    def close(self) -> None:
        """Let go of all connections."""
        self._reading.dispose()
