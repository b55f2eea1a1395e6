"""Why two numbers cannot be linked, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from portal.linking import Apart
from tui import keys
from tui.i18n import _
from tui.screens.linking.words import APART
from tui.text import assemble, literal, sentence
from tui.widgets.box import Box
from tui.widgets.pick import PickList, pickable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget
    from textual.widgets import OptionList

    from portal.linking import LinkPlan


class ApartList(PickList):
    """One line for each difference."""

    HELP = _("What is not the same under both numbers. Enter shows how it can be made the same.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "select", _("Way out"), _("Go to where it can be made the same.")),
    ]


class ApartModal(Box[Apart]):
    """What differs that must be the same; answers with what the customer wants to make the same."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("escape", "cancel", _("Back"), _("Leave everything as it is."))
    ]

    def __init__(self, plan: LinkPlan) -> None:
        """Tell what stands against `plan`."""
        super().__init__()
        self.title = _("Cannot be linked")
        self._plan = plan

    def content(self) -> Iterable[Widget]:
        """Both numbers, what differs, and where that changes."""
        plan = self._plan
        why = _("{other} and {number} can be linked only where these are the same. Nothing was linked.")
        about = sentence(why, other=literal(plan.other, "bold"), number=literal(plan.number, "bold"))
        yield Static(assemble(about, "\n"))
        yield ApartList(*pickable([(each.value, APART[each], _place(each)) for each in plan.apart]))
        if Apart.BANK in plan.apart:
            words = _("The account must be the same under both; to change that of {other}, sign in with it.")
            yield Static(sentence(words, other=plan.other).stylize("$quiet"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer."""
        event.stop()
        self.dismiss(self._plan.apart[event.option_index])

    def action_cancel(self) -> None:
        """Leave it."""
        self.dismiss(None)


def _place(apart: Apart) -> str:
    return _("→ Bank data") if apart is Apart.BANK else _("→ Contract handover, in writing")
