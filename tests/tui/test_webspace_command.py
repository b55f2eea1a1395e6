"""`admin measure` and `admin certificate`: what servers tell the portal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from portal.operator.measuring import Measuring
from tui.command import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Admin = Callable[..., tuple[int, str, str]]


@pytest.fixture
def admin(installed: Path, capsys: pytest.CaptureFixture[str]) -> Admin:
    """An installation with the sample's packages; a command's exit code and what it printed."""
    assert (installed / "data").exists()

    def run_it(*arguments: object) -> tuple[int, str, str]:
        code = run(["admin", *map(str, arguments)])
        return (code, *capsys.readouterr())

    return run_it


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """The folder of package 1, with a file of 3 MB in it, and one of nobody."""
    for name in ("1/html", "4711"):
        (tmp_path / "disk" / name).mkdir(parents=True)
    with (tmp_path / "disk" / "1" / "html" / "film.mp4").open("wb") as film:
        film.truncate(3 * 1024 * 1024)
    return tmp_path / "disk"


def test_measuring_tells_how_much_there_is_and_whose_it_is_not(admin: Admin, disk: Path) -> None:
    assert admin("measure", disk) == (
        0,
        "1 package was measured: 3 MB in 1 files.\nThe folder 4711 belongs to no package.\n",
        "",
    )


def test_measuring_tells_programs_the_same_as_json(admin: Admin, disk: Path) -> None:
    first, second = (json.loads(admin("measure", disk, "--json")[1]) for _again in range(2))
    assert first == second
    assert first["unknown"] == ["4711"]
    [package] = first["packages"]
    assert (package["id"], package["used_mb"], package["files"], package["problems"]) == (1, 3, 1, [])


def test_one_package_is_measured_by_its_domain(admin: Admin, disk: Path) -> None:
    code, told, _err = admin("measure", disk, "--package", "jutta-strickt.de", "--json")
    assert (code, [package["id"] for package in json.loads(told)["packages"]]) == (0, [1])
    code, _told, refused = admin("measure", disk, "--package", "anna-huber.at")
    assert (code, refused.partition(" in ")[0]) == (1, "Package 5 has no folder")


def test_what_could_not_be_read_is_told_and_ends_with_code_1(admin: Admin, disk: Path) -> None:
    (disk / "1" / "html" / "film.mp4").unlink()
    (disk / "1" / "html").rmdir()
    (disk / "1").rmdir()
    (disk / "1").symlink_to(disk)
    assert admin("measure", disk)[0] == 0  # a link is no folder of a package
    code, told, _err = admin("measure", disk, "--package", "jutta-strickt.de")
    assert code == 1
    assert told.splitlines()[1].startswith("Package 1 (müller-lüdenscheidt.de): /: ")


def test_a_folder_that_is_not_there_is_refused(admin: Admin, disk: Path) -> None:
    code, _told, refused = admin("measure", disk / "nowhere")
    assert (code, refused) == (1, f"{disk}/nowhere cannot be read: No such file or directory.\n")


def test_whoever_interrupts_measuring_reads_that_what_was_measured_is_kept(
    admin: Admin, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Measuring, "run", interrupted)
    assert admin("measure", disk) == (130, "", "Interrupted. What was measured is kept.\n")


def test_a_certificate_is_booked_as_valid_or_failed(admin: Admin) -> None:
    valid = admin("certificate", "müller-lüdenscheidt.de", "valid", "--until", "2099-03-31")
    assert (valid[0], valid[2]) == (0, "")
    assert valid[1].startswith("The certificate of müller-lüdenscheidt.de is valid until 2099-03-31;")
    code, _told, refused = admin("certificate", "müller-lüdenscheidt.de", "failed")
    assert (code, refused) == (1, "No certificate is ordered for müller-lüdenscheidt.de.\n")


@pytest.mark.parametrize(
    ("arguments", "refused"),
    [
        (("anna-huber.at", "valid"), "--until: A day is written like this: 2026-03-31.\n"),
        (("anna-huber.at", "valid", "--until", "soon"), "--until: A day is written like this: 2026-03-31.\n"),
        (("anna-huber.at", "valid", "--until", "2020-01-01"), "2020-01-01 has passed.\n"),
        (("other.example", "failed"), "There is no site other.example.\n"),
    ],
)
def test_what_cannot_be_booked_is_refused(admin: Admin, arguments: tuple[str, ...], refused: str) -> None:
    assert admin("certificate", *arguments) == (1, "", refused)
