"""The portal: all subjects on one set of means."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from portal.clock import Clock, SystemClock
from portal.customers import Customers
from portal.packages import Packages
from portal.passwords import Passwords
from portal.settings import Settings
from portal.sign_in import SignIn
from portal.use_case import Means

if TYPE_CHECKING:
    from portal.backups import Backups
    from portal.contract_acts import ContractActs
    from portal.databases import Databases
    from portal.deadlines import Deadlines
    from portal.debits.service import Debits
    from portal.dns.service import Dns
    from portal.domains import Domains
    from portal.help import Library
    from portal.history import History
    from portal.invoices import Invoices
    from portal.linking import Linking
    from portal.mail import Mail, MailImport
    from portal.messages import Messages
    from portal.offers import Offers
    from portal.operator import Operator
    from portal.package_change import PackageChange
    from portal.package_passwords import PackagePasswords
    from portal.sites import Certificates, PhpVersions
    from portal.splitting import Splitting
    from portal.statistics import Statistics
    from portal.support import Support
    from portal.termination import Terminations
    from portal.third_party import ThirdParties
    from portal.webshop.catalogue.releases import ShopReleases
    from portal.webshop.figures import ShopFigures
    from portal.webshop.importing import ProductImport
    from portal.webshop.options import ShopOptions, Vouchers
    from portal.webshop.orders import ShopOrders
    from portal.webshop.products import Categories, Products
    from portal.webshop.settings import ShopAdministration
    from portal.website.releases import Releases
    from portal.website.service import Website
    from portal.webspace import CronJobs, Protection, SftpUsers, WebUsage
    from portal.written_forms import WrittenForms
    from storage.work import Storage


class Portal:
    """Everything people may do; a screen calls the subject it needs.

    What the login and the overview need is there at once; the other subjects are loaded when they are first
    used.
    """

    def __init__(
        self,
        storage: Storage,
        settings: Settings | None = None,
        clock: Clock | None = None,
        passwords: Passwords | None = None,
    ) -> None:
        means = Means(storage, clock or SystemClock(), settings or Settings(), passwords or Passwords())
        self._means = means
        self.settings = means.settings
        self.clock = means.clock
        self.sign_in = SignIn(means)
        self.customers = Customers(means, self.sign_in)
        self.packages = Packages(means)

    @cached_property
    def package_passwords(self) -> PackagePasswords:
        """Package and master password of one package."""
        from portal.package_passwords import PackagePasswords

        return PackagePasswords(self._means, self.sign_in)

    @cached_property
    def third_party(self) -> ThirdParties:
        """What the owner leaves to the webmaster."""
        from portal.third_party import ThirdParties

        return ThirdParties(self._means)

    @cached_property
    def domains(self) -> Domains:
        """Domains and subdomains of one package, and ordering another."""
        from portal.domains import Domains

        return Domains(self._means, self.sign_in)

    @cached_property
    def dns(self) -> Dns:
        """Zones of domains."""
        from portal.dns.service import Dns

        return Dns(self._means)

    @cached_property
    def mail(self) -> Mail:
        """Email addresses of one package."""
        from portal.mail import Mail

        return Mail(self._means)

    @cached_property
    def mail_import(self) -> MailImport:
        """Importing many addresses."""
        from portal.mail import MailImport

        return MailImport(self._means)

    @cached_property
    def databases(self) -> Databases:
        """Databases of one package."""
        from portal.databases import Databases

        return Databases(self._means)

    @cached_property
    def sftp_users(self) -> SftpUsers:
        """Who reaches the webspace by SFTP."""
        from portal.webspace import SftpUsers

        return SftpUsers(self._means)

    @cached_property
    def protection(self) -> Protection:
        """Protected directories."""
        from portal.webspace import Protection

        return Protection(self._means)

    @cached_property
    def web_usage(self) -> WebUsage:
        """What takes up room in the webspace."""
        from portal.webspace import WebUsage

        return WebUsage(self._means)

    @cached_property
    def cron_jobs(self) -> CronJobs:
        """Cron jobs of one package."""
        from portal.webspace import CronJobs

        return CronJobs(self._means)

    @cached_property
    def php_versions(self) -> PhpVersions:
        """The PHP version of each site."""
        from portal.sites import PhpVersions

        return PhpVersions(self._means)

    @cached_property
    def certificates(self) -> Certificates:
        """SSL: certificates and HTTPS of each site."""
        from portal.sites import Certificates

        return Certificates(self._means)

    @cached_property
    def shop(self) -> ShopAdministration:
        """The shop of one package: who sells, under which terms, and whether it is open."""
        from portal.webshop.settings import ShopAdministration

        return ShopAdministration(self._means)

    @cached_property
    def shop_products(self) -> Products:
        """What a shop sells."""
        from portal.webshop.products import Products

        return Products(self._means)

    @cached_property
    def shop_categories(self) -> Categories:
        """The groups of a shop's products."""
        from portal.webshop.products import Categories

        return Categories(self._means)

    @cached_property
    def shop_import(self) -> ProductImport:
        """Many products from a file, and into one."""
        from portal.webshop.importing import ProductImport

        return ProductImport(self._means)

    @cached_property
    def shop_options(self) -> ShopOptions:
        """A shop's kinds of shipping and payment."""
        from portal.webshop.options import ShopOptions

        return ShopOptions(self._means)

    @cached_property
    def shop_vouchers(self) -> Vouchers:
        """A shop's vouchers."""
        from portal.webshop.options import Vouchers

        return Vouchers(self._means)

    @cached_property
    def shop_orders(self) -> ShopOrders:
        """A shop's orders, and their papers."""
        from portal.webshop.orders import ShopOrders

        return ShopOrders(self._means)

    @cached_property
    def shop_releases(self) -> ShopReleases:
        """Publishing a shop's catalogue."""
        from portal.webshop.catalogue.releases import ShopReleases

        return ShopReleases(self._means)

    @cached_property
    def shop_figures(self) -> ShopFigures:
        """How a shop does."""
        from portal.webshop.figures import ShopFigures

        return ShopFigures(self._means)

    @cached_property
    def backups(self) -> Backups:
        """Backups of one package."""
        from portal.backups import Backups

        return Backups(self._means)

    @cached_property
    def statistics(self) -> Statistics:
        """Monthly figures of one package."""
        from portal.statistics import Statistics

        return Statistics(self._means)

    @cached_property
    def history(self) -> History:
        """What was changed in a package, and undoing it."""
        from portal.history import History

        return History(self._means)

    @cached_property
    def invoices(self) -> Invoices:
        """What was issued to a customer."""
        from portal.invoices import Invoices

        return Invoices(self._means)

    @cached_property
    def debits(self) -> Debits:
        """Collecting an invoice once more."""
        from portal.debits.service import Debits

        return Debits(self._means)

    @cached_property
    def package_change(self) -> PackageChange:
        """Changing a package to another product."""
        from portal.package_change import PackageChange

        return PackageChange(self._means, self.sign_in)

    @cached_property
    def termination(self) -> Terminations:
        """Ending packages, domains and additional services."""
        from portal.termination import Terminations

        return Terminations(self._means, self.sign_in)

    @cached_property
    def splitting(self) -> Splitting:
        """Domains to another package, or to one of their own."""
        from portal.splitting import Splitting

        return Splitting(self._means, self.sign_in)

    @cached_property
    def linking(self) -> Linking:
        """Several customer numbers under one."""
        from portal.linking import Linking

        return Linking(self._means, self.sign_in)

    @cached_property
    def written_forms(self) -> WrittenForms:
        """Forms that need a signature."""
        from portal.written_forms import WrittenForms

        return WrittenForms(self._means)

    @cached_property
    def contract_acts(self) -> ContractActs:
        """What was done to contracts, and its confirmations."""
        from portal.contract_acts import ContractActs

        return ContractActs(self._means)

    @cached_property
    def deadlines(self) -> Deadlines:
        """What is coming for a customer."""
        from portal.deadlines import Deadlines

        return Deadlines(self._means)

    @cached_property
    def messages(self) -> Messages:
        """What the customer was told."""
        from portal.messages import Messages

        return Messages(self._means)

    @cached_property
    def offers(self) -> Offers:
        """Offers of the month."""
        from portal.offers import Offers

        return Offers(self._means, self.sign_in)

    @cached_property
    def support(self) -> Support:
        """Asking customer service, and the service PIN."""
        from portal.support import Support

        return Support(self._means)

    @cached_property
    def help(self) -> Library:
        """The help articles."""
        from portal.help import Library

        return Library(self.settings)

    @cached_property
    def website(self) -> Website:
        """The website of one package: pages, their versions, settings."""
        from portal.website.service import Website

        return Website(self._means)

    @cached_property
    def releases(self) -> Releases:
        """Publishing the website of one package."""
        from portal.website.releases import Releases

        return Releases(self._means)

    @cached_property
    def operator(self) -> Operator:
        """What only the provider's staff may do; loaded when they first ask for it."""
        from portal.operator import Operator

        return Operator(self._means)

    def close(self) -> None:
        """Let go of the database, and of the help."""
        self._means.storage.close()
        if "help" in vars(self):
            self.help.close()
