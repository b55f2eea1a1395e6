"""`admin outbox …`, as staff type it, and as systemd runs it."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from portal.opening import locate, open_storage
from portal.operator.outbox import DeliveryState
from tests.factories import add_customer
from tests.mail_server import LocalMailServer
from tui.command import run
from tui.command.parser.outbox import STATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Admin = Callable[..., tuple[int, str, str]]

WAITS = 30.0
"""Seconds for what happens in another program."""


@pytest.fixture
def server() -> Iterator[LocalMailServer]:
    with LocalMailServer() as running:
        yield running


@pytest.fixture
def admin(
    server: LocalMailServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Admin:
    """An installation that knows a mail server."""
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    for name in ("CUSTOMER_LOGIN_DATABASE", "CUSTOMER_LOGIN_SETTINGS", "SUDO_USER"):
        monkeypatch.delenv(name, raising=False)
    settings = tmp_path / "CONFIG" / "customer-login" / "portal.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        f'[smtp]\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n'
        'sender = "service@hosting.example"\npoll_seconds = 1\n'
    )

    def run_it(*arguments: object) -> tuple[int, str, str]:
        try:
            code = run(["admin", *map(str, arguments)])
        except SystemExit as left:
            code = int(left.code or 0)
        return (code, *capsys.readouterr())

    assert run_it("migrate")[0] == 0
    return run_it


def tell(*addresses: str) -> None:
    """Queue something for a customer."""
    storage = open_storage(locate())
    with storage.writing() as work:
        customer = add_customer(work)
        now = dt.datetime.now(dt.UTC)
        for address in addresses:
            event = f"{customer.id} {address}"
            work.messages.queue(customer.id, event, address, "Ihre Anschrift", "Guten Tag,\n", now)
        work.commit()
    storage.close()


def data(told: tuple[int, str, str]) -> Any:
    code, out, err = told
    assert (code, err) == (0, "")
    return json.loads(out)


def test_sending_tells_how_many_and_which_cannot_be(admin: Admin, server: LocalMailServer) -> None:
    assert admin("outbox", "send") == (0, "Nothing is due.\n", "")
    tell("jutta@post.example", "niemand@post.example", "keine adresse")
    server.behaviour.to_recipient = lambda to: "550 Unknown" if to.startswith("niemand") else "250 OK"
    code, out, err = admin("outbox", "send")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "1 mail was sent.",
        "2 mails cannot be sent:",
        "  2  niemand@post.example: 550 Unknown",
        "  3  keine adresse: The address is not valid.",
    ]
    listed = data(admin("outbox", "list", "--state", "failed", "--json"))["mails"]
    assert [mail["address"] for mail in listed] == ["keine adresse", "niemand@post.example"]
    server.behaviour.to_recipient = lambda _to: "250 OK"
    assert admin("outbox", "again", 2) == (0, "The mail 2 is sent with the next run.\n", "")
    report = data(admin("outbox", "send", "--json"))
    assert (report["sent"], report["failed"], report["trouble"]) == (1, [], "")


def test_a_server_that_is_away_makes_the_command_fail(admin: Admin, server: LocalMailServer) -> None:
    tell("jutta@post.example")
    server.stop()
    assert admin("outbox", "send") == (1, "127.0.0.1 cannot be reached: Connection refused.\n", "")
    [mail] = data(admin("outbox", "list", "--json"))["mails"]
    assert mail["state"] == "queued"


def test_a_mail_is_shown_and_so_is_the_list(admin: Admin) -> None:
    tell("jutta\x1b[2J@post.example")
    code, out, _err = admin("outbox", "list")
    assert code == 0
    assert "queued" in out
    assert "Ihre Anschrift" in out
    assert "\x1b" not in out
    code, out, _err = admin("outbox", "show", 1)
    assert "Subject     Ihre Anschrift" in out
    assert out.endswith("\nGuten Tag,\n")
    assert "\x1b" not in out
    assert data(admin("outbox", "show", 1, "--json"))["body"] == "Guten Tag,\n"
    assert admin("outbox", "show", 99) == (1, "", "There is no mail 99.\n")


def test_what_waits_can_be_left_unsent(admin: Admin, server: LocalMailServer) -> None:
    tell("jutta@post.example")
    today = dt.datetime.now(dt.UTC).date()
    assert (
        admin("outbox", "suppress", "--until", today - dt.timedelta(days=2))[1] == "0 mails are never sent.\n"
    )
    assert admin("outbox", "unsubscribe", "x") == (1, "", "No offer was sent with this code.\n")
    assert admin("outbox", "send")[1] == "1 mail was sent.\n"
    assert len(server.taken) == 1


def test_without_a_server_that_is_said(admin: Admin, tmp_path: Path) -> None:
    (tmp_path / "CONFIG" / "customer-login" / "portal.toml").write_text("")
    code, _out, err = admin("outbox", "send")
    assert code == 1
    assert "fill in [smtp] in portal.toml" in err


def test_a_password_that_others_can_read_is_refused(admin: Admin, tmp_path: Path) -> None:
    path = tmp_path / "CONFIG" / "customer-login" / "portal.toml"
    path.write_text(f'{path.read_text()}login = "x"\npassword = "geheim-hier"\n')
    path.chmod(0o640)
    code, _out, err = admin("outbox", "list")
    assert code == 1
    assert "can read the mail server's password" in err
    assert "geheim" not in err
    path.chmod(0o600)
    assert admin("outbox", "list")[0] == 0


def test_the_parser_knows_all_states() -> None:
    assert set(STATES) == set(DeliveryState)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_watching_sends_what_comes_up_and_ends_when_told_to(
    admin: Admin, server: LocalMailServer, ending: signal.Signals
) -> None:
    assert admin("outbox", "list")[0] == 0
    tell("erste@post.example")
    command = (sys.executable, "-m", "tui", "admin", "outbox", "send", "--watch")
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as one:
        try:
            until(lambda: len(server.taken) == 1)
            tell("zweite@post.example")
            until(lambda: len(server.taken) == 2)
            one.send_signal(ending)
            out, err = one.communicate(timeout=WAITS)
        finally:
            one.kill()
    assert (one.returncode, out.splitlines(), err) == (0, ["1 mail was sent."] * 2, "")
    assert {mail["state"] for mail in data(admin("outbox", "list", "--json"))["mails"]} == {"sent"}


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + WAITS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
