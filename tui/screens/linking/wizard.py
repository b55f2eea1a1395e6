"""Linking a customer number step by step: whose it is, what differs, what follows."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Vertical
from textual.widgets import Static

from portal.errors import ChangedMeanwhile
from portal.linking import LinkNumbers, LinkPlan, OtherNumber
from portal.validation import checked
from tui.i18n import _
from tui.screens.linking.words import follows, linked_words, sides
from tui.text import literal, sentence
from tui.widgets.box import SCROLL_KEYS
from tui.widgets.field import PasswordField, TextField
from tui.widgets.wizard import WizardModal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from portal.access import CustomerAccess
    from portal.errors import PortalError
    from portal.linking import LinkedNumber

LONGEST_NUMBER = 11
"""Eight digits, and blanks between them."""


class LinkWizard(WizardModal[LinkNumbers, LinkPlan]):
    """Another number with its password, the comparison, the consequences; answers with the plan.

    A plan with something against it was not carried out: that is for another box to show.
    """

    TITLE = _("Link customer numbers")
    MODEL = LinkNumbers
    STEPS = 3
    CONFIRM = _("Link for good")
    SAVED = ""
    HELP = _(
        "Put another customer number of yours under this one: its packages and invoices stand here then, and"
        " you sign in by either number. Nothing happens before you confirm the last step; F2 goes on, Esc"
        " goes back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*SCROLL_KEYS]
    DEFAULT_CSS = """
    LinkWizard > #box {
        width: 80;
    }
    LinkWizard #step > Static {
        margin-bottom: 1;
    }
    LinkWizard #rows {
        height: auto;
        margin-bottom: 1;
    }
    """

    plan: LinkPlan
    """What was compared; there is none in the first step."""

    def __init__(self, access: CustomerAccess, linked: Sequence[LinkedNumber]) -> None:
        """Link another number besides those that are `linked`."""
        super().__init__()
        self.access = access
        self._linked = linked
        self._other_password = ""

    def step(self, number: int, draft: Mapping[str, str]) -> Iterable[Widget]:
        """Number and password; what differs; what follows."""
        self.set_class(number == self.STEPS, "-danger")
        if number == 1:
            return self._asked(draft)
        return self._confirmed(self.plan) if number == self.STEPS else self._compared(self.plan)

    def values(self) -> dict[str, str]:
        """With the other number's password, which no step but the first one shows."""
        values = super().values()
        return values if self._step == 1 else values | {"other_password": self._other_password}

    def standing(self, number: int, draft: Mapping[str, str]) -> Iterable[Widget]:  # noqa: ARG002
        """The password, in the last step."""
        if number == self.STEPS:
            hint = _("of {number}").format(number=self.plan.number)
            yield PasswordField("password", _("Customer password"), hint)

    def first_in(self, number: int) -> Widget:
        """Where there is only to read, the button that goes on; in the last step, the safe one."""
        if number == 1:
            return super().first_in(number)
        return self.query_one("#cancel" if number == self.STEPS else "#save")

    async def submit(self) -> LinkPlan | None:
        """Go on to what differs, or leave with what stands against it; in the last step, link."""
        if self._step > 1:
            return await super().submit()
        other = await asyncio.to_thread(checked, OtherNumber, self.values())
        plan = await self.portal_call(self.portal.linking.compare, self.access, other)
        if plan.apart:
            return plan
        self.plan, self._other_password = plan, other.other_password
        await self._go_to(2)
        return None

    async def save(self, entered: LinkNumbers) -> LinkPlan:
        """Link what was shown."""
        return await self.portal_call(self.portal.linking.link, self.access, self.plan, entered)

    def _show(self, error: PortalError) -> None:
        """Besides what is wrong: what it would mean now, if that is something else than before."""
        super()._show(error)
        if isinstance(error, ChangedMeanwhile) and isinstance(error.now, LinkPlan):
            self.plan = error.now
            if error.now.apart:
                self.dismiss(error.now)
            else:
                self._tell_anew(error.now)

    @work
    async def _tell_anew(self, plan: LinkPlan) -> None:
        rows = self.query_one("#rows")
        await rows.remove_children()
        await rows.mount(*follows(plan, self.login.country))

    def _asked(self, draft: Mapping[str, str]) -> Iterable[Widget]:
        signed_in = self.login.signed_in
        words = _("Which number shall stand under {number}? You need its customer password.")
        yield Static(sentence(words, number=literal(signed_in.number if signed_in else "", "bold")))
        if self._linked:
            linked = linked_words(self._linked, self.login.country)
            yield Static(sentence(_("Linked already: {numbers}"), numbers=linked).stylize("$quiet"))
        number = draft.get("number", "")
        yield TextField("number", _("Customer number"), number, restrict="[0-9 ]*", longest=LONGEST_NUMBER)
        yield PasswordField("other_password", _("Its password"))

    def _compared(self, plan: LinkPlan) -> Iterable[Widget]:
        if not plan.unlike:
            yield Static(literal(_("Address, telephone and email are the same under both numbers.")))
            return
        words = _("Name and bank account are the same; the data of {number} stay:")
        yield Static(sentence(words, number=literal(plan.number, "bold")))
        yield Vertical(*sides(plan), id="rows")

    def _confirmed(self, plan: LinkPlan) -> Iterable[Widget]:
        words = _("All of {other} moves to {number}. This cannot be undone.")
        numbers = {"other": literal(plan.other, "bold"), "number": literal(plan.number, "bold")}
        yield Static(sentence(words, **numbers))
        yield Vertical(*follows(plan, self.login.country), id="rows")
