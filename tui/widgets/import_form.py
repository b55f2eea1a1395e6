"""The form that asks for a file to import, and the words on what is wrong with one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from portal.validation import Input, Line
from tui import keys
from tui.i18n import _
from tui.importing import read_bytes
from tui.text import assemble, literal
from tui.widgets.box import Answer
from tui.widgets.field import TextField
from tui.widgets.form import FormModal
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import PackageAccess
    from portal.tables import LineProblem
    from tui.widgets.field import Field


class ChosenFile(Input):
    """Which file."""

    path: Line


class ImportForm(FormModal[ChosenFile, Answer]):
    """Asks for a file; nothing is imported yet. A subclass says what looking at it means."""

    MODEL = ChosenFile
    SAVED = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f2,ctrl+s", "save", _("Next"), _("See what the file would do."), priority=True),
    ]

    COLUMNS: ClassVar[str]
    """What the first line of the file names."""

    EXAMPLE: ClassVar[str]
    """Such as a file could be called."""

    LARGEST: ClassVar[int]
    """Bytes of a file at most."""

    def __init__(self, access: PackageAccess) -> None:
        """Into the package of `access`."""
        super().__init__()
        self.access = access

    async def preview(self, content: bytes) -> Answer:
        """Ask the portal what the file would do."""
        raise NotImplementedError

    def about(self) -> Content:
        """What the file looks like."""
        return assemble(
            _("A CSV file whose first line names the columns:"), "\n", (literal(self.COLUMNS, "bold")), "\n",
            (_("Nothing is imported before you have seen what it would do."), "$quiet"),
        )  # fmt: skip

    def buttons(self) -> Iterable[Widget]:
        """Nothing is saved yet."""
        yield PlainButton(_("Cancel"), id="cancel")
        yield PlainButton(_("Next"), id="save", variant="primary")

    def fields(self) -> Iterable[Field[Any]]:
        """Where it is."""
        yield TextField("path", _("File"), hint=self.EXAMPLE, longest=1000)

    async def save(self, entered: ChosenFile) -> Answer:
        """Read it, and ask what it would do."""
        content = await asyncio.to_thread(read_bytes, entered.path, self.LARGEST, "path")
        return await self.preview(content)


def problem_words(refusal: str, problems: Sequence[LineProblem], n_problems: int) -> Content:
    """Why a file is not imported: as a whole, and line by line.

    Args:
        refusal: Why all of it does not fit; empty: it does.
        problems: Some of what is wrong.
        n_problems: How much is wrong in all.
    """
    parts = [literal(refusal)] if refusal else []
    for problem in problems:
        where = _("Line {n}, {column}: ") if problem.field else _("Line {n}: ")
        words = literal(problem.sentence)
        parts.append(assemble((where.format(n=problem.line, column=problem.field), "$quiet"), words))
    if n_problems > len(problems):
        parts.append(literal(_("… and {n} more.").format(n=n_problems - len(problems))))
    return literal("\n", lines=True).join(parts)
