from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal import places

if TYPE_CHECKING:
    from pathlib import Path


def test_the_settings_file_is_the_one_asked_for_then_the_environments_then_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    asked, environ = tmp_path / "asked.toml", {"CUSTOMER_LOGIN_SETTINGS": str(tmp_path / "environ.toml")}
    assert places.settings_file(asked, environ) == (asked, True)
    assert places.settings_file(None, environ) == (tmp_path / "environ.toml", True)
    assert places.settings_file(None, {}) == (tmp_path / "customer-login" / "portal.toml", False)


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        ('brand = "Hostmeister"\ncountry = "AT"', "Hostmeister"),
        ('country = "AT"', ""),
        ("brand = 3", ""),
        ("brand = ", ""),
    ],
)
def test_the_first_paint_knows_the_brand_as_far_as_it_is_rightly_written(
    tmp_path: Path, text: str, brand: str
) -> None:
    path = tmp_path / "portal.toml"
    path.write_text(text)
    assert places.brand_in(path) == brand


def test_without_a_settings_file_there_is_no_brand(tmp_path: Path) -> None:
    assert places.brand_in(tmp_path / "none.toml") == ""


def test_a_settings_file_in_latin_1_gives_no_brand_yet(tmp_path: Path) -> None:
    path = tmp_path / "portal.toml"
    path.write_bytes('brand = "Müller"'.encode("latin-1"))
    assert places.brand_in(path) == ""
