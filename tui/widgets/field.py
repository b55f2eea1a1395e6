"""One line of a form: label, input, and beneath it a hint or what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Label, Select, Static

from tui.i18n import _
from tui.text import assemble, literal, plain
from tui.widgets.choice import Choice
from tui.widgets.password_input import PasswordInput
from tui.widgets.plain import PlainInput, PlainText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.content import Content

Control = TypeVar("Control", bound=Widget)

LABEL = 20
"""Cells of the labels."""


class Field(Vertical, Generic[Control]):
    """A labelled control of a form; its name is the input model's.

    Attributes:
        field: The name of the model's field.
    """

    DEFAULT_CSS = """
    Field {
        height: auto;
    }
    Field > Horizontal {
        height: 1;
    }
    Field Label {
        width: 20;
        color: $quiet;
    }
    Field .control {
        width: 1fr;
    }
    Field .beneath {
        margin-left: 21;
        height: auto;
        min-height: 1;
        color: $quiet;
    }
    Field.-wrong .beneath {
        color: $error;
    }
    """

    @dataclass
    class Edited(Message):
        """The value was changed by the customer."""

        field: str

    @dataclass
    class Left(Message):
        """The focus went on to another field."""

        field: str

    @dataclass
    class Entered(Message):
        """Enter was pressed in the field."""

        field: str

    def __init__(
        self, field: str, label: str, control: Control, hint: str = "", *, optional: bool = False
    ) -> None:
        super().__init__(id=f"field-{field.replace('_', '-')}")
        self.field = field
        self._label = literal(label)
        self._hint = literal(hint or (_("optional") if optional else ""))
        self.control = control
        self.control.add_class("control")
        self._beneath = Static(self._hint, classes="beneath")
        self._shown = self._hint

    def compose(self) -> ComposeResult:
        """Label and control, one line beneath."""
        with Horizontal():
            yield Label(self._label)
            yield self.control
        yield self._beneath

    @property
    def value(self) -> str:
        """What is entered."""
        raise NotImplementedError

    def wrong(self, sentence: str) -> None:
        """Say beneath what is wrong; an empty sentence brings the hint back."""
        self.set_class(bool(sentence), "-wrong")
        self._show(assemble("✗ ", sentence) if sentence else self._hint)

    def hint(self, text: str) -> None:
        """Change the hint."""
        self._hint = literal(text)
        if not self.has_class("-wrong"):
            self._show(self._hint)

    def show(self, words: Content) -> None:
        """Change the hint to something with colours of its own."""
        self._hint = words
        if not self.has_class("-wrong"):
            self._show(words)

    def _show(self, content: Content) -> None:
        """Change the line beneath; a letter that changes nothing in it sends nothing."""
        if content != self._shown:
            self._shown = content
            self._beneath.update(content)


class TextField(Field[PlainInput]):
    """A line of text."""

    def __init__(
        self,
        field: str,
        label: str,
        value: str = "",
        hint: str = "",
        *,
        optional: bool = False,
        restrict: str | None = None,
        longest: int = 200,
    ) -> None:
        """Make a field.

        Args:
            field: Its name in the input model.
            label: What stands before it.
            value: What stands in it at first.
            hint: What stands beneath as long as nothing is wrong.
            optional: Whether it may stay empty; said beneath.
            restrict: A regular expression for what cannot be wrong while typing.
            longest: Characters at most.
        """
        control = PlainInput(plain(value), restrict=restrict, max_length=longest)
        super().__init__(field, label, control, hint, optional=optional)

    @property
    def value(self) -> str:
        """What is entered."""
        return self.control.value

    def empty(self) -> None:
        """Clear it."""
        self.control.value = ""

    def on_input_changed(self, event: PlainInput.Changed) -> None:
        """Pass the news on."""
        event.stop()
        self.post_message(self.Edited(self.field))

    def on_input_blurred(self, event: PlainInput.Blurred) -> None:
        """Pass the news on."""
        event.stop()
        self.post_message(self.Left(self.field))

    def on_input_submitted(self, event: PlainInput.Submitted) -> None:
        """Pass the news on."""
        event.stop()
        self.post_message(self.Entered(self.field))


class PasswordField(TextField):
    """A line of text that shows dots, and that is cleared when saving did not work."""

    def __init__(self, field: str, label: str, hint: str = "") -> None:
        Field.__init__(self, field, label, PasswordInput(max_length=512), hint)


class LinesField(Field[PlainText]):
    """Several lines of text; Tab goes on."""

    DEFAULT_CSS = """
    LinesField > Horizontal {
        height: auto;
    }
    """

    def __init__(
        self,
        field: str,
        label: str,
        value: str = "",
        hint: str = "",
        *,
        optional: bool = False,
        longest: int = 4000,
    ) -> None:
        """Make a field of several lines; see `TextField` for the rest."""
        control = PlainText(plain(value, lines=True), max_length=longest)
        super().__init__(field, label, control, hint, optional=optional)

    @property
    def value(self) -> str:
        """What is entered."""
        return self.control.text

    def on_text_area_changed(self, event: PlainText.Changed) -> None:
        """Pass the news on."""
        event.stop()
        self.post_message(self.Edited(self.field))

    def on_descendant_blur(self) -> None:
        """Pass the news on."""
        self.post_message(self.Left(self.field))


class ChoiceField(Field[Choice]):
    """One of several values; Enter or Space opens the list, letters find in it."""

    def __init__(
        self, field: str, label: str, choices: Sequence[tuple[str, str]], value: str, hint: str = ""
    ) -> None:
        """Make a field; `choices` are pairs of words and value."""
        offered = [(literal(words), name) for words, name in choices]
        control = Choice(offered, value=value, allow_blank=False, compact=True)
        super().__init__(field, label, control, hint)

    @property
    def value(self) -> str:
        """The chosen value."""
        return self.control.selection or ""

    def on_select_changed(self, event: Select.Changed) -> None:
        """Pass the news on."""
        event.stop()
        self.post_message(self.Edited(self.field))


class SwitchField(ChoiceField):
    """Yes or no."""

    def __init__(self, field: str, label: str, hint: str = "", *, on: bool) -> None:
        """Make a field that says yes if it is `on`."""
        super().__init__(field, label, [(_("yes"), "yes"), (_("no"), "no")], "yes" if on else "no", hint)


def with_prefix(label: str, prefix: str) -> str:
    """A label that ends in what stands before everything typed into its field."""
    return label + prefix.rjust(LABEL - len(label))
