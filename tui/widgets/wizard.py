"""A form in several steps: it keeps a draft, and calls the portal once, at the end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.containers import Vertical
from textual.widgets import Button

from portal.errors import InvalidInput
from portal.validation import checked
from tui import keys
from tui.i18n import _
from tui.text import literal, sentence
from tui.widgets.box import Answer
from tui.widgets.field import Field, PasswordField
from tui.widgets.form import Entered, FormModal
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget


class WizardModal(FormModal[Entered, Answer]):
    """A modal form of several steps. Leaving it before the end leaves nothing behind.

    A subclass says what each step shows; fields of earlier steps are in the draft. The last step's button
    saves: the model then gets the whole draft.
    """

    HELP = _("Step by step; F2 goes on, Esc goes back. Nothing happens before the last step is confirmed.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f2,ctrl+s", "save", _("Next"), _("Go on; in the last step: confirm."), priority=True),
        keys.key("escape", "cancel", _("Back"), _("Go back a step; from the first one: leave.")),
    ]

    DEFAULT_CSS = """
    WizardModal #step, WizardModal #standing {
        height: auto;
    }
    """

    STEPS: ClassVar[int]
    """How many steps there are."""

    CONFIRM: ClassVar[str]
    """The word on the last step's button."""

    def __init__(self) -> None:
        super().__init__()
        self._step = 1
        self._draft: dict[str, str] = {}

    def step(self, number: int, draft: Mapping[str, str]) -> Iterable[Widget]:
        """What step `number` (from 1) shows; fields and texts made from what was entered before."""
        raise NotImplementedError

    def standing(self, number: int, draft: Mapping[str, str]) -> Iterable[Widget]:  # noqa: ARG002
        """What of a step stands above the buttons, and never scrolls out of sight."""
        return ()

    async def leave_step(self, number: int, draft: Mapping[str, str]) -> None:
        """Ask the portal, before step `number` is left, what the next one shows; may raise PortalError."""

    def fields(self) -> Iterable[Field[Any]]:
        """A wizard's fields stand in its steps."""
        return ()

    def content(self) -> Iterable[Widget]:
        """The first step; the others take its place."""
        yield Vertical(*self.step(1, self._draft), id="step")

    def beneath(self) -> Iterable[Widget]:
        """What of the step stands above the buttons, and what is wrong with the whole."""
        yield Vertical(*self.standing(1, self._draft), id="standing")
        yield from super().beneath()

    def buttons(self) -> Iterable[Widget]:
        """Back before next."""
        yield PlainButton(_("Back"), id="cancel")
        yield PlainButton(self._onwards(), id="save", variant="primary")

    def values(self) -> dict[str, str]:
        """The draft, with what is entered in this step; passwords are not kept in it."""
        return self._draft | super().values()

    async def submit(self) -> Answer | None:
        """Go on to the next step, or (in the last one) save."""
        if self._step == self.STEPS:
            return await super().submit()
        shown = {field.field for field in self.query(Field)}
        try:
            await asyncio.to_thread(checked, self.MODEL, self.values())
        except InvalidInput as error:
            problems = {name: words for name, words in error.problems.items() if name in shown}
            if problems:
                raise InvalidInput(error.message, problems=problems) from None
        await self.leave_step(self._step, self.values())
        await self._go_to(self._step + 1)
        return None

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Go back a step; from the first one leave, after a question if something was entered."""
        if self._step == 1 or self.busy:
            super().action_cancel()
        else:
            self._go_back()

    @work
    async def _go_back(self) -> None:
        await self._go_to(self._step - 1)

    async def _go_to(self, number: int) -> None:
        """Put another step in the place of this one."""
        self._draft |= {
            field.field: field.value for field in self.query(Field) if not isinstance(field, PasswordField)
        }
        self._step = number
        for place, widgets in (("#step", self.step), ("#standing", self.standing)):
            await self.query_one(place).remove_children()
            await self.query_one(place).mount(*widgets(number, self._draft))
        self._show_problem("")
        self.query_one("#box").border_title = self.heading()
        button = self.query_one("#save", Button)
        button.label = self._onwards()
        button.refresh(layout=True)
        self.first_in(number).focus()

    def first_in(self, _number: int) -> Widget:
        """What has the focus when a step is shown: its first field, else the safe button."""
        fields = self.query(Field)
        return fields.first().control if fields else self.query_one("#cancel")

    def heading(self) -> Content:
        """Say which step it is."""
        template = _("{title} · step {n} of {all}")
        return sentence(template, title=self.title or "", n=self._step, all=self.STEPS)

    def _onwards(self) -> Content:
        """What the button does in this step."""
        return literal(self.CONFIRM if self._step == self.STEPS else _("Next"))
