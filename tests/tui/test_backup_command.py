"""`admin daily-backups` at the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portal.operator.backups import DailyBackups
from tui.command import run

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = Path(__file__).parents[2] / "docs" / "sample-import.jsonl"


@pytest.fixture
def admin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """An installation with the sample's packages; a command's exit code and what it printed."""
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    for name in ("CUSTOMER_LOGIN_DATABASE", "CUSTOMER_LOGIN_SETTINGS", "SUDO_USER"):
        monkeypatch.delenv(name, raising=False)

    def run_it(*arguments: str) -> tuple[int, str, str]:
        code = run(["admin", *arguments])
        return (code, *capsys.readouterr())

    assert run_it("migrate")[0] == 0
    with_backups = tmp_path / "sample.jsonl"
    with_backups.write_text(SAMPLE.read_text().replace('"quotas": {', '"quotas": {"backups": 14, '))
    assert run_it("import", str(with_backups))[0] == 0
    return run_it


def test_the_first_run_of_a_day_makes_backups_and_the_second_none(
    admin: Callable[..., tuple[int, str, str]],
) -> None:
    code, out, err = admin("daily-backups", "--json")
    first = json.loads(out)
    assert (code, err) == (0, "")
    assert first["made"] > 0
    assert json.loads(admin("daily-backups", "--json")[1]) == {
        "made": 0, "removed": 0, "there": first["made"], "without_room": 0,
    }  # fmt: skip


def test_people_read_sentences(admin: Callable[..., tuple[int, str, str]]) -> None:
    made = json.loads(admin("daily-backups", "--json")[1])["made"]
    code, out, _err = admin("daily-backups")
    had = "1 package had" if made == 1 else f"{made} packages had"
    assert (code, out) == (0, f"0 daily backups were made, 0 were removed.\n{had} today's already.\n")


def test_an_interrupted_run_says_what_is_kept(
    admin: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(DailyBackups, "run", interrupted)
    code, out, err = admin("daily-backups")
    told = "Interrupted. The backups made by then are kept; the next run makes the others.\n"
    assert (code, out, err) == (1, "", told)
