from __future__ import annotations

import unicodedata
from dataclasses import fields

import pytest

from portal.documents.typeface import BOLD, FOLDER, REGULAR, require_printable, spelled, unprintable
from portal.documents.words import ENGLISH, GERMAN, Words
from portal.errors import InvalidInput
from portal.text import REFUSED
from tests.hostile import HOSTILE
from tests.portal.documents.samples import ITEMS, Item, invoice

ALPHABETS = {
    "German": "ÄÖÜäöüßẞ",
    "Polish, Czech, Slovak": "ĄĆĘŁŃÓŚŹŻąćęłńóśźżČĎĚŇŘŠŤŮŽčďěňřšťůžĹĽŔĺľŕ",
    "Hungarian, Romanian, Turkish": "ŐŰőűĂÂÎȘȚăâîșțÇĞİŞçğış",
    "Baltic": "ĀČĒĢĪĶĻŅŠŪŽāčēģīķļņšūžĖĮŲėįų",
    "Nordic and Celtic": "ÅÆØåæøÐÞðþẀẂẄŴŶẁẃẅŵŷ",
    "Maltese, Azerbaijani": "ĊĠĦŻċġħżƏə",
    "Vietnamese": "ẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸƠƯĐ",
    "Greek": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩάέήίόύώϊϋΐΰς",
    "Cyrillic": "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯІЇЄҐЂЃЅЈЉЊЋЌЎЏҚҢӨҮҰ",
    "signs": "€£$§©®™°²³µ½·×÷−–—…•„“”‚‘’«»‹›\N{NO-BREAK SPACE}",
}


@pytest.mark.parametrize("name", ALPHABETS)
def test_the_neighbours_can_be_called_as_they_are(name: str) -> None:
    assert unprintable(ALPHABETS[name] + ALPHABETS[name].lower()) == ""


def test_the_words_of_documents_can_be_printed() -> None:
    for words in (GERMAN, ENGLISH):
        for field in fields(Words):
            value = getattr(words, field.name)
            for text in value.values() if isinstance(value, dict) else [value]:
                assert unprintable(text) == ""
        assert unprintable(words.money(-123456) + words.percent(19) + words.count(-1)) == ""


def test_characters_that_are_missing_are_told_once_for_a_whole_document() -> None:
    document = invoice([*ITEMS, Item("例え.example", 100, details="例 \n")])
    assert unprintable(document) == "\nえ例"
    assert unprintable(invoice()) == ""


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_that_controls_or_hides_gets_on_paper(name: str) -> None:
    text = HOSTILE[name]
    if any(unicodedata.category(character) in REFUSED for character in text):
        assert unprintable(text)


@pytest.mark.parametrize(
    "character", ["\N{SOFT HYPHEN}", "\N{COMBINING GRAPHEME JOINER}", "\ufe0f", "\u202e"]
)
def test_what_leaves_no_trace_is_refused(character: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        require_printable(f"a{character}b", "name")
    assert caught.value.field == "name"
    assert caught.value.message == f"U+{ord(character):04X} cannot be printed on invoices." or (
        character.isprintable() and f"({character})" in caught.value.message
    )


def test_the_type_comes_with_its_licence() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {REGULAR, BOLD, "LICENSE.txt"}
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "LICENSE.txt").read_text("utf-8")


def test_whatever_stands_in_the_database_can_be_spelled() -> None:
    assert spelled("Größe \x1b]0;x\x07 Ω\u202e") == "Größe ?]0;x? Ω?"
