"""What stands beside the code says what is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from portal.settings import Settings, load_settings

ROOT = Path(__file__).parents[1]
ADDRESS = re.compile(r"https?://(?!www\.w3\.org/)", re.IGNORECASE)


def test_the_example_of_the_settings_names_them_all_with_their_defaults() -> None:
    example = ROOT / "docs" / "portal.toml"
    assert load_settings(example) == Settings()
    named = tomllib.loads(example.read_text("utf-8"))
    assert list(named) == list(Settings.model_fields)
    for name, default in Settings():
        if isinstance(default, BaseModel):
            assert list(named[name]) == list(type(default).model_fields)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_pins_are_exact_and_name_no_place(name: str) -> None:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    pins = [line.partition("#")[0].strip() for line in lines]
    pins = [pin for pin in pins if pin]
    assert len(pins) > 30
    assert [pin for pin in pins if not re.fullmatch(r"[a-z0-9-]+==[a-z0-9.]+", pin)] == []
    assert not any(ADDRESS.search(line) for line in lines)


def test_development_runs_on_the_pins_of_production() -> None:
    pins = re.compile(r"^([a-z0-9-]+==\S+)", re.MULTILINE)
    run, dev = (
        set(pins.findall((ROOT / name).read_text("utf-8")))
        for name in ("requirements.txt", "requirements-dev.txt")
    )
    assert run < dev


def test_pictures_fetch_nothing_from_the_net() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").glob("*.svg"))
    assert len(pictures) > 20
    for picture in pictures:
        text = picture.read_text("utf-8")
        assert not ADDRESS.search(text), picture.name
        assert "@font-face" not in text, picture.name


def test_the_readme_and_the_gallery_show_pictures_that_are_there() -> None:
    for name in ("README.md", "docs/screens.md"):
        page = ROOT / name
        shown = re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))
        assert shown
        assert [target for target in shown if not (page.parent / target).exists()] == []
