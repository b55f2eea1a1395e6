"""The two passwords of a package: one signs in by domain, the master password opens its services."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import Field

from portal import passwords
from portal.access import PackageAccess
from portal.administration import Technical
from portal.customers import notices
from portal.customers.password import TypedTwice
from portal.databases.verifiers import verifier_for
from portal.errors import Conflict, InvalidInput, NotFound
from portal.i18n import _
from portal.languages import said
from portal.problems import told
from portal.sign_in.throttle import Throttle, Try
from storage.models.databases import Database
from storage.models.products import Dialect
from storage.models.webspace import SftpUser

if TYPE_CHECKING:
    from portal.administration import Changing
    from portal.packages import Standing
    from portal.passwords import Strength
    from portal.sign_in import SignIn
    from portal.use_case import Means
    from storage.repositories.packages import PackageScope
    from storage.work import Work

PACKAGE, MASTER = "package password", "master password"
"""Words of ours for the history and the audit log."""

TOLD = {
    (PACKAGE, "added"): {
        "de": "Ein Paketpasswort wurde gesetzt: Damit meldet man sich mit jeder Domain des Pakets an.",
        "en": "A package password was set: it signs in with any domain of the package.",
    },
    (PACKAGE, "changed"): {
        "de": "Das Paketpasswort wurde geändert.",
        "en": "The package password was changed.",
    },
    (PACKAGE, "removed"): {
        "de": "Das Paketpasswort wurde gelöscht: Niemand kann sich mehr mit einer Domain anmelden.",
        "en": "The package password was deleted: nobody can sign in by domain any more.",
    },
    (MASTER, "added"): {
        "de": "Ein Masterpasswort wurde gesetzt: Es öffnet SFTP-Benutzer und Datenbanken.",
        "en": "A master password was set: it opens SFTP users and databases.",
    },
    (MASTER, "changed"): {
        "de": "Das Masterpasswort wurde geändert: Es öffnet SFTP-Benutzer und Datenbanken.",
        "en": "The master password was changed: it opens SFTP users and databases.",
    },
    (MASTER, "removed"): {
        "de": "Das Masterpasswort wurde gelöscht: Es öffnet nichts mehr.",
        "en": "The master password was deleted: it opens nothing any more.",
    },
}
"""What the owner is told."""


class NewPackagePassword(TypedTwice):
    """The package password that is to be; a webmaster gives the present one, too."""

    present: str = Field(default="", max_length=512, repr=False)


class NewMasterPassword(TypedTwice):
    """The master password that is to be."""


@dataclass(frozen=True, slots=True)
class PasswordStates:
    """Which of the two passwords are set, and what hangs on them.

    Attributes:
        has_package: Whether somebody can sign in by domain.
        has_master: Whether there is a master password.
        sftp_users: How many SFTP users it opens.
        databases: How many databases it opens.
        standing: How far the package is published.
    """

    has_package: bool
    has_master: bool
    sftp_users: int
    databases: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class _Verifiers:
    """What a new password is compared with: package, master and customer password."""

    package: str | None = field(repr=False)
    master: str | None = field(repr=False)
    customer: str = field(repr=False)


class PackagePasswords(Technical):
    """The package password and the master password, and how new passwords of a package are judged."""

    def __init__(self, means: Means, sign_in: SignIn) -> None:
        super().__init__(means)
        self._sign_in = sign_in
        self._throttle = Throttle(means)

    def show(self, access: PackageAccess) -> PasswordStates:
        """Which passwords are set, and what they open."""
        with self._looking(access) as looking:
            package, _product = looking.work.packages.current(access)
            sftp_users, databases = looking.work.packages.opened_by_master(access)
            return PasswordStates(
                package.password_hash is not None,
                package.master_password_hash is not None,
                sftp_users,
                databases,
                looking.standing(),
            )

    def secret_strength(self, access: PackageAccess, password: str) -> Strength:
        """How a new password for anything in the package would be judged."""
        with self._looking(access) as looking:
            about = self._about(looking.work, access)
        return passwords.judge(password, about)

    def set_package_password(self, access: PackageAccess, entered: NewPackagePassword) -> None:
        """Set or change the package password; other sessions opened with the one before end.

        Raises:
            InvalidInput: The new one is too weak or in use, or a webmaster's present one is wrong.
            Throttled: Too many tries.
            Conflict: A password was changed at the same moment.
        """
        if not access.by_owner:
            self._sign_in.confirm_package(access, entered.present, "present")
        compared = self._require_new(access, entered.new)
        verifier = self._means.passwords.hash(entered.new)
        with self._changing(access) as changing:
            _require_same(changing, compared)
            _give_package_password(changing, verifier)
            _tell(changing, PACKAGE, "added" if compared.package is None else "changed", servers=False)
            changing.commit()

    def delete_package_password(self, access: PackageAccess) -> None:
        """Delete the package password: nobody can sign in by domain until another one is set.

        Raises:
            NotFound: There is none.
            Conflict: A webmaster would lock themselves out.
        """
        with self._changing(access) as changing:
            if not access.by_owner:
                raise Conflict(
                    _("You are signed in with this password: only the owner of the package can delete it.")
                )
            if changing.package.password_hash is None:
                raise NotFound(_("There is no package password."))
            _give_package_password(changing, None)
            _tell(changing, PACKAGE, "removed", servers=False)
            changing.commit()

    def set_master_password(self, access: PackageAccess, entered: NewMasterPassword) -> None:
        """Set or change the master password; what it opens is opened by the new one once that is published.

        Raises:
            InvalidInput: It is too weak, or in use.
            Throttled: Too many tries.
            Conflict: A password was changed at the same moment.
        """
        compared = self._require_new(access, entered.new)
        verifier = self._means.passwords.hash(entered.new)
        of_databases = {dialect: verifier_for(dialect, entered.new) for dialect in Dialect}
        with self._changing(access) as changing:
            _require_same(changing, compared)
            keep = changing.work.databases.kept
            kept = {
                dialect.value: keep(dialect, made, access.package_id)
                for dialect, made in of_databases.items()
            }
            _give_master_password(changing, verifier, kept, "added" if compared.master is None else "changed")
            changing.commit()

    def delete_master_password(self, access: PackageAccess) -> None:
        """Delete the master password: what it opens needs a password of its own; raises NotFound."""
        with self._changing(access) as changing:
            if changing.package.master_password_hash is None:
                raise NotFound(_("There is no master password."))
            _give_master_password(changing, None, None, "removed")
            changing.commit()

    def _require_new(self, access: PackageAccess, new: str) -> _Verifiers:
        """Refuse a new password that is weak or one of the three there are; tells what it was compared with.

        A webmaster must not find out the customer password by trying: the refusal does not say which one it
        is, all three take their time, and every try counts.
        """
        with self._looking(access) as looking:
            about = self._about(looking.work, access)
            compared = _verifiers(looking.work, access)
            source = looking.work.sign_ins.source_of(access.session_id)
        passwords.require_strong(new, about, "new")
        with told():
            self._throttle.reserve(Try(f"passwords of package {access.package_id}", source), "new")
        fits = [
            self._means.passwords.verify(verifier, new)
            for verifier in (compared.package, compared.master, compared.customer)
        ]
        if any(fits):
            raise InvalidInput(_("This password is in use already. Please think of another one."), "new")
        return compared


def _verifiers(work: Work, access: PackageScope) -> _Verifiers:
    package, _product = work.packages.current(access)
    customer = work.packages.owner(access)
    return _Verifiers(package.password_hash, package.master_password_hash, customer.password_hash)


def _require_same(changing: Changing, compared: _Verifiers) -> None:
    """A password that was set meanwhile might be the same."""
    if _verifiers(changing.work, changing.access) != compared:
        raise Conflict(_("A password was changed a moment ago, so nothing was saved. Please save again."))


def _give_package_password(changing: Changing, verifier: str | None) -> None:
    """Sessions opened with the password before end; the webmaster's own, who changes it, goes on."""
    package, access = changing.package, changing.access
    package.password_hash = verifier
    package.credential_version += 1
    if isinstance(access, PackageAccess) and not access.by_owner:
        changing.work.sign_ins.renew(access.session_id, package.credential_version)


def _give_master_password(
    changing: Changing, verifier: str | None, of_databases: dict[str, str] | None, action: str
) -> None:
    """What the master password opens changes with it, and has to be published."""
    changing.package.master_password_hash = verifier
    changing.package.database_verifiers = of_databases
    every = changing.work.administration.every
    opened = [
        *every(Database, changing.access, Database.uses_master.is_(True)),
        *every(SftpUser, changing.access, SftpUser.uses_master.is_(True)),
    ]
    for record in opened:
        record.revision = changing.revision
    _tell(changing, MASTER, action, servers=bool(opened))


def _tell(changing: Changing, kind: str, action: str, *, servers: bool) -> None:
    """Put it on record, and tell the owner."""
    domain = changing.package.main_domain
    changing.note(kind, action, "", servers=servers)
    owner = changing.work.packages.owner(changing.access)
    what = said(TOLD[kind, action], owner.language)
    notices.tell_of_package(changing.work, owner, domain, changing.now, what)
