"""Reading a settings file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.errors import InvalidInput
from portal.settings import Settings, load_settings

if TYPE_CHECKING:
    from pathlib import Path


def test_a_missing_file_means_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "portal.toml")
    assert settings == Settings()
    limits = settings.sign_in
    assert (limits.customer_idle_minutes, limits.package_idle_minutes, limits.longest_hours) == (10, 30, 12)
    assert (limits.tries, limits.tries_of_a_source, limits.tries_of_an_account) == (5, 20, 20)
    assert (limits.seconds_for_a_try, settings.time_zone) == (30, "Europe/Berlin")


def test_an_empty_file_means_the_defaults_too(tmp_path: Path) -> None:
    path = tmp_path / "portal.toml"
    path.write_text("")
    assert load_settings(path) == Settings()


def test_what_the_file_says_counts_and_the_rest_is_default(tmp_path: Path) -> None:
    path = tmp_path / "portal.toml"
    path.write_text(
        'brand = "Müller Hosting"\ntime_zone = "Europe/Vienna"\nown_machine = false\n'
        "[sign_in]\ntries = 3\nfailure_seconds = 1\n"
        '[support]\ntelephone = "+49 30 1234567"\n',
        "utf-8",
    )
    settings = load_settings(path)
    assert (settings.brand, settings.time_zone, settings.own_machine) == (
        "Müller Hosting",
        "Europe/Vienna",
        False,
    )
    assert (settings.sign_in.tries, settings.sign_in.tries_of_a_source) == (3, 20)
    assert settings.support.telephone == "+49 30 1234567"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("colour = 'red'", "colour: This field is not known."),
        ("[sign_in]\ntry = 3", "sign_in.try: This field is not known."),
        ("[sign_in]\ntries = 0", "sign_in.tries: This must be at least 1."),
        ("[sign_in]\nlongest_hours = -1", "sign_in.longest_hours: This must be at least 1."),
        ("time_zone = 'Europe/Bielefeld'", "time_zone: This time zone is not known."),
        ("time_zone = '../../etc/passwd'", "time_zone: This time zone is not known."),
        ("time_zone = ''", "time_zone: This time zone is not known."),
        ("brand = 7", "brand: This must be text."),
        (
            "colour = 'red'\nbrand = 7",
            "brand: This must be text.; colour: This field is not known.",
        ),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, written: str, said: str) -> None:
    path = tmp_path / "portal.toml"
    path.write_text(written)
    with pytest.raises(InvalidInput) as caught:
        load_settings(path)
    assert caught.value.message == f"{path}: {said}"


@pytest.mark.parametrize("number", ["{year}/{serial}", "R{serial}-26", "{year}-{serial:040}"])
def test_numbers_of_invoices_are_such_as_banks_take_and_never_the_same(tmp_path: Path, number: str) -> None:
    path = tmp_path / "portal.toml"
    path.write_text(f'[invoices]\nnumber = "{number}"')
    with pytest.raises(InvalidInput, match=r"invoices\.number: Please write a number with"):
        load_settings(path)
    path.write_text('[invoices]\nnumber = "{year}-{serial:05}"')
    assert load_settings(path).invoices.number.format(year=2026, serial=7) == "2026-00007"


@pytest.mark.parametrize(
    "number", ["{serial}", "{year}", "{year}-{serial!r:x}", "{0}{serial}", "{year.real.x}-{serial}"]
)
def test_a_number_that_cannot_be_filled_in_is_refused(tmp_path: Path, number: str) -> None:
    path = tmp_path / "portal.toml"
    path.write_text(f'[invoices]\nnumber = "{number}"')
    with pytest.raises(InvalidInput, match="Please write a number with"):
        load_settings(path)


@pytest.mark.parametrize(
    "written", [b"brand = ", b"= 1", b"brand = 'M\xfcller'", b"\x00\x01", b"SQLite format 3"]
)
def test_what_is_no_settings_file_is_said_to_be_none(tmp_path: Path, written: bytes) -> None:
    path = tmp_path / "portal.toml"
    path.write_bytes(written)
    with pytest.raises(InvalidInput) as caught:
        load_settings(path)
    assert caught.value.message.startswith(f"{path} is not a settings file: ")


def test_what_cannot_be_read_is_said_to_be_unreadable(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        load_settings(tmp_path)
    assert caught.value.message == f"{tmp_path} cannot be read: Is a directory"


def test_settings_do_not_show_the_password_of_the_database() -> None:
    settings = Settings(database="postgresql://portal:geheim@db.example.org/portal")
    assert "geheim" not in f"{settings!r} {settings}"
