"""Filling in what is known of the other party, step by step; printing comes last."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from portal.written_forms import FormKind, FormView, OtherParty
from tui import formats
from tui.i18n import _
from tui.screens.written_forms.words import kind_words, sending_address
from tui.text import assemble, literal, sentence
from tui.widgets.field import LABEL, ChoiceField, TextField
from tui.widgets.wizard import WizardModal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.content import Content
    from textual.widget import Widget

    from portal.access import CustomerAccess
    from tui.screens.written_forms.choosing import Chosen

PERSON, ADDRESS, SUMMARY = 1, 2, 3

NOTHING_YET = _(
    "Nothing changes by printing it. It holds once both of you have signed, you have sent it to {address},"
    " and we have accepted it."
)

OPEN_FIELDS = _("Whatever you do not know stays an empty field on the form.")


class FillForm(WizardModal[OtherParty, FormView]):
    """Name, address, and what will be printed."""

    MODEL = OtherParty
    SAVED = ""
    STEPS: ClassVar[int] = SUMMARY
    CONFIRM = _("Print")
    HELP = _(
        "What you know of the other party is printed into the form; what you leave open is filled in by hand."
        " F2 goes on, Esc goes back. Nothing changes before the form is signed and accepted."
    )

    def __init__(self, access: CustomerAccess, chosen: Chosen) -> None:
        """Fill in a form about what was chosen."""
        super().__init__()
        self.access, self._chosen = access, chosen
        self.title = kind_words(chosen.about.kind, chosen.about.role)

    def step(self, number: int, draft: Mapping[str, str]) -> Iterable[Widget]:
        """Who, where, and all of it."""
        if number == PERSON:
            yield Static(self._question())
            yield from self._person(draft)
        elif number == ADDRESS:
            yield from self._address(draft)
        else:
            yield Static(self._summary(draft))

    def values(self) -> dict[str, str]:
        """With the country in whose way telephone numbers are written."""
        return {"country": self.login.country} | super().values()

    async def save(self, entered: OtherParty) -> FormView:
        """Have it printed."""
        use_case = self.portal.written_forms.print
        return await self.portal_call(use_case, self.access, self._chosen.about, entered)

    def _question(self) -> Content:
        template = _("{name}: who shall it be from then on?")
        return assemble(
            sentence(template, name=literal(self._chosen.name, "bold", max_width=LABEL * 2)), "\n"
        )

    def _person(self, draft: Mapping[str, str]) -> Iterable[Widget]:
        yield TextField("company", _("Company"), draft.get("company", ""), optional=True)
        yield TextField("first_name", _("First name"), draft.get("first_name", ""), optional=True)
        yield TextField("last_name", _("Last name"), draft.get("last_name", ""), optional=True)
        yield TextField("email", _("Email"), draft.get("email", ""), optional=True, longest=254)
        yield TextField("telephone", _("Telephone"), draft.get("telephone", ""), optional=True, longest=40)
        if self._chosen.about.kind is not FormKind.HOLDER:
            hint = _("optional; if they are a customer already")
            yield TextField(
                "customer_number", _("Customer number"), draft.get("customer_number", ""), hint, longest=20
            )
        hint = _("optional; a date such as 2026-12-31")
        yield TextField("wished_on", _("Wished from"), draft.get("wished_on", ""), hint, longest=10)

    def _address(self, draft: Mapping[str, str]) -> Iterable[Widget]:
        yield TextField("street", _("Street"), draft.get("street", ""), optional=True, longest=100)
        yield TextField("house_number", _("Number"), draft.get("house_number", ""), optional=True, longest=20)
        yield TextField("addition", _("Addition"), draft.get("addition", ""), optional=True, longest=100)
        yield TextField("postcode", _("Postcode"), draft.get("postcode", ""), optional=True, longest=12)
        yield TextField("town", _("Town"), draft.get("town", ""), optional=True, longest=100)
        country = draft.get("country", self.login.country)
        yield ChoiceField("country", _("Country"), formats.country_names(), country)

    def _summary(self, draft: Mapping[str, str]) -> Content:
        """What will be printed, and what follows from it."""
        rows = [(_("About"), literal(self._chosen.name, "bold"))]
        if self._chosen.present:
            rows.append((_("Until now"), literal(self._chosen.present)))
        rows += [(label, literal(value)) for label, value in self._known(draft) if value]
        lines = [assemble((label.ljust(LABEL), "$quiet"), value) for label, value in rows]
        if not any(value for _label, value in self._known(draft)):
            lines.append(literal(_("Nothing is known of the other party yet.")))
        address = sending_address(self.portal.settings)
        lines += [literal(""), sentence(NOTHING_YET, address=address), literal(OPEN_FIELDS, "$quiet")]
        return literal("\n", lines=True).join(lines)

    def _known(self, draft: Mapping[str, str]) -> list[tuple[str, str]]:
        def given(*names: str, between: str = " ") -> str:
            return between.join(filter(None, (draft.get(name, "").strip() for name in names)))

        street = given("street", "house_number")
        town = given("postcode", "town")
        address = ", ".join(filter(None, (draft.get("addition", ""), street, town)))
        countries = {code: name for name, code in formats.country_names()}
        code = draft.get("country", "")
        return [
            (_("Company"), given("company")),
            (_("Name"), given("first_name", "last_name")),
            (_("Address"), address),
            (_("Country"), countries.get(code, code) if address else ""),
            (_("Email"), given("email")),
            (_("Telephone"), given("telephone")),
            (_("Customer number"), given("customer_number")),
            (_("Wished from"), given("wished_on")),
        ]
