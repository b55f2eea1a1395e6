"""Where an installation keeps its things, and its name: known before anything heavy is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAM = "customer-login"
"""What the program and its folders are called."""

SETTINGS_VARIABLE = "CUSTOMER_LOGIN_SETTINGS"

SETTINGS_NAME = "portal.toml"


def config_folder() -> Path:
    """The user's folder for the settings and the key."""
    from platformdirs import user_config_path

    return user_config_path(PROGRAM)


def data_folder() -> Path:
    """The user's folder for the database."""
    from platformdirs import user_data_path

    return user_data_path(PROGRAM)


def settings_file(given: Path | None, environ: Mapping[str, str]) -> tuple[Path, bool]:
    """The settings file, and whether somebody asked for it: only one that nobody asked for may be missing.

    Args:
        given: From the command line; else the environment or the user's configuration folder say it.
        environ: The environment.
    """
    if given is None and environ.get(SETTINGS_VARIABLE):
        given = Path(environ[SETTINGS_VARIABLE])
    path = given.expanduser() if given else config_folder() / SETTINGS_NAME
    return path.absolute(), given is not None


def brand_in(path: Path) -> str:
    """The provider's name, for the first paint; empty where the file does not (rightly) say it.

    What is wrong with the file is told when `portal.settings` reads all of it, a moment later.
    """
    if not path.is_file():
        return ""
    import tomllib

    try:
        brand = tomllib.loads(path.read_text("utf-8")).get("brand", "")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return ""
    return brand if isinstance(brand, str) else ""
