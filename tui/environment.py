"""What the process inherits, put right before Textual reads it.

``textual.constants`` reads the environment when it is imported, so `prepare_environment` is called first of
all, and this module imports nothing but the standard library.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import MutableMapping

DEVELOPMENT = "CUSTOMER_LOGIN_DEVELOPMENT"
"""Set to ``1``, this variable opens Textual's debugging; without it none of it is reachable."""

REFUSED = ("TEXTUAL_DEBUG", "TEXTUAL_LOG")
"""They write every key, and so every password, to a file: asking for them is answered with a sentence."""

KEPT = frozenset({"TEXTUAL_COLOR_SYSTEM", "TEXTUAL_DISABLE_KITTY_KEY", "TEXTUAL_FPS"})
"""Harmless help for odd terminals. Others (a driver by name, keys to press, …) are dropped."""

COLOR_SYSTEMS = frozenset({"auto", "standard", "256", "truecolor"})
"""The values Textual survives; with any other one it does not start."""


def in_development(environ: MutableMapping[str, str] = os.environ) -> bool:
    """Tell whether Textual's debugging may be used."""
    return environ.get(DEVELOPMENT) == "1"


def prepare_environment(environ: MutableMapping[str, str] = os.environ) -> None:
    """Make files private, refuse debugging, and turn animations off.

    Must run before ``textual`` is imported.

    Raises:
        SystemExit: With code 2, after one sentence on stderr, if debugging was asked for outside development.
    """
    os.umask(0o077)
    if not in_development(environ):
        for name in REFUSED:
            if environ.get(name):
                sys.stderr.write(
                    f"{name} is not available here, as it would record passwords. Please unset it.\n"
                )
                raise SystemExit(2)
        for name in [name for name in environ if name == "TEXTUAL" or name.startswith("TEXTUAL_")]:
            if name not in KEPT:
                del environ[name]
        if environ.get("TEXTUAL_COLOR_SYSTEM", "auto") not in COLOR_SYSTEMS:
            del environ["TEXTUAL_COLOR_SYSTEM"]
    environ["TEXTUAL_ANIMATIONS"] = "none"
