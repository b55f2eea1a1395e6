"""`admin tickets …` and `admin customer pin`, as staff type them."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from portal.demo.credentials import ERIKA
from portal.support import TicketState
from tests.tui.invoice_steps import another_window
from tui.command import run
from tui.command.parser.support import TICKET_STATES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.portal_app import PortalApp

    Admin = Callable[..., tuple[int, str, str]]


@pytest.fixture
def admin(
    portal_app: PortalApp, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Admin:
    """Run a command on Erika's demo; its exit code and what it printed."""

    def opened(*_where: object) -> object:
        return portal_app.open()

    monkeypatch.setattr("tui.command.tickets.open_portal", opened)
    monkeypatch.setattr("tui.command.admin.open_portal", opened)
    monkeypatch.setattr("tui.command.listing.open_portal", opened)

    def administer(*words: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = run(["admin", *words])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return administer


def test_the_list_the_newest_first_and_only_some(admin: Admin) -> None:
    code, out, _err = admin("tickets", "list")
    assert (code, [line[:10].strip() for line in out.splitlines()]) == (0, ["T-000002", "T-000001"])
    assert "2026-11-20 15:00 UTC  10012345  answered  One mailbox for all names" in out
    assert "T-000001" not in admin("tickets", "list", "--state", "answered")[1]
    assert "T-000002" in admin("tickets", "list", "--customer", "1001 2345")[1]
    assert admin("tickets", "list", "--customer", "10020300")[1] == "There is no such ticket.\n"
    code, _out, err = admin("tickets", "list", "--customer", "1")
    assert (code, err) == (1, "There is no customer with the number 1.\n")
    rows = json.loads(admin("tickets", "list", "--json")[1])["tickets"]
    assert (rows[0]["reference"], rows[0]["state"], rows[0]["customer"]) == (
        "T-000002",
        "answered",
        "Erika Musterfrau",
    )


def test_the_states_are_those_of_the_portal() -> None:
    assert tuple(state.value for state in TicketState) == TICKET_STATES


def test_a_ticket_with_all_that_was_written(admin: Admin) -> None:
    code, out, _err = admin("tickets", "show", "T-2")
    assert code == 0
    assert "Customer  10012345, Erika Musterfrau\nPackage   verein-sonnenhof.de\n" in out
    assert "Customer, 2026-11-20 12:00 UTC:\n  Hello,\n" in out
    assert "Customer service, 2026-11-20 15:00 UTC:\n  Dear Ms Musterfrau,\n" in out
    shown = json.loads(admin("tickets", "show", "T-2", "--json")[1])
    assert [message["by_customer"] for message in shown["messages"]] == [True, False]
    assert admin("tickets", "show", "T-77")[0] == 1


def test_an_answer_behind_an_option_in_a_file_and_from_standard_input(admin: Admin, tmp_path: Path) -> None:
    code, out, _err = admin("tickets", "answer", "T-2", "--text", "First.")
    assert (code, out) == (0, "T-000002 is answered; customer 10012345 is told.\n")
    (tmp_path / "answer.txt").write_text("Second,\nüber zwei Zeilen.\n", "utf-8")
    assert admin("tickets", "answer", "2", "--file", str(tmp_path / "answer.txt"))[0] == 0
    assert admin("tickets", "answer", "2", typed="Third.\n")[0] == 0
    messages = json.loads(admin("tickets", "show", "2", "--json")[1])["messages"]
    assert [message["text"] for message in messages[2:]] == ["First.", "Second,\nüber zwei Zeilen.", "Third."]


def test_an_answer_that_is_none_is_refused(admin: Admin, tmp_path: Path) -> None:
    assert admin("tickets", "answer", "2", typed=" \n")[0] == 1
    assert admin("tickets", "answer", "2", "--text", "\x1b[2J")[0] == 1
    (tmp_path / "latin").write_bytes(b"\xfc")
    code, _out, err = admin("tickets", "answer", "2", "--file", str(tmp_path / "latin"))
    assert (code, err) == (1, "The answer is not UTF-8.\n")
    code, _out, err = admin("tickets", "answer", "2", "--file", str(tmp_path / "missing"))
    assert (code, "cannot be read: No such file" in err) == (1, True)
    assert len(json.loads(admin("tickets", "show", "2", "--json")[1])["messages"]) == 2


def test_a_ticket_is_closed_once(admin: Admin) -> None:
    assert admin("tickets", "close", "T-2")[:2] == (0, "T-000002 is closed.\n")
    assert admin("tickets", "close", "T-2")[0] == 1


def test_a_pin_is_asked_for_and_good_once(admin: Admin, portal_app: PortalApp) -> None:
    with portal_app.elsewhere() as other:
        made = other.support.make_pin(another_window(other))
    wrong = f"{(int(made.pin) + 1) % 10**6:06}"
    code, out, err = admin("customer", "pin", ERIKA.name, typed=f"{wrong}\n")
    assert (code, out, err) == (1, "", "This service PIN is wrong, too old, or was used already.\n")
    code, out, _err = admin("customer", "pin", ERIKA.name, typed=f"{made.pin}\n")
    assert (code, out) == (0, "The service PIN is right: this is Erika Musterfrau. It is used up now.\n")
    assert admin("customer", "pin", ERIKA.name, typed=f"{made.pin}\n")[0] == 1
    assert admin("customer", "pin", ERIKA.name, typed="")[0] == 1
    assert made.pin not in str(portal_app.stored("SELECT * FROM audit_entries"))
