"""Terminating something, step by step: when, what becomes of domains, and everything that follows."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import model_validator
from textual.widgets import Static

from portal.errors import ChangedMeanwhile
from portal.termination import (
    Acknowledged,
    EndingKind,
    FollowUp,
    LeavingDomain,
    Termination,
    TerminationPlan,
)
from portal.validation import Secret, checked
from tui import formats
from tui.i18n import _
from tui.screens.termination.words import FOLLOW_UPS, planned, titled
from tui.text import assemble, literal, plain, sentence
from tui.widgets.box import SCROLL_KEYS
from tui.widgets.field import ChoiceField, PasswordField, TextField
from tui.widgets.plain import PlainButton
from tui.widgets.wizard import WizardModal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import CustomerAccess
    from portal.errors import PortalError

FOLLOW_UP = "follow_up_"
"""What the fields of domains begin with; their ids follow."""

NAMED = 37
"""Cells for the name of a domain, where its follow-up is chosen."""

WHEN, DOMAINS, ALL = "when", "domains", "all"
"""The steps."""


class Entered(Termination):
    """A termination, as the fields of the form have it."""

    @model_validator(mode="before")
    @classmethod
    def _gathered(cls, fields: dict[str, Any]) -> dict[str, Any]:
        """Each domain has a field of its own."""
        follow_ups = {name: value for name, value in fields.items() if name.startswith(FOLLOW_UP)}
        return {name: value for name, value in fields.items() if name not in follow_ups} | {
            "follow_ups": {name.removeprefix(FOLLOW_UP): value for name, value in follow_ups.items()}
        }

    def termination(self) -> Termination:
        """As the portal takes it."""
        return Termination(ends_on=self.ends_on, reason=self.reason, follow_ups=self.follow_ups)


class ConfirmedEnd(Entered):
    """What a termination is confirmed with."""

    password: Secret


class TerminateWizard(WizardModal[ConfirmedEnd, Acknowledged]):
    """A subclass says which steps there are; what was shown is what is done.

    Attributes:
        plan: What the termination means, as far as it is entered.
    """

    MODEL = ConfirmedEnd
    CONFIRM = _("Terminate now")
    SAVED = ""
    HELP = _(
        "When it ends, what becomes of domains, and everything that ends with it. Nothing happens before you"
        " confirm it in the last step; F2 goes on, Esc goes back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*SCROLL_KEYS]
    DEFAULT_CSS = """
    TerminateWizard .follow-up Label {
        width: 38;
    }
    TerminateWizard .follow-up .beneath {
        display: none;
    }
    TerminateWizard.-last #content {
        max-height: 71vh;
        padding-top: 0;
    }
    TerminateWizard.-last.-problem #content {
        max-height: 66vh;
    }
    TerminateWizard.-last.-problem Field .beneath {
        display: none;
    }
    TerminateWizard.-last.-problem Field.-wrong .beneath {
        display: block;
    }
    TerminateWizard #consequences {
        margin-bottom: 1;
    }
    TerminateWizard #problem {
        margin-left: 0;
    }
    """

    PARTS: ClassVar[tuple[str, ...]]
    """The steps in their order."""

    def __init__(self, access: CustomerAccess, plan: TerminationPlan) -> None:
        """Terminate what `plan` is about."""
        super().__init__()
        self.access, self.plan = access, plan
        self.add_class("-danger")

    @property
    def unsaved(self) -> bool:
        """What every termination begins with is nothing that could be lost."""
        return any(value not in {"", FollowUp.TRANSFER} for value in self.values().values())

    def step(self, number: int, draft: Mapping[str, str]) -> Iterable[Widget]:
        """See the parts."""
        steps = {WHEN: self._when, DOMAINS: self._domains, ALL: self._all}
        return steps[self.PARTS[number - 1]](draft)

    def standing(self, number: int, draft: Mapping[str, str]) -> Iterable[Widget]:  # noqa: ARG002
        """The password, in the last step."""
        if number == self.STEPS:
            yield PasswordField("password", _("Customer password"))

    async def leave_step(self, number: int, draft: Mapping[str, str]) -> None:  # noqa: ARG002
        """Ask what it means, as far as it is entered."""
        entered = await asyncio.to_thread(checked, Entered, draft)
        self.plan = await self.portal_call(
            self.portal.termination.plan, self.access, self.plan.kind, self.plan.id, entered.termination()
        )

    async def save(self, entered: ConfirmedEnd) -> Acknowledged:
        """Have done what was shown."""
        return await self.portal_call(
            self.portal.termination.terminate,
            self.access,
            self.plan,
            entered.termination(),
            entered.password,
        )

    async def _go_to(self, number: int) -> None:
        """The last step is the one that does it."""
        await super()._go_to(number)
        is_last = number == self.STEPS
        self.set_class(is_last, "-last")
        self.query_one("#save", PlainButton).variant = "error" if is_last else "primary"

    def first_in(self, number: int) -> Widget:
        """In the last step the safe button has the focus."""
        return self.query_one("#cancel") if number == self.STEPS else super().first_in(number)

    def _show(self, error: PortalError) -> None:
        """Besides what is wrong: what it would mean now, if that is something else than before."""
        super()._show(error)
        if isinstance(error, ChangedMeanwhile) and isinstance(error.now, TerminationPlan):
            self.plan = error.now
            self.query_one("#consequences", Static).update(self._consequences())

    # The steps

    def _when(self, draft: Mapping[str, str]) -> Iterable[Widget]:
        plan, country = self.plan, self.login.country
        earliest, latest = (formats.long_date(day, country) for day in (plan.earliest, plan.latest))
        words = _("It ends on {day} at the earliest; you can choose a later day, up to {latest}.")
        told = sentence(words, day=literal(earliest, "bold"), latest=latest)
        yield Static(assemble(titled(plan), "\n\n", told, "\n"))
        hint = _("empty: the earliest; else such as {day}").format(day=plan.latest.isoformat())
        yield TextField("ends_on", _("Last day"), draft.get("ends_on", ""), hint, longest=10)
        yield TextField("reason", _("Reason"), draft.get("reason", ""), optional=True)

    def _domains(self, draft: Mapping[str, str]) -> Iterable[Widget]:
        what = _(
            "What becomes of the name afterwards? To transfer it away, your new provider needs an AuthInfo:"
            " you get it as soon as you confirm. A name that is deleted is free for everybody."
        )
        yield Static(assemble(what, "\n"))
        for domain in self.plan.contents.domains:
            yield self._domain(domain, draft)

    def _domain(self, domain: LeavingDomain, draft: Mapping[str, str]) -> Widget:
        """A choice; what becomes of it anyway, where there is none."""
        if domain.follow_up is None:
            words = _("{domain} is not registered yet: its order is cancelled.")
            return Static(sentence(words, domain=domain.name))
        if domain.ends_on is not None:
            words = _("{domain} leaves on {day} already.")
            day = formats.long_date(domain.ends_on, self.login.country)
            return Static(sentence(words, domain=domain.name, day=day))
        name = f"{FOLLOW_UP}{domain.id}"
        choices = [(words, follow_up.value) for follow_up, words in FOLLOW_UPS.items()]
        chosen = draft.get(name, FollowUp.TRANSFER.value)
        field = ChoiceField(name, plain(domain.name, max_width=NAMED), choices, chosen)
        field.add_class("follow-up")
        return field

    def _all(self, _draft: Mapping[str, str]) -> Iterable[Widget]:
        yield Static(self._consequences(), id="consequences")

    def _consequences(self) -> Content:
        zone = self.portal.settings.time_zone
        return planned(self.plan, self.portal.clock.now(), zone, self.login.country)


class TerminatePackage(TerminateWizard):
    """A package with all that belongs to it."""

    TITLE = _("Terminate package")
    PARTS = (WHEN, DOMAINS, ALL)
    STEPS = len(PARTS)


class TerminateDomain(TerminateWizard):
    """A single domain."""

    TITLE = _("Terminate domain")
    PARTS = (WHEN, DOMAINS, ALL)
    STEPS = len(PARTS)


class TerminateService(TerminateWizard):
    """An additional service."""

    TITLE = _("Terminate service")
    PARTS = (WHEN, ALL)
    STEPS = len(PARTS)


WIZARDS: dict[EndingKind, type[TerminateWizard]] = {
    EndingKind.PACKAGE: TerminatePackage,
    EndingKind.DOMAIN: TerminateDomain,
    EndingKind.SERVICE: TerminateService,
}
"""How each kind of thing is terminated."""
