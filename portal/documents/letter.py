"""What frames the lines of a document: a business letter on A4 for a window envelope (DIN 5008, form B)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.documents.facts import legal
from portal.documents.paper import ACCENT, HEIGHT, LEFT, QUIET, RIGHT, Rule, Sheet, Style
from portal.documents.words import address_lines

if TYPE_CHECKING:
    from portal.documents.invoice import Party, Seller
    from portal.documents.words import Words

NAME = Style(15, 6.2, ACCENT, bold=True)
REACH = Style(8, 3.6, QUIET)
SENDER = Style(6.5, 2.7, QUIET)
ADDRESS = Style(10, 4.5)
LABEL = Style(8.5, 4.9, QUIET)
VALUE = Style(9, 4.9)
TITLE = Style(16, 7, bold=True)
SUBTITLE = Style(10, 4.8, QUIET)
FOOT = Style(6.8, 2.95, QUIET)
PAGE = Style(7.5, 3.2, QUIET)

WINDOW_WIDTH = 80.0
"""Of an address, within the window (85 mm) and behind the text's margin (5 mm)."""

SENDER_BOTTOM = 61.4
"""Above it stands the sender's line; below it begins the address."""

WINDOW_BOTTOM = 90.0

INFORMATION_LEFT, INFORMATION_TOP = 122.0, 53.0

REACH_WIDTH = 70.0
"""Of how to reach the seller, beside their name."""

HEADING_TOP = 98.5
"""Where the text begins."""

FOOT_BOTTOM = HEIGHT - 10

FOOT_GAP = 4.0

NEXT_TOP = 26.0
"""Where the text begins on further pages."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What frames a text.

    Attributes:
        seller: Who writes.
        buyer: To whom.
        title: What it is.
        subtitle: A smaller line beneath; empty: none.
        information: What one looks for first: names and values.
        sender: The line above the address; empty: the seller writes.
    """

    seller: Seller
    buyer: Party
    title: str
    subtitle: str
    information: tuple[tuple[str, str], ...]
    sender: str = ""


def frame_first(sheet: Sheet, letter: Letter, words: Words) -> float:
    """All that stands above the lines of the first page.

    Returns:
        Where it ends.
    """
    top = max(_letterhead(sheet, letter.seller) + 4, INFORMATION_TOP)
    _folds(sheet)
    bottom = max(_address(sheet, letter, words), _information(sheet, top, letter))
    y = sheet.block(LEFT, max(HEADING_TOP, bottom + 4) + 5, TITLE.wrapped(letter.title, RIGHT - LEFT), TITLE)
    if letter.subtitle:
        y = sheet.block(LEFT, y - 1, SUBTITLE.wrapped(letter.subtitle, RIGHT - LEFT), SUBTITLE)
    return y - 1


def frame_next(sheet: Sheet, letter: Letter) -> float:
    """What stands above the lines of a further page.

    Returns:
        Where it ends.
    """
    half = (RIGHT - LEFT - FOOT_GAP) / 2
    names = PAGE.wrapped(letter.seller.name, half)
    titles = PAGE.wrapped(letter.title, half)
    y = sheet.block(LEFT, 18, titles, PAGE)
    for index, name in enumerate(names):
        sheet.text_to(RIGHT, 18 + index * PAGE.leading, name, PAGE)
    y = max(y, 18 + len(names) * PAGE.leading) - PAGE.leading + 2
    sheet.rules.append(Rule(LEFT, RIGHT, y))
    return max(NEXT_TOP, y + 6)


def foot_top(seller: Seller, words: Words) -> float:
    """Above it the text ends."""
    return FOOT_BOTTOM - max(map(len, _foot(seller, words))) * FOOT.leading - 8


def frame_foot(sheet: Sheet, seller: Seller, words: Words, page: int, pages: int) -> None:
    """The number of the page, and what law wants to know of the seller."""
    columns = _foot(seller, words)
    top = foot_top(seller, words) + 4.5
    sheet.text_to(RIGHT, top - 1.8, words.page.format(page=page, pages=pages), PAGE)
    sheet.rules.append(Rule(LEFT, RIGHT, top))
    widths = [max(map(FOOT.width, lines)) for lines in columns]
    gap = (RIGHT - LEFT - sum(widths)) / max(len(columns) - 1, 1)
    x = LEFT
    for lines, width in zip(columns, widths, strict=True):
        sheet.block(x, top + 4, lines, FOOT)
        x += width + gap


def _foot(seller: Seller, words: Words) -> list[list[str]]:
    """The columns, wrapped so that they stand beside each other."""
    columns = legal(seller, words)
    widths = _shared(
        [max(map(FOOT.width, lines)) for lines in columns], RIGHT - LEFT - FOOT_GAP * (len(columns) - 1)
    )
    return [
        [part for line in lines for part in FOOT.wrapped(line, width)]
        for lines, width in zip(columns, widths, strict=True)
    ]


def _shared(wanted: list[float], room: float) -> list[float]:
    """Widths that fit the room: the narrow get what they want, the wide share the rest."""
    widths = dict.fromkeys(range(len(wanted)), 0.0)
    for count, index in enumerate(sorted(widths, key=wanted.__getitem__)):
        widths[index] = min(wanted[index], room / (len(wanted) - count))
        room -= widths[index]
    return list(widths.values())


def _letterhead(sheet: Sheet, seller: Seller) -> float:
    """Who writes, and how to reach them.

    Returns:
        Where the latter ends.
    """
    reach = [
        part
        for line in (seller.website, seller.email, seller.telephone)
        for part in REACH.wrapped(line, REACH_WIDTH)
        if part
    ]
    width = RIGHT - LEFT - max((REACH.width(line) for line in reach), default=0.0) - 8
    style, names = _fitting(NAME, (15, 12, 10, 8.5), [seller.name], width, 15)
    sheet.block(LEFT, 24, names, style)
    for index, line in enumerate(reach):
        sheet.text_to(RIGHT, 21.5 + index * REACH.leading, line, REACH)
    return 21.5 + len(reach) * REACH.leading


def _address(sheet: Sheet, letter: Letter, words: Words) -> float:
    seller = letter.seller
    sender = letter.sender or " · ".join((seller.name, seller.street, f"{seller.postcode} {seller.town}"))
    lines = SENDER.wrapped(sender, WINDOW_WIDTH)
    sheet.block(LEFT, SENDER_BOTTOM - 1.1 - (len(lines) - 1) * SENDER.leading, lines, SENDER)
    sheet.rules.append(Rule(LEFT, LEFT + WINDOW_WIDTH, SENDER_BOTTOM))
    style, lines = _fitting(
        ADDRESS, (10, 9, 8, 7), address_lines(letter.buyer, words, seller.country), WINDOW_WIDTH, 27.3
    )
    return max(sheet.block(LEFT, SENDER_BOTTOM + 1.3 + style.leading, lines, style), WINDOW_BOTTOM)


def _fitting(
    style: Style, sizes: tuple[float, ...], lines: list[str], width: float, height: float
) -> tuple[Style, list[str]]:
    """The largest of the sizes in which the lines fit; else the smallest, as high as it gets."""
    for size in sizes:
        sized = style.smaller(size)
        parts = [part for line in lines for part in sized.wrapped(line, width)]
        if len(parts) * sized.leading <= height:
            break
    return sized, parts


def _information(sheet: Sheet, y: float, letter: Letter) -> float:
    for name, value in letter.information:
        sheet.text(INFORMATION_LEFT, y, name, LABEL)
        room = RIGHT - INFORMATION_LEFT - LABEL.width(name) - 3
        for line in VALUE.wrapped(value, room):
            sheet.text_to(RIGHT, y, line, VALUE)
            y += VALUE.leading
    return y


def _folds(sheet: Sheet) -> None:
    for y, length in ((105.0, 4.0), (148.5, 6.0), (210.0, 4.0)):
        sheet.rules.append(Rule(4, 4 + length, y))
