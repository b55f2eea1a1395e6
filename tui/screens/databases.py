"""Databases: what websites keep their contents in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work

from portal.administration import Made
from portal.databases.service import (
    DatabasePassword,
    DatabaseRemark,
    DatabaseView,
    Dialect,
    NewDatabase,
    OpenedBy,
    prefix_of,
)
from tui import formats, keys
from tui.i18n import _
from tui.text import assemble, literal, sentence
from tui.widgets.field import ChoiceField, TextField, with_prefix
from tui.widgets.form import Entered, FormModal
from tui.widgets.new_password import PackageSecretField
from tui.widgets.record_list import Column, Columns
from tui.widgets.subject_list import SubjectList, published_column
from tui.widgets.type_to_delete import TypeToDelete

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import PackageAccess
    from portal.administration import Listing
    from portal.paging import PageRequest
    from tui.widgets.field import Field


class DatabaseList(SubjectList[DatabaseView]):
    """What there is, which password opens it, and how large it is."""

    TITLE = _("Databases")
    EMPTY = _("Websites keep their contents in databases. There is none yet: n makes the first one.")
    FILE = "databases"
    HELP = _(
        "The databases of this package, each with one user who is called the same. “p” gives the marked one"
        " another password."
    )
    REMOVED = _("The database was deleted.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("p", "password", _("Password"), _("Give the marked database another password.")),
    ]

    def columns(self) -> Columns[DatabaseView]:
        """Name, password, size; on wide screens what it is."""
        return Columns(
            Column(_("Name"), lambda view: literal(view.name), width=20, grow=2, sort="name"),
            Column(_("Password"), _opened_by, width=8),
            Column(_("Size"), self._how_large, width=8, align="right", sort="size"),
            Column(
                _("Remark"),
                lambda view: literal(view.settings.remark, "$quiet"),
                width=14,
                grow=1,
                min_terminal=90,
                sort="remark",
            ),
            Column(_("Kind"), lambda view: literal(kind(view.dialect)), width=10, min_terminal=118),
            published_column(),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Another password is offered where there is a database."""
        if action == "password":
            return self.highlighted is not None
        return super().check_action(action, parameters)

    async def listing(self, request: PageRequest) -> Listing[DatabaseView]:
        """A page of the databases."""
        return await self.portal_call(self.portal.databases.page, self.access, request)

    async def form_for_new(self) -> NewDatabaseForm:
        """A database that does not exist yet."""
        return NewDatabaseForm(self.access)

    async def form_for(self, view: DatabaseView) -> DatabaseForm:
        """What is noted about one that does."""
        return DatabaseForm(self.access, view)

    def question(self, view: DatabaseView) -> TypeToDelete:
        """Its name is to be typed: nothing but a backup brings it back."""
        goes = sentence(
            _(
                "All its tables ({size}) and its user are deleted for good. What uses it stops working. Only"
                " a backup brings it back."
            ),
            size=formats.size(view.used_mb, self.country),
        )
        return TypeToDelete(view.name, goes)

    async def delete(self, view: DatabaseView) -> None:
        """Delete one."""
        await self.portal_call(self.portal.databases.remove, self.access, view.id)

    def called(self, view: DatabaseView) -> str:
        """Its name."""
        return view.name

    def exported(self, view: DatabaseView) -> Mapping[str, object]:
        """What is shown."""
        return {
            "name": view.name,
            "kind": view.dialect.value,
            "password": view.opened_by.value if view.opened_by else "",
            "size_mb": view.used_mb,
            "remark": view.settings.remark,
        }

    @work
    async def action_password(self) -> None:
        """Give the marked database another password."""
        if self.highlighted is not None:
            await self._ask(self._form_for_password(self.highlighted))

    async def _form_for_password(self, view: DatabaseView) -> DatabasePasswordForm:
        return DatabasePasswordForm(self.access, view)

    def _how_large(self, view: DatabaseView) -> Content:
        return literal(formats.size(view.used_mb, self.country))


class OpeningForm(FormModal[Entered, Made]):
    """A form in which a password is chosen."""

    def __init__(self, access: PackageAccess) -> None:
        """For a database in the package of `access`."""
        super().__init__()
        self.access = access

    def password_fields(self) -> Iterable[Field[Any]]:
        """Which password, and the one of its own."""
        ways = [(_("a password of its own"), OpenedBy.OWN), (_("the master password"), OpenedBy.MASTER)]
        yield ChoiceField("opened_by", _("It is opened by"), ways, OpenedBy.OWN)
        hint = _("empty: we make one up and show it once")
        yield PackageSecretField("password", _("Its password"), self.access, hint)

    def values(self) -> dict[str, str]:
        """Without a password of its own where the master password opens it."""
        values = super().values()
        return values if values.get("opened_by") == OpenedBy.OWN else values | {"password": ""}

    def on_field_edited(self, event: Field.Edited) -> None:
        """A password of its own is typed only where it has one."""
        if event.field == "opened_by":
            self._field("password").control.disabled = self._field("opened_by").value != OpenedBy.OWN


class NewDatabaseForm(OpeningForm[NewDatabase]):
    """A database that does not exist yet."""

    TITLE = _("New database")
    MODEL = NewDatabase
    SAVED = _("The database was made.")
    HELP = _(
        "Every name begins with the package's own letters; you choose the rest. The master password is the"
        " one under “Set passwords”."
    )

    def fields(self) -> Iterable[Field[Any]]:
        """Name, password, remark."""
        label = with_prefix(_("Name"), prefix_of(self.access))
        hint = _("letters from a to z, digits, _; its user is called the same")
        yield TextField("name", label, "", hint, restrict="[A-Za-z0-9_]*", longest=30)
        yield from self.password_fields()
        yield TextField("remark", _("Remark"), optional=True)

    async def save(self, entered: NewDatabase) -> Made:
        """Make it."""
        return await self.portal_call(self.portal.databases.add, self.access, entered)


class DatabasePasswordForm(OpeningForm[DatabasePassword]):
    """Another password for a database."""

    TITLE = _("New password")
    MODEL = DatabasePassword
    SAVED = _("The password was changed.")
    HELP = _("By which password the database is opened from now on. The one before opens it no more.")

    def __init__(self, access: PackageAccess, database: DatabaseView) -> None:
        """For `database`."""
        super().__init__(access)
        self.database = database

    def about(self) -> Content:
        """Which one, and what to think of."""
        then = _("Programs that use it need the new password, too.")
        return assemble(literal(self.database.name, "bold"), "\n", (then, "$quiet"))

    def fields(self) -> Iterable[Field[Any]]:
        """Which password."""
        return self.password_fields()

    async def save(self, entered: DatabasePassword) -> Made:
        """Give it."""
        databases = self.portal.databases
        return await self.portal_call(databases.change_password, self.access, self.database.id, entered)


class DatabaseForm(FormModal[DatabaseRemark, int]):
    """What is noted about a database."""

    TITLE = _("Database")
    MODEL = DatabaseRemark
    SAVED = _("The remark was saved.")
    HELP = _("A remark of your own on this database. Its name stays; “p” in the list changes its password.")

    def __init__(self, access: PackageAccess, database: DatabaseView) -> None:
        """Edit `database`."""
        super().__init__()
        self.access, self.database = access, database
        self.seen = database.settings

    def about(self) -> Content:
        """Which one, and what it is."""
        size = formats.size(self.database.used_mb, self.login.country)
        what = f"{kind(self.database.dialect)} · {size}"
        return assemble(literal(self.database.name, "bold"), "\n", literal(what, "$quiet"))

    def fields(self) -> Iterable[Field[Any]]:
        """The remark."""
        yield TextField("remark", _("Remark"), self.seen.remark, optional=True)

    async def save(self, entered: DatabaseRemark) -> int:
        """Change it."""
        databases = self.portal.databases
        return await self.portal_call(databases.change, self.access, self.database.id, entered, self.seen)


def kind(dialect: Dialect) -> str:
    """What a dialect is called."""
    return {Dialect.POSTGRESQL: "PostgreSQL", Dialect.MARIADB: "MariaDB"}[dialect]


def _opened_by(view: DatabaseView) -> Content:
    if view.opened_by is None:
        return literal(_("none"), "$warning")
    return literal({OpenedBy.OWN: _("own"), OpenedBy.MASTER: _("master")}[view.opened_by])
