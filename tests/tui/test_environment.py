"""What the process inherits is put right before Textual reads it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tui.environment import prepare_environment

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_debugging_is_refused_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("TEXTUAL_DEBUG", "TEXTUAL_LOG"):
        with pytest.raises(SystemExit) as leaving:
            prepare_environment({name: "1"})
        assert leaving.value.code == 2
        assert name in capsys.readouterr().err


@pytest.mark.usefixtures("umask")
def test_files_are_private_and_textuals_switches_are_dropped() -> None:
    environ = {
        "TEXTUAL": "debug,devtools",
        "TEXTUAL_DRIVER": "evil:Driver",
        "TEXTUAL_PRESS": "a,b",
        "TEXTUAL_SCREENSHOT": "1",
        "TEXTUAL_ANIMATIONS": "full",
        "TEXTUAL_COLOR_SYSTEM": "no such",
        "TEXTUAL_FPS": "30",
        "HOME": "kept",
    }
    prepare_environment(environ)
    assert environ == {"TEXTUAL_ANIMATIONS": "none", "TEXTUAL_FPS": "30", "HOME": "kept"}
    assert os.umask(0o022) == 0o077


@pytest.mark.usefixtures("umask")
def test_developers_may_debug() -> None:
    environ = {"TEXTUAL_DEBUG": "1", "TEXTUAL": "devtools", "CUSTOMER_LOGIN_DEVELOPMENT": "1"}
    prepare_environment(environ)
    assert environ["TEXTUAL_DEBUG"] == "1"
    assert environ["TEXTUAL"] == "devtools"


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)
