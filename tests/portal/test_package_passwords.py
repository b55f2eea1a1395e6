"""The package password and the master password: who sets them, what hangs on them, what they must not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.databases.service import NewDatabase, OpenedBy
from portal.errors import Conflict, InvalidInput, NotAllowed, NotFound, Throttled
from portal.package_passwords import NewMasterPassword, NewPackagePassword
from portal.paging import PageRequest
from portal.validation import checked
from storage.models.databases import Database
from storage.models.packages import PackageState
from storage.models.products import Dialect
from storage.models.webspace import SftpUser
from tests.hostile import HOSTILE
from tests.portal.house import MASTER_PASSWORD, NEW_PASSWORD, PACKAGE_PASSWORD, PASSWORD, REFUSED, WRONG

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from tests.portal.house import House

IN_USE = "This password is in use already. Please think of another one."
MOMENT_AGO = "A password was changed a moment ago, so nothing was saved. Please save again."


class Jutta:
    """Her package, with whoever works in it."""

    def __init__(self, house: House, password: str | None = PACKAGE_PASSWORD, **package: object) -> None:
        self.house, self.passwords = house, house.portal.package_passwords
        self.customer = house.customer(language="en")
        self.package = house.package(self.customer, "laden.example", password=password, **package)  # type: ignore[arg-type]

    def webmaster(self, password: str = PACKAGE_PASSWORD) -> PackageAccess:
        return self.house.package_access("laden.example", password)

    def owner(self) -> PackageAccess:
        return self.house.portal.packages.open(self.house.access(self.customer), self.package.id)

    def set_package(self, access: PackageAccess, new: str, present: str = "") -> None:
        entered = NewPackagePassword(new=new, again=new, present=present)
        self.passwords.set_package_password(access, entered)

    def set_master(self, access: PackageAccess, new: str = MASTER_PASSWORD) -> None:
        self.passwords.set_master_password(access, NewMasterPassword(new=new, again=new))

    def opens(self, password: str) -> bool:
        """Whether it signs in by domain."""
        self.house.clock.forward(seconds=30)
        try:
            self.webmaster(password)
        except NotAllowed as refused:
            assert refused.message == REFUSED  # noqa: PT017 - what is not said matters
            return False
        return True

    def history(self) -> list[tuple[str, str, str, bool, bool]]:
        page = self.house.portal.history.page(self.owner(), PageRequest(descending=True)).page
        return [(row.kind, row.action, row.name, row.undoable, row.published) for row in page.rows]

    def told(self) -> list[str]:
        return [message.body.split("\n\n")[1] for message in self.house.messages(self.customer)]


@pytest.fixture
def jutta(house: House) -> Jutta:
    """Jutta, whose package has a package password."""
    return Jutta(house)


def refusal(of: pytest.ExceptionInfo[InvalidInput]) -> dict[str, str]:
    return dict(of.value.problems)


# The package password


def test_the_owner_sets_the_first_one_and_it_signs_in_at_once(house: House) -> None:
    jutta = Jutta(house, password=None)
    assert not jutta.passwords.show(jutta.owner()).has_package
    jutta.set_package(jutta.owner(), PACKAGE_PASSWORD)
    assert jutta.passwords.show(jutta.owner()).has_package
    assert jutta.opens(PACKAGE_PASSWORD)
    assert jutta.history() == [("package password", "added", "", False, True)]


def test_the_owner_changes_it_without_the_present_one(jutta: Jutta) -> None:
    session = jutta.webmaster()
    jutta.set_package(jutta.owner(), NEW_PASSWORD)
    assert (jutta.opens(NEW_PASSWORD), jutta.opens(PACKAGE_PASSWORD)) == (True, False)
    with pytest.raises(NotAllowed):
        jutta.passwords.show(session)
    assert jutta.history()[0] == ("package password", "changed", "", False, True)


def test_a_webmaster_gives_the_present_one_goes_on_and_others_are_logged_out(jutta: Jutta) -> None:
    mine, others, owners = jutta.webmaster(), jutta.webmaster(), jutta.owner()
    jutta.set_package(mine, NEW_PASSWORD, PACKAGE_PASSWORD)
    assert jutta.passwords.show(mine).has_package
    assert jutta.passwords.show(owners).has_package
    with pytest.raises(NotAllowed):
        jutta.passwords.show(others)
    assert jutta.opens(NEW_PASSWORD)


@pytest.mark.parametrize("present", ["", WRONG, MASTER_PASSWORD, PASSWORD])
def test_a_webmaster_without_the_present_one_changes_nothing(jutta: Jutta, present: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        jutta.set_package(jutta.webmaster(), NEW_PASSWORD, present)
    assert refusal(caught) == {"present": "This is not the present package password."}
    assert jutta.opens(PACKAGE_PASSWORD)
    assert jutta.told() == []


def test_wrong_present_ones_count_for_the_throttle_as_wrong_sign_ins_do(jutta: Jutta) -> None:
    session = jutta.webmaster()
    for _time in range(5):
        with pytest.raises(InvalidInput):
            jutta.set_package(session, NEW_PASSWORD, WRONG)
    with pytest.raises(Throttled) as caught:
        jutta.set_package(session, NEW_PASSWORD, PACKAGE_PASSWORD)
    assert caught.value.message == "Too many tries. Please wait 30 seconds and try again."
    assert caught.value.field == "present"
    with pytest.raises(Throttled):
        jutta.webmaster()


def test_the_owner_deletes_it_and_nobody_signs_in_by_domain_any_more(jutta: Jutta) -> None:
    session = jutta.webmaster()
    jutta.passwords.delete_package_password(jutta.owner())
    with pytest.raises(NotAllowed):
        jutta.passwords.show(session)
    assert not jutta.opens(PACKAGE_PASSWORD)
    assert jutta.history()[0][:2] == ("package password", "removed")
    with pytest.raises(NotFound) as caught:
        jutta.passwords.delete_package_password(jutta.owner())
    assert caught.value.message == "There is no package password."
    jutta.set_package(jutta.owner(), PACKAGE_PASSWORD)
    with pytest.raises(NotAllowed):
        jutta.passwords.show(session)  # what ended stays so


def test_a_webmaster_does_not_lock_themselves_out(jutta: Jutta) -> None:
    with pytest.raises(Conflict) as caught:
        jutta.passwords.delete_package_password(jutta.webmaster())
    assert caught.value.message == (
        "You are signed in with this password: only the owner of the package can delete it."
    )
    assert jutta.opens(PACKAGE_PASSWORD)


def test_the_owner_is_told_of_every_change(house: House) -> None:
    jutta = Jutta(house, password=None)
    jutta.set_package(jutta.owner(), PACKAGE_PASSWORD)
    jutta.set_package(jutta.webmaster(), NEW_PASSWORD, PACKAGE_PASSWORD)
    jutta.set_master(jutta.owner())
    jutta.passwords.delete_master_password(jutta.owner())
    jutta.passwords.delete_package_password(jutta.owner())
    assert jutta.told() == [
        "A package password was set: it signs in with any domain of the package.",
        "The package password was changed.",
        "A master password was set: it opens SFTP users and databases.",
        "The master password was deleted: it opens nothing any more.",
        "The package password was deleted: nobody can sign in by domain any more.",
    ]
    [first, *_others] = house.messages(jutta.customer)
    assert first.subject == "Who gets into your package was changed"
    assert "This applies to the package laden.example." in first.body


# What they must not be


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("short", "7 characters more: at least 12 are needed."),
        ("laden.example 2026", "This is built on your own data or our name. Please think of something else."),
        ("Musterhost", "2 characters more: at least 12 are needed."),
        ("Musterhost 2026", "This is built on your own data or our name. Please think of something else."),
        ("x" * 129, "This is too long: 128 characters at most."),
        (PASSWORD, IN_USE),
        (PACKAGE_PASSWORD, IN_USE),
        (MASTER_PASSWORD, IN_USE),
    ],
)
def test_neither_may_be_weak_or_one_of_the_three_there_are(house: House, new: str, sentence: str) -> None:
    jutta = Jutta(house, master=MASTER_PASSWORD)
    before = house.stored_package(jutta.package)
    for act in (jutta.set_package, jutta.set_master):
        with pytest.raises(InvalidInput) as caught:
            act(jutta.owner(), new)
        assert refusal(caught) == {"new": sentence}
    after = house.stored_package(jutta.package)
    assert (after.password_hash, after.master_password_hash) == (
        before.password_hash,
        before.master_password_hash,
    )


def test_a_new_password_typed_twice_differently_is_refused() -> None:
    for model in (NewPackagePassword, NewMasterPassword):
        with pytest.raises(InvalidInput) as caught:
            checked(model, {"new": NEW_PASSWORD, "again": WRONG})
        assert caught.value.problems == {"again": "This is not the same as above."}


def test_nobody_finds_out_which_password_it_is_nor_tries_many(house: House) -> None:
    """The customer password among them: a webmaster must not learn it by trying."""
    jutta = Jutta(house, master=MASTER_PASSWORD)
    session = jutta.webmaster()
    costs = set()
    for guess in (PASSWORD, PACKAGE_PASSWORD, MASTER_PASSWORD):
        computed = house.hasher.computations
        with pytest.raises(InvalidInput) as caught:
            jutta.set_master(session, guess)
        assert refusal(caught) == {"new": IN_USE}
        costs.add(house.hasher.computations - computed)
    assert costs == {3}
    for number in range(2):
        jutta.set_master(session, f"{WRONG} {number}")
    for guess in (PASSWORD, WRONG):
        with pytest.raises(Throttled) as throttled:
            jutta.set_master(session, guess)
        assert throttled.value.field == "new"
    with pytest.raises(Throttled):
        jutta.set_package(jutta.owner(), NEW_PASSWORD)  # from the same place
    away = house.portal.packages.open(
        house.signed_in(jutta.customer, source="198.51.100.7"), jutta.package.id
    )
    jutta.set_package(away, NEW_PASSWORD)


def test_without_a_package_password_comparing_takes_as_long(house: House) -> None:
    jutta = Jutta(house, password=None)
    owner = jutta.owner()
    computed = house.hasher.computations
    with pytest.raises(InvalidInput):
        jutta.set_master(owner, PASSWORD)
    assert house.hasher.computations - computed == 3


def test_a_password_that_was_set_meanwhile_is_compared_again(house: House) -> None:
    """Two sessions that choose the same password at once: one of them saves."""
    jutta = Jutta(house)
    owner, hasher = jutta.owner(), house.hasher
    hash_it = hasher.hash

    def meanwhile(password: str | bytes, *, salt: bytes | None = None) -> str:
        hasher.hash = hash_it  # type: ignore[method-assign]
        house.change(jutta.package, master_password_hash=hash_it(NEW_PASSWORD))
        return hash_it(password, salt=salt)

    jutta.set_master(owner, WRONG)
    hasher.hash = meanwhile  # type: ignore[method-assign]
    with pytest.raises(Conflict) as caught:
        jutta.set_package(owner, NEW_PASSWORD)
    assert caught.value.message == MOMENT_AGO
    assert jutta.opens(PACKAGE_PASSWORD)


@pytest.mark.parametrize("state", [PackageState.SUSPENDED, PackageState.ENDED])
def test_a_package_out_of_service_gets_no_password(house: House, state: PackageState) -> None:
    jutta = Jutta(house)
    owner = jutta.owner()
    house.change(jutta.package, state=state)
    with pytest.raises(Conflict, match=state):
        jutta.set_package(owner, NEW_PASSWORD)


def test_hostile_passwords_are_refused_or_sign_in(house: House) -> None:
    jutta = Jutta(house)
    owner, set_ones = jutta.owner(), 0
    for typed in HOSTILE.values():
        house.clock.forward(seconds=60)
        try:
            entered = checked(NewPackagePassword, {"new": typed, "again": typed})
            jutta.passwords.set_package_password(owner, entered)
        except InvalidInput:
            continue
        assert jutta.opens(typed)
        set_ones += 1
        owner = jutta.owner()
    assert set_ones > 10


# The master password


def add_what_it_opens(jutta: Jutta) -> None:
    """Two SFTP users and a database that use it, and one of each that do not."""
    owner = jutta.owner()
    jutta.house.portal.databases.add(owner, NewDatabase(name="shop", opened_by=OpenedBy.MASTER))
    jutta.house.portal.databases.add(owner, NewDatabase(name="own"))
    with jutta.house.storage.writing() as work:
        for name, uses_master in (("p1_a", True), ("p1_b", True), ("p1_own", False)):
            work.administration.add(SftpUser(package_id=jutta.package.id, name=name, uses_master=uses_master))
        work.commit()


def published(jutta: Jutta) -> None:
    """Servers read everything as it stands."""
    revision = jutta.house.stored_package(jutta.package).revision
    jutta.house.change(jutta.package, published_revision=revision)


def unpublished(jutta: Jutta) -> list[str]:
    """Names of what servers do not read as it stands."""
    package = jutta.house.stored_package(jutta.package)
    with jutta.house.storage.reading() as work:
        scope = jutta.owner()
        records: list[Database | SftpUser] = [
            *work.administration.every(Database, scope),
            *work.administration.every(SftpUser, scope),
        ]
    return sorted(record.name for record in records if record.revision > package.published_revision)


def test_the_master_password_is_kept_for_both_dialects(jutta: Jutta) -> None:
    jutta.set_master(jutta.webmaster())
    stored = jutta.house.stored_package(jutta.package)
    assert set(stored.database_verifiers or {}) == {"postgresql", "mariadb"}
    verifiers = stored.database_verifiers or {}
    assert verifiers["postgresql"].startswith("SCRAM-SHA-256$4096:")
    assert not verifiers["mariadb"].startswith("*")  # sealed
    assert jutta.house.hasher.verify(stored.master_password_hash or "", MASTER_PASSWORD)
    with pytest.raises(NotAllowed):
        jutta.webmaster(MASTER_PASSWORD)  # it never signs in to the portal


def test_a_new_master_password_waits_to_be_published_where_it_is_used(jutta: Jutta) -> None:
    jutta.set_master(jutta.owner())
    assert jutta.history()[0] == ("master password", "added", "", False, True)
    add_what_it_opens(jutta)
    shown = jutta.passwords.show(jutta.owner())
    assert (shown.has_package, shown.has_master) == (True, True)
    assert (shown.sftp_users, shown.databases, shown.standing.unpublished) == (2, 1, 2)
    published(jutta)
    jutta.set_master(jutta.owner(), NEW_PASSWORD)
    shop = f"p{jutta.package.id}_shop"
    assert unpublished(jutta) == sorted(["p1_a", "p1_b", shop])
    assert jutta.history()[0] == ("master password", "changed", "", False, False)
    published(jutta)
    jutta.passwords.delete_master_password(jutta.owner())
    assert unpublished(jutta) == sorted(["p1_a", "p1_b", shop])
    stored = jutta.house.stored_package(jutta.package)
    assert (stored.master_password_hash, stored.database_verifiers) == (None, None)


def test_there_is_nothing_to_publish_where_the_master_password_opens_nothing(jutta: Jutta) -> None:
    before = jutta.house.stored_package(jutta.package).revision
    jutta.set_master(jutta.owner())
    jutta.set_package(jutta.owner(), NEW_PASSWORD)
    assert jutta.house.stored_package(jutta.package).revision == before


def test_no_master_password_is_deleted_twice(jutta: Jutta) -> None:
    with pytest.raises(NotFound) as caught:
        jutta.passwords.delete_master_password(jutta.webmaster())
    assert caught.value.message == "There is no master password."


def test_the_numbers_are_those_of_this_package_alone(house: House) -> None:
    jutta = Jutta(house)
    jutta.set_master(jutta.owner())
    add_what_it_opens(jutta)
    other = house.package(jutta.customer, "zweite.example", password=NEW_PASSWORD)
    assert other.id != jutta.package.id
    access = house.package_access("zweite.example", NEW_PASSWORD)
    shown = house.portal.package_passwords.show(access)
    assert (shown.sftp_users, shown.databases, shown.has_master) == (0, 0, False)


def test_every_database_follows_the_master_password_in_its_own_dialect(house: House) -> None:
    product = house.product({}, database_dialect=Dialect.MARIADB)
    jutta = Jutta(house, of=product)
    jutta.set_master(jutta.owner())
    package = house.stored_package(jutta.package)
    with house.storage.reading() as work:
        for dialect, begins in ((Dialect.MARIADB, "*"), (Dialect.POSTGRESQL, "SCRAM-SHA-256$")):
            database = Database(package_id=package.id, name="p1_x", dialect=dialect, uses_master=True)
            verifier = work.databases.verifier_of(database, package)
            assert verifier is not None
            assert verifier.startswith(begins)


def test_showing_them_costs_three_statements(jutta: Jutta) -> None:
    access = jutta.webmaster()
    with jutta.house.statements() as seen:
        jutta.passwords.show(access)
    assert len(seen) == 3


def test_strength_is_judged_by_what_is_known_of_the_package(jutta: Jutta) -> None:
    judge = jutta.passwords.secret_strength
    assert judge(jutta.webmaster(), NEW_PASSWORD).problem == ""
    assert judge(jutta.webmaster(), "laden.example 1").problem == (
        "This is built on your own data or our name. Please think of something else."
    )


def test_a_webmaster_learns_nothing_of_domains_that_are_kept_from_them(house: House) -> None:
    jutta = Jutta(house)
    house.domain(jutta.package, "geheimprojekt.example", open_to_webmaster=False)
    guess = "geheimprojekt.example"
    assert house.portal.package_passwords.secret_strength(jutta.webmaster(), guess).problem == ""
    assert house.portal.package_passwords.secret_strength(jutta.owner(), guess).problem
