"""`admin publish`: what the operator reads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from portal.opening import locate, open_storage
from storage.models.webspace import CronJob
from tui.command import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def admin(installed: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """An installation of the test's own with the sample's packages, and its operator."""
    assert (installed / "data").exists()

    def run_it(*arguments: object) -> tuple[int, str, str]:
        code = run(["admin", *map(str, arguments)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run_it


def add_jobs(*commands: str) -> None:
    storage = open_storage(locate())
    with storage.writing() as work:
        work._session.add_all(CronJob(package_id=1, schedule="@daily", command=each) for each in commands)
        work.commit()
    storage.close()


def test_it_tells_how_much_was_published_and_where(
    admin: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    add_jobs("php /nightly.php")
    code, out, err = admin("publish", tmp_path / "servers")
    assert (code, err) == (0, "")
    assert out.startswith(f"Published to {tmp_path / 'servers'}: ")
    assert "1 cron job, " in out
    assert (tmp_path / "servers" / "cron" / "p1").is_file()
    code, out, _err = admin("publish", tmp_path / "servers")
    assert code == 0
    assert out.startswith(f"{tmp_path / 'servers'} is up to date: ")


def test_it_tells_what_was_left_out_without_acting_on_it(
    admin: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    add_jobs("a\n\x1b[2J[bold]b", *(f"a\r{number}" for number in range(30)))
    code, out, _err = admin("publish", tmp_path / "servers")
    lines = out.splitlines()
    assert code == 0
    assert lines[1] == "31 entries were left out, as servers would not understand them:"
    assert lines[2].startswith("  package 1, cron job @daily a")
    assert lines[2].endswith("[bold]b: it holds the character U+000A")
    assert lines[-1] == "  … and more; --json tells them."
    assert len(lines) == 2 + 20 + 1
    assert not any(character in out for character in "\x1b\r")


def test_programs_read_it_as_json(admin: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    add_jobs("a\nb")
    _code, out, _err = admin("publish", tmp_path / "servers", "--json")
    told = json.loads(out)
    assert told["folder"] == str(tmp_path / "servers")
    assert told["changed"] is True
    assert told["counts"]["packages"] > 0
    assert told["left_out_count"] == 1
    assert told["left_out"] == [
        {"package": 1, "kind": "cron job", "name": "@daily a\nb", "reason": "it holds the character U+000A"}
    ]


def test_one_package_is_published_by_its_domain(
    admin: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    code, out, _err = admin("publish", tmp_path / "one", "--package", "Müller-Lüdenscheidt.de", "--json")
    assert code == 0
    assert json.loads(out)["counts"]["packages"] == 1
    code, _out, err = admin("publish", tmp_path / "one", "--package", "fremd.example")
    assert (code, err) == (1, "There is no package with the domain fremd.example.\n")


def test_a_folder_of_somebody_else_is_refused_in_a_sentence(
    admin: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "file").touch()
    code, out, err = admin("publish", tmp_path / "theirs")
    assert (code, out) == (1, "")
    assert err.startswith(f"{tmp_path / 'theirs'} was not made by publishing, so it is left alone.")
