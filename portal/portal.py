"""The portal: all subjects on one set of means."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from portal.backups import Backups
from portal.clock import Clock, SystemClock
from portal.customers import Customers
from portal.databases import Databases
from portal.domains import Domains
from portal.history import History
from portal.mail import Mail, MailImport
from portal.package_passwords import PackagePasswords
from portal.packages import Packages
from portal.passwords import Passwords
from portal.settings import Settings
from portal.sign_in import SignIn
from portal.sites import Certificates, PhpVersions
from portal.statistics import Statistics
from portal.third_party import ThirdParties
from portal.use_case import Means
from portal.webspace import CronJobs, Protection, SftpUsers, WebUsage

if TYPE_CHECKING:
    from portal.dns.service import Dns
    from portal.operator import Operator
    from storage.work import Storage


class Portal:
    """Everything people may do; a screen calls the subject it needs."""

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
        self.package_passwords = PackagePasswords(means, self.sign_in)
        self.third_party = ThirdParties(means)
        self.domains = Domains(means, self.sign_in)
        self.mail = Mail(means)
        self.mail_import = MailImport(means)
        self.databases = Databases(means)
        self.sftp_users = SftpUsers(means)
        self.protection = Protection(means)
        self.web_usage = WebUsage(means)
        self.php_versions = PhpVersions(means)
        self.certificates = Certificates(means)
        self.cron_jobs = CronJobs(means)
        self.backups = Backups(means)
        self.statistics = Statistics(means)
        self.history = History(means)

    @cached_property
    def dns(self) -> Dns:
        """Zones of domains."""
        from portal.dns.service import Dns

        return Dns(self._means)

    @cached_property
    def operator(self) -> Operator:
        """What only the provider's staff may do; loaded when they first ask for it."""
        from portal.operator import Operator

        return Operator(self._means)

    def close(self) -> None:
        """Let go of the database."""
        self._means.storage.close()
