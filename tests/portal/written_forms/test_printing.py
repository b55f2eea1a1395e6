"""Printing a form: what stands on it, its number, and when there is none."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pikepdf
import pytest

from portal.domain_names import ascii_name
from portal.domains.endings import has_admin_c
from portal.errors import Conflict, InvalidInput, NotFound, PortalError
from portal.validation import checked
from portal.written_forms import ContactRole, FormKind, FormObject, FormState, OtherParty
from storage.models.domains import DomainState
from storage.models.packages import PackageState
from tests.portal.invoices.steps import ANNA
from tests.portal.written_forms.steps import (
    HANDOVER,
    KAROL,
    acts,
    change,
    domain_called,
    forms,
    nobody,
    party,
    printed,
    received,
    subjects,
    transfer,
)
from tests.programs import ran

if TYPE_CHECKING:
    from pathlib import Path

    from portal.access import CustomerAccess
    from tests.portal.house import House


def saved(house: House, access: CustomerAccess, about: FormObject, other: OtherParty, folder: Path) -> Path:
    form = printed(house, access, about, other)
    path = folder / f"{form.number}.pdf"
    path.write_bytes(house.portal.written_forms.paper(access, form.id).content)
    return path


def text(path: Path) -> str:
    return ran("pdftotext", "-layout", str(path), "-")


def fields(path: Path) -> dict[str, str]:
    with pikepdf.open(path) as pdf:
        return {
            str(each.obj.get("/T")): str(each.obj.get("/V", ""))
            for page in pdf.pages
            for each in [Annotation(annot) for annot in page.get("/Annots", [])]
        }


class Annotation:
    def __init__(self, obj: pikepdf.Object) -> None:
        self.obj = obj


# What stands on it.


def test_a_form_holds_what_is_known_and_has_fields_for_the_rest(house: House, tmp_path: Path) -> None:
    customer = house.customer()
    access = house.access(customer)
    house.package(customer, "juttas.example")
    path = saved(house, access, HANDOVER, party(wished_on="2026-12-01"), tmp_path)
    ran("qpdf", "--check", str(path))
    found = fields(path)
    assert found["first_name"] == "Karol"
    assert found["last_name"] == "Łęcki"
    assert found["wished_on"] == "01.12.2026"
    assert found["country"] == "Deutschland"
    assert found["company"] == found["addition"] == found["present_place"] == found["future_name"] == ""
    assert {name.partition("_")[0] for name in found} >= {"present", "future"}
    shown = " ".join(text(path).split())
    for words in (
        "Vertragsübernahme", "F-2026-000001", "22.11.2026", customer.number, "mit 1 Paket",
        "Jutta Müller-Lüdenscheidt", "Aachener Straße 135a", "Künftiger Vertragspartner", "Łęcki",
        "Name in Druckbuchstaben", "Musterhost GmbH, Lindenallee 25, 10999 Berlin", "Seite 2 von 2",
    ):  # fmt: skip
        assert words in shown


@pytest.mark.parametrize(
    "name", ["Müller-Lüdenscheidt", "Świętosława Brzęczyszczykiewicz", "Екатерина Жукова", "Ελένη Παππά"]
)
def test_another_viewer_shows_every_name_without_being_asked_to_draw_it(
    house: House, name: str, tmp_path: Path
) -> None:
    access = house.access(house.customer())
    path = saved(house, access, HANDOVER, party(last_name=name), tmp_path)
    assert name in text(path)
    with pikepdf.open(path) as pdf:
        form = pdf.Root["/AcroForm"]
        assert not form.get("/NeedAppearances", False)
    embedded = ran("pdffonts", str(path))
    used = [line for line in embedded.splitlines() if "Plex" in line]
    assert used
    assert all(re.search(r"\byes\s+(yes|no)\s+yes\b", line) for line in used)


def test_a_filled_field_leaves_ink_where_an_empty_one_leaves_none(house: House, tmp_path: Path) -> None:
    access = house.access(house.customer())
    filled = saved(house, access, HANDOVER, party(last_name="Жук"), tmp_path)
    other = house.access(house.customer())
    empty = saved(house, other, HANDOVER, nobody(), tmp_path)
    inks = []
    for path in (filled, empty):
        ran("pdftoppm", "-r", "60", "-gray", "-f", "1", "-l", "1", str(path), str(path.with_suffix("")))
        [picture] = path.parent.glob(f"{path.stem}-*.pgm")
        content = picture.read_bytes().split(b"\n", 3)[3]
        inks.append(sum(1 for grey in content if grey < 120))
    assert inks[0] > inks[1] + 100


def test_what_the_type_lacks_is_printed_in_latin_letters(house: House, tmp_path: Path) -> None:
    access = house.access(house.customer())
    path = saved(house, access, HANDOVER, party(first_name="小林", last_name="[/]<b>"), tmp_path)
    assert "[/]<b>" in text(path)
    assert "Xiao Lin" in fields(path)["first_name"]


def test_an_english_customer_gets_an_english_form(house: House, tmp_path: Path) -> None:
    customer = house.customer(language="en")
    package = house.package(customer, "juttas.example")
    path = saved(house, house.access(customer), transfer(package), nobody(), tmp_path)
    shown = " ".join(text(path).split())
    assert "Transfer to another contract partner" in shown
    assert "the whole package with all domains" in shown
    assert "Name in block letters" in shown


def test_a_domains_form_names_the_domain_and_its_holder_and_asks_for_no_customer_number(
    house: House, tmp_path: Path
) -> None:
    customer = house.customer()
    package = house.package(customer, "juttas.example", domains=["müßig.example"])
    about = change(package, domain_called(house, "müßig.example"))
    path = saved(house, house.access(customer), about, nobody(), tmp_path)
    shown = " ".join(text(path).split())
    assert "Änderung des Domaininhabers" in shown
    assert f"müßig.example ({ascii_name('müßig.example')})" in shown
    assert "Bisheriger Inhaber" in shown
    assert "customer_number" not in fields(path)


def test_the_same_form_is_the_same_bytes_whenever_it_is_saved(house: House) -> None:
    access = house.access(house.customer())
    form = printed(house, access, HANDOVER, party())
    first = house.portal.written_forms.paper(access, form.id)
    house.clock.forward(minutes=5)
    assert house.restarted().written_forms.paper(access, form.id) == first
    assert first.number == form.number


# What printing leaves behind.


def test_printing_is_told_and_put_on_record_with_the_form_as_its_paper(house: House) -> None:
    customer = house.customer()
    access = house.access(customer)
    form = printed(house, access, HANDOVER, party())
    assert (form.state, form.other, form.present) == (
        FormState.PRINTED, "Karol Łęcki", "Jutta Müller-Lüdenscheidt",
    )  # fmt: skip
    assert acts(house, customer.id) == ["form printed"]
    assert subjects(house, customer)[-1] == "Formular F-2026-000001: Vertragsübernahme"
    assert "Musterhost GmbH, Lindenallee 25" in house.messages(customer)[-1].body
    assert house.actions()[-1] == "form printed"
    with house.storage.reading() as work:
        paper = work.contracts.paper(access, 1)
    assert paper == house.portal.written_forms.paper(access, form.id).content


def test_numbers_count_on_without_a_gap_also_after_a_refusal_and_anew_each_year(house: House) -> None:
    customer = house.customer()
    package = house.package(customer, "juttas.example")
    access = house.access(customer)
    first = printed(house, access, HANDOVER, nobody())
    with pytest.raises(Conflict):
        printed(house, access, HANDOVER, nobody())
    second = printed(house, access, transfer(package), nobody())
    assert [first.number, second.number] == ["F-2026-000001", "F-2026-000002"]
    house.clock.forward(days=40)
    other = house.access(house.customer())
    assert printed(house, other, HANDOVER, nobody()).number == "F-2027-000001"
    with house.storage.reading() as work:
        assert list(work.written_forms.gaps()) == []


def test_printed_at_once_in_two_sessions_there_is_one_form(house: House) -> None:
    customer = house.customer()
    access = house.access(customer)

    def attempt(_number: int) -> object:
        try:
            return house.restarted().written_forms.print(access, HANDOVER, nobody())
        except PortalError as refusal:
            return refusal.message

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(attempt, range(2)))
    assert len(forms(house, access)) == 1
    [refused] = [each for each in done if isinstance(each, str)]
    assert "F-2026-000001" in refused


# What there is no form for.


def test_a_second_open_form_of_the_same_is_refused_naming_the_first(house: House) -> None:
    customer = house.customer()
    package = house.package(customer, "juttas.example", domains=["zweite.example", "dritte.example"])
    second, third = (domain_called(house, f"{name}.example") for name in ("zweite", "dritte"))
    access = house.access(customer)
    printed(house, access, transfer(package, second), nobody())
    printed(house, access, transfer(package, third), nobody())
    printed(house, access, change(package, second), nobody())
    for about in (transfer(package, second), transfer(package), change(package, second)):
        with pytest.raises(Conflict, match=r"There is the form F-2026-00000[13] for this already"):
            printed(house, access, about, nobody())


def test_a_withdrawn_form_makes_room_for_another(house: House) -> None:
    customer = house.customer()
    access = house.access(customer)
    form = printed(house, access, HANDOVER, nobody())
    assert house.portal.written_forms.withdraw(access, form.id).state is FormState.WITHDRAWN
    assert house.actions()[-1] == "form withdrawn"
    with pytest.raises(Conflict, match="was withdrawn already"):
        house.portal.written_forms.withdraw(access, form.id)
    number = received(house, access, HANDOVER)
    [_withdrawn, form] = forms(house, access)
    assert form.number == number == "F-2026-000002"
    with pytest.raises(Conflict, match="was received by us already"):
        house.portal.written_forms.withdraw(access, form.id)


def test_what_has_ended_or_was_terminated_has_no_form(house: House) -> None:
    customer = house.customer()
    access = house.access(customer)
    ended = house.package(customer, "ended.example", state=PackageState.ENDED)
    terminated = house.package(
        customer, "terminated.example", agreed={"ends_on": house.clock.now().date()}, domains=["weg.example"]
    )
    house.ended_domain(terminated, "gone.example", DomainState.TERMINATED)
    gone = domain_called(house, "gone.example")
    with pytest.raises(Conflict, match=r"ended\.example has ended"):
        printed(house, access, transfer(ended), nobody())
    with pytest.raises(Conflict, match="was terminated to 22 Nov 2026: retract the termination first"):
        printed(house, access, transfer(terminated), nobody())
    with pytest.raises(Conflict, match="is not active"):
        printed(house, access, change(terminated, gone), nobody())
    printed(house, access, change(terminated, domain_called(house, "weg.example")), nobody())


def test_the_main_domain_moves_with_the_whole_package_only(house: House) -> None:
    customer = house.customer()
    package = house.package(customer, "juttas.example")
    with pytest.raises(InvalidInput, match="moves with the whole package only"):
        printed(
            house, house.access(customer), transfer(package, domain_called(house, "juttas.example")), nobody()
        )


def test_only_some_endings_have_an_admin_c(house: House) -> None:
    customer = house.customer()
    package = house.package(customer, "juttas.de", domains=["juttas.it"])
    access = house.access(customer)
    with pytest.raises(InvalidInput, match=r"Domains ending in \.de have no Admin-C any more"):
        printed(
            house, access, change(package, domain_called(house, "juttas.de"), ContactRole.ADMIN_C), nobody()
        )
    form = printed(
        house, access, change(package, domain_called(house, "juttas.it"), ContactRole.ADMIN_C), nobody()
    )
    assert form.role is ContactRole.ADMIN_C
    offered = house.portal.written_forms.package(access, package.id).domains
    assert [(each.name, each.has_admin_c, each.admin_c) for each in offered] == [
        ("juttas.de", False, ""),
        ("juttas.it", True, customer.name),
    ]
    assert [has_admin_c(name) for name in ("a.com", "xn--mig-joa8g.fr", "a.nl", "a.it.de")] == [
        False, True, True, False,
    ]  # fmt: skip


def test_another_customers_things_are_nobodys(house: House) -> None:
    jutta, other = house.customer(), house.customer()
    package = house.package(jutta, "juttas.example")
    form = printed(house, house.access(jutta), HANDOVER, nobody())
    access = house.access(other)
    for refused in (
        lambda: printed(house, access, transfer(package), nobody()),
        lambda: house.portal.written_forms.paper(access, form.id),
        lambda: house.portal.written_forms.withdraw(access, form.id),
        lambda: house.portal.written_forms.package(access, package.id),
    ):
        with pytest.raises(NotFound):
            refused()
    assert forms(house, access) == []


# What may be entered.


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("postcode", "1234", "This is no postcode of that country"),
        ("postcode", "00000", "This is no postcode of that country"),
        ("street", "Postfach", "A PO box is not enough here"),
        ("email", "karol@", "This is not a complete email address"),
        ("telephone", "12", "This is not a complete telephone number"),
        ("customer_number", "123", "A customer number has 8 digits"),
        ("wished_on", "morgen", "A day is written like this"),
        ("country", "XX", "This country is not known"),
        ("last_name", "a\u202eb", r"Character U\+202E cannot be used here"),
    ],
)
def test_what_is_given_follows_the_rules_of_customer_data(field: str, value: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked(OtherParty, KAROL | {field: value})
    assert list(caught.value.problems) == [field]
    assert re.match(sentence, caught.value.problems[field])


def test_all_of_it_may_be_left_open() -> None:
    empty = checked(OtherParty, dict.fromkeys(KAROL, "") | {"country": "DE", "customer_number": ""})
    assert empty.name == ""
    assert checked(OtherParty, KAROL | {"customer_number": "1002 0300"}).customer_number == "10020300"


def test_the_operator_lists_forms_of_everybody_by_state(house: House) -> None:
    access = house.access(house.customer())
    printed(house, access, HANDOVER, nobody())
    received(house, house.access(house.customer()), HANDOVER)
    care = house.portal.operator.forms
    assert [each.number for each in care.list(ANNA)] == ["F-2026-000002", "F-2026-000001"]
    assert [each.number for each in care.list(ANNA, FormState.RECEIVED)] == ["F-2026-000002"]
    [only] = care.list(ANNA, FormState.PRINTED)
    assert (only.kind, only.other) == (FormKind.HANDOVER, {"country": "DE"})
