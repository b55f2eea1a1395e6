from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Button, Label, OptionList

from tests.hostile import HOSTILE
from tui.text import MOST_MARKS, assemble, literal, plain, sentence

ANY_TEXT = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=())),
    st.text(alphabet="\u0301\u0302\u1161\u200d\ufe0fae\n\r\t \x1b[]"),
)


def longest_run_of_marks(text: str) -> int:
    longest = run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character).startswith("M") else 0
        longest = max(longest, run)
    return longest


@given(ANY_TEXT)
def test_everything_shown_is_printable(text: str) -> None:
    shown = plain(text)
    assert shown.isprintable()
    assert longest_run_of_marks(shown) <= MOST_MARKS
    assert plain(shown) == shown
    assert literal(text).plain == shown


@given(ANY_TEXT)
def test_line_breaks_stay_where_lines_are_asked_for(text: str) -> None:
    shown = plain(text, lines=True)
    assert all(line.isprintable() for line in shown.split("\n"))
    assert shown.count("\n") == text.count("\n")


@given(ANY_TEXT, st.integers(0, 12))
def test_no_text_is_wider_than_asked_for(text: str, width: int) -> None:
    assert cell_len(plain(text, max_width=width)) <= width


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S"), max_codepoint=0x24FF)))
def test_letters_digits_and_signs_stay_as_they_are(text: str) -> None:
    visible = "".join(letter for letter in text if letter != "\u115f" and not "\u1160" <= letter < "\u1200")
    assert plain(visible) == visible


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\x1b[2J", "a␛[2J"),
        ("a\nb\tc\x00\x7f", "a␊b␉c␀␡"),
        ("\x9b2J", "�2J"),
        ("invoice\u202efdp.exe", "invoice�fdp.exe"),
        ("a\u200bb", "a�b"),
        ("a\ud800b", "a�b"),
        ("z" + "\u0301" * 30, "z" + "\u0301" * 4),
        ("\u0301", "◌\u0301"),
        ("a\u00a0b", "a b"),
        ("❤\ufe0f", "❤"),
        ("Müller & Söhne", "Müller & Söhne"),
        ("שלום", "שלום"),
        (None, ""),
        (5, "5"),
        (Content("x"), "x"),
    ],
)
def test_what_is_shown_for_what_was_typed(typed: object, shown: str) -> None:
    assert plain(typed) == shown


def test_what_is_too_wide_ends_in_an_ellipsis() -> None:
    assert plain("abcdef", max_width=4) == "abc…"
    assert plain("abcd", max_width=4) == "abcd"
    assert plain("日本語", max_width=4) == "日…"
    assert plain("abc", max_width=0) == ""


def test_literal_is_never_parsed_and_keeps_the_style_given_to_it() -> None:
    content = literal("[bold]x[/] [@click=app.quit]y[/]", "italic")
    assert content.plain == "[bold]x[/] [@click=app.quit]y[/]"
    assert [(span.start, span.end, span.style) for span in content.spans] == [(0, len(content), "italic")]


def test_a_sentence_takes_data_literally() -> None:
    filled = sentence("[{count}] domains of {name}: {{ok}}", count=3, name=literal("[/]\x1b", "bold"))
    assert filled.plain == "[3] domains of [/]␛: {ok}"
    assert [filled.plain[span.start : span.end] for span in filled.spans] == ["[/]␛"]


def test_a_sentence_needs_all_its_data() -> None:
    with pytest.raises(KeyError):
        sentence("{missing}")


def test_assembled_parts_keep_their_styles() -> None:
    assembled = assemble("[b]\n", ("who\x1b", "bold"), literal("[/]"))
    assert assembled.plain == "[b]\nwho␛[/]"
    assert [(span.start, span.end) for span in assembled.spans] == [(4, 8)]


async def test_widgets_show_hostile_text_literally() -> None:
    class Shown(App[None]):
        def compose(self) -> ComposeResult:
            for typed in HOSTILE.values():
                yield Label(literal(typed))
            yield Button()
            yield OptionList(*map(literal, HOSTILE.values()))

    async with Shown().run_test() as pilot:
        button = pilot.app.query_one(Button)
        for label, typed in zip(pilot.app.query(Label), HOSTILE.values(), strict=True):
            label.border_title = literal(typed)
            label.border_subtitle = sentence("{name}", name=typed)
            button.label = literal(typed)
            assert (
                str(label.content) == str(label._border_title) == str(label._border_subtitle) == plain(typed)
            )
            assert isinstance(label._border_title, Content)
            assert not label._border_title.spans
        await pilot.pause()
