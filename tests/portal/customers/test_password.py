"""The customer password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.customers.password import NewPassword
from portal.errors import Conflict, InvalidInput, NotAllowed, Throttled
from tests.portal.customers.steps import FILL_IN, at_once, sentences
from tests.portal.house import MASTER_PASSWORD, NEW_PASSWORD, PACKAGE_PASSWORD, PASSWORD, WRONG

if TYPE_CHECKING:
    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House


def new_password(new: str, old: str = PASSWORD, again: str | None = None) -> NewPassword:
    return NewPassword(old=old, new=new, again=new if again is None else again)


def test_a_new_password_signs_in_and_the_old_one_no_longer_does(
    house: House, portal: Portal, jutta: Customer
) -> None:
    own, other = house.access(jutta), house.signed_in(jutta, source="198.51.100.1")
    package = house.package(jutta, "meine.example", password=PACKAGE_PASSWORD)
    inside, elsewhere = (portal.packages.open(access, package.id) for access in (own, other))
    webmaster = house.package_access("meine.example")
    portal.customers.change_password(own, new_password(NEW_PASSWORD))
    portal.customers.show(own)
    portal.packages.overview(inside)
    portal.packages.overview(webmaster)
    for ended in (lambda: portal.customers.show(other), lambda: portal.packages.overview(elsewhere)):
        with pytest.raises(NotAllowed):
            ended()
    with pytest.raises(NotAllowed):
        house.signed_in(jutta, PASSWORD)
    house.signed_in(jutta, NEW_PASSWORD)
    portal.customers.change_password(own, new_password(PASSWORD, old=NEW_PASSWORD))
    house.signed_in(jutta, PASSWORD)
    assert house.actions().count("password changed") == 2
    told = [message.body for message in house.messages(jutta)]
    assert sum("Ihr Kundenpasswort wurde geändert." in body for body in told) == 2


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("short", "7 characters more: at least 12 are needed."),
        ("elevenchars", "1 character more: at least 12 are needed."),
        ("x" * 129, "This is too long: 128 characters at most."),
        (PASSWORD, "This is the password you have. Please think of a new one."),
        (PACKAGE_PASSWORD, "This is a package or master password of yours. Please think of another one."),
        (MASTER_PASSWORD, "This is a package or master password of yours. Please think of another one."),
        ("Musterhost-2026!", "This is built on your own data or our name. Please think of something else."),
        ("Lüdenscheidt1!", "This is built on your own data or our name. Please think of something else."),
        ("müßig-söhne 99", "This is built on your own data or our name. Please think of something else."),
        ("Sommer2026!!!", "This is too easy to guess. Several unrelated words are a good start."),
        ("zwölf\x07zeichen", "This holds a character that not every keyboard can type. Please remove it."),
    ],
)
def test_a_new_password_that_may_not_be_is_refused_at_its_field(
    house: House, portal: Portal, jutta: Customer, new: str, sentence: str
) -> None:
    house.package(jutta, "müßig-söhne.de", password=PACKAGE_PASSWORD)
    house.package(jutta, master=MASTER_PASSWORD)
    access = house.access(jutta)
    with pytest.raises(InvalidInput) as caught:
        portal.customers.change_password(access, new_password(new))
    assert caught.value.problems == {"new": sentence}
    house.access(jutta)
    assert house.messages(jutta) == []


def test_the_number_itself_is_no_password(house: House, portal: Portal, jutta: Customer) -> None:
    access = house.access(jutta)
    with pytest.raises(InvalidInput, match="built on your own data"):
        portal.customers.change_password(access, new_password(f"{jutta.number} {jutta.number}"))


def test_others_may_have_the_same_package_password(house: House, portal: Portal, jutta: Customer) -> None:
    house.package(house.customer(), password=NEW_PASSWORD)
    portal.customers.change_password(house.access(jutta), new_password(NEW_PASSWORD))


def test_of_very_many_packages_the_newest_are_compared(house: House, portal: Portal, jutta: Customer) -> None:
    for number in range(25):
        house.package(jutta, password=f"{PACKAGE_PASSWORD} {number}")
    access = house.access(jutta)
    house.hasher.computations = 0
    portal.customers.change_password(access, new_password(NEW_PASSWORD))
    assert house.hasher.computations == 1 + 20 + 1
    with pytest.raises(InvalidInput, match="package or master password"):
        portal.customers.change_password(access, new_password(f"{PACKAGE_PASSWORD} 24", old=NEW_PASSWORD))


def test_the_old_password_must_be_right_and_guessing_it_is_throttled(
    house: House, portal: Portal, jutta: Customer
) -> None:
    access = house.access(jutta)
    for _try in range(5):
        with pytest.raises(InvalidInput) as wrong:
            portal.customers.change_password(access, new_password(NEW_PASSWORD, old=WRONG))
        assert wrong.value.problems == {"old": "This is not your customer password."}
    with pytest.raises(Throttled) as throttled:
        portal.customers.change_password(access, new_password(NEW_PASSWORD))
    assert throttled.value.field == "old"


def test_a_new_password_is_typed_twice() -> None:
    assert sentences(NewPassword, old="a", new="b", again="c") == {"again": "This is not the same as above."}
    assert sentences(NewPassword, old="", new="", again="") == dict.fromkeys(("old", "new", "again"), FILL_IN)
    assert sentences(NewPassword, old="a", new="x" * 10_000, again="b") == {
        "new": "This is too long: 512 characters at most."
    }


def test_of_two_who_change_the_password_at_once_one_wins_and_the_other_is_told(
    house: House, portal: Portal, jutta: Customer
) -> None:
    first, second = house.access(jutta), house.signed_in(jutta, source="198.51.100.1")
    words = ["Hafen Kerze Wolle Tinte", "Distel Anker Nadel Moos"]
    refused = at_once(
        lambda: portal.customers.change_password(first, new_password(words[0])),
        lambda: portal.customers.change_password(second, new_password(words[1])),
    )
    assert len(refused) == 1
    assert isinstance(refused[0], (Conflict, NotAllowed, InvalidInput))
    assert house.stored(jutta).credential_version == 2
    works = []
    for word in words:
        try:
            works.append(house.signed_in(jutta, word, source="203.0.113.5"))
        except NotAllowed:
            continue
    assert len(works) == 1


def test_the_strength_is_told_while_typing(house: House, portal: Portal, jutta: Customer) -> None:
    access = house.access(jutta)
    assert portal.customers.password_strength(access, "Lüdenscheidt1!").score == 1
    strength = portal.customers.password_strength(access, NEW_PASSWORD)
    assert (strength.score, strength.problem) == (4, "")
