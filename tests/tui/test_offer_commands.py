"""`admin offers …`, as staff type them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from portal.paging import PageRequest
from tests.tui.invoice_steps import another_window
from tui.command import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.tui.portal_app import PortalApp

    Admin = Callable[..., tuple[int, str, str]]

CLUB = (
    "offers", "add", "club", "--name", "A website for your club", "--text", "With a domain.", "--from",
    "2026-11-01", "--until", "2026-11-30", "--product", "builder-start", "--price", "5.99",
)  # fmt: skip


@pytest.fixture
def admin(
    portal_app: PortalApp, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Admin:
    """Run a command on Erika's demo; its exit code and what it printed."""
    for module in ("offers", "listing"):
        monkeypatch.setattr(f"tui.command.{module}.open_portal", lambda *_where: portal_app.open())

    def administer(*words: str) -> tuple[int, str, str]:
        code = run(["admin", *words])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return administer


def test_an_offer_is_added_listed_told_and_ended(admin: Admin, portal_app: PortalApp) -> None:
    first = ("--first-price", "0.00", "--first-months", "3", "--available", "20")
    assert admin(*CLUB, *first) == (
        0, "The offer club is added; customers see it from now on, until 2026-11-30.\n", "",
    )  # fmt: skip
    line = next(line for line in admin("offers", "list")[1].splitlines() if line.startswith("club "))
    assert line.split("  ", 1)[1].strip() == (
        "running  2026-11-01 to 2026-11-30   0/20 ordered  A website for your club: Homepage Builder Start"
        "  0,00 € a month for 3 months, then 5,99 € a month"
    )
    code, out, _err = admin("offers", "announce", "club", "--json")
    told = json.loads(out)
    assert (code, told["code"], told["before"]) == (0, "club", 0)
    assert told["told"] >= 1
    with portal_app.elsewhere() as other:
        page = other.messages.page(another_window(other), PageRequest(descending=True))
    assert page.rows[0].subject == "Angebot bis 30.11.2026: A website for your club"
    code, _out, err = admin("offers", "announce", "club")
    assert (code, err[:48]) == (1, "Customers were told of the offer club on 2026-11")
    assert "announced" in admin("offers", "list")[1]
    assert admin("offers", "end", "club") == (
        0, "The offer club is ended; nobody can order it any more.\n", "",
    )  # fmt: skip
    code, out, err = admin("offers", "end", "club")
    assert (code, out, err.startswith("The offer club was ended on 2026-11-")) == (1, "", True)


def test_json_for_programs(admin: Admin) -> None:
    made = json.loads(admin(*CLUB, "--json")[1])
    assert (made["code"], made["phase"], made["terms"]["price_cents"]) == ("club", "running", 599)
    rows = json.loads(admin("offers", "list", "--json")[1])["offers"]
    assert made in rows
    ends = [row["ends_on"] for row in rows]
    assert ends == sorted(ends, reverse=True)
    code, out, _err = admin(*CLUB, "--until", "2026-10-01", "--json")
    assert (code, [each["field"] for each in json.loads(out)["details"]]) == (1, ["ends_on"])


def test_a_service_for_some_with_its_text_in_a_file(
    admin: Admin, tmp_path: Path, portal_app: PortalApp
) -> None:
    (tmp_path / "text").write_text("Zwei\nZeilen für alle.\n", "utf-8")
    words = (
        "offers", "add", "a", "--name", "Archive", "--text-file", str(tmp_path / "text"),
        "--service", "Archive", "--from", "2026-12-01", "--until", "2026-12-31", "--price", "47.88",
        "--billing", "12", "--term", "24", "--notice", "3", "--for", "hosting-plus", "--for", "hosting-pro",
        "--customers-since", "2024-12-31",
    )  # fmt: skip
    assert admin(*words)[:2] == (
        0, "The offer a is added; customers see it from 2026-12-01 to 2026-12-31.\n",
    )  # fmt: skip
    query = "SELECT text, billing_months, minimum_months, customer_since FROM offers WHERE code = 'a'"
    assert portal_app.stored(query) == [("Zwei\nZeilen für alle.", 12, 24, "2024-12-31")]
    query = "SELECT count(*) FROM offer_conditions JOIN offers ON id = offer_id WHERE code = 'a'"
    assert portal_app.stored(query) == [(2,)]
    (tmp_path / "text").write_bytes(b"\xfc")
    assert admin(*words) == (1, "", "--text-file: The text is not UTF-8.\n")
    code, _out, err = admin(*words[:6], str(tmp_path / "none"), *words[7:])
    assert (code, "none cannot be read: No such file" in err) == (1, True)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--price", "5,99"), "--price: An amount is written like this: 24.97."),
        (("--price", "5.999"), "--price: An amount is written like this: 24.97."),
        (("--first-price", "-1"), "--first-price: An amount is written like this: 24.97."),
        (("--first-price", "1"), "--first-months: The first price and its months belong together."),
        (("--first-months", "2"), "--first-months: The first price and its months belong together."),
        (("--from", "gestern"), "--from: A day is written like this: 2026-03-31."),
        (("--until", "2026-12-01"), "--until: An offer of the month begins and ends in one calendar month."),
        (("--product", "none"), "--product: There is no product none."),
        (("--for", "hosting-plus", "--for", "none"), "--for: There is no product none."),
        (
            ("--service", "Both"),
            "--service: An offer makes a package or a service: give a product, or a service.",
        ),
        (("--notice", "13"), "--notice: This must be at most 12."),
        (("--available", "0"), "--available: This must be at least 1."),
        (("--customers-since", "2024"), "--customers-since: A day is written like this: 2026-03-31."),
        (("--name", ""), "--name: Please fill in this field."),
    ],
)
def test_every_mistake_has_its_sentence(admin: Admin, words: tuple[str, ...], sentence: str) -> None:
    assert admin(*CLUB, *words) == (1, "", f"{sentence}\n")


def test_what_is_missing_is_named_all_at_once(admin: Admin) -> None:
    code, _out, err = admin("offers", "add", "two words")
    assert code == 1
    assert {line.partition(":")[0] for line in err.splitlines()} == {
        "CODE", "--name", "--text", "--from", "--until", "--price", "--service",
    }  # fmt: skip


@pytest.mark.parametrize(
    "words", [("--billing", "3"), ("--term", "x"), ("--text-file", "file"), ("--pryce", "1")]
)
def test_what_makes_no_sense_ends_with_code_2(admin: Admin, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as left:
        admin(*CLUB, *words)
    assert left.value.code == 2


def test_whoever_interrupts_an_announcement_reads_what_holds(
    admin: Admin, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin(*CLUB)

    def interrupted(*_far: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tui.command.output.no_progress", interrupted)
    monkeypatch.setattr("portal.operator.offers.AT_ONCE", 1)
    assert admin("offers", "announce", "club") == (
        1, "", "Interrupted. Who was told stays told; the next run goes on with the others.\n",
    )  # fmt: skip
