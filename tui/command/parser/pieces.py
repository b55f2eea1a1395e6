"""What parsers of all commands are made of."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from tui.i18n import _
from tui.text import plain

if TYPE_CHECKING:
    from typing import TypeAlias

    Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001 - it has no public name


class Parser(argparse.ArgumentParser):
    """Repeats nothing of what was typed that a terminal would act on."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and leave with code 2."""
        super().error(plain(message))


def new_command(commands: Commands, name: str, about: str) -> Parser:
    """A command by its name, and what it is for."""
    return commands.add_parser(
        name, help=about, description=f"{about[0].upper()}{about[1:]}.", allow_abbrev=False
    )


def new_deeds(acts: Commands, name: str, about: str) -> Commands:
    """A command with commands of its own."""
    return new_command(acts, name, about).add_subparsers(
        dest="deed", metavar=_("DEED"), required=True, parser_class=Parser
    )


def new_act(acts: Commands, name: str, about: str) -> Parser:
    """A command that prints: it knows where the database is, and can print JSON."""
    parser = new_command(acts, name, about)
    parser.add_argument("--json", action="store_true", help=_("print JSON"))
    add_place(parser, argparse.SUPPRESS)
    return parser


def add_place(parser: argparse.ArgumentParser, default: str | None) -> None:
    """Where the installation is, in front of the command or behind it."""
    parser.add_argument(
        "--database", metavar=_("URL|FILE"), default=default, help=_("SQLite file or PostgreSQL URL")
    )
    parser.add_argument(
        "--settings", metavar=_("FILE"), type=Path, default=default, help=_("settings file (portal.toml)")
    )


def new_options(group: argparse._ActionsContainer, *options: tuple[str, str]) -> None:
    """Add options of text, each with its name and what it is for."""
    for name, about in options:
        group.add_argument(f"--{name}", help=about)
