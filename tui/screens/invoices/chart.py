"""What was invoiced in each of the last 12 months, as small bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from tui import formats
from tui.i18n import _
from tui.text import assemble, literal, sentence
from tui.widgets.sparkline import sparkline

if TYPE_CHECKING:
    from textual.content import Content

    from portal.invoices.views import InvoiceFigures, MonthTotal

ROOMY = (100, 30)
"""From this size on there is room for a pane; on smaller screens the bars stand in the list's border."""

HEIGHT = 3
"""Lines of the bars."""

JANUARY = 1


class MonthsChart(Widget):
    """The bars, with the name of each month beneath; only where there is room."""

    DEFAULT_CSS = """
    MonthsChart {
        display: none;
        height: 6;
        border: round $edge;
        border-title-color: $quiet;
        border-subtitle-color: $quiet;
        padding: 0 1;
    }
    """

    _months: tuple[MonthTotal, ...] = ()
    _country = ""

    def on_mount(self) -> None:
        """Say what it shows."""
        self.border_title = literal(_("Last 12 months"))

    def show(self, figures: InvoiceFigures, country: str) -> None:
        """Show other figures."""
        self._months, self._country = figures.months, country
        self.border_subtitle = extremes(figures.months, country)
        self.fit()
        self.refresh()

    def fit(self) -> None:
        """Appear where there is room, and something to show."""
        self.display = is_roomy(self) and any(month.cents for month in self._months)

    def render(self) -> Content:
        """Bars above, names beneath."""
        if not self._months:
            return literal("")
        cells = max(self.size.width // len(self._months), 1)
        lines = bars(self._months, cells=cells, height=HEIGHT)
        names = "".join(self._called(month).ljust(cells) for month in self._months)
        return literal("\n", lines=True).join([*lines, literal(names, "$quiet")])

    def _called(self, total: MonthTotal) -> str:
        """The month; the first one of a year with that."""
        write = formats.month if total.month.month == JANUARY else formats.month_name
        return write(total.month, self._country)


def is_roomy(widget: Widget) -> bool:
    """Whether the terminal has room for the pane."""
    size = widget.app.size
    return size.width >= ROOMY[0] and size.height >= ROOMY[1]


def bars(months: tuple[MonthTotal, ...], *, cells: int = 1, height: int = 1) -> list[Content]:
    """The lines of bars; the present month is not complete."""
    return sparkline([max(month.cents, 0) for month in months], cells=cells, height=height, quiet=1)


def extremes(months: tuple[MonthTotal, ...], country: str) -> Content:
    """The highest and the lowest of those months in which something was invoiced."""
    invoiced = [month for month in months if month.cents]
    if not invoiced:
        return literal("")
    most, least = (each(invoiced, key=lambda month: month.cents) for each in (max, min))
    template = _("highest {most} in {most_month} · lowest {least} in {least_month}")
    return sentence(
        template,
        most=formats.money(most.cents, country),
        most_month=formats.month(most.month, country),
        least=formats.money(least.cents, country),
        least_month=formats.month(least.month, country),
    )


def total_words(figures: InvoiceFigures, country: str, *, with_bars: bool) -> Content:
    """The total of the year, if there is any invoice, and the bars where they have no pane of their own."""
    if not figures.years:
        return literal("")
    amount = formats.money(figures.year_cents, country)
    total = sentence(_("total {year}: {amount}"), year=figures.year, amount=amount)
    if not with_bars or not any(month.cents for month in figures.months):
        return total
    return assemble(bars(figures.months)[0], "  ", total)
