"""Where everything stands on the pages of an invoice or credit note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.documents.facts import correction, heading, information, payment, tax_table
from portal.documents.letter import Letter, foot_top, frame_first, frame_foot, frame_next
from portal.documents.paper import ACCENT, LEFT, QUIET, RIGHT, Rule, Sheet, Style
from portal.documents.table import CARRIED_HEIGHT, LinesTable
from portal.documents.words import words_of

if TYPE_CHECKING:
    from portal.documents.invoice import InvoiceDocument
    from portal.documents.words import Words

HEAD = Style(8, 3.6, QUIET)
FIGURE = Style(9, 4.8)
STRONG = Style(9, 4.8, bold=True)
TOTAL = Style(12, 6, bold=True)
PAYMENT_TITLE = Style(10, 5.2, ACCENT, bold=True)
SENTENCE = Style(9.5, 4.6)
FACT_NAME = Style(8.5, 4.6, QUIET)
FACT = Style(9, 4.6)
NOTE = Style(7.5, 3.4, QUIET)

FIGURE_GAP = 8.0

FACTS_LEFT = LEFT + 36


def sheets_of(document: InvoiceDocument) -> list[Sheet]:
    """The pages, ready to be printed."""
    words = words_of(document.language)
    pages = _Pages(document, words)
    pages.add_lines()
    pages.add_totals()
    pages.add_payment()
    for number, sheet in enumerate(pages.sheets, 1):
        frame_foot(sheet, document.seller, words, number, len(pages.sheets))
    return pages.sheets


class _Pages:
    """Pages as they are filled from top to bottom."""

    def __init__(self, document: InvoiceDocument, words: Words) -> None:
        self.document = document
        self.words = words
        self.bottom = foot_top(document.seller, words)
        self.sheet = Sheet()
        self.sheets = [self.sheet]
        self.letter = Letter(
            document.seller,
            document.buyer,
            heading(document, words),
            correction(document, words),
            information(document, words),
        )
        self.y = frame_first(self.sheet, self.letter, words) + 2

    def turn(self) -> None:
        """Go on at the top of a new page."""
        self.sheet = Sheet()
        self.sheets.append(self.sheet)
        self.y = frame_next(self.sheet, self.letter)

    def add_lines(self) -> None:
        """The table of lines; each page repeats its heading, and says what the pages before it come to."""
        table = LinesTable(self.document, self.words)
        self.y = table.draw_head(self.sheet, self.y)
        rows = table.rows()
        fresh = True
        carried = 0
        while rows:
            row = rows.pop(0)
            below = CARRIED_HEIGHT if rows else self._totals_height()
            if self.y + row.height + below > self.bottom and not fresh:
                table.draw_carried(self.sheet, self.y, carried)
                self.turn()
                self.y = table.draw_head(self.sheet, self.y)
                self.y = table.draw_carried(self.sheet, self.y, carried)
            row, rest = row.split(self.bottom - self.y - CARRIED_HEIGHT)
            if rest:
                rows.insert(0, rest)
            self.y = row.draw(self.sheet, self.y)
            carried += row.net_cents
            fresh = False

    def _totals_height(self) -> float:
        rates = len(self.document.taxes)
        return 8 + (rates + (rates > 1)) * FIGURE.leading + 12

    def add_totals(self) -> None:
        """What is taxed at which rate, and the amount."""
        document, words = self.document, self.words
        if self.y + self._totals_height() > self.bottom:
            self.turn()
        heads, *rows = tax_table(document, words)
        widths = [
            max(HEAD.width(head), *(STRONG.width(row[at]) for row in rows)) for at, head in enumerate(heads)
        ]
        ends = [RIGHT - sum(widths[at + 1 :]) - FIGURE_GAP * (3 - at) for at in range(4)]
        total = words.totals[document.kind]
        amount = words.money(document.gross_cents)
        left = min(ends[0] - widths[0], RIGHT - TOTAL.width(total) - TOTAL.width(amount) - FIGURE_GAP)
        self.y += 6
        for end, head in zip(ends, heads, strict=True):
            self.sheet.text_to(end, self.y, head, HEAD)
        self.y += FIGURE.leading
        for row in rows:
            style = STRONG if row[0] == words.sum else FIGURE
            for end, text in zip(ends, row, strict=True):
                self.sheet.text_to(end, self.y, text, style)
            self.y += FIGURE.leading
        self.sheet.rules.append(Rule(left, RIGHT, self.y - 2.4, ACCENT, 0.3))
        self.y += 4
        self.sheet.text(left, self.y, total, TOTAL)
        self.sheet.text_to(RIGHT, self.y, amount, TOTAL)
        self.y += 4

    def add_payment(self) -> None:
        """How the amount is paid, and that machines find all of this inside."""
        due = payment(self.document, self.words)
        sentences = SENTENCE.wrapped(due.sentence, RIGHT - LEFT)
        facts = [(name, FACT.wrapped(value, RIGHT - FACTS_LEFT)) for name, value in due.facts]
        notes = NOTE.wrapped(self.words.with_xml, RIGHT - LEFT)
        count = len(sentences) + sum(len(lines) for _, lines in facts)
        height = 10 + PAYMENT_TITLE.leading + count * SENTENCE.leading + 6 + len(notes) * NOTE.leading
        if self.y + height > self.bottom:
            self.turn()
        else:
            self.y += 10
        self.y = self.sheet.block(LEFT, self.y, [due.title], PAYMENT_TITLE)
        self.y = self.sheet.block(LEFT, self.y, sentences, SENTENCE) + 1
        for name, lines in facts:
            self.sheet.text(LEFT, self.y, name, FACT_NAME)
            self.y = self.sheet.block(FACTS_LEFT, self.y, lines, FACT)
        self.y = self.sheet.block(LEFT, self.y + 5, notes, NOTE)
