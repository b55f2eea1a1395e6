"""What does not fit into a smaller product yet, and the way to where it can be made less."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from tui import keys
from tui.i18n import _
from tui.screens.package_change.words import misfit_words
from tui.screens.subjects import subject_label
from tui.text import assemble, literal, sentence
from tui.widgets.box import Box
from tui.widgets.pick import PickList, pickable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget
    from textual.widgets import OptionList

    from portal.package_change import ChangePlan


class MisfitList(PickList):
    """One line for each."""

    HELP = _("What is too much there. Enter opens the place where you can make it less.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "select", _("Go there"), _("Open the place where you can make it less.")),
    ]


class MisfitModal(Box[int]):
    """Have, allowed, and where to make it less; answers the place of what was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("escape", "cancel", _("Back"), _("Leave everything as it is."))
    ]

    def __init__(self, about: Content, misfits: Sequence[tuple[str, str]]) -> None:
        """Tell what stands against something.

        Args:
            about: What it stands against.
            misfits: Each of them in words, and where it can be made less.
        """
        super().__init__()
        self.title = _("Does not fit yet")
        self._about, self._misfits = about, misfits

    def content(self) -> Iterable[Widget]:
        """What it is about, and one line for each."""
        yield Static(assemble(self._about, "\n"))
        things = [(str(at), words, f"→ {place}") for at, (words, place) in enumerate(self._misfits)]
        yield MisfitList(*pickable(things))
        way = _("Enter goes to where you can make it less; Esc brings you back here.")
        yield Static(literal(way, "$quiet"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer."""
        event.stop()
        self.dismiss(event.option_index)

    def action_cancel(self) -> None:
        """Go nowhere."""
        self.dismiss(None)


def of_change(plan: ChangePlan, country: str) -> MisfitModal:
    """What stands against a change to a smaller product."""
    why = _("{domain} has more in use than {product} includes. Nothing was ordered.")
    misfits = [
        (misfit_words(misfit.figure, country), subject_label(misfit.subject)) for misfit in plan.misfits
    ]
    return MisfitModal(sentence(why, domain=plan.domain, product=plan.after), misfits)
