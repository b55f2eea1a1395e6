"""The form of a contract act: what follows, the customer password, a button that says what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual.widgets import Static

from portal.errors import ChangedMeanwhile
from portal.validation import Input, Secret
from tui.i18n import _
from tui.text import literal, plain
from tui.widgets.box import SCROLL_KEYS, Answer
from tui.widgets.field import Field, PasswordField
from tui.widgets.form import FormModal
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import CustomerAccess
    from portal.errors import PortalError

Plan = TypeVar("Plan")


class Confirmed(Input):
    """What a contract act is confirmed with."""

    password: Secret


class ContractActForm(FormModal[Confirmed, Answer]):
    """A subclass says what follows from the act and has it done; the password never scrolls out of sight."""

    MODEL = Confirmed
    SAVED = ""
    AUTO_FOCUS = "#field-password .control"
    BINDINGS: ClassVar[list[BindingType]] = [*SCROLL_KEYS]
    DEFAULT_CSS = """
    ContractActForm #content {
        max-height: 71vh;
    }
    ContractActForm.-problem #content {
        max-height: 67vh;
    }
    ContractActForm.-problem #about {
        margin-bottom: 0;
    }
    ContractActForm.-problem Field .beneath {
        display: none;
    }
    ContractActForm.-problem Field.-wrong .beneath {
        display: block;
    }
    ContractActForm #problem {
        margin-left: 0;
    }
    """

    ACT: ClassVar[str]
    """What the button says."""

    def consequences(self) -> Content:
        """What follows."""
        raise NotImplementedError

    def fields(self) -> Iterable[Field[Any]]:
        """The password."""
        yield PasswordField("password", _("Customer password"))

    def content(self) -> Iterable[Widget]:
        """What follows; the rest stands beneath."""
        yield Static(self.consequences(), id="about")

    def beneath(self) -> Iterable[Widget]:
        """The password, and what is wrong with the whole."""
        yield from self.fields()
        yield from super().beneath()

    def buttons(self) -> Iterable[Widget]:
        """Cancel before the act."""
        yield PlainButton(_("Cancel"), id="cancel")
        yield PlainButton(literal(self.ACT), id="save", variant="primary")

    def tell_anew(self) -> None:
        """Show what follows by now."""
        self.query_one("#about", Static).update(self.consequences())


class PlannedActForm(ContractActForm[Answer], Generic[Plan, Answer]):
    """An act with a plan: what was shown is what is done.

    Attributes:
        plan: What is shown.
        overtaken: What it would mean by now, if that is for another box to show.
    """

    DEFAULT_CSS = """
    PlannedActForm #content {
        padding-top: 0;
    }
    """

    def __init__(self, access: CustomerAccess, plan: Plan) -> None:
        """Offer it."""
        super().__init__()
        self.access, self.plan = access, plan
        self.overtaken: Plan | None = None

    def is_for_another_box(self, before: Plan) -> bool:
        """Whether the plan cannot be shown here any more, as `before` could."""
        raise NotImplementedError

    def _show(self, error: PortalError) -> None:
        """Besides what is wrong: what it would mean now, if that is something else than before."""
        super()._show(error)
        if isinstance(error, ChangedMeanwhile) and isinstance(error.now, type(self.plan)):
            before, self.plan = self.plan, error.now
            if self.is_for_another_box(before):
                self.overtaken = self.plan
                self.app.notify(plain(error.message), severity="warning")
                self.dismiss(None)
            else:
                self.tell_anew()
