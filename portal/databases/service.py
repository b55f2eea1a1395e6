"""The use cases of databases: each has one user, who is called the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from portal.administration import Listing, Made, Technical
from portal.databases.verifiers import verifier_for
from portal.errors import InvalidInput
from portal.i18n import _
from portal.kinds import DATABASE
from portal.validation import Cleaned, Input, OptionalLine, require_unchanged
from storage.models.databases import Database
from storage.models.products import Dialect, Resource

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.administration import Changing, Looking
    from portal.paging import PageRequest

__all__ = [
    "DatabasePassword",
    "DatabaseRemark",
    "DatabaseView",
    "Databases",
    "Dialect",
    "NewDatabase",
    "OpenedBy",
    "prefix_of",
]

LONGEST_NAME = 30
"""Of what follows the package's prefix: with that it stays below PostgreSQL's 63 and MariaDB's 64."""

SIGNS = re.compile("[A-Za-z0-9_]+")


def prefix_of(access: PackageAccess) -> str:
    """What the names of all databases of a package begin with."""
    return f"p{access.package_id}_"


def _name(value: str) -> str:
    if not SIGNS.fullmatch(value):
        raise InvalidInput(_("Letters from a to z, digits and _ make up the name of a database."))
    return value.lower()


class OpenedBy(StrEnum):
    """Which password opens a database."""

    OWN = "own"
    MASTER = "master"


class DatabasePassword(Input):
    """By which password a database is opened from now on."""

    opened_by: OpenedBy = OpenedBy.OWN
    password: str = Field(default="", max_length=512, repr=False)
    """Its own one; empty: one is made up."""


class DatabaseRemark(Input):
    """What the customer notes about a database."""

    remark: OptionalLine = ""


class NewDatabase(DatabasePassword, DatabaseRemark):
    """A database that is to be made."""

    name: Annotated[Cleaned, Field(min_length=1, max_length=LONGEST_NAME), AfterValidator(_name)]
    """What follows the package's prefix."""


@dataclass(frozen=True, slots=True)
class DatabaseView:
    """A database as the list shows it.

    Attributes:
        id: For opening it.
        name: The whole name, its prefix included; its user is called the same.
        dialect: Which SQL it speaks.
        settings: What the customer notes about it.
        opened_by: Which password opens it; None: no password does at present.
        used_mb: Its size as last measured.
        published: Whether servers read it as it stands.
    """

    id: int
    name: str
    dialect: Dialect
    settings: DatabaseRemark
    opened_by: OpenedBy | None
    used_mb: int
    published: bool


class Databases(Technical):
    """The databases of one package."""

    def page(self, access: PackageAccess, request: PageRequest) -> Listing[DatabaseView]:
        """A page of the databases; orders: name, size, remark. The filter finds name and remark."""
        with self._looking(access) as looking:
            page = looking.work.databases.page(access, request)
            views = page.of(lambda row: _view(*row, looking))
            return looking.listing(views, request, Resource.DATABASES)

    def add(self, access: PackageAccess, entered: NewDatabase) -> Made:
        """Make a database with its user.

        Raises:
            InvalidInput: There is one of this name, the password is too weak, or there is no master password.
            Conflict: All databases of the package are in use.
        """
        name = prefix_of(access) + entered.name
        secret = self._own_secret(access, entered, name)
        with self._changing(access) as changing:
            same = changing.work.administration.find(Database, access.package_id, {"name": name})
            if same is not None:
                raise InvalidInput(_("There is a database {name} already.").format(name=name), "name")
            database = Database(
                package_id=access.package_id,
                name=name,
                dialect=changing.product.database_dialect,
                remark=entered.remark,
                uses_master=secret is None,
            )
            database.verifier = _opened(changing, database, secret)
            changing.add(DATABASE, database)
            changing.commit()
            return Made(database.id, name, None if entered.password else secret)

    def change(
        self, access: PackageAccess, database_id: int, entered: DatabaseRemark, seen: DatabaseRemark
    ) -> int:
        """Change what is noted about a database; raises ChangedMeanwhile if `seen` is out of date."""
        with self._changing(access) as changing:
            database = changing.one(DATABASE, database_id)
            require_unchanged(seen, _remark(database))
            if changing.edit(DATABASE, database, entered.model_dump()):
                changing.commit()
            return database.id

    def change_password(self, access: PackageAccess, database_id: int, entered: DatabasePassword) -> Made:
        """Give a database another password of its own, or let the master password open it.

        Raises:
            InvalidInput: The password is too weak, or there is no master password.
        """
        with self._looking(access) as looking:
            name = looking.one(DATABASE, database_id).name
        secret = self._own_secret(access, entered, name)
        with self._changing(access) as changing:
            database = changing.one(DATABASE, database_id)
            values = {"uses_master": secret is None, "verifier": _opened(changing, database, secret)}
            if changing.edit(DATABASE, database, values, "password changed", undoable=False):
                changing.commit()
            return Made(database.id, name, None if entered.password else secret)

    def remove(self, access: PackageAccess, database_id: int) -> None:
        """Remove a database with everything in it: only a backup brings it back. Raises NotFound."""
        with self._changing(access) as changing:
            changing.remove(DATABASE, changing.one(DATABASE, database_id))
            changing.commit()

    def _own_secret(self, access: PackageAccess, entered: DatabasePassword, name: str) -> str | None:
        """The password of its own that a database gets; None: the master password opens it."""
        if entered.opened_by is OpenedBy.MASTER:
            return None
        return self._secret(access, entered.password, "password", [name])


def _opened(changing: Changing, database: Database, secret: str | None) -> str | None:
    """What the server keeps for `secret`; None: the master password, which must be there, opens it."""
    if secret is not None:
        verifier = verifier_for(database.dialect, secret)
        return changing.work.databases.kept(database.dialect, verifier, database.package_id, database.name)
    changing.require_master_password("opened_by")
    if database.dialect not in (changing.package.database_verifiers or {}):
        raise InvalidInput(
            _("The master password cannot open databases yet: set it anew under “Set passwords” first."),
            "opened_by",
        )
    return None


def _view(database: Database, has_master: bool, looking: Looking) -> DatabaseView:  # noqa: FBT001 - of a row
    opened_by = OpenedBy.MASTER if database.uses_master else OpenedBy.OWN
    is_opened = has_master if database.uses_master else database.verifier is not None
    return DatabaseView(
        id=database.id,
        name=database.name,
        dialect=database.dialect,
        settings=_remark(database),
        opened_by=opened_by if is_opened else None,
        used_mb=database.used_mb,
        published=looking.is_published(database),
    )


def _remark(database: Database) -> DatabaseRemark:
    """What stands in the database is shown as it is, even if today's rules would refuse it."""
    return DatabaseRemark.model_construct(remark=database.remark)
