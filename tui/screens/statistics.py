"""What was measured of a package: traffic, storage and mail of the last 12 months."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui import formats, keys
from tui.i18n import _
from tui.text import assemble, literal
from tui.widgets.exports import EXPORT, Exports
from tui.widgets.read_pane import ReadPane
from tui.widgets.sparkline import sparkline

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import PackageAccess
    from portal.statistics import MonthView

MONTH, FIGURE = 16, 10
"""Cells of the table's columns."""

NARROW, WIDE = 3, 5
"""Cells of a bar in charts."""

ROOMY = (100, 30)
"""From this size on there is room for larger charts."""

LOW, HIGH = 1, 3
"""Lines of a chart."""

GAP = "–"
"""Stands where nothing was measured."""


class StatisticsPane(ReadPane, Exports):
    """Three charts, and the same figures in a table."""

    FILE = "statistics"
    HELP = _(
        "What was measured of this package, month by month. Storage is what webspace, mail and databases"
        " took at the end of each month; the running month is not complete."
    )
    BINDINGS: ClassVar[list[BindingType]] = [EXPORT, keys.RELOAD]

    def __init__(self, access: PackageAccess, country: str, *, id: str) -> None:  # noqa: A002
        """Show the figures of the package of `access`, numbers as in `country`."""
        super().__init__(access, country, id=id)
        self._months: tuple[MonthView, ...] | None = None
        self.border_title = _("Statistics")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to export once there are figures."""
        return bool(self._months) if action == "export" else super().check_action(action, parameters)

    async def exported_rows(self) -> Sequence[Mapping[str, object]]:
        """The table, oldest month first; nothing where nothing was measured."""
        return [
            {
                "month": f"{view.month:%Y-%m}",
                "traffic_mb": view.traffic_mb,
                "storage_mb": view.storage_mb,
                "mails": view.mails,
            }
            for view in self._months or ()
        ]

    async def read(self) -> None:
        """Read the figures; raises PortalError."""
        self._months = await self.portal_call(self.portal.statistics.months, self.access)

    def told_now(self) -> Content | None:
        """Charts above, table beneath."""
        if self._months is None:
            return None
        if not self._months:
            words = _(
                "Traffic, storage and mail of the last 12 months will stand here once they are measured."
            )
            return literal(words, "$quiet")
        lines = [
            *self._chart(_("Traffic"), [view.traffic_mb for view in self._months], self._sized),
            *self._chart(_("Storage"), [view.storage_mb for view in self._months], self._sized),
            *self._chart(_("Mails"), [view.mails for view in self._months], self._numbered),
        ]
        if lines[-1].plain:
            lines.append(literal(""))
        lines += self._table()
        return literal("\n", lines=True).join(lines)

    def _chart(
        self, title: str, values: Sequence[int | None], write: Callable[[int | None], str]
    ) -> list[Content]:
        """A line with the largest figure, and the bars beneath."""
        roomy = self.app.size.width >= ROOMY[0] and self.app.size.height >= ROOMY[1]
        cells, height = (WIDE, HIGH) if roomy else (NARROW, LOW)
        known = [value for value in values if value is not None]
        most = _("at most {figure}").format(figure=write(max(known))) if known else ""
        lines = [assemble((title, "bold"), "  ", (most, "$quiet"))]
        lines += sparkline(values, cells=cells, height=height, quiet=1)
        return [*lines, literal("")] if roomy else lines

    def _table(self) -> list[Content]:
        """The newest month first."""
        titles = (_("Traffic"), _("Storage"), _("Mails"))
        header = literal(_("Month").ljust(MONTH) + "".join(title.rjust(FIGURE) for title in titles), "$quiet")
        return [header, *(self._row(view) for view in reversed(self._months or ()))]

    def _row(self, view: MonthView) -> Content:
        figures = (self._sized(view.traffic_mb), self._sized(view.storage_mb), self._numbered(view.mails))
        month = formats.month(view.month, self._country)
        if view.running:
            month = _("{month} so far").format(month=month)
        return literal(month.ljust(MONTH) + "".join(figure.rjust(FIGURE) for figure in figures))

    def _sized(self, megabytes: int | None) -> str:
        return GAP if megabytes is None else formats.size(megabytes, self._country)

    def _numbered(self, count: int | None) -> str:
        return GAP if count is None else formats.number(count, self._country)
