"""The form that all forms are: layout, checks, busy state, unsaved changes, and errors at their fields."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import on, work
from textual.css.query import NoMatches
from textual.widgets import Button, Static

from portal.errors import ChangedMeanwhile, Doubtful, InvalidInput, PortalError
from portal.validation import Input, checked
from tui import keys
from tui.i18n import _
from tui.text import literal, plain
from tui.widgets.box import Answer, Box
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.field import Field, PasswordField
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

Entered = TypeVar("Entered", bound=Input)


class FormModal(Box[Answer], Generic[Entered, Answer]):
    """A modal form. A subclass says what it edits and what saving means; the rest is here.

    A field is checked when it is left, all are checked on save, always by the portal's own model.
    """

    HELP = _("Change what you like; Enter or Tab goes on. Nothing is changed before you save.")
    BINDINGS: ClassVar[list[BindingType]] = [keys.SAVE, keys.CANCEL]
    DEFAULT_CSS = """
    FormModal #about {
        margin-bottom: 1;
        color: $foreground;
    }
    FormModal #problem {
        color: $error;
        margin-left: 21;
    }
    FormModal #problem.-empty {
        display: none;
    }
    FormModal.-problem #content {
        max-height: 66vh;
    }
    """

    MODEL: ClassVar[type[Input]]
    """The portal's description of what may be entered."""

    SAVED: ClassVar[str]
    """The notice after saving; empty: none."""

    seen: Any = None
    """What was shown, in a form on something that another session may change meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self._busy = False
        self._left_at: Widget | None = None
        self._at_first: dict[str, Any] = {}
        self._refused: dict[str, Any] | None = None
        self.sure = False
        """Whether the customer saved again after being warned."""

    # What a subclass says

    def about(self) -> str | Content:
        """Whom the change concerns, in a sentence."""
        return ""

    def fields(self) -> Iterable[Field[Any]]:
        """The fields, in the order they are filled in."""
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        """What is entered, for the model: texts, or what a subclass makes of them."""
        return {field.field: field.value for field in self.query(Field)}

    async def save(self, entered: Entered) -> Answer:
        """Call the portal; what it answers is the form's answer."""
        raise NotImplementedError

    # State

    @property
    def busy(self) -> bool:
        """Whether it is saving."""
        return self._busy

    @property
    def unsaved(self) -> bool:
        """Whether something was entered that is not saved."""
        return self.values() != self._at_first

    def content(self) -> Iterable[Widget]:
        """What it concerns, and the fields."""
        about = self.about()
        if about:
            yield Static(literal(about) if isinstance(about, str) else about, id="about")
        yield from self.fields()

    def beneath(self) -> Iterable[Widget]:
        """What is wrong with the whole."""
        yield Static(id="problem", classes="-empty")

    def buttons(self) -> Iterable[Widget]:
        """Cancel before save."""
        yield PlainButton(_("Cancel"), id="cancel")
        yield PlainButton(_("Save"), id="save", variant="primary")

    def on_mount(self) -> None:
        """Remember what stood there."""
        self._at_first = self.values()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Saving and cancelling are dimmed while the form is saving."""
        return None if self._busy and action in {"save", "cancel"} else True

    # Doing

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Save, unless that is under way."""
        if not self._busy:
            self._be_busy(busy=True)
            self._save()

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Leave; with unsaved changes after a question."""
        if self._busy:
            return
        if self.unsaved:
            self._ask_before_leaving()
        else:
            self.dismiss(None)

    async def submit(self) -> Answer | None:
        """Check everything and save; None: it goes on in the same form."""
        entered: Any = await asyncio.to_thread(checked, self.MODEL, self.values())
        return await self.save(entered)

    @work
    async def _save(self) -> None:
        try:
            answer = await self.submit()
        except PortalError as error:
            self._be_busy(busy=False)
            self._show(error)
            return
        self._be_busy(busy=False)
        if answer is not None:
            if self.SAVED:
                self.notify(plain(self.SAVED))
            self.dismiss(answer)

    @work
    async def _ask_before_leaving(self) -> None:
        question = ConfirmModal(
            _("Leave without saving?"),
            _("What you entered will be lost."),
            yes=_("Leave"),
            no=_("Keep editing"),
        )
        if await self.app.push_screen_wait(question):
            self.dismiss(None)

    @on(Field.Entered)
    def _entered(self) -> None:
        """Enter goes on to the next field, and from the last one to the button that saves."""
        self.focus_next(".control, #save")

    @on(Field.Edited)
    def _edited(self, event: Field.Edited) -> None:
        """What was wrong is being mended: be quiet about it until the field is left."""
        self.sure = False
        self._say(event.field, "")

    @on(Field.Left)
    def _left(self, event: Field.Left) -> None:
        """Check it, unless the portal just refused all this: it knows more than the model."""
        values = self.values()
        if (
            not self._busy
            and values != self._refused
            and values.get(event.field) != self._at_first.get(event.field)
        ):
            self._check(event.field)

    @work(group="check")
    async def _check(self, name: str) -> None:
        """Check one field, by the model of the whole."""
        values = self.values()
        problems: Mapping[str, str] = {}
        try:
            await asyncio.to_thread(checked, self.MODEL, values)
        except InvalidInput as error:
            problems = error.problems
        if values.get(name) == self.values().get(name) and values != self._refused and not self._busy:
            self._say(name, problems.get(name, ""))

    # Showing

    def _show(self, error: PortalError) -> None:
        """Each sentence at its field, the first of them focused; what has no field above the buttons."""
        problems = self._by_field(error)
        fields = list(self.query(Field))
        everywhere = problems.keys() <= {field.field for field in fields}
        whole = not problems or not everywhere or isinstance(error, ChangedMeanwhile)
        self._show_problem((problems.get("") or error.message) if whole else "")
        for field in fields:
            field.wrong(problems.get(field.field, ""))
            if isinstance(field, PasswordField):
                with self.prevent(Field.Edited):
                    field.empty()
        self._refused = self.values()
        for field in fields:
            if field.field in problems:
                field.control.focus()
                break
        self.sure = isinstance(error, Doubtful)

    def _say(self, name: str, words: str) -> None:
        """Say beneath a field what is wrong; a wizard's field may be gone with its step."""
        with suppress(NoMatches):
            self._field(name).wrong(words)

    def _by_field(self, error: PortalError) -> Mapping[str, str]:
        """What to say beneath which field."""
        if isinstance(error, InvalidInput):
            return error.problems
        if isinstance(error, ChangedMeanwhile):
            self.seen = self.seen if error.now is None else error.now  # saving again replaces that
            now = _("Stands there now: {value}")
            return {name: now.format(value=value or _("nothing")) for name, value in error.stored.items()}
        return {error.field: error.message} if error.field else {}

    def _show_problem(self, words: str) -> None:
        problem = self.query_one("#problem", Static)
        problem.update(literal(words))
        problem.set_class(not words, "-empty")
        self.set_class(bool(words), "-problem")

    def _be_busy(self, *, busy: bool) -> None:
        """Take nothing in while saving: it would be lost."""
        self._busy = busy
        if busy:
            self._left_at = self.focused
        self.query_one("#box").disabled = busy
        if not busy and self._left_at is not None and self._left_at.is_attached:
            self._left_at.focus()
        self.refresh_bindings()

    def _field(self, name: str) -> Field[Any]:
        return self.query_one(f"#field-{name.replace('_', '-')}", Field)
