"""SFTP users: names, start directories, passwords, keys, and their last day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, NotFound
from portal.paging import PageRequest
from portal.validation import checked
from portal.webspace.sftp import EnteredSftpUser, SftpUserSettings, SignsInBy
from tests.hostile import HOSTILE
from tests.portal.house import MASTER_PASSWORD, NEW_PASSWORD, PACKAGE_PASSWORD
from tests.portal.webspace import public_keys as keys

if TYPE_CHECKING:
    from portal.administration import Made
    from portal.webspace.sftp import SftpUserView
    from tests.portal.house import House
    from tests.portal.inside import Inside

NAME = "A name has up to 20 letters a to z, digits and hyphens, and begins and ends without one."
PATH = "A path is written with “/” between its directories, such as /html/blog."
DOTS = "A path leads down from the package's own directory: “..” has no place in it."
MARDER = "Achtzehn Marder 52 Kessel"

KEPT = "The owner of this package keeps upload and download to themselves."


def entered(**values: object) -> EnteredSftpUser:
    return checked(EnteredSftpUser, {"name": "web"} | values)


def seen(**values: object) -> SftpUserSettings:
    return checked(SftpUserSettings, {"name": "web"} | values)


def add(inside: Inside, **values: object) -> Made:
    return inside.portal.sftp_users.add(inside.webmaster, entered(**values))


def views(inside: Inside, **request: object) -> list[SftpUserView]:
    asked = PageRequest(**request)  # type: ignore[arg-type]
    return list(inside.portal.sftp_users.page(inside.webmaster, asked).page.rows)


# What may be entered.


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Please fill in this field."),
        ("name", "x" * 21, NAME),
        ("name", "-web", NAME),
        ("name", "web-", NAME),
        ("name", "web user", NAME),
        ("name", "büro", NAME),
        ("name", "../web", NAME),
        ("name", "web\nroot", "Character U+000A cannot be used here. Please remove it."),
        ("directory", "../../etc", DOTS),
        ("directory", "/html/../../other", DOTS),
        ("directory", "html\\blog", PATH),
        ("directory", "/html\x00", "Character U+0000 cannot be used here. Please remove it."),
        ("directory", "/html\n/etc", "Character U+000A cannot be used here. Please remove it."),
        ("directory", "/" + "x" * 200, "This is too long: 199 characters at most."),
        ("signs_in_by", "rhosts", "This must be one of 'own', 'master' or 'keys'."),
        ("expires_on", "31.12.2026", "A day is written like this: 2026-03-31."),
        ("expires_on", "2026-02-30", "A day is written like this: 2026-03-31."),
        ("expires_on", "9999-12-31", "This day is too far away."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(field: str, value: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        entered(**{field: value})
    assert caught.value.problems == {field: sentence}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", "/"), ("/", "/"), ("html", "/html"), ("//html///blog/./", "/html/blog"), ("/Größe 2", "/Größe 2")],
)
def test_a_start_directory_is_kept_in_its_normal_form(typed: str, kept: str) -> None:
    assert entered(directory=typed).directory == kept


@pytest.mark.parametrize("field", ["name", "directory", "expires_on", "signs_in_by"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_refused_at_its_field_or_kept_as_harmless_text(field: str, name: str) -> None:
    try:
        kept = entered(**{field: HOSTILE[name]})
    except InvalidInput as refused:
        assert_only(refused, field)
        return
    assert str(getattr(kept, field)).isprintable()
    assert ".." not in kept.directory.split("/")


def assert_only(refused: InvalidInput, field: str) -> None:
    assert set(refused.problems) == {field}


def test_who_has_no_password_needs_a_key() -> None:
    with pytest.raises(InvalidInput) as caught:
        entered(signs_in_by="keys")
    assert caught.value.problems == {"public_keys": "Without a password, at least one public key is needed."}


# Adding.


def test_a_name_begins_with_the_package_s_own_prefix(inside: Inside) -> None:
    made = add(inside, name="Web-2")
    assert made.name == f"p{inside.package.id}-web-2"
    [view] = views(inside)
    assert (view.name, view.settings.name, view.settings.directory) == (made.name, "web-2", "/")


def test_a_password_that_was_not_entered_is_made_up_and_told_once(inside: Inside) -> None:
    made = add(inside)
    assert made.secret is not None
    assert made.secret not in repr(made)
    [stored] = inside.sftp_users()
    assert stored.password_hash is not None
    assert inside.house.hasher.verify(stored.password_hash, made.secret)
    assert made.secret not in inside.house.everything()
    assert views(inside)[0].settings.signs_in_by is SignsInBy.OWN_PASSWORD


def test_a_password_of_its_own_is_kept_as_a_verifier_only(inside: Inside) -> None:
    made = add(inside, password=NEW_PASSWORD)
    assert made.secret is None
    [stored] = inside.sftp_users()
    assert stored.password_hash is not None
    assert inside.house.hasher.verify(stored.password_hash, NEW_PASSWORD)
    assert NEW_PASSWORD not in inside.house.everything()


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "7 characters more: at least 12 are needed."),
        (PACKAGE_PASSWORD, "This is the package or master password. Please think of another one."),
        (MASTER_PASSWORD, "This is the package or master password. Please think of another one."),
        (
            "juttas.example1",
            "This is built on your own data or our name. Please think of something else.",
        ),
    ],
)
def test_a_password_that_does_not_protect_is_refused(inside: Inside, password: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        add(inside, password=password)
    assert caught.value.problems == {"password": sentence}
    assert inside.sftp_users() == []


def test_the_master_password_opens_it_where_there_is_one(inside: Inside, house: House) -> None:
    made = add(inside, signs_in_by="master", password="ignored")
    assert made.secret is None
    [stored] = inside.sftp_users()
    assert (stored.uses_master, stored.password_hash) == (True, None)
    house.change(inside.package, master_password_hash=None)
    with pytest.raises(InvalidInput) as caught:
        add(inside, name="other", signs_in_by="master")
    assert caught.value.problems == {
        "signs_in_by": "This package has no master password yet: set one under “Set passwords” first."
    }


def test_keys_alone_open_it_and_are_told_by_their_fingerprints(inside: Inside) -> None:
    made = add(inside, signs_in_by="keys", public_keys=f"{keys.ED25519} erika@laptop\n{keys.ECDSA_256}")
    assert made.secret is None
    [view] = views(inside)
    assert view.settings.signs_in_by is SignsInBy.KEYS
    assert [(key.fingerprint, key.comment) for key in view.keys] == [
        ("SHA256:94NBp95lF93hvL+t9wfTzBL1/fDkAuwxOPhMklhU5QE", "erika@laptop"),
        ("SHA256:mXCsFN6veAldwlU8EXXj6z8qESmllA6OeSV1GXqK1o8", ""),
    ]


def test_a_name_is_taken_once_in_a_package_and_free_in_another(inside: Inside) -> None:
    add(inside)
    with pytest.raises(InvalidInput) as caught:
        add(inside, name="WEB")
    taken = f"There is an SFTP user p{inside.package.id}-web already."
    assert caught.value.problems == {"name": taken}
    assert inside.portal.sftp_users.add(inside.of_another(), entered()).name != f"p{inside.package.id}-web"


def test_all_sftp_users_in_use_are_refused_with_the_figures(inside: Inside) -> None:
    for number in range(5):
        add(inside, name=f"user{number}")
    with pytest.raises(Conflict) as caught:
        add(inside)
    assert caught.value.message == "All 5 SFTP users of this package are in use."
    assert inside.used("sftp-users") == 5


# The last day.


def test_the_last_day_is_today_or_later(inside: Inside) -> None:
    add(inside, name="today", expires_on="2026-11-22")
    with pytest.raises(InvalidInput) as caught:
        add(inside, expires_on="2026-11-21")
    assert caught.value.problems == {"expires_on": "This day has passed. Today would be the last day, then."}


def test_who_has_expired_is_told_so_and_can_be_changed_without_a_new_day(inside: Inside) -> None:
    made = add(inside, expires_on="2026-11-22")
    assert [view.expired for view in views(inside)] == [False]
    inside.house.clock.forward(days=1)
    inside.webmaster = inside.house.package_access("juttas.example")
    [view] = views(inside)
    assert (view.expired, view.settings.expires_on) == (True, dt.date(2026, 11, 22))
    moved = entered(directory="/html", expires_on="2026-11-22")
    inside.portal.sftp_users.change(inside.webmaster, made.id, moved, view.settings)
    assert views(inside)[0].settings.directory == "/html"


# Changing.


def test_a_change_without_a_password_keeps_the_one_there_is(inside: Inside) -> None:
    made = add(inside, password=NEW_PASSWORD)
    before = inside.sftp_users()[0].password_hash
    changed = inside.portal.sftp_users.change(
        inside.webmaster, made.id, entered(directory="/html", name="site"), seen()
    )
    assert (changed.secret, changed.name) == (None, f"p{inside.package.id}-site")
    assert inside.sftp_users()[0].password_hash == before
    assert inside.history()[0] == (
        "SFTP user", f"p{inside.package.id}-site", "changed", ["name", "directory"], True,
    )  # fmt: skip


def test_a_new_password_stands_in_the_history_without_itself(inside: Inside) -> None:
    made = add(inside, password=NEW_PASSWORD)
    inside.portal.sftp_users.change(inside.webmaster, made.id, entered(password=MARDER), seen())
    assert inside.house.hasher.verify(inside.sftp_users()[0].password_hash or "", MARDER)
    assert inside.history()[0][2:] == ("password changed", [], False)
    assert MARDER not in inside.house.everything()


def test_who_gets_a_password_of_their_own_after_the_master_password_is_told_one(inside: Inside) -> None:
    made = add(inside, signs_in_by="master")
    changed = inside.portal.sftp_users.change(
        inside.webmaster, made.id, entered(), seen(signs_in_by="master")
    )
    assert changed.secret is not None
    assert inside.house.hasher.verify(inside.sftp_users()[0].password_hash or "", changed.secret)
    assert not inside.sftp_users()[0].uses_master


def test_going_over_to_keys_forgets_the_password_and_cannot_be_undone(inside: Inside) -> None:
    made = add(inside)
    by_keys = entered(signs_in_by="keys", public_keys=keys.ED25519)
    inside.portal.sftp_users.change(inside.webmaster, made.id, by_keys, seen())
    assert inside.sftp_users()[0].password_hash is None
    assert inside.history()[0][2:] == ("changed", ["keys"], False)


def test_two_who_edit_the_same_user_do_not_overwrite_each_other_unseen(inside: Inside) -> None:
    made = add(inside)
    inside.portal.sftp_users.change(inside.owner, made.id, entered(directory="/html"), seen())
    with pytest.raises(ChangedMeanwhile) as caught:
        inside.portal.sftp_users.change(inside.webmaster, made.id, entered(name="other"), seen())
    assert caught.value.stored == {"directory": "/html"}


def test_a_name_cannot_be_changed_into_a_taken_one(inside: Inside) -> None:
    add(inside)
    other = add(inside, name="other")
    with pytest.raises(InvalidInput, match="already"):
        inside.portal.sftp_users.change(inside.webmaster, other.id, entered(), seen(name="other"))


def test_a_change_that_changes_nothing_leaves_no_trace(inside: Inside) -> None:
    made = add(inside)
    inside.portal.sftp_users.change(inside.webmaster, made.id, entered(), seen())
    assert len(inside.history()) == 1


# Removing, undoing.


def test_who_has_no_password_of_their_own_comes_back_by_an_undo(inside: Inside) -> None:
    made = add(
        inside, signs_in_by="keys", public_keys=keys.ED25519, expires_on="2026-12-31", directory="/html"
    )
    [before] = views(inside)
    inside.portal.sftp_users.remove(inside.webmaster, made.id)
    assert (views(inside), inside.used("sftp-users")) == ([], 0)
    inside.undo()
    [after] = views(inside)
    assert (after.settings, after.keys, inside.used("sftp-users")) == (before.settings, before.keys, 1)


def test_who_has_one_does_not_and_the_history_offers_none(inside: Inside) -> None:
    made = add(inside)
    inside.portal.sftp_users.remove(inside.webmaster, made.id)
    assert inside.history()[0][2:] == ("removed", [], False)
    with pytest.raises(Conflict, match="cannot be undone"):
        inside.undo()


def test_an_undone_change_brings_back_what_stood_there(inside: Inside) -> None:
    made = add(inside, signs_in_by="keys", public_keys=keys.ED25519)
    stored = seen(signs_in_by="keys", public_keys=keys.ED25519)
    more = entered(signs_in_by="keys", public_keys=keys.ECDSA_256, expires_on="2027-01-31")
    inside.portal.sftp_users.change(inside.webmaster, made.id, more, stored)
    inside.undo()
    assert views(inside)[0].settings == stored


# Who may.


def test_another_package_s_user_is_not_there(inside: Inside) -> None:
    made = add(inside)
    stranger = inside.of_another()
    assert inside.portal.sftp_users.page(stranger, PageRequest()).page.rows == ()
    with pytest.raises(NotFound):
        inside.portal.sftp_users.change(stranger, made.id, entered(), seen())
    with pytest.raises(NotFound):
        inside.portal.sftp_users.remove(stranger, made.id)


def test_a_webmaster_who_may_not_transfer_neither_sees_nor_changes_them(inside: Inside) -> None:
    made = add(inside)
    inside.keep_transfers()
    users = inside.portal.sftp_users
    for act in (
        lambda: users.page(inside.webmaster, PageRequest()),
        lambda: users.add(inside.webmaster, entered(name="more")),
        lambda: users.change(inside.webmaster, made.id, entered(directory="/x"), seen()),
        lambda: users.remove(inside.webmaster, made.id),
    ):
        with pytest.raises(Conflict) as caught:
            act()
        assert caught.value.message == KEPT
    assert [view.name for view in users.page(inside.owner, PageRequest()).page.rows] == [made.name]


def test_users_are_found_by_name_and_directory_and_sorted(inside: Inside) -> None:
    for name, directory in (("b", "/html"), ("a", "/logs"), ("c", "/html/blog")):
        add(inside, name=name, directory=directory)
    assert [view.settings.name for view in views(inside)] == ["a", "b", "c"]
    assert [view.settings.name for view in views(inside, sort="directory")] == ["b", "c", "a"]
    assert [view.settings.name for view in views(inside, filter="HTML")] == ["b", "c"]
    assert [view.settings.name for view in views(inside, filter="-a")] == ["a"]
