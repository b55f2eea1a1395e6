"""Importing addresses from a file: checked as a whole before anything is written, then all or nothing."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from portal.errors import Conflict, InvalidInput
from portal.mail.models import MailFile
from storage.models.mail import MailAddress
from storage.models.products import Resource
from tests.factories import QUOTAS
from tests.hostile import HOSTILE
from tests.portal.mail.steps import addresses, catch_all, forward, import_, listed, mailbox, table
from tests.portal.technical import place
from tui.exporting import as_csv

if TYPE_CHECKING:
    from portal.mail.importing import ImportPreview
    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House
    from tests.portal.technical import Place

NO_TEXT = "This is no text in UTF-8. Spreadsheets write it as “CSV UTF-8”."
NO_HEADER = (
    "The first line must name the columns: address, kind, password, size_mb, targets, enabled;"
    " address and kind are needed."
)
TOO_WIDE = "Line 2 is no line of a CSV file: field larger than field limit (131072)."
TOO_LONG = "These are more than 20000 addresses; please use several files."
KINDS = "This must be one of mailbox, alias, forward, catch-all."
NONE = "This kind of address has none."
ITSELF = "An address cannot deliver to itself."
ALL_KINDS = (
    "info@meine.example,mailbox,,2 GB,,yes",
    "Team@MEINE.example,alias,,,info@meine.example,yes",
    "weg@zweite.example,forward,,0,anna@example.org bernd@example.org,no",
    "*@zweite.example,catch-all,,,info@meine.example,",
)


def preview(here: Place, file: MailFile) -> ImportPreview:
    return here.house.portal.mail_import.preview(here.owner, file)


def problems(here: Place, *lines: str) -> list[tuple[int, str, str]]:
    found = preview(here, table(*lines)).problems
    return [(problem.line, problem.field, problem.sentence) for problem in found]


def refusal(here: Place, content: bytes) -> str:
    with pytest.raises(InvalidInput) as caught:
        preview(here, MailFile(content=content))
    return caught.value.message


def test_a_dry_run_tells_what_would_come_and_writes_nothing(here: Place) -> None:
    mailbox(here, "da", 240)
    before = here.house.everything()
    found = preview(here, table(*ALL_KINDS))
    assert found.good
    assert (found.mailboxes, found.others, found.size_mb, found.passwords) == (1, 3, 2048, 0)
    assert (found.mailboxes_left, found.left_mb) == (49, 10_000)
    assert found.first == (
        "info@meine.example",
        "team@meine.example",
        "weg@zweite.example",
        "*@zweite.example",
    )
    assert here.house.everything() == before


def test_an_import_makes_all_kinds_and_stands_in_the_history_once(here: Place) -> None:
    assert import_(here, *ALL_KINDS).addresses == 4
    shown = {view.address: view for view in listed(here)}
    assert set(shown) == {
        "*@zweite.example", "info@meine.example", "team@meine.example", "weg@zweite.example",
    }  # fmt: skip
    assert shown["info@meine.example"].size_mb == 2048
    assert not shown["info@meine.example"].has_password
    assert not shown["info@meine.example"].published
    assert shown["weg@zweite.example"].targets == ("anna@example.org", "bernd@example.org")
    assert [view.enabled for view in shown.values()] == [True, True, True, False]
    assert (here.used(Resource.MAILBOXES), here.used(Resource.MAIL_STORAGE)) == (1, 2048)
    [change] = here.history()
    assert (change.kind, change.action, change.name) == ("imported addresses", "imported", "4 addresses")
    assert here.house.actions()[-1] == "imported addresses imported"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_spreadsheets_write_it_in_their_ways(
    house: House, jutta: Customer, encoding: str, separator: str, line_end: str
) -> None:
    here = place(house, jutta)
    house.domain(here.package, "müller.example")
    lines = ["Kind,Address,Size_MB,Password", 'mailbox,info@müller.example,5,"a,b;""c"', "", ",,,"]
    if separator == ";":
        lines = ["Kind;Address;Size_MB;Password", 'mailbox;info@müller.example;5;"a,b;""c"', "", ";;;"]
    found = preview(here, MailFile(content=line_end.join(lines).encode(encoding)))
    assert found.problems[0].sentence == "6 characters more: at least 12 are needed."
    assert found.problems[0].line == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", NO_HEADER),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff", NO_TEXT),
        ("address,kind\nm\xfcller@meine.example,mailbox\n".encode("latin-1"), NO_TEXT),
        (b"address,kind\n\0,mailbox\n", NO_TEXT),
        ("address,kind\n".encode("utf-16"), NO_TEXT),
        (b"address,kind\n", "There is no address in this file."),
        (b"address,size_mb\ninfo@meine.example,5\n", NO_HEADER),
        (b"address,kind,colour\ninfo@meine.example,mailbox,red\n", NO_HEADER),
        (b"address,kind,kind\n", "The first line names a column twice."),
        (b"info@meine.example,mailbox\n", NO_HEADER),
        (b'address,kind\n"info"x,mailbox\n', "Line 2 is no line of a CSV file: ',' expected after '\"'."),
        (b"address,kind\n" + b"x" * 140_000, TOO_WIDE),
        (b"address,kind\n" + b"a,b\n" * 20_001, TOO_LONG),
    ],
)  # fmt: skip
def test_what_is_no_table_of_addresses_is_refused_in_a_sentence(
    here: Place, content: bytes, sentence: str
) -> None:
    assert refusal(here, content) == sentence


@pytest.mark.parametrize(
    ("line", "field", "sentence"),
    [
        ("info,mailbox,,5,,", "address", "This is not a complete email address, such as name@example.de."),
        ("info@fremd.example,mailbox,,5,,", "address", "The domain of this address is not in this package."),
        ("info@..,mailbox,,5,,", "address", "This is not a domain name, such as example.de."),
        ("in nen@meine.example,mailbox,,5,,", "address",
         "Only the letters a to z, digits, single dots and some signs can stand here."),
        ("da@meine.example,mailbox,,5,,", "address", "da@meine.example is there already."),
        ("info@meine.example,postbox,,5,,", "kind", KINDS),
        ("info@meine.example,mailbox,,,,", "size_mb", "Please fill in this field."),
        ("info@meine.example,mailbox,,viel,,", "size_mb", "This is not a size, such as 500 MB or 2 GB."),
        ("info@meine.example,mailbox,kurz,5,,", "password", "8 characters more: at least 12 are needed."),
        ("info@meine.example,mailbox,,5,anna@example.org,", "targets", "This kind of address has none."),
        ("info@meine.example,forward,geheimes wort,,anna@example.org,", "password", NONE),
        ("info@meine.example,forward,,,,", "targets", "Please fill in this field."),
        ("info@meine.example,forward,,,anna,", "targets",
         "Entry 1: This is not a complete email address, such as name@example.de."),
        ("info@meine.example,forward,,,info@meine.example,", "targets", ITSELF),
        ("info@meine.example,alias,,,anna@example.org,", "targets",
         "anna@example.org is no mailbox of this package; a forward can deliver there."),
        ("info@meine.example,catch-all,,,anna@example.org,", "address",
         "A catch-all is written like this: *@example.de."),
        ("*@zweite.example,catch-all,,,anna@example.org,", "address", "*@zweite.example is there already."),
        ("abuse@meine.example,mailbox,,5,,no", "enabled",
         "abuse@ must be reachable under every domain (RFC 2142), so it stays on."),
        ("info@meine.example,mailbox,,5,,maybe", "enabled",
         "This must be yes or no."),
        ("info@meine.example,mailbox,,5,,,more", "", "There are more values than columns."),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_line_is_told_with_its_number_and_field(
    here: Place, line: str, field: str, sentence: str
) -> None:
    mailbox(here, "da")
    catch_all(here, "anna@example.org", domain=1)
    assert problems(here, "gut@meine.example,mailbox,,5,,", line) == [(3, field, sentence)]
    with pytest.raises(InvalidInput) as caught:
        import_(here, "gut@meine.example,mailbox,,5,,", line)
    assert caught.value.message == f"Line 3, {field}: {sentence}" if field else f"Line 3: {sentence}"
    assert addresses(here) == ["*@zweite.example", "da@meine.example"]


def test_an_address_twice_in_the_file_is_told(here: Place) -> None:
    twice = ("info@meine.example,mailbox,,5,,", "INFO@meine.example,forward,,,a@example.org,")
    assert problems(here, *twice) == [(3, "address", "This address stands in line 2, too.")]


def test_more_targets_than_a_forward_may_have_are_told(here: Place) -> None:
    targets = " ".join(f"a{n}@example.org" for n in range(21))
    assert problems(here, f"info@meine.example,forward,,,{targets},") == [
        (2, "targets", "These are 21 targets; there can be 20 at most.")
    ]


def test_circles_are_found_in_the_file_and_with_what_is_there(here: Place) -> None:
    forward(here, "da", "neu@meine.example")
    lines = (
        "neu@meine.example,forward,,,weiter@zweite.example,",
        "weiter@zweite.example,forward,,,da@meine.example,",
    )
    [(line, field, sentence)] = problems(here, *lines)
    assert (line, field) == (3, "targets")
    assert sentence.startswith("Mail would go round in circles: ")
    assert sentence.count("→") == 3


def test_a_file_that_does_not_fit_is_refused_with_the_figures(house: House, jutta: Customer) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.MAILBOXES: 3, Resource.MAIL_STORAGE: 1000})
    mailbox(here, "da", 100)
    three = [f"m{n}@meine.example,mailbox,,5,," for n in range(3)]
    found = preview(here, table(*three))
    assert (found.good, found.mailboxes_left) == (False, 2)
    sentence = "This file has 3 mailboxes, and of the 3 of this package 2 are left."
    assert found.refusal == sentence
    with pytest.raises(Conflict) as caught:
        import_(here, *three)
    assert caught.value.message == sentence
    assert preview(here, table("a@meine.example,mailbox,,901,,")).refusal == (
        "The mailboxes of this file take 901 MB. Of the 1000 MB of mail storage only 900 MB are left."
    )
    assert import_(here, "a@meine.example,mailbox,,900,,").addresses == 1


def test_what_changed_after_the_dry_run_is_noticed(here: Place) -> None:
    line = "info@meine.example,mailbox,,5,,"
    assert preview(here, table(line)).good
    mailbox(here, "info")
    with pytest.raises(InvalidInput) as caught:
        import_(here, line)
    assert caught.value.message == "Line 2, address: info@meine.example is there already."


def test_the_webmaster_imports_into_open_domains_only(here: Place, portal: Portal) -> None:
    here.close(1)
    file = table("info@zweite.example,mailbox,,5,,")
    [problem] = portal.mail_import.preview(here.webmaster, file).problems
    assert problem.sentence == "The domain of this address is not in this package."


def test_what_is_exported_can_be_imported_again(house: House, jutta: Customer) -> None:
    here = place(house, jutta)
    import_(here, *ALL_KINDS, "+weg@meine.example,mailbox,,5,,no", "=x@meine.example,mailbox,,5,,")
    shown = listed(here)
    rows = [
        {
            "address": view.address,
            "kind": view.kind.value,
            "size_mb": view.size_mb,
            "targets": view.targets,
            "enabled": view.enabled,
        }
        for view in shown
    ]
    text = as_csv(rows, list(rows[0]))
    assert "'+weg@meine.example" in text
    with house.storage.writing() as work:
        work._session.query(MailAddress).delete()
        work.commit()
    house.portal.mail_import.run(here.owner, MailFile(content=text.encode()))
    again = listed(here)
    assert [(v.address, v.kind, v.size_mb, v.targets, v.enabled) for v in again] == [
        (v.address, v.kind, v.size_mb, v.targets, v.enabled) for v in shown
    ]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_strings_in_a_file_are_refused_or_kept_as_they_are(
    house: House, jutta: Customer, text: str
) -> None:
    here = place(house, jutta)
    rows = [
        {"address": f"{text}@meine.example", "kind": "mailbox", "size_mb": "1"},
        {"address": "a@meine.example", "kind": text, "size_mb": "1"},
        {"address": "b@meine.example", "kind": "mailbox", "size_mb": text, "enabled": text},
        {"address": "c@meine.example", "kind": "forward", "targets": text},
    ]
    csv = as_csv(rows, ["address", "kind", "size_mb", "targets", "enabled"])
    file = MailFile(content=csv.encode("utf-8", "surrogatepass"))
    with suppress(InvalidInput):  # the file as a whole
        found = preview(here, file)
        assert found.n_problems >= 2
        assert not found.good


def test_many_come_in_a_handful_of_statements(here: Place, portal: Portal) -> None:
    house = here.house
    product = house.product({Resource.MAILBOXES: 500, Resource.MAIL_STORAGE: 100_000})
    house.change(here.package, product_id=product.id)
    counted: list[str] = []
    listen = (house.storage._writing, "before_cursor_execute", lambda *args: counted.append(args[2]))
    event.listen(*listen)
    portal.mail_import.run(here.owner, table(*(f"m{n}@meine.example,mailbox,,5,," for n in range(400))))
    event.remove(*listen)
    assert here.used(Resource.MAILBOXES) == 400
    assert len([each for each in counted if "mail_addresses" in each]) <= 10
    assert len(here.history()) == 1


def test_a_file_that_is_one_long_circle_is_told_in_a_line(here: Place) -> None:
    lines = [f"f{n}@meine.example,forward,,,f{(n + 1) % 5000}@meine.example," for n in range(5000)]
    [(_line, field, sentence)] = problems(here, *lines)
    assert field == "targets"
    assert sentence.endswith("f9@meine.example → … → f0@meine.example.")
