"""SFTP users: who reaches the webspace, from where on down, and how they prove who they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from portal.administration import Listing, Made, Technical
from portal.errors import InvalidInput
from portal.i18n import _
from portal.kinds import SFTP_USER
from portal.validation import Cleaned, Input, OptionalDay, OptionalSecret, require_unchanged
from portal.webspace.paths import Directory
from portal.webspace.ssh_keys import PublicKeys, comment_of, fingerprint
from storage.models.products import Resource
from storage.models.webspace import SftpUser

if TYPE_CHECKING:
    import datetime as dt

    from portal.access import PackageAccess
    from portal.administration import Changing, Looking
    from portal.paging import PageRequest
    from storage.repositories.packages import PackageScope

OWN_PART = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?")


class SignsInBy(StrEnum):
    """How an SFTP user proves who they are; keys do in any case."""

    OWN_PASSWORD = "own"  # noqa: S105 - a word
    MASTER_PASSWORD = "master"  # noqa: S105 - a word
    KEYS = "keys"


def _own_part(value: str) -> str:
    name = value.lower()
    if not OWN_PART.fullmatch(name):
        raise InvalidInput(
            _("A name has up to 20 letters a to z, digits and hyphens, and begins and ends without one.")
        )
    return name


class SftpUserSettings(Input):
    """What an SFTP user may do."""

    name: Annotated[Cleaned, Field(min_length=1), AfterValidator(_own_part)]
    """Without the package's prefix."""
    directory: Directory = "/"
    signs_in_by: SignsInBy = SignsInBy.OWN_PASSWORD
    public_keys: PublicKeys = Field(default=(), validate_default=True)
    expires_on: OptionalDay = None
    """The last day."""

    @field_validator("public_keys")
    @classmethod
    def _need_keys(cls, keys: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.get("signs_in_by") is SignsInBy.KEYS and not keys:
            raise InvalidInput(_("Without a password, at least one public key is needed."))
        return keys


class EnteredSftpUser(SftpUserSettings):
    """Likewise, with a password of its own."""

    password: OptionalSecret = ""
    """Empty: keep the one there is, or make one up."""


@dataclass(frozen=True, slots=True)
class PublicKeyView:
    """A public key as it can be compared.

    Attributes:
        fingerprint: SHA-256, as `ssh-keygen -l` shows it.
        comment: What stands behind it.
    """

    fingerprint: str
    comment: str


@dataclass(frozen=True, slots=True)
class SftpUserView:
    """An SFTP user as the list shows it.

    Attributes:
        id: For opening it.
        name: With the package's prefix: what is signed in with.
        settings: What it may do.
        keys: Its public keys.
        expired: Whether its last day has passed.
        published: Whether servers read it as it stands.
    """

    id: int
    name: str
    settings: SftpUserSettings
    keys: tuple[PublicKeyView, ...]
    expired: bool
    published: bool


class SftpUsers(Technical):
    """The SFTP users of one package."""

    TRANSFERS = True

    def page(self, access: PackageAccess, request: PageRequest) -> Listing[SftpUserView]:
        """A page of the users; orders: name, directory. The filter finds either."""
        with self._looking(access) as looking:
            page = looking.work.webspace.sftp_users(access, request)
            views = page.of(lambda user: self._view(user, looking))
            return looking.listing(views, request, Resource.SFTP_USERS)

    def add(self, access: PackageAccess, entered: EnteredSftpUser) -> Made:
        """Add a user; tells the password that was made up, where none was entered.

        Raises:
            InvalidInput: There is one of that name, the password is too weak, there is no master password, or
                the last day has passed.
            Conflict: All SFTP users of the package are in use.
        """
        self._require_future(entered.expires_on)
        secret, verifier = self._password(access, entered, has_own=False)
        with self._changing(access) as changing:
            self._require_fit(changing, entered)
            user = SftpUser(package_id=access.package_id, **_columns(access, entered), password_hash=verifier)
            changing.add(SFTP_USER, user)
            changing.commit()
            return Made(user.id, user.name, secret)

    def change(
        self, access: PackageAccess, user_id: int, entered: EnteredSftpUser, seen: SftpUserSettings
    ) -> Made:
        """Change a user; without a password entered it keeps its own, or gets one made up.

        Raises:
            ChangedMeanwhile: `seen` is out of date.
            NotFound: It is not there.
            InvalidInput: As `add` does.
        """
        if entered.expires_on != seen.expires_on:
            self._require_future(entered.expires_on)
        has_own = seen.signs_in_by is SignsInBy.OWN_PASSWORD
        secret, verifier = self._password(access, entered, has_own=has_own)
        with self._changing(access) as changing:
            user = changing.one(SFTP_USER, user_id)
            require_unchanged(seen, _settings(user))
            self._require_fit(changing, entered, user)
            values = _columns(access, entered)
            loses_own = has_own and entered.signs_in_by is not SignsInBy.OWN_PASSWORD
            if verifier is not None or loses_own:
                values["password_hash"] = verifier
            is_same = entered.model_dump(exclude={"password"}) == seen.model_dump()
            action = "password changed" if is_same else "changed"
            if changing.edit(SFTP_USER, user, values, action, undoable=not loses_own):
                changing.commit()
            return Made(user.id, user.name, secret)

    def remove(self, access: PackageAccess, user_id: int) -> None:
        """Remove a user; raises NotFound."""
        with self._changing(access) as changing:
            changing.remove(SFTP_USER, changing.one(SFTP_USER, user_id))
            changing.commit()

    def _password(
        self, access: PackageAccess, entered: EnteredSftpUser, *, has_own: bool
    ) -> tuple[str | None, str | None]:
        """A password that was made up, to be shown, and the verifier of a new one; None: there is none."""
        if entered.signs_in_by is not SignsInBy.OWN_PASSWORD or (has_own and not entered.password):
            return None, None
        password = self._secret(access, entered.password, "password", [entered.name])
        made_up = None if entered.password else password
        return made_up, self._means.passwords.hash(password)

    def _require_future(self, day: dt.date | None) -> None:
        if day is not None and day < self._means.today():
            raise InvalidInput(_("This day has passed. Today would be the last day, then."), "expires_on")

    @staticmethod
    def _require_fit(changing: Changing, entered: SftpUserSettings, user: SftpUser | None = None) -> None:
        """Raise InvalidInput if the name is taken, or if there is no master password to sign in by."""
        name = _name(changing.access, entered)
        taken = changing.work.administration.find(SftpUser, changing.package.id, {"name": name})
        if taken is not None and taken is not user:
            raise InvalidInput(_("There is an SFTP user {name} already.").format(name=name), "name")
        if entered.signs_in_by is SignsInBy.MASTER_PASSWORD:
            changing.require_master_password("signs_in_by")

    def _view(self, user: SftpUser, looking: Looking) -> SftpUserView:
        keys = tuple(PublicKeyView(fingerprint(key), comment_of(key)) for key in user.keys)
        expired = user.expires_on is not None and user.expires_on < self._means.today()
        return SftpUserView(user.id, user.name, _settings(user), keys, expired, looking.is_published(user))


def prefix_of(access: PackageScope) -> str:
    """What the names of a package's SFTP users begin with."""
    return f"p{access.package_id}-"


def _name(access: PackageScope, entered: SftpUserSettings) -> str:
    return f"{prefix_of(access)}{entered.name}"


def _columns(access: PackageAccess, entered: SftpUserSettings) -> dict[str, Any]:
    return {
        "name": _name(access, entered),
        "directory": entered.directory,
        "keys": list(entered.public_keys),
        "uses_master": entered.signs_in_by is SignsInBy.MASTER_PASSWORD,
        "expires_on": entered.expires_on,
    }


def _settings(user: SftpUser) -> SftpUserSettings:
    """What stands in the database is shown as it is, even if today's rules would refuse it."""
    if user.uses_master:
        signs_in_by = SignsInBy.MASTER_PASSWORD
    else:
        signs_in_by = SignsInBy.OWN_PASSWORD if user.password_hash else SignsInBy.KEYS
    return SftpUserSettings.model_construct(
        name=user.name.partition("-")[2],
        directory=user.directory,
        signs_in_by=signs_in_by,
        public_keys=tuple(user.keys),
        expires_on=user.expires_on,
    )
