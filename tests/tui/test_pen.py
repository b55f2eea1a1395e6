"""The pen: fewer bytes, the same picture."""

from __future__ import annotations

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.style import Style

from tui.pen import Pen

COLOURS = st.sampled_from([None, "#102030", "#e0e0e0", "red", "bright_blue", "color(130)"])
FLAGS = st.sampled_from([None, True])
STYLES = st.builds(
    Style,
    color=COLOURS,
    bgcolor=COLOURS,
    bold=FLAGS,
    italic=FLAGS,
    underline=FLAGS,
    reverse=FLAGS,
    strike=FLAGS,
)
PIECES = st.lists(st.tuples(st.text("ab ●ü", min_size=1, max_size=5), STYLES), max_size=6)
FRAMES = st.lists(st.lists(st.tuples(st.integers(1, 5), PIECES), max_size=4), max_size=4)
"""What is drawn, frame by frame: the row, and the pieces of text in it."""

WIDTH, HEIGHT = 40, 6


def as_textual_sends(frame: list[tuple[int, list[tuple[str, Style]]]]) -> str:
    """Rows with their moves, every piece with all its attributes."""
    return "".join(
        f"\x1b[{row};1H"
        + "".join(style.render(text, color_system=ColorSystem.TRUECOLOR) for text, style in pieces)
        + f"\x1b[{row};{WIDTH}H\n"
        for row, pieces in frame
    )


def picture(frames: list[str]) -> list[tuple[object, ...]]:
    """What a terminal shows: every cell with all that one sees of it."""
    screen = pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.Stream(screen)
    for frame in frames:
        stream.feed(frame)
    return [visible(screen.buffer[row][column]) for row in range(HEIGHT) for column in range(WIDTH)]


def visible(cell: pyte.screens.Char) -> tuple[object, ...]:
    lines = (cell.underscore, cell.reverse, cell.strikethrough)
    if cell.data == " " and not any(lines):
        return " ", cell.bg
    return (cell.data, cell.fg, cell.bg, cell.bold, cell.italics, *lines)


@given(FRAMES)
def test_the_picture_stays_and_the_bytes_go(frames: list[list[tuple[int, list[tuple[str, Style]]]]]) -> None:
    pen = Pen()
    before = [as_textual_sends(frame) for frame in frames]
    after = [pen.thinned(data) for data in before]
    assert picture(after) == picture(before)
    assert sum(map(len, after)) <= sum(map(len, before)) + len("\x1b[0m")


def test_a_second_piece_in_the_same_colours_costs_its_letters_only() -> None:
    pen, style = Pen(), Style(color="#102030", bold=True)
    pen.thinned(style.render("first", color_system=ColorSystem.TRUECOLOR))
    assert pen.thinned(style.render("second", color_system=ColorSystem.TRUECOLOR)) == "second"


def test_what_is_no_text_passes_as_it_is() -> None:
    pen = Pen()
    for data in (
        "\x1b[?1049h",
        "\x1b]52;c;dGV4dA==\x07",
        "\x1b]8;;mailto:a@b.de\x1b\\",
        "\a",
        "\x1b[3;7H",
        "\x1b",
    ):
        assert pen.thinned(data) == data


def test_text_without_colours_behind_text_with_them_is_plain() -> None:
    pen = Pen()
    assert pen.thinned("\x1b[1;31mred\x1b[0mplain") == "\x1b[0;1;31mred\x1b[0mplain"
    assert pen.thinned("\x1b[2;1Hstill plain") == "\x1b[2;1Hstill plain"


def test_the_first_text_says_everything() -> None:
    assert Pen().thinned("text") == "\x1b[0mtext"
