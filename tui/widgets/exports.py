"""Handing what a pane shows over as a file: `x` in every pane that has something to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.widget import Widget

from tui.calls import PortalCalls
from tui.i18n import _
from tui.keys import key
from tui.text import plain
from tui.widgets.dialogs import NoticeModal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SHOWN_HERE = 300
"""Lines of an export that are shown where no file can be written."""

EXPORT = key("x", "export", _("Export"), _("Write what is listed to a file."))


class Exports(Widget, PortalCalls):
    """A pane whose contents can be exported. A subclass binds `EXPORT`, and says what its rows are."""

    FILE: ClassVar[str]
    """How an exported file begins."""

    def export_name(self) -> str:
        """What an exported file is called, without the ending, which is its kind."""
        return self.FILE

    def export_kinds(self) -> list[tuple[str, str, str]]:
        """The kinds of files: ending, what it is called, and what for."""
        return [("csv", _("CSV"), _("for spreadsheets")), ("json", _("JSON"), _("for programs"))]

    async def exported_rows(self) -> Sequence[Mapping[str, object]]:
        """What stands in an exported file; never a secret."""
        raise NotImplementedError

    async def export_text(self, kind: str) -> str:
        """What is listed, as a file of this kind."""
        from tui import exporting

        rows = await self.exported_rows()
        names = list(rows[0]) if rows else []
        return exporting.as_csv(rows, names) if kind == "csv" else exporting.as_json(rows)

    @work
    async def action_export(self) -> None:
        """Write what is listed to a file; where that cannot be, show it."""
        from tui.widgets.pick import PickModal

        kind = await self.app.push_screen_wait(PickModal(_("Export as"), self.export_kinds()))
        if kind is None:
            return
        with self.told():
            self.hand_over(f"{self.export_name()}.{kind}", await self.export_text(kind))

    def hand_over(self, name: str, text: str) -> None:
        """Write a file for the customer; on another's machine, show it instead."""
        from tui import exporting

        if self.login.own_machine:
            path = exporting.save(name, text)
            self.notify(plain(_("Written to {path}").format(path=path)))
            return
        lines = text.splitlines()
        shown = "\n".join(lines[:SHOWN_HERE])
        if len(lines) > SHOWN_HERE:
            shown = _("{text}\n… and {n} more lines").format(text=shown, n=len(lines) - SHOWN_HERE)
        self.app.push_screen(NoticeModal(name, shown))
