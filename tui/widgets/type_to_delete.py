"""The question before something is deleted that nothing but a backup brings back: type its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from portal.errors import InvalidInput
from portal.validation import Input, Line
from tui import keys
from tui.i18n import _
from tui.text import assemble, literal
from tui.widgets.field import Field, TextField
from tui.widgets.form import FormModal
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget


class TypedName(Input):
    """The name of what is to go, as the customer typed it."""

    name: Line


class TypeToDelete(FormModal[TypedName, bool]):
    """Says what goes, and asks for its name; answers True once that was typed. Deleting is the caller's."""

    TITLE = _("Delete?")
    MODEL = TypedName
    SAVED = ""
    HELP = _("Type the name of what you want to delete, exactly as it stands there. Esc keeps everything.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key(
            "f2,ctrl+s", "save", _("Delete"), _("Delete it, once its name stands there."), priority=True
        ),
        keys.key("escape", "cancel", _("Keep"), _("Leave everything as it is.")),
    ]

    def __init__(self, name: str, goes: str | Content) -> None:
        """Ask for `name`; `goes` says what is gone afterwards, and what brings it back."""
        super().__init__()
        self._called, self._goes = name, goes
        self.add_class("-danger")

    @property
    def unsaved(self) -> bool:
        """There is nothing to lose by leaving."""
        return False

    def about(self) -> Content:
        """What goes."""
        return assemble(literal(self._called, "bold"), "\n", self._goes)

    def fields(self) -> Iterable[Field[Any]]:
        """Its name."""
        yield TextField("name", _("Type its name"), hint=_("as it stands above"))

    def buttons(self) -> Iterable[Widget]:
        """Keep before delete."""
        yield PlainButton(_("Keep"), id="cancel")
        yield PlainButton(_("Delete"), id="save", variant="error")

    async def save(self, entered: TypedName) -> bool:
        """Compare."""
        if entered.name != self._called:
            raise InvalidInput(_("This is not its name."), "name")
        return True
