"""Documents as plain text, to be read on a screen."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from portal.documents.facts import correction, heading, information, legal, payment, tax_table
from portal.documents.words import address_lines, words_of
from portal.documents.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portal.documents.invoice import InvoiceDocument
    from portal.documents.words import Words

RULE = "─"

NO_BREAK = "\N{NO-BREAK SPACE}"

SMALLEST_WIDTH = 60
"""With fewer columns, amounts would leave no room for what they are for."""


def invoice_text(document: InvoiceDocument, width: int) -> list[str]:
    """The document in lines of at most `width` columns, without styles.

    Args:
        document: What is shown.
        width: Columns; no fewer than 60 are used.
    """
    words = words_of(document.language)
    home = document.seller.country
    page = _Page(max(width, SMALLEST_WIDTH))
    page.add(f"{NO_BREAK}· ".join(address_lines(document.seller, words, home)))
    page.gap()
    page.add(heading(document, words))
    page.add(correction(document, words))
    page.gap()
    address = "\n".join(address_lines(document.buyer, words, home))
    page.add_pairs([(words.recipient, address), *information(document, words)])
    page.gap()
    _add_lines(page, document, words)
    _add_totals(page, document, words)
    page.gap()
    due = payment(document, words)
    page.add(due.title)
    page.add(due.sentence)
    page.add_pairs(due.facts)
    page.gap()
    for column in legal(document.seller, words)[1:]:
        page.add(f"{NO_BREAK}· ".join(column))
    return [line.replace(NO_BREAK, " ") for line in page.lines]


def cells(text: str) -> int:
    """How many columns a text takes in a terminal; marks take none."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in text
    )


def _add_lines(page: _Page, document: InvoiceDocument, words: Words) -> None:
    rows = [
        (str(number), words.count(line.quantity), words.percent(line.rate), words.money(line.net_cents))
        for number, line in enumerate(document.lines, 1)
    ]
    heads = (words.position, words.quantity, words.rate, words.net)
    position, *figures = (max(map(cells, column)) for column in zip(heads, *rows, strict=True))
    room = page.width - position - sum(figures) - 2 * (len(figures) + 1)

    def add(number: str, text: str, cells_of_row: Sequence[str]) -> None:
        first, *more = wrapped(text, room, cells)
        ends = [_to_right(cell, width) for cell, width in zip(cells_of_row, figures, strict=True)]
        page.lines.append("  ".join((_to_right(number, position), _to_left(first, room), *ends)))
        page.lines += [" " * (position + 2) + line for line in more]

    add(heads[0], words.supply, heads[1:])
    page.rule()
    for (number, *row), line in zip(rows, document.lines, strict=True):
        add(number, line.text, row)
        for quieter in (line.details, words.days(line.period_from, line.period_until)):
            page.add(quieter, indent=position + 2, room=room)
    page.rule()


def _add_totals(page: _Page, document: InvoiceDocument, words: Words) -> None:
    rows = tax_table(document, words)
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        line = "  ".join(_to_right(cell, width) for cell, width in zip(row, widths, strict=True))
        page.lines.append(_to_right(line, page.width))
    total = f"{words.totals[document.kind]}  {words.money(document.gross_cents)}"
    page.lines.append(_to_right(total, page.width))


def _to_left(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def _to_right(text: str, width: int) -> str:
    return " " * (width - cells(text)) + text


class _Page:
    """Lines as they are added."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines: list[str] = []

    def add(self, text: str, indent: int = 0, room: int = 0) -> None:
        """A paragraph; none where there is no text."""
        if text:
            self.lines += [" " * indent + line for line in wrapped(text, room or self.width - indent, cells)]

    def add_pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Names and, behind them, their values; those may have several lines."""
        known = list(pairs)
        left = max((cells(name) for name, _ in known), default=0) + 2
        for name, value in known:
            parts = [part for line in value.split("\n") for part in wrapped(line, self.width - left, cells)]
            for at, part in enumerate(parts):
                self.lines.append(_to_left("" if at else name, left) + part)

    def gap(self) -> None:
        """An empty line."""
        self.lines.append("")

    def rule(self) -> None:
        """A line across."""
        self.lines.append(RULE * self.width)
