from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.debits.letters import identifier_of, is_identifier, name_of, purpose_of, written

BASIC_SET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ "


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jürgen Müßig", "Juergen Muessig"),
        ("MÜLLER STRAßENBAU GMBH", "MUELLER STRASSENBAU GMBH"),
        ("Übersee Öl", "Uebersee Oel"),
        ("GRÖẞE", "GROESSE"),
        ("MüLLER", "MueLLER"),
        ("ä", "ae"),
        ("A\u0308rzte", "Aerzte"),  # a letter and a mark of its own
        ("Łukasz Žižka", "Lukasz Zizka"),
        ("Søren Åkesson", "Soren Akesson"),
        ("François Œuvré", "Francois OEuvre"),
        ("Γεωργίου", "Georgiou"),
        ("Юрий Щукин", "Iurii Shchukin"),
        ("Schmidt & Söhne", "Schmidt + Soehne"),
        ("Bäcker_24 [Nord]; <x@y>", "Baecker-24 (Nord), .x.y."),
        ("  zwei \n Zeilen\t ", "zwei Zeilen"),
        ("O’Brien – Sons", "O'Brien - Sons"),
        ("\u200bEri\x00ka\u202e", "Erika"),
        ("💥", ""),
        ("", ""),
    ],
)
def test_names_are_written_as_banks_take_them(name: str, expected: str) -> None:
    assert name_of(name) == expected


@given(st.text(max_size=300), st.integers(1, 200))
def test_whatever_people_type_the_bank_gets_letters_it_knows(text: str, longest: int) -> None:
    result = written(text, longest)
    assert set(result) <= set(BASIC_SET)
    assert len(result) <= longest
    assert result == result.strip()
    assert "  " not in result


@given(st.text(BASIC_SET, max_size=100))
def test_what_banks_take_is_left_as_it_is(text: str) -> None:
    assert written(text, 200) == " ".join(text.split())


def test_names_and_purposes_are_cut_to_what_banks_take() -> None:
    assert len(name_of("ß" * 70)) == 70
    assert name_of("x" * 69 + " y") == "x" * 69
    assert len(purpose_of("y" * 141)) == 140


@pytest.mark.parametrize(
    "text", ["R-2026-000001-1", "M-100001-ABCD", "a", "a b", "x" * 35, "a/b", "(+?:,.')"]
)
def test_ids_that_banks_hand_back(text: str) -> None:
    assert is_identifier(text)


@pytest.mark.parametrize(
    "text", ["", " ", "/a", "a/", "a//b", "x" * 36, "ä", "a_b", "a\n", "a ", " a", "a&b", "1\u0661"]
)
def test_ids_that_they_would_not(text: str) -> None:
    assert not is_identifier(text)


@given(st.text(st.sampled_from("aü/ _\\-&x|"), max_size=80))
def test_an_id_made_from_a_text_is_one_or_nothing(text: str) -> None:
    made = identifier_of(text)
    assert made == "" or is_identifier(made)


def test_an_id_is_made_from_a_name() -> None:
    assert identifier_of("//Müller \\ Söhne/") == "Mueller / Soehne"
    assert re.fullmatch("x{35}", identifier_of("x" * 99))
