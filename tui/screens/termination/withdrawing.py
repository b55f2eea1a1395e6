"""Withdrawing from an order, in the two steps and the words that the law wants (§356a BGB)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from portal.errors import ChangedMeanwhile
from portal.termination import Acknowledged, WithdrawalPlan
from tui.i18n import _
from tui.screens.termination.words import titled, withdrawn
from tui.text import assemble, literal
from tui.widgets.box import SCROLL_KEYS
from tui.widgets.contract_act import Confirmed
from tui.widgets.field import PasswordField
from tui.widgets.plain import PlainButton
from tui.widgets.wizard import WizardModal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import CustomerAccess
    from portal.errors import PortalError


class WithdrawWizard(WizardModal[Confirmed, Acknowledged]):
    """What a withdrawal means; then the password. What was shown is what is done.

    Attributes:
        plan: What is shown.
    """

    TITLE = _("Withdraw contract")
    MODEL = Confirmed
    STEPS = 2
    CONFIRM = _("Confirm withdrawal")
    SAVED = ""
    HELP = _(
        "Withdraw from an order: it ends at once, and everything that was charged for it is credited. Nothing"
        " happens before you confirm it in the second step; that cannot be undone."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*SCROLL_KEYS]
    AUTO_FOCUS = "#cancel"

    def __init__(self, access: CustomerAccess, plan: WithdrawalPlan) -> None:
        """Withdraw from what `plan` is about."""
        super().__init__()
        self.access, self.plan = access, plan
        self.add_class("-danger")

    def step(self, number: int, draft: Mapping[str, str]) -> Iterable[Widget]:  # noqa: ARG002
        """Everything that follows; then that it is meant."""
        if number == 1:
            yield Static(self._consequences(), id="consequences")
        else:
            words = _("With your customer password you confirm that you withdraw from this contract.")
            final = literal(_("It ends at once. This cannot be undone."), "bold $error")
            yield Static(assemble(titled(self.plan), "\n\n", words, "\n", final, "\n"))

    def standing(self, number: int, draft: Mapping[str, str]) -> Iterable[Widget]:  # noqa: ARG002
        """The password, in the second step."""
        if number == self.STEPS:
            yield PasswordField("password", _("Customer password"))

    async def save(self, entered: Confirmed) -> Acknowledged:
        """Have done what was shown."""
        return await self.portal_call(
            self.portal.termination.withdraw, self.access, self.plan, entered.password
        )

    def buttons(self) -> Iterable[Widget]:
        """Back before what cannot be undone."""
        yield PlainButton(_("Back"), id="cancel")
        yield PlainButton(self._onwards(), id="save", variant="error")

    def first_in(self, _number: int) -> Widget:
        """The safe button has the focus."""
        return self.query_one("#cancel")

    def _show(self, error: PortalError) -> None:
        """What it would mean by now is shown from the beginning."""
        super()._show(error)
        if isinstance(error, ChangedMeanwhile) and isinstance(error.now, WithdrawalPlan):
            self.plan = error.now
            self.run_worker(self._begin_anew(error.message), exclusive=True)

    async def _begin_anew(self, why: str) -> None:
        await self._go_to(1)
        self._show_problem(why)

    def _onwards(self) -> Content:
        """The very words of the law on both buttons."""
        return literal(self.CONFIRM if self._step == self.STEPS else self.TITLE)

    def _consequences(self) -> Content:
        return withdrawn(self.plan, self.login.country)
