"""`admin forms …`, as staff type it on 22 November 2026 and after."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

from portal.opening import open_portal
from portal.validation import checked
from portal.written_forms import FormKind, FormObject, FormState, OtherParty
from tests.tui.test_invoice_commands import PASSWORD, admin, clock
from tui.command.parser.forms import COMPLETED, FORM_STATES

if TYPE_CHECKING:
    from tests.portal.house import SettableClock
    from tests.tui.test_invoice_commands import Admin

__all__ = ["admin", "clock"]

JUTTA, KAROL, FORM = "20000001", "20000002", "F-2026-000001"

BY_HAND = (
    "--first-name", "Karol", "--last-name", "Łęcki", "--street", "Lindenweg", "--house-number", "7",
    "--postcode", "10999", "--town", "Berlin", "--email", "karol@lecki.example",
    "--telephone", "030 23125100",
)  # fmt: skip


def printed(kind: FormKind = FormKind.HANDOVER) -> None:
    """Jutta prints a form about which nothing is known yet."""
    with closing(open_portal(None, None)) as portal:
        access = portal.sign_in.as_customer(JUTTA, PASSWORD, "test").access
        package_id = None if kind is FormKind.HANDOVER else 1
        portal.written_forms.print(access, FormObject(kind, package_id), checked(OtherParty, {}))  # type: ignore[arg-type]


def test_the_states_of_the_parser_are_those_of_forms() -> None:
    assert tuple(state.value for state in FormState) == FORM_STATES
    names = {option.replace("-", "_") for option, _about in COMPLETED}
    assert names == set(OtherParty.model_fields) - {"customer_number", "wished_on"}


def test_a_handover_from_its_printing_to_the_new_password(admin: Admin) -> None:
    assert admin("forms", "list") == (0, "There is no such form.\n", "")
    printed()
    code, out, _err = admin("forms", "list", "--state", "printed")
    assert (code, out.split()) == (
        0,
        f"{FORM} 2026-11-22 contract handover printed {JUTTA}: Jutta Müller → …".split(),
    )
    assert admin("forms", "accept", FORM)[::2] == (
        1, f"{FORM} is only printed. Book it as received first, with both signatures.\n",
    )  # fmt: skip
    assert admin("forms", "received", FORM)[:2] == (
        0,
        f"{FORM} is booked as received; the customer is told.\n",
    )
    code, _out, err = admin("forms", "accept", FORM)
    assert code == 1
    for line in ("--street: Please fill in this field.", "--telephone: Please give a telephone"):
        assert line in err
    code, out, _err = admin("forms", "accept", FORM, *BY_HAND)
    accepted, before, password = out.splitlines()
    assert (code, accepted) == (0, f"{FORM} is accepted and carried out; both sides are told.")
    assert before.startswith("The partner before goes on under the new number ")
    assert password.endswith(f"“customer-login admin customer reset-password {JUTTA}”.")
    code, out, _err = admin("customer", "show", JUTTA)
    assert "Karol Łęcki" in out
    assert admin("forms", "accept", FORM)[::2] == (1, f"{FORM} is accepted already.\n")


def test_a_transfer_for_a_later_day_in_json(admin: Admin, clock: SettableClock) -> None:
    printed(FormKind.TRANSFER)
    code, out, _err = admin("forms", "received", FORM, "--json")
    assert (code, json.loads(out)["state"]) == (0, "received")
    code, out, err = admin("forms", "accept", FORM, "--json")
    assert code == 1
    assert json.loads(out)["details"][0]["field"] == "to"
    assert err.startswith("--to: To which customer number?")
    code, out, _err = admin("forms", "accept", FORM, "--to", "2000 0002", "--on", "2026-12-01", "--json")
    data = json.loads(out)
    assert (data["form"]["effective_on"], data["form"]["carried_out_at"]) == ("2026-12-01", None)
    clock.forward(days=9)
    assert "1  packages or domains were transferred" in admin("due")[1]
    code, out, _err = admin("forms", "list", "--json")
    [row] = json.loads(out)["forms"]
    assert (row["number"], row["kind"], row["state"]) == (FORM, "domain transfer", "accepted")
    assert row["carried_out_at"]


def test_a_rejection_and_what_makes_no_sense(admin: Admin) -> None:
    printed()
    admin("forms", "received", FORM)
    assert admin("forms", "reject", FORM, "--reason", " ")[0] == 1
    assert admin("forms", "accept", FORM, "--on", "2026-11-01")[2].startswith("--on: 2026-11-01 has been")
    assert admin("forms", "accept", FORM, "--on", "soon")[2].startswith("--on: A day is written like this")
    code, out, _err = admin("forms", "reject", FORM, "--reason", "Unleserlich")
    assert (code, out) == (0, f"{FORM} is rejected; the customer is told why.\n")
    assert admin("forms", "reject", "F-1", "--reason", "x")[::2] == (
        1, "There is no form with the number F-1.\n",
    )  # fmt: skip
    assert admin("forms", "reject", FORM)[0] == 2
