from __future__ import annotations

import json
import os
import sqlite3
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from portal.errors import NotAllowed
from portal.opening import locate, open_portal, open_storage
from portal.operator.importing import import_schema
from tests.factories import IBAN
from tui.command import run
from tui.command.admin import operator_access

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = Path(__file__).parents[2] / "docs" / "sample-import.jsonl"

KARL = (
    "--first-name=Karl",
    "--last-name=Söhnlein",
    "--street=Mörikestraße",
    "--house-number=8",
    "--postcode=01067",
    "--town=Dresden",
    "--mobile=01712345678",
    "--email=karl@example.org",
)

ESCAPES = "\x1b]0;mine\x07\x1b[2J\x9b1m\u202e"


@pytest.fixture(autouse=True)
def home(folders: Path) -> Path:
    """Everything of the user's is in the test's own folder."""
    return folders


class Told:
    """What a command printed, and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    """Run a command in this process."""

    def run_it(*arguments: object) -> Told:
        try:
            code = run([str(each) for each in arguments])
        except SystemExit as left:
            code = int(left.code or 0)
        told = capsys.readouterr()
        return Told(code, told.out, told.err)

    return run_it


@pytest.fixture
def admin(call: Callable[..., Told], installed: Path) -> Callable[..., Told]:
    """An installation with the sample's people in it, and its operator."""
    assert (installed / "data").exists()
    return partial(call, "admin")


def sign_in(number: str, password: str) -> str:
    portal = open_portal()
    try:
        return portal.sign_in.as_customer(number, password, "here").name
    finally:
        portal.close()


def state() -> list[int]:
    """How many records there are, those of the audit log left out."""
    storage = open_storage(locate())
    with storage.reading() as work:
        found = [work.products.highest_id(), work.customers.highest_id(), work.domains.highest_id()]
    storage.close()
    return found


# The command line itself.


def test_the_version_is_told(call: Callable[..., Told]) -> None:
    told = call("--version")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("customer-login 0.")


@pytest.mark.parametrize(
    "arguments",
    [
        ("admin",),
        ("nonsense",),
        ("admin", "import"),
        ("admin", "import", "a", "--schema"),
        ("admin", "customer"),
        ("admin", "customer", "show"),
        ("admin", "customer", "add", "--type", "robot"),
        ("admin", "check", "--jso"),
        ("demo", "--size", "huge"),
    ],
    ids=" ".join,
)
def test_arguments_that_make_no_sense_end_with_2(
    call: Callable[..., Told], arguments: tuple[str, ...]
) -> None:
    told = call(*arguments)
    assert (told.code, told.out) == (2, "")
    assert "usage: " in told.err


def test_what_was_typed_is_not_repeated_raw(call: Callable[..., Told]) -> None:
    assert not any(sign in call("admin", "check", f"--{ESCAPES}").err for sign in "\x1b\x07\x9b\u202e")


@pytest.mark.parametrize("arguments", [("--help",), ("admin", "--help"), ("admin", "customer", "add", "-h")])
def test_help_is_no_error(call: Callable[..., Told], arguments: tuple[str, ...]) -> None:
    told = call(*arguments)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("usage: customer-login")


def test_without_admin_the_screens_open(call: Callable[..., Told], monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[Any, ...]] = []

    def start(*what: Any) -> int:
        opened.append(what)
        return len(opened)

    monkeypatch.setattr("tui.start.start_portal", start)
    monkeypatch.setattr("tui.start.start_demo", start)
    assert call("--database", "x.db", "--settings", "y.toml").code == 1
    assert call("demo").code == 2
    assert call("demo", "--size", "large", "--keep", "z.db").code == 3
    assert opened == [("x.db", Path("y.toml")), ("small", None), ("large", Path("z.db"))]


def test_the_place_may_stand_before_or_behind_the_command(call: Callable[..., Told], home: Path) -> None:
    for arguments in (
        ("--database", home / "one.db", "admin", "migrate", "--json"),
        ("admin", "migrate", "--json", "--database", home / "two.db"),
    ):
        told = call(*arguments)
        assert told.code == 0
        assert Path(told.json["database"]).exists()


def test_the_operator_is_who_the_system_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "eve")
    assert "eve" not in operator_access().name
    monkeypatch.setattr(os, "getuid", lambda: 0)
    monkeypatch.setenv("SUDO_USER", f"anna{ESCAPES}" + "x" * 100)
    name = operator_access().name
    assert name.startswith("anna\\x1b]0")
    assert len(name) <= 60
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000_000)
    assert operator_access().name == "4000000000"


# A first start.


@pytest.mark.parametrize("arguments", ["import x.jsonl", "customer show 1", "backup", "rotate-key", "check"])
def test_without_a_database_every_command_tells_the_way_on(
    call: Callable[..., Told], home: Path, arguments: str
) -> None:
    told = call("admin", *arguments.split())
    assert told.code == 1
    assert "customer-login admin migrate" in told.out + told.err
    assert list(home.iterdir()) == []


def test_an_installation_is_made_and_found_up_to_date(call: Callable[..., Told]) -> None:
    first = call("admin", "migrate")
    assert first.code == 0
    assert "A new database was made: " in first.out
    assert "Keep a copy of the key in a safe place" in first.out
    again = call("admin", "migrate", "--json")
    assert again.json["before"] == again.json["now"]
    assert again.json["new_key"] is None


# Import.


def test_the_sample_comes_in_and_its_people_can_sign_in(call: Callable[..., Told]) -> None:
    call("admin", "migrate")
    told = call("admin", "import", SAMPLE)
    assert (told.code, told.err) == (0, "")
    assert told.out == "Imported: 3 products, 3 customers, 5 packages, 8 domains, 1 offer.\n"
    assert sign_in("20000001", "Lampe Ziegel Fluss Marder") == "Jutta Müller-Lüdenscheidt"


def test_a_dry_run_says_what_would_come_in_and_changes_nothing(call: Callable[..., Told]) -> None:
    call("admin", "migrate")
    before = state()
    told = call("admin", "import", SAMPLE, "--dry-run", "--json")
    assert told.json == {
        "products": 3, "customers": 3, "packages": 5, "domains": 8, "offers": 1, "dry_run": True,
    }  # fmt: skip
    assert call("admin", "import", SAMPLE, "--dry-run").out.startswith("All lines are right; an import would")
    assert state() == before


def test_a_bad_line_in_the_middle_imports_nothing_and_is_named(call: Callable[..., Told], home: Path) -> None:
    lines = SAMPLE.read_text("utf-8").replace("DE89 3704", "DE88 3704")
    (home / "bad.jsonl").write_text(lines, "utf-8")
    call("admin", "migrate")
    before = state()
    told = call("admin", "import", home / "bad.jsonl")
    assert (told.code, told.out) == (1, "")
    assert told.err.splitlines() == [
        "Line 4, bank_data.iban: The check digits do not fit. Please check what you typed.",
        "Nothing was imported: 1 error.",
    ]
    as_json = call("admin", "import", home / "bad.jsonl", "--json")
    assert as_json.code == 1
    assert as_json.json["error"] == "Nothing was imported: 1 error."
    assert [(each["line"], each["field"]) for each in as_json.json["details"]] == [(4, "bank_data.iban")]
    assert state() == before


def test_a_second_time_is_refused_with_the_lines_named(admin: Callable[..., Told]) -> None:
    before = state()
    told = admin("import", SAMPLE)
    assert told.code == 1
    assert told.err.startswith("Line 1, code: This is in the database already.\n")
    assert told.err.endswith("errors.\n")
    assert state() == before


def test_a_file_that_is_not_there_is_told(admin: Callable[..., Told], home: Path) -> None:
    told = admin("import", home / "no such file")
    assert (told.code, told.out) == (1, "")
    assert "cannot be read: No such file or directory." in told.err


def test_the_schema_needs_no_database(call: Callable[..., Told]) -> None:
    for arguments in (("--schema",), ("--schema", "--json")):
        assert call("admin", "import", *arguments).json == import_schema()


def test_a_field_name_that_would_steer_the_terminal_is_shown_harmless(
    admin: Callable[..., Told], home: Path
) -> None:
    (home / "bad.jsonl").write_text(json.dumps({"kind": "product", ESCAPES: 1}))
    for told in (admin("import", home / "bad.jsonl"), admin("import", home / "bad.jsonl", "--json")):
        assert told.code == 1
        assert not any(sign in told.out + told.err for sign in "\x1b\x07\x9b\u202e")


def test_no_password_is_in_any_output(call: Callable[..., Told], home: Path) -> None:
    canary = "Kanarienvogel"
    lines = SAMPLE.read_text("utf-8").replace("Lampe Ziegel Fluss Marder", canary)
    (home / "file.jsonl").write_text(lines.replace("zebra-kaktus-anker-wolke", canary), "utf-8")
    call("admin", "migrate")
    for arguments in ((), ("--dry-run",), ("--json",)):
        told = call("admin", "import", home / "file.jsonl", *arguments)
        assert told.code == 1
        assert canary not in told.out + told.err


class Terminal:
    """Standard error as a terminal would be."""

    def __init__(self) -> None:
        self.written = ""

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return True

    encoding = "utf-8"


def test_progress_is_drawn_on_a_terminal_only(
    call: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    call("admin", "migrate")
    monkeypatch.setenv("TERM", "xterm-256color")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert call("admin", "import", SAMPLE, "--dry-run", "--json").code == 0
    assert terminal.written == ""
    assert call("admin", "import", SAMPLE, "--dry-run").code == 0
    assert "Importing" in terminal.written
    assert "100%" in terminal.written


def test_an_interrupted_import_leaves_nothing(
    call: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    call("admin", "migrate")
    before = state()

    def interrupt(_batch: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("portal.operator.importing.packages.PackagesIn.write", interrupt)
    told = call("admin", "import", SAMPLE)
    assert (told.code, told.out, told.err) == (130, "", "Interrupted. Nothing was changed.\n")
    assert state() == before


def test_a_bug_ends_with_one_sentence_and_repeats_no_value(
    call: Callable[..., Told], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("admin", "migrate")

    def stumble(_batch: object) -> None:
        raise RuntimeError("Kanarienvogel")

    monkeypatch.setattr("portal.operator.importing.packages.PackagesIn.write", stumble)
    told = call("admin", "import", SAMPLE)
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith("Something went wrong on our side. Reference: ")
    assert len(told.err.splitlines()) == 1
    [log] = (home / "state").rglob("*.log")
    assert told.err.strip().rpartition(" ")[2] in log.read_text()
    assert "Kanarienvogel" not in log.read_text()


# Customers.


def test_a_customer_is_added_and_signs_in_with_the_password_shown(admin: Callable[..., Told]) -> None:
    told = admin("customer", "add", *KARL, "--number", "20000009")
    assert (told.code, told.err) == (0, "")
    first, second = told.out.splitlines()
    assert first == "Customer 20000009 was added."
    assert sign_in("20000009", second.rpartition(" ")[2]) == "Karl Söhnlein"


def test_without_a_number_a_free_one_is_given(admin: Callable[..., Told]) -> None:
    given = admin("customer", "add", *KARL, "--json").json
    assert sign_in(given["number"], given["password"]) == "Karl Söhnlein"


def test_what_is_missing_or_wrong_is_named_by_its_option(admin: Callable[..., Told]) -> None:
    told = admin("customer", "add", "--number", "1")
    assert (told.code, told.err) == (1, "--number: A customer number has 8 digits.\n")
    told = admin("customer", "add", "--street", "Postfach 12", "--mobile", "12", "--since", "gestern")
    assert (told.code, told.out) == (1, "")
    names = {line.partition(":")[0] for line in told.err.splitlines()}
    assert {"--street", "--mobile", "--since", "--postcode", "--last-name", "--email"} <= names
    as_json = admin("customer", "add", *KARL, "--town", "", "--json")
    assert [each["field"] for each in as_json.json["details"]] == ["address.town"]


def test_bank_data_are_asked_for_and_shown_masked(
    admin: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter(["Karl Söhnlein", "DE89 3704 0044 0532 0130 00", "Karl", "DE00"])
    monkeypatch.setattr("builtins.input", lambda _label: next(typed))
    assert admin("customer", "add", *KARL, "--number", "20000009", "--debit").code == 0
    told = admin("customer", "show", "20000009")
    assert "Pays by      debit from DE89 •••• •••• 3000, Karl Söhnlein, mandate M-20000009-" in told.out
    assert IBAN not in told.out + admin("customer", "show", "20000009", "--json").out
    wrong = admin("customer", "add", *KARL, "--debit")
    assert wrong.err.startswith("--debit iban: ")


def test_bank_data_that_nobody_types_are_missed(
    admin: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(_label: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", nobody)
    told = admin("customer", "add", *KARL, "--debit")
    assert (told.code, told.err) == (1, "The bank data were not given.\n")


def test_a_customer_is_shown_to_people_and_to_programs(admin: Callable[..., Told]) -> None:
    told = admin("customer", "show", "2000 0002")
    assert [line.split()[0] for line in told.out.splitlines()] == [
        *("Number", "Name", "Type", "State", "Since", "Address", "Telephone", "Fax", "Email", "Invoices"),
        *("Pays", "Packages", "Sessions"),
    ]
    assert "Mörikestraße 8, Hinterhaus, 01067 Dresden, DE" in told.out
    as_json = admin("customer", "show", "20000002", "--json").json
    assert (as_json["number"], as_json["state"], as_json["packages"]) == ("20000002", "active", 2)
    assert as_json["address"]["town"] == "Dresden"
    assert "no password yet" in admin("customer", "show", "20000003").out


def test_hostile_text_in_the_database_is_printed_harmless(admin: Callable[..., Told]) -> None:
    storage = open_storage(locate())
    with storage.writing() as work:
        customer = work.customers.by_number("20000001")
        assert customer is not None
        customer.last_name = customer.town = f"Müller{ESCAPES}"
        work.commit()
    storage.close()
    for told in (admin("customer", "show", "20000001"), admin("customer", "show", "20000001", "--json")):
        assert told.code == 0
        assert "M" in told.out
        assert not any(sign in told.out for sign in "\x1b\x07\x9b\u202e")


def test_locking_unlocking_and_a_new_password(admin: Callable[..., Told]) -> None:
    password = "Lampe Ziegel Fluss Marder"
    assert admin("customer", "lock", "20000001").out == (
        "Customer 20000001 is locked; all sessions have ended.\n"
    )
    with pytest.raises(NotAllowed):
        sign_in("20000001", password)
    again = admin("customer", "lock", "20000001")
    assert (again.code, again.err) == (1, "Customer 20000001 is locked already.\n")
    assert admin("customer", "unlock", "20000001", "--json").json["state"] == "active"
    sign_in("20000001", password)
    given = admin("customer", "reset-password", "20000001", "--json").json
    assert sign_in(given["number"], given["password"]) == "Jutta Müller-Lüdenscheidt"
    with pytest.raises(NotAllowed):
        sign_in("20000001", password)


def test_who_is_not_there_is_told(admin: Callable[..., Told]) -> None:
    told = admin("customer", "show", f"1{ESCAPES}", "--json")
    assert told.code == 1
    assert "There is no customer with the number 1" in told.err
    assert not any(sign in told.out + told.err for sign in "\x1b\x07\x9b\u202e")
    assert "error" in told.json


# The database.


def test_a_backup_is_made_where_it_is_wanted(admin: Callable[..., Told], home: Path) -> None:
    told = admin("backup", "--to", home / "copy.db")
    assert told.out == f"The backup is in {home / 'copy.db'}\n"
    again = admin("backup", "--to", home / "copy.db")
    assert again.code == 1
    assert "please name another" in again.err
    assert Path(admin("backup", "--json").json["backup"]).exists()


def test_a_check_finds_nothing_or_names_it(admin: Callable[..., Told]) -> None:
    assert admin("check").out.startswith("Nothing wrong was found in ")
    assert admin("rotate-key").out.startswith("There is a new key in ")
    assert admin("check", "--json").json["findings"] == []
    locate().key_file.chmod(0o644)
    told = admin("check", "--json")
    assert told.code == 1
    assert [each["what"] for each in told.json["findings"]] == ["key"]
    assert admin("check").out.startswith("key: Other users of this computer can read")


def test_a_check_names_domains_without_a_site_and_packages_whose_counters_are_wrong(
    admin: Callable[..., Told],
) -> None:
    with closing(sqlite3.connect(str(locate().file))) as connection:
        connection.execute("DELETE FROM sites WHERE domain_id = 2")
        connection.execute(
            "INSERT INTO package_usage (package_id, resource, used)"
            " VALUES (1, 'mailboxes', 7), (1, 'backups', 2)"
        )
        connection.commit()
    told = admin("check")
    wrong = "7 mailboxes instead of 0, 2 backups instead of 0"
    assert told.code == 1
    assert told.out.splitlines() == [
        "sites: 1 living domain has no site: 2.",
        f"counters: Package 1, müller-lüdenscheidt.de, counts {wrong}.",
    ]


def test_settings_that_are_wrong_are_told(call: Callable[..., Told], home: Path) -> None:
    (home / "portal.toml").write_text("colour = 1\n")
    told = call("--settings", home / "portal.toml", "admin", "check")
    assert told.code == 1
    assert "colour: This field is not known." in told.err


def test_monthly_figures_come_in_once(admin: Callable[..., Told], home: Path) -> None:
    figures = {"package": "müller-lüdenscheidt.de", "month": "2026-10", "traffic_mb": 1, "storage_mb": 2}
    file = home / "figures.jsonl"
    file.write_text(json.dumps(figures | {"mails": 3}))
    assert admin("statistics", file, "--dry-run").out == (
        "All lines are right; an import would bring: 1 new month, 0 changed, 0 as before.\n"
    )
    assert admin("statistics", file).out == "Imported: 1 new month, 0 changed, 0 as before.\n"
    assert admin("statistics", file, "--json").json == {
        "added": 0,
        "changed": 0,
        "unchanged": 1,
        "dry_run": False,
    }
    file.write_text(json.dumps(figures))
    told = admin("statistics", file)
    assert told.code == 1
    assert told.err.splitlines() == [
        "Line 1, mails: Please fill in this field.",
        "Nothing was imported: 1 error.",
    ]
