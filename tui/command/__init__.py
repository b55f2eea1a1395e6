"""The command line: what it understands, does and prints."""

from tui.command.run import run

__all__ = ["run"]
