"""Making databases, opening them by one password or the other, and removing them."""

from __future__ import annotations

import base64
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from portal.databases.service import DatabasePassword, DatabaseRemark, NewDatabase, OpenedBy
from portal.databases.verifiers import native_password, saslprep, scram_sha_256
from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, NotFound
from portal.package_passwords import NewMasterPassword
from portal.paging import PageRequest
from portal.passwords import judge
from portal.validation import checked
from storage.models.databases import Database
from storage.models.packages import PackageState
from storage.models.products import Dialect, Resource
from storage.sealing import SealBroken
from tests.factories import QUOTAS
from tests.hostile import HOSTILE
from tests.portal.house import MASTER_PASSWORD, NEW_PASSWORD, PACKAGE_PASSWORD

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.administration import Made
    from portal.databases.service import DatabaseView
    from storage.models.packages import Package
    from tests.portal.house import House

OWN = "Sieben Kraniche 41 Besenstiel"


class Shop:
    """A package that speaks one dialect, with its webmaster and its owner."""

    def __init__(self, house: House, dialect: Dialect = Dialect.POSTGRESQL, databases: int = 10) -> None:
        self.house, self.databases = house, house.portal.databases
        quotas = {**QUOTAS, Resource.DATABASES: databases}
        self.jutta = house.customer()
        product = house.product(quotas, database_dialect=dialect)
        self.package: Package = house.package(
            self.jutta, "laden.example", password=PACKAGE_PASSWORD, of=product
        )
        self.webmaster = house.package_access("laden.example")

    def owner(self) -> PackageAccess:
        return self.house.portal.packages.open(self.house.access(self.jutta), self.package.id)

    def add(self, name: str = "shop", **entered: object) -> Made:
        return self.databases.add(self.webmaster, checked(NewDatabase, {"name": name, **entered}))

    def set_master(self, password: str = MASTER_PASSWORD) -> None:
        entered = NewMasterPassword(new=password, again=password)
        self.house.portal.package_passwords.set_master_password(self.webmaster, entered)

    def views(self, **request: object) -> list[DatabaseView]:
        page = self.databases.page(self.webmaster, PageRequest(**request)).page  # type: ignore[arg-type]
        return list(page.rows)

    def stored(self, database_id: int) -> Database:
        with self.house.storage.reading() as work:
            return work._session.get_one(Database, database_id)

    def published(self, database_id: int) -> str | None:
        """What the database server is told."""
        with self.house.storage.reading() as work:
            package, _product = work.packages.current(self.webmaster)
            return work.databases.verifier_of(work._session.get_one(Database, database_id), package)

    def history(self) -> list[tuple[str, str, str, tuple[str, ...], bool]]:
        page = self.house.portal.history.page(self.webmaster, PageRequest(descending=True)).page
        return [(row.kind, row.name, row.action, row.fields, row.undoable) for row in page.rows]


@pytest.fixture
def shop(house: House) -> Shop:
    """A package with PostgreSQL."""
    return Shop(house)


def fits(verifier: str | None, password: str) -> bool:
    """Whether a database server with this verifier lets that password in."""
    assert verifier is not None
    if verifier.startswith("*"):
        return verifier == native_password(password)
    salt = base64.b64decode(verifier.split("$")[1].split(":")[1])
    return verifier == scram_sha_256(saslprep(password), salt)


# Making one


def test_a_database_is_called_by_the_package_s_prefix_and_what_was_typed(shop: Shop) -> None:
    made = shop.add("Shop_2026", remark="the new shop")
    [view] = shop.views()
    assert made.name == view.name == f"p{shop.package.id}_shop_2026"
    assert (view.id, view.dialect, view.settings.remark) == (made.id, Dialect.POSTGRESQL, "the new shop")
    assert (view.opened_by, view.used_mb, view.published) == (OpenedBy.OWN, 0, False)
    assert shop.history()[0] == ("database", made.name, "added", (), False)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Please fill in this field."),
        ("a b", "Letters from a to z, digits and _ make up the name of a database."),
        ("shöp", "Letters from a to z, digits and _ make up the name of a database."),
        ("ѕhop", "Letters from a to z, digits and _ make up the name of a database."),
        ('x"; DROP', "Letters from a to z, digits and _ make up the name of a database."),
        ("a-b", "Letters from a to z, digits and _ make up the name of a database."),
        ("x" * 31, "This is too long: 30 characters at most."),
    ],
)
def test_a_name_that_servers_would_trip_over_is_refused(name: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        checked(NewDatabase, {"name": name})
    assert caught.value.problems == {"name": sentence}


def test_the_longest_name_fits_every_server(house: House) -> None:
    shop = Shop(house)
    assert len(f"p{2**31}_") + 30 <= 63
    assert len(shop.add("x" * 30).name) <= 63


def test_two_databases_of_one_name_are_refused_and_another_package_may_have_it(house: House) -> None:
    shop = Shop(house)
    made = shop.add()
    with pytest.raises(InvalidInput) as caught:
        shop.add()
    assert caught.value.problems == {"name": f"There is a database {made.name} already."}
    house.package(shop.jutta, "zweite.example", password=PACKAGE_PASSWORD)
    other = house.portal.databases.add(house.package_access("zweite.example"), NewDatabase(name="shop"))
    assert other.name != made.name


def test_a_full_package_takes_no_other_and_says_the_figure(house: House) -> None:
    shop = Shop(house, databases=2)
    for name in ("one", "two"):
        shop.add(name)
    with pytest.raises(Conflict) as caught:
        shop.add("three")
    assert caught.value.message == "All 2 databases of this package are in use."
    [figure] = shop.databases.page(shop.webmaster, PageRequest(count=True)).standing.figures  # type: ignore[union-attr]
    assert (figure.used, figure.allowed) == (2, 2)


def test_the_last_one_goes_to_the_session_that_saves_first(house: House) -> None:
    shop = Shop(house, databases=1)
    house.portal.databases.add(shop.owner(), NewDatabase(name="first"))
    with pytest.raises(Conflict) as caught:
        shop.add("second")
    assert caught.value.message == "The only database of this package is in use."


def test_a_product_without_databases_says_so(house: House) -> None:
    shop = Shop(house, databases=0)
    with pytest.raises(Conflict) as caught:
        shop.add()
    assert caught.value.message == "This package includes nothing of this kind. A larger product does."


@pytest.mark.parametrize("state", [PackageState.SUSPENDED])
def test_a_package_out_of_service_gets_none(house: House, state: PackageState) -> None:
    shop = Shop(house)
    house.change(shop.package, state=state)
    with pytest.raises(Conflict, match="suspended"):
        shop.add()


# Passwords


@pytest.mark.parametrize("dialect", Dialect)
def test_a_typed_password_opens_it_and_is_not_told_again(house: House, dialect: Dialect) -> None:
    shop = Shop(house, dialect)
    made = shop.add(password=OWN)
    assert made.secret is None
    assert fits(shop.published(made.id), OWN)
    assert not fits(shop.published(made.id), OWN + "x")


@pytest.mark.parametrize("dialect", Dialect)
def test_without_one_a_strong_password_is_made_up_and_told_once(house: House, dialect: Dialect) -> None:
    shop = Shop(house, dialect)
    made = shop.add()
    assert made.secret is not None
    assert judge(made.secret, []).problem == ""
    assert fits(shop.published(made.id), made.secret)
    assert made.secret not in repr(made)
    assert made.secret not in house.everything()


def test_mariadb_s_verifier_is_sealed_for_its_package_and_name(house: House) -> None:
    shop = Shop(house, Dialect.MARIADB)
    made = shop.add(password=OWN)
    kept = shop.stored(made.id).verifier
    assert kept is not None
    assert native_password(OWN) not in house.everything()
    other = shop.add("blog", password=OWN)
    with house.storage.writing() as work:  # somebody puts it where they know the password of
        work._session.get_one(Database, other.id).verifier = kept
        work.commit()
    with pytest.raises(SealBroken):
        shop.published(other.id)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "7 characters more: at least 12 are needed."),
        ("password1234", "This is too easy to guess. Several unrelated words are a good start."),
        (
            "laden.example",
            "This is built on your own data or our name. Please think of something else.",
        ),
        (PACKAGE_PASSWORD, "This is the package or master password. Please think of another one."),
        (MASTER_PASSWORD, "This is the package or master password. Please think of another one."),
    ],
)
def test_a_weak_or_borrowed_password_is_refused(house: House, password: str, sentence: str) -> None:
    shop = Shop(house)
    shop.set_master()
    with pytest.raises(InvalidInput) as caught:
        shop.add(password=password)
    assert caught.value.problems["password"] == sentence
    made = shop.add()
    with pytest.raises(InvalidInput):
        shop.databases.change_password(shop.webmaster, made.id, DatabasePassword(password=password))


def test_the_master_password_opens_it_where_there_is_one(shop: Shop) -> None:
    shop.set_master()
    made = shop.add(opened_by="master")
    assert made.secret is None
    assert shop.views()[0].opened_by is OpenedBy.MASTER
    assert fits(shop.published(made.id), MASTER_PASSWORD)


def test_without_a_master_password_the_way_out_is_told(shop: Shop) -> None:
    with pytest.raises(InvalidInput) as caught:
        shop.add(opened_by="master")
    assert caught.value.problems == {
        "opened_by": "This package has no master password yet: set one under “Set passwords” first."
    }
    assert shop.views() == []


def test_a_master_password_from_before_databases_has_to_be_set_anew(house: House) -> None:
    """An import brings its argon2id hash alone, from which no database server can be served."""
    shop = Shop(house)
    house.change(shop.package, master_password_hash=house.hasher.hash(MASTER_PASSWORD))
    with pytest.raises(InvalidInput) as caught:
        shop.add(opened_by="master")
    assert caught.value.problems == {
        "opened_by": "The master password cannot open databases yet: set it anew under “Set passwords” first."
    }


@pytest.mark.parametrize("dialect", Dialect)
def test_a_new_password_takes_the_place_of_the_one_before(house: House, dialect: Dialect) -> None:
    shop = Shop(house, dialect)
    made = shop.add(password=OWN)
    again = shop.databases.change_password(shop.webmaster, made.id, DatabasePassword(password=NEW_PASSWORD))
    assert (again.id, again.secret) == (made.id, None)
    assert fits(shop.published(made.id), NEW_PASSWORD)
    made_up = shop.databases.change_password(shop.webmaster, made.id, DatabasePassword())
    assert fits(shop.published(made.id), made_up.secret or "")
    assert shop.history()[0] == ("database", made.name, "password changed", (), False)


def test_from_its_own_password_to_the_master_password_and_back(shop: Shop) -> None:
    shop.set_master()
    made = shop.add(password=OWN)
    by_master = DatabasePassword(opened_by=OpenedBy.MASTER)
    shop.databases.change_password(shop.webmaster, made.id, by_master)
    assert fits(shop.published(made.id), MASTER_PASSWORD)
    assert shop.stored(made.id).verifier is None
    back = shop.databases.change_password(shop.webmaster, made.id, DatabasePassword())
    assert fits(shop.published(made.id), back.secret or "")
    assert shop.views()[0].opened_by is OpenedBy.OWN


def test_a_database_that_no_password_opens_is_shown_as_that(shop: Shop) -> None:
    shop.set_master()
    made = shop.add(opened_by="master")
    shop.house.portal.package_passwords.delete_master_password(shop.webmaster)
    assert shop.views()[0].opened_by is None
    assert shop.published(made.id) is None


# Changing and removing


def test_a_remark_is_changed_and_that_can_be_undone(shop: Shop) -> None:
    made = shop.add(remark="old")
    shop.databases.change(shop.webmaster, made.id, DatabaseRemark(remark="new"), DatabaseRemark(remark="old"))
    assert shop.history()[0] == ("database", made.name, "changed", ("remark",), True)
    [newest, *_others] = shop.house.portal.history.page(
        shop.webmaster, PageRequest(descending=True)
    ).page.rows
    shop.house.portal.history.undo(shop.webmaster, newest.id)
    assert shop.views()[0].settings.remark == "old"


def test_two_sessions_that_change_the_same_remark_do_not_overwrite_one_another(shop: Shop) -> None:
    made = shop.add(remark="old")
    seen = DatabaseRemark(remark="old")
    shop.databases.change(shop.owner(), made.id, DatabaseRemark(remark="the owner's"), seen)
    with pytest.raises(ChangedMeanwhile) as caught:
        shop.databases.change(shop.webmaster, made.id, DatabaseRemark(remark="mine"), seen)
    assert caught.value.stored == {"remark": "the owner's"}


def test_what_is_removed_is_gone_and_comes_back_by_no_undo(shop: Shop) -> None:
    made = shop.add()
    shop.databases.remove(shop.webmaster, made.id)
    assert shop.views() == []
    assert shop.history()[0] == ("database", made.name, "removed", (), False)
    with pytest.raises(NotFound) as caught:
        shop.databases.remove(shop.webmaster, made.id)
    assert caught.value.message == "This is not there any more. F5 shows what is."
    assert shop.add().name == made.name  # there is room again


def test_making_one_is_undone_by_nobody_who_does_not_type_its_name(shop: Shop) -> None:
    shop.add()
    [newest, *_others] = shop.house.portal.history.page(
        shop.webmaster, PageRequest(descending=True)
    ).page.rows
    with pytest.raises(Conflict) as caught:
        shop.house.portal.history.undo(shop.webmaster, newest.id)
    assert caught.value.message == "This cannot be undone."
    assert len(shop.views()) == 1


def test_another_package_s_database_is_not_there(house: House) -> None:
    shop = Shop(house)
    made = shop.add(password=OWN)
    house.package(shop.jutta, "zweite.example", password=PACKAGE_PASSWORD)
    other = house.package_access("zweite.example")
    databases = house.portal.databases
    for act in (
        lambda: databases.remove(other, made.id),
        lambda: databases.change(other, made.id, DatabaseRemark(remark="mine"), DatabaseRemark()),
        lambda: databases.change_password(other, made.id, DatabasePassword(password=NEW_PASSWORD)),
    ):
        with pytest.raises(NotFound):
            act()
    assert databases.page(other, PageRequest()).page.rows == ()
    assert fits(shop.published(made.id), OWN)


# Listing


def test_the_list_is_sorted_and_filtered(shop: Shop) -> None:
    sizes = {"wiki": 5, "blog": 300, "shop": 20}
    for name, size in sizes.items():
        made = shop.add(name, remark=f"of the {name}")
        with shop.house.storage.writing() as work:
            work._session.get_one(Database, made.id).used_mb = size
            work.commit()

    def names(**request: object) -> list[str]:
        return [view.name.split("_")[1] for view in shop.views(**request)]

    assert names() == names(sort="name") == ["blog", "shop", "wiki"]
    assert names(sort="size") == ["wiki", "shop", "blog"]
    assert names(sort="remark", descending=True) == ["wiki", "shop", "blog"]
    assert names(filter="of the SH") == ["shop"]
    assert names(filter="_b") == ["blog"]


def test_a_hostile_remark_is_refused_or_kept_as_it_is(shop: Shop) -> None:
    made, seen, kept = shop.add(), DatabaseRemark(), 0
    for typed in HOSTILE.values():
        try:
            entered = checked(DatabaseRemark, {"remark": typed})
        except InvalidInput:
            continue
        shop.databases.change(shop.webmaster, made.id, entered, seen)
        assert shop.views()[0].settings == entered == seen.model_copy(update={"remark": tidy(typed)})
        seen, kept = entered, kept + 1
    assert kept > 20


def tidy(typed: str) -> str:
    return " ".join(unicodedata.normalize("NFC", typed).split())


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_is_refused(typed: str) -> None:
    if typed == "None":
        assert checked(NewDatabase, {"name": typed}).name == "none"
        return
    with pytest.raises(InvalidInput):
        checked(NewDatabase, {"name": typed})


def test_a_hostile_password_is_refused_or_opens(shop: Shop) -> None:
    made, opened = shop.add(), 0
    for typed in HOSTILE.values():
        with suppress(InvalidInput):
            entered = checked(DatabasePassword, {"password": typed})
            shop.databases.change_password(shop.webmaster, made.id, entered)
            assert not typed or fits(shop.published(made.id), typed)
            opened += 1
    assert opened > 10


def test_opening_the_list_costs_three_statements(shop: Shop) -> None:
    for name in ("wiki", "blog"):
        shop.add(name)
    with shop.house.statements() as seen:
        shop.databases.page(shop.webmaster, PageRequest(count=True))
    assert len(seen) == 3
