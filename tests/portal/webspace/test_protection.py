"""Protected directories, and who may look into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import bcrypt
import pytest

from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, NotFound
from portal.paging import PageRequest
from portal.publishing.quoting import bcrypt as published
from portal.validation import checked
from portal.webspace import protection
from portal.webspace.protection import NewProtection, NewVisitor, ProtectionSettings, VisitorPassword
from tests.hostile import HOSTILE
from tests.portal.house import BCRYPT_COST, MASTER_PASSWORD, NEW_PASSWORD
from tests.portal.webspace.test_sftp import KEPT

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.administration import Made
    from tests.portal.inside import Inside

SIGNS = "Browsers show only the letters a to z here, digits and the usual signs."
USER = "A name has letters a to z, digits and the signs . _ @ - and no spaces."
LONG = "This is too long: web servers take 72 letters at most, and letters such as ä count twice."


def entered(**values: object) -> NewProtection:
    given = {"directory": "/intern", "realm": "Members only", "user": "anna"} | values
    return checked(NewProtection, given)


def add(inside: Inside, **values: object) -> Made:
    return inside.portal.protection.add(inside.webmaster, entered(**values))


def visitor(user: str = "bernd", password: str = "") -> NewVisitor:
    return checked(NewVisitor, {"user": user, "password": password})


def names(inside: Inside, protection_id: int, access: PackageAccess | None = None) -> list[str]:
    listing = inside.portal.protection.visitors(access or inside.webmaster, protection_id, PageRequest())
    return [view.name for view in listing.page.rows]


def fits(verifier: str, password: str) -> bool:
    return bcrypt.checkpw(password.encode(), published(verifier).encode())


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (
            "directory",
            "/../etc",
            "A path leads down from the package's own directory: “..” has no place in it.",
        ),
        ("realm", "", "Please fill in this field."),
        ("realm", 'Say "hello"', 'The sign " cannot be used here.'),
        ("realm", "It's", "The sign ' cannot be used here."),
        ("realm", "a\\b", "The sign \\ cannot be used here."),
        ("realm", "$host", "The sign $ cannot be used here."),
        ("realm", "Büro", SIGNS),
        ("realm", "a\nb", "Character U+000A cannot be used here. Please remove it."),
        ("realm", "x" * 101, "This is too long: 100 characters at most."),
        ("user", "", "Please fill in this field."),
        ("user", "an:na", USER),
        ("user", "an na", USER),
        ("user", "#anna", USER),
        ("user", "änna", USER),
        ("user", "x" * 61, "This is too long: 60 characters at most."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(field: str, value: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        entered(**{field: value})
    assert caught.value.problems == {field: sentence}


@pytest.mark.parametrize("field", ["realm", "user", "directory"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_refused_at_its_field_or_kept_as_harmless_text(field: str, name: str) -> None:
    try:
        kept = str(getattr(entered(**{field: HOSTILE[name]}), field))
    except InvalidInput as refused:
        assert_only(refused, field)
        return
    assert kept.isprintable()
    assert field == "directory" or not set(kept) & set("\"'\\$")


def assert_only(refused: InvalidInput, field: str) -> None:
    assert set(refused.problems) == {field}


# Directories.


def test_a_directory_is_protected_with_a_first_user_whose_password_is_told_once(inside: Inside) -> None:
    made = add(inside)
    assert made.secret is not None
    [stored] = inside.protected()
    assert (stored.directory, stored.realm, list(stored.verifiers)) == ("/intern", "Members only", ["anna"])
    assert fits(stored.verifiers["anna"], made.secret)
    assert made.secret not in inside.house.everything()
    [view] = inside.portal.protection.page(inside.webmaster, PageRequest()).page.rows
    assert (view.users, view.published) == (1, False)
    assert "$2" not in repr(view)


def test_a_password_that_was_chosen_is_kept_as_bcrypt(
    inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protection, "COST", BCRYPT_COST)
    assert add(inside, password=NEW_PASSWORD).secret is None
    verifier = inside.protected()[0].verifiers["anna"]
    assert verifier.startswith("$2y$10$")
    assert fits(verifier, NEW_PASSWORD)
    assert NEW_PASSWORD not in inside.house.everything()


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "7 characters more: at least 12 are needed."),
        (MASTER_PASSWORD, "This is the package or master password. Please think of another one."),
        ("Kranich Besen " * 6, LONG),
        ("Ü" * 37, LONG),
    ],
)
def test_a_password_that_does_not_protect_is_refused(inside: Inside, password: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        add(inside, password=password)
    assert caught.value.problems == {"password": sentence}
    assert inside.protected() == []


def test_a_password_of_exactly_72_bytes_is_taken_whole(inside: Inside) -> None:
    password = "Kranich Besen Dach 17 Fluss Ziegel Marder Nebel Kanne Trompete Distel Qu"
    assert len(password.encode()) == 72
    add(inside, password=password)
    verifier = inside.protected()[0].verifiers["anna"]
    assert fits(verifier, password)
    assert not fits(verifier, password[:-1])


def test_a_directory_is_protected_once(inside: Inside) -> None:
    add(inside)
    with pytest.raises(InvalidInput) as caught:
        add(inside, directory="//intern/", user="bernd")
    assert caught.value.problems == {"directory": "/intern is protected already."}
    other = add(inside, directory="/other")
    settings = ProtectionSettings(directory="/other", realm="Members only")
    with pytest.raises(InvalidInput, match="protected already"):
        inside.portal.protection.change(
            inside.webmaster, other.id, settings.model_copy(update={"directory": "/intern"}), settings
        )


def test_two_who_edit_the_same_directory_do_not_overwrite_each_other_unseen(inside: Inside) -> None:
    made, protection = add(inside), inside.portal.protection
    seen = ProtectionSettings(directory="/intern", realm="Members only")
    staff = seen.model_copy(update={"realm": "Staff only"})
    protection.change(inside.owner, made.id, staff, seen)
    with pytest.raises(ChangedMeanwhile) as caught:
        protection.change(inside.webmaster, made.id, seen.model_copy(update={"directory": "/x"}), seen)
    assert caught.value.stored == {"realm": "Staff only"}
    assert inside.history()[0] == ("protection", "/intern", "changed", ["realm"], True)
    inside.undo()
    assert inside.protected()[0].realm == "Members only"


def test_removing_one_with_users_cannot_be_undone_and_one_without_can(inside: Inside) -> None:
    made, protection = add(inside), inside.portal.protection
    protection.remove_visitor(inside.webmaster, made.id, "anna")
    protection.remove(inside.webmaster, made.id)
    assert inside.protected() == []
    inside.undo()
    [stored] = inside.protected()
    assert (stored.directory, stored.verifiers) == ("/intern", {})
    protection.add_visitor(inside.webmaster, stored.id, visitor())
    protection.remove(inside.webmaster, stored.id)
    assert inside.history()[0][2:] == ("removed", [], False)


# Who may look.


def test_users_come_go_and_get_other_passwords_and_the_history_says_no_more_than_that(
    inside: Inside,
) -> None:
    made, protection = add(inside), inside.portal.protection
    added = protection.add_visitor(inside.webmaster, made.id, visitor("Aaron", NEW_PASSWORD))
    assert (added.id, added.name, added.secret) == (0, "Aaron", None)
    assert names(inside, made.id) == ["Aaron", "anna"]
    changed = protection.change_password(inside.webmaster, made.id, "anna", VisitorPassword())
    assert changed.secret is not None
    verifiers = inside.protected()[0].verifiers
    assert fits(verifiers["anna"], changed.secret)
    assert fits(verifiers["Aaron"], NEW_PASSWORD)
    protection.remove_visitor(inside.webmaster, made.id, "Aaron")
    assert names(inside, made.id) == ["anna"]
    assert [change[2:] for change in inside.history()] == [
        ("user removed", [], False),
        ("password changed", [], False),
        ("user added", [], False),
        ("added", [], True),
    ]


def test_a_user_of_the_same_name_is_refused(inside: Inside) -> None:
    made = add(inside)
    with pytest.raises(InvalidInput) as caught:
        inside.portal.protection.add_visitor(inside.webmaster, made.id, visitor("anna"))
    assert caught.value.problems == {"user": "There is a user anna already."}


def test_fifty_users_are_the_most(inside: Inside) -> None:
    made = add(inside)
    with inside.house.storage.writing() as work:
        changing = work.administration.one(type(inside.protected()[0]), inside.webmaster, made.id)
        assert changing is not None
        changing.verifiers = {f"user{n}": "!" for n in range(50)}
        work.commit()
    with pytest.raises(Conflict) as caught:
        inside.portal.protection.add_visitor(inside.webmaster, made.id, visitor())
    assert caught.value.message == "There are 50 users, and no more are possible."


def test_a_user_who_went_meanwhile_is_not_there(inside: Inside) -> None:
    made, protection = add(inside), inside.portal.protection
    for act in (
        lambda: protection.change_password(inside.webmaster, made.id, "bernd", VisitorPassword()),
        lambda: protection.remove_visitor(inside.webmaster, made.id, "bernd"),
        lambda: protection.visitors(inside.webmaster, made.id + 1, PageRequest()),
    ):
        with pytest.raises(NotFound):
            act()


def test_two_who_add_users_at_the_same_time_both_succeed(inside: Inside) -> None:
    made, protection = add(inside), inside.portal.protection
    protection.add_visitor(inside.owner, made.id, visitor("bernd"))
    protection.add_visitor(inside.webmaster, made.id, visitor("clara"))
    assert names(inside, made.id) == ["anna", "bernd", "clara"]


def test_users_are_found_by_part_of_their_name_in_either_order(inside: Inside) -> None:
    made, protection = add(inside), inside.portal.protection
    for user in ("Bernd", "clara", "hanna"):
        protection.add_visitor(inside.webmaster, made.id, visitor(user))
    asked = PageRequest(filter="ANN", count=True, descending=True)
    page = protection.visitors(inside.webmaster, made.id, asked).page
    assert ([view.name for view in page.rows], page.total) == (["hanna", "anna"], 2)
    behind = PageRequest(anchor=page.anchors[-1])
    assert protection.visitors(inside.webmaster, made.id, behind).page.rows == ()


# Who may.


def test_another_package_s_directory_is_not_there(inside: Inside) -> None:
    made = add(inside)
    stranger, protection = inside.of_another(), inside.portal.protection
    settings = ProtectionSettings(directory="/intern", realm="Members only")
    assert protection.page(stranger, PageRequest()).page.rows == ()
    for act in (
        lambda: protection.change(stranger, made.id, settings, settings),
        lambda: protection.remove(stranger, made.id),
        lambda: protection.visitors(stranger, made.id, PageRequest()),
        lambda: protection.add_visitor(stranger, made.id, visitor()),
        lambda: protection.change_password(stranger, made.id, "anna", VisitorPassword()),
        lambda: protection.remove_visitor(stranger, made.id, "anna"),
    ):
        with pytest.raises(NotFound):
            act()
    assert protection.add(stranger, entered()).id != made.id


def test_a_webmaster_who_may_not_transfer_neither_sees_nor_changes_them(inside: Inside) -> None:
    made = add(inside)
    inside.keep_transfers()
    protection = inside.portal.protection
    for act in (
        lambda: protection.page(inside.webmaster, PageRequest()),
        lambda: protection.add(inside.webmaster, entered(directory="/more")),
        lambda: protection.visitors(inside.webmaster, made.id, PageRequest()),
        lambda: protection.remove(inside.webmaster, made.id),
        lambda: inside.portal.web_usage.page(inside.webmaster, PageRequest()),
    ):
        with pytest.raises(Conflict) as caught:
            act()
        assert caught.value.message == KEPT
    assert names(inside, made.id, inside.owner) == ["anna"]
