from __future__ import annotations

import pytest

from portal.debits.reasons import ADVICE, Needs, known_codes, reason_of
from portal.debits.words import ADVICE as ADVICE_IN_LETTERS
from portal.debits.words import reason_words


@pytest.mark.parametrize(
    ("needs", "codes"),
    [
        (Needs.NOTHING, "AM04 MS03 TM01"),
        (Needs.CHANGE, "MS02 AC06 AG01 SL01 RR04 RR02"),
        (Needs.NEW_ACCOUNT, "AC01 AC04 RC01 MD07 AC13 DNOR RR01"),
        (Needs.NEW_MANDATE, "MD01 MD02 MD06"),
        (Needs.NEVER, "AM05 AG02 BE05 CNOR FF01 FF05 FOCR RR03"),
    ],
)
def test_what_a_repeat_debit_needs(needs: Needs, codes: str) -> None:
    for code in codes.split():
        assert code in known_codes()
        assert reason_of(code).needs is needs, code


@pytest.mark.parametrize("code", ["ZZ99", "", "am99", "AM04X"])
def test_a_code_that_nobody_knows_is_never_repeated(code: str) -> None:
    assert code not in known_codes()
    assert reason_of(code).needs is Needs.NEVER


def test_codes_are_taken_as_banks_write_them() -> None:
    assert reason_of(" ms03 ").code == "MS03"
    assert reason_of("ms03").needs is Needs.NOTHING


@pytest.mark.parametrize("code", known_codes())
def test_the_customer_reads_a_sentence_and_no_code(code: str) -> None:
    reason = reason_of(code)
    told = (reason.sentence, *reason_words(reason).values())
    advice = (reason.advice, *ADVICE_IN_LETTERS[reason.needs].values())
    assert not any(code in words for words in (*told, *advice))
    assert not any(words.endswith(".") for words in told)
    assert all(words.endswith(".") for words in advice)


@pytest.mark.parametrize("code", known_codes())
def test_nobody_reads_about_money_that_is_short_or_people_who_died(code: str) -> None:
    words = (reason_of(code).sentence + reason_of(code).advice).lower()
    assert not any(word in words for word in ("fund", "cover", "balance", "money", "die", "death", "dead"))
    german = reason_words(reason_of(code))["de"].lower()
    assert not any(word in german for word in ("deckung", "guthaben", "geld", "verstorben", "tot"))


def test_what_must_stay_private_reads_like_a_reason_that_says_nothing() -> None:
    said = {reason_of(code).sentence for code in ("AM04", "MS03", "MD07", "RR04")}
    assert said == {"account could not be charged"}


def test_there_is_advice_for_each_need() -> None:
    assert set(ADVICE) == set(Needs)
    assert len(set(ADVICE.values())) == len(Needs)
