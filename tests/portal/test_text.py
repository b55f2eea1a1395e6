"""Cleaning of what people type, and what input models say about it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import InvalidInput
from portal.text import clean
from portal.validation import Input, Line, OptionalLine, Secret, checked
from tests.hostile import HOSTILE


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("   ", ""),
        ("  Anna   Meier ", "Anna Meier"),
        ("Mu\u0308ller", "Müller"),
        ("a\u00a0b\u2003c", "a b c"),
        ("xyz[/]", "xyz[/]"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("'; DROP TABLE customers; --", "'; DROP TABLE customers; --"),
        ("日本語 שלום ❤\ufe0f", "日本語 שלום ❤\ufe0f"),
    ],
)
def test_text_is_kept_literally_in_nfc_without_blanks_around_it(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("a\nb", "000A"),
        ("a\r\nb", "000A"),
        ("a\tb", "0009"),
        ("a\x00b", "0000"),
        ("\x1b[2J", "001B"),
        ("\x9b2J", "009B"),
        ("a\x7fb", "007F"),
        ("a\u202eb", "202E"),
        ("a\u2066b", "2066"),
        ("a\u200bb", "200B"),
        ("pass\u00adword", "00AD"),
        ("a\u2028b", "2028"),
        ("a\U000e0041", "E0041"),
        ("a\ud800b", "D800"),
        ("a\ue000", "E000"),
        ("a\uffff", "FFFF"),
        ("z" + "\u0301\u0316\u0489\u0302\u0303\u0304", "0304"),
    ],
)
def test_what_cannot_be_shown_is_refused_by_its_code(typed: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        clean(typed)
    assert caught.value.message == f"Character U+{code} cannot be used here. Please remove it."
    assert caught.value.message.isprintable()


def test_where_lines_are_wanted_they_stay() -> None:
    assert clean("\n\n Dear all,  \r\n\n\tyours \n\n", lines=True) == " Dear all,\n\n\tyours"
    with pytest.raises(InvalidInput):
        clean("a\rb", lines=True)


@given(st.one_of(st.text(st.characters(), max_size=50), st.sampled_from(sorted(HOSTILE.values()))))
def test_clean_text_is_printable_and_stays_as_it_is(typed: str) -> None:
    try:
        text = clean(typed)
    except InvalidInput:
        return
    assert text.isprintable()
    assert clean(text) == text
    assert unicodedata.is_normalized("NFC", text)


class Form(Input):
    """A form with one field of each kind."""

    line: Line
    optional: OptionalLine = ""
    secret: Secret = "x"


@pytest.mark.parametrize(
    ("entered", "problems"),
    [
        ({"line": " a "}, {}),
        ({"line": " "}, {"line": "Please fill in this field."}),
        ({}, {"line": "Please fill in this field."}),
        ({"line": None}, {"line": "This must be text."}),
        ({"line": "a" * 201}, {"line": "This is too long: 200 characters at most."}),
        ({"line": "a", "optional": " "}, {}),
        ({"line": "a", "secret": ""}, {"secret": "Please fill in this field."}),
        ({"line": "a", "secret": "x" * 513}, {"secret": "This is too long: 512 characters at most."}),
        ({"line": "a", "other": "b"}, {"other": "This field is not known."}),
    ],
)
def test_each_refused_field_has_one_sentence(entered: dict[str, object], problems: dict[str, str]) -> None:
    try:
        found: dict[str, str] = {}
        checked(Form, entered)
    except InvalidInput as error:
        found = error.problems
    assert found == problems


def test_a_secret_is_taken_as_it_was_typed_and_never_shown() -> None:
    form = checked(Form, {"line": "a", "secret": " \x1b[2J  u\u0308 "})
    assert form.secret == " \x1b[2J  u\u0308 "
    assert "secret" not in repr(form)
    assert "\x1b" not in str(form)


def test_what_was_entered_stays_as_it_was_entered() -> None:
    form = checked(Form, {"line": "a"})
    with pytest.raises(ValueError, match="frozen"):
        form.line = "b"  # type: ignore[misc]


def test_errors_do_not_quote_what_was_entered() -> None:
    with pytest.raises(InvalidInput) as caught:
        checked(Form, {"line": "a", "secret": "Geheimnis " * 100})
    assert "Geheimnis" not in f"{caught.value!r} {caught.value.problems}"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
