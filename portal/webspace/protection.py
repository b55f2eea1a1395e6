"""Protected directories: what visitors see only with a name and a password (HTTP Basic, RFC 7617)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from portal.administration import Listing, Made, Technical
from portal.errors import Conflict, InvalidInput
from portal.i18n import _
from portal.kinds import PROTECTED_DIRECTORY
from portal.paging import Page
from portal.passwords import normal
from portal.refusals import there
from portal.validation import Cleaned, Input, OptionalSecret, require_unchanged
from portal.webspace.paths import Directory
from storage.models.webspace import ProtectedDirectory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.access import PackageAccess
    from portal.administration import Changing, Looking
    from portal.paging import PageRequest

COST = 10
"""Of bcrypt, as a power of two: 60 ms for a web server that checks it at every page."""

MOST_BYTES = 72
"""bcrypt looks at no more of a password."""

MOST_USERS = 50

REALM = re.compile(r"[ -~]+")

REFUSED_IN_REALM = re.compile(r"""["'\\$]""")
"""What would end the quotes that a web server's configuration puts around it, or begin a variable."""

USER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]*")


def _realm(value: str) -> str:
    if not REALM.fullmatch(value):
        raise InvalidInput(_("Browsers show only the letters a to z here, digits and the usual signs."))
    found = REFUSED_IN_REALM.search(value)
    if found:
        raise InvalidInput(_("The sign {sign} cannot be used here.").format(sign=found[0]))
    return value


def _user(value: str) -> str:
    if not USER.fullmatch(value):
        raise InvalidInput(_("A name has letters a to z, digits and the signs . _ @ - and no spaces."))
    return value


UserName = Annotated[Cleaned, Field(min_length=1, max_length=60), AfterValidator(_user)]
"""The name that a visitor signs in with."""


class ProtectionSettings(Input):
    """What is protected, and what the browser says."""

    directory: Directory
    realm: Annotated[Cleaned, Field(min_length=1, max_length=100), AfterValidator(_realm)]


class VisitorPassword(Input):
    """A new password of a visitor."""

    password: OptionalSecret = ""
    """Empty: one is made up."""


class NewVisitor(VisitorPassword):
    """Somebody who may look."""

    user: UserName


class NewProtection(ProtectionSettings, NewVisitor):
    """A directory that is to be protected, with the first who may look."""


@dataclass(frozen=True, slots=True)
class ProtectionView:
    """A protected directory as the list shows it.

    Attributes:
        id: For opening it.
        settings: What is protected.
        users: How many may look.
        published: Whether servers read it as it stands.
    """

    id: int
    settings: ProtectionSettings
    users: int
    published: bool


@dataclass(frozen=True, slots=True)
class VisitorView:
    """Somebody who may look into a protected directory.

    Attributes:
        id: Their place in the alphabet, from 0.
        name: What they sign in with.
    """

    id: int
    name: str


class Protection(Technical):
    """The protected directories of one package, and who may look into them."""

    TRANSFERS = True

    def page(self, access: PackageAccess, request: PageRequest) -> Listing[ProtectionView]:
        """A page of the directories; orders: directory, realm. The filter finds either."""
        with self._looking(access) as looking:
            page = looking.work.webspace.protected_directories(access, request)
            return looking.listing(page.of(lambda protected: _view(protected, looking)), request)

    def add(self, access: PackageAccess, entered: NewProtection) -> Made:
        """Protect a directory, with a first visitor; tells the password that was made up.

        Raises:
            InvalidInput: It is protected already, or the password is too weak or too long.
        """
        secret, verifier = self._password(access, entered, entered.user)
        with self._changing(access) as changing:
            _require_unprotected(changing, entered.directory)
            protected = ProtectedDirectory(
                package_id=access.package_id,
                directory=entered.directory,
                realm=entered.realm,
                verifiers={entered.user: verifier},
            )
            changing.add(PROTECTED_DIRECTORY, protected)
            changing.commit()
            return Made(protected.id, entered.user, secret)

    def change(
        self,
        access: PackageAccess,
        protection_id: int,
        entered: ProtectionSettings,
        seen: ProtectionSettings,
    ) -> int:
        """Change what is protected.

        Raises:
            ChangedMeanwhile: `seen` is out of date.
            InvalidInput: The directory is protected already.
            NotFound: It is not there.
        """
        with self._changing(access) as changing:
            protected = changing.one(PROTECTED_DIRECTORY, protection_id)
            require_unchanged(seen, _settings(protected))
            _require_unprotected(changing, entered.directory, protected)
            if changing.edit(PROTECTED_DIRECTORY, protected, entered.model_dump()):
                changing.commit()
            return protected.id

    def remove(self, access: PackageAccess, protection_id: int) -> None:
        """Let everybody look again; raises NotFound."""
        with self._changing(access) as changing:
            changing.remove(PROTECTED_DIRECTORY, changing.one(PROTECTED_DIRECTORY, protection_id))
            changing.commit()

    def visitors(
        self, access: PackageAccess, protection_id: int, request: PageRequest
    ) -> Listing[VisitorView]:
        """A page of those who may look; order: name. Raises NotFound."""
        with self._looking(access) as looking:
            protected = looking.one(PROTECTED_DIRECTORY, protection_id)
            return looking.listing(_page(protected.verifiers, request), request)

    def add_visitor(self, access: PackageAccess, protection_id: int, entered: NewVisitor) -> Made:
        """Let somebody look; tells the password that was made up.

        Raises:
            InvalidInput: There is one of that name, or the password is too weak or too long.
            Conflict: There are as many as there can be.
            NotFound: The directory is not protected any more.
        """
        secret, verifier = self._password(access, entered, entered.user)
        with self._changing(access) as changing:
            protected = changing.one(PROTECTED_DIRECTORY, protection_id)
            if entered.user in protected.verifiers:
                raise InvalidInput(_("There is a user {name} already.").format(name=entered.user), "user")
            if len(protected.verifiers) >= MOST_USERS:
                raise Conflict(_("There are {n} users, and no more are possible.").format(n=MOST_USERS))
            verifiers = {**protected.verifiers, entered.user: verifier}
            return self._keep(changing, protected, verifiers, "user added", entered.user, secret)

    def change_password(
        self, access: PackageAccess, protection_id: int, user: str, entered: VisitorPassword
    ) -> Made:
        """Give a visitor another password; tells one that was made up.

        Raises:
            InvalidInput: The password is too weak or too long.
            NotFound: There is no such visitor any more.
        """
        secret, verifier = self._password(access, entered, user)
        with self._changing(access) as changing:
            protected = changing.one(PROTECTED_DIRECTORY, protection_id)
            verifiers = {**_with(protected, user), user: verifier}
            return self._keep(changing, protected, verifiers, "password changed", user, secret)

    def remove_visitor(self, access: PackageAccess, protection_id: int, user: str) -> None:
        """Let a visitor look no longer; raises NotFound."""
        with self._changing(access) as changing:
            protected = changing.one(PROTECTED_DIRECTORY, protection_id)
            verifiers = {name: kept for name, kept in _with(protected, user).items() if name != user}
            self._keep(changing, protected, verifiers, "user removed", user)

    def _password(self, access: PackageAccess, entered: VisitorPassword, user: str) -> tuple[str | None, str]:
        """A password that was made up, to be shown, and the verifier of what was entered or made up."""
        import bcrypt

        if len(normal(entered.password).encode("utf-8", "surrogatepass")) > MOST_BYTES:
            raise InvalidInput(
                _(
                    "This is too long: web servers take {most} letters at most, and letters such as ä count"
                    " twice."
                ).format(most=MOST_BYTES),
                "password",
            )
        password = self._secret(access, entered.password, "password", [user])
        verifier = bcrypt.hashpw(normal(password).encode(), bcrypt.gensalt(COST)).decode()
        return None if entered.password else password, f"$2y${verifier.removeprefix('$2b$')}"

    @staticmethod
    def _keep(
        changing: Changing,
        protected: ProtectedDirectory,
        verifiers: Mapping[str, str],
        action: str,
        user: str,
        secret: str | None = None,
    ) -> Made:
        """Keep other visitors; tells the place of one of them in the alphabet."""
        changing.edit(PROTECTED_DIRECTORY, protected, {"verifiers": dict(verifiers)}, action)
        changing.commit()
        names = _names(verifiers)
        return Made(names.index(user) if user in names else 0, user, secret)


def _require_unprotected(
    changing: Changing, directory: str, protected: ProtectedDirectory | None = None
) -> None:
    same = {"directory": directory}
    found = changing.work.administration.find(ProtectedDirectory, changing.package.id, same)
    if found is not None and found is not protected:
        raise InvalidInput(_("{directory} is protected already.").format(directory=directory), "directory")


def _with(protected: ProtectedDirectory, user: str) -> Mapping[str, str]:
    """The visitors of a directory, who include this one; raises NotFound."""
    there(protected.verifiers.get(user))
    return protected.verifiers


def _names(verifiers: Mapping[str, str]) -> list[str]:
    return sorted(verifiers, key=lambda name: (name.casefold(), name))


def _page(verifiers: Mapping[str, str], request: PageRequest) -> Page[VisitorView]:
    """All visitors at once: there are never more than a page."""
    views = [VisitorView(place, name) for place, name in enumerate(_names(verifiers))]
    found = [view for view in views if request.filter.lower() in view.name.lower()]
    found = [] if request.anchor is not None or request.skip else found
    if request.descending:
        found.reverse()
    anchors = tuple((view.name.casefold(), view.name) for view in found)
    return Page(tuple(found), anchors, len(found) if request.count else None)


def _view(protected: ProtectedDirectory, looking: Looking) -> ProtectionView:
    users = len(protected.verifiers)
    return ProtectionView(protected.id, _settings(protected), users, looking.is_published(protected))


def _settings(protected: ProtectedDirectory) -> ProtectionSettings:
    """What stands in the database is shown as it is, even if today's rules would refuse it."""
    return ProtectionSettings.model_construct(directory=protected.directory, realm=protected.realm)
