"""Doing what the command line says, and the exit code of it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tui.command.output import Answer, bear_any_text, print_answer, write_lines
from tui.command.parser import PROGRAM, build_parser, dashed
from tui.i18n import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from types import TracebackType

    from portal.errors import PortalError

REFUSED, INTERRUPTED = 1, 130


def run(argv: Sequence[str]) -> int:
    """Do what the arguments ask for.

    Args:
        argv: The arguments, without the program's name.

    Returns:
        0: done; 1: refused or failed, with a sentence on standard error.

    Raises:
        SystemExit: With code 2, after a sentence on standard error, for arguments that make no sense.
    """
    bear_any_text()
    arguments = build_parser().parse_args(argv)
    if arguments.version:
        from importlib.metadata import version

        write_lines(sys.stdout, f"{PROGRAM} {version(PROGRAM)}")
        return 0
    if arguments.command == "admin":
        with NoTraceback():
            return _administer(arguments)
    from tui import start

    if arguments.command == "demo":
        return start.start_demo(arguments.size, arguments.keep)
    return start.start_portal(arguments.database, arguments.settings)


class NoTraceback:
    """Ends the program with one sentence after a bug: the messages of errors carry what they were about."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave with code 1; the log is told where it happened."""
        if isinstance(error, Exception):
            from tui.crash import CrashLog, crash_sentence

            write_lines(sys.stderr, crash_sentence(CrashLog().record(error)))
            raise SystemExit(REFUSED) from None


def _administer(arguments: argparse.Namespace) -> int:
    from portal.errors import PortalError
    from tui.command.admin import admin

    try:
        answer = admin(arguments)
        print_answer(answer, as_json=arguments.json)
    except PortalError as error:
        _refuse(error, arguments)
        return REFUSED
    except KeyboardInterrupt:
        one_by_one = arguments.act == "measure"
        rest = _("What was measured is kept.") if one_by_one else _("Nothing was changed.")
        write_lines(sys.stderr, _("Interrupted. {rest}").format(rest=rest))
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever reads had enough; what is left in the buffer goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    return 0 if answer.good else REFUSED


def _at_option(name: str, reason: str) -> str:
    """What is wrong, behind the option that it stands in, unless it says that itself."""
    option = dashed(name)
    return reason if reason.startswith(f"{option}:") else f"{option}: {reason}"


def _refuse(error: PortalError, arguments: argparse.Namespace) -> None:
    """Say on standard error why nothing was done, and with --json on standard output, too."""
    from portal.errors import InvalidInput
    from portal.operator.importing import ImportRefused

    details: list[dict[str, object]] = []
    lines = [error.message]
    if isinstance(error, ImportRefused):
        for wrong in error.errors:
            details.append({"line": wrong.line, "field": wrong.field, "reason": wrong.reason})
            place = _("Line {n}, {field}:") if wrong.field else _("Line {n}:")
            lines.append(f"{place.format(n=wrong.line, field=wrong.field)} {wrong.reason}")
        lines = [*lines[1:], lines[0]]
    elif isinstance(error, InvalidInput):
        details.extend({"field": name, "reason": reason} for name, reason in error.problems.items())
        if arguments.act in {"customer", "forms", "offers"}:
            lines = [_at_option(name, reason) for name, reason in error.problems.items()] or lines
    write_lines(sys.stderr, *lines)
    if arguments.json:
        print_answer(Answer((), {"error": error.message, "details": details}), as_json=True)
