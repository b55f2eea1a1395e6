"""The history of a package, and undoing what can be undone."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from portal.errors import Conflict, NotFound, PortalError
from portal.history import ChangeView, FieldChange
from portal.kinds import CRON_JOB, DATABASE, KINDS, MAIL, PROTECTED_DIRECTORY, SFTP_USER
from portal.paging import PageRequest
from storage.models.domains import DomainState
from storage.models.history import PackageChange
from storage.models.mail import MailKind
from storage.models.products import Resource
from tests.factories import QUOTAS
from tests.portal.technical import EDITED, VERIFIER, Place, kind_name, place

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.kinds import Kind
    from storage.models.customers import Customer
    from tests.portal.house import House

CHANGED_SINCE = "This was changed again since. Undo the later change first."
NOT_FOUND = "This is not there any more. F5 shows what is."


@pytest.fixture
def here(house: House, jutta: Customer) -> Place:
    """A package with two domains."""
    return place(house, jutta)


def shown(here: Place, access: PackageAccess | None = None, text: str = "") -> list[ChangeView]:
    """The history as it opens: the newest first."""
    request = PageRequest(sort="when", descending=True, filter=text)
    return list(here.house.portal.history.page(access or here.owner, request).page.rows)


def undo(here: Place, change: ChangeView | None = None, access: PackageAccess | None = None) -> None:
    """Undo a change, the newest one if none is named."""
    here.house.portal.history.undo(access or here.owner, (change or shown(here)[0]).id)


def refused(here: Place, change: ChangeView | None = None, access: PackageAccess | None = None) -> str:
    """What is said when it cannot be undone; nothing is changed then."""
    before = (here.everything(), len(here.history()), here.usage())
    with pytest.raises(Conflict) as caught:
        undo(here, change, access)
    assert (here.everything(), len(here.history()), here.usage()) == before
    return caught.value.message


# Every kind of record.

WITHOUT_CONTENTS = [kind for kind in KINDS if kind is not DATABASE]


@pytest.mark.parametrize("kind", WITHOUT_CONTENTS, ids=kind_name)
def test_undoing_what_was_added_removes_it(here: Place, kind: Kind[Any]) -> None:
    before, figures = here.everything(), here.usage()
    here.add(kind)
    assert here.everything() != before
    undo(here)
    assert here.everything() == before
    assert here.usage() == figures


@pytest.mark.parametrize("kind", KINDS, ids=kind_name)
def test_undoing_an_edit_puts_the_old_values_back(here: Place, kind: Kind[Any]) -> None:
    record = here.add(kind)
    before, figures = here.everything(), here.usage()
    here.edit(kind, record, **EDITED[kind_name(kind)])
    assert here.everything() != before
    undo(here)
    assert here.everything() == before
    assert here.usage() == figures


@pytest.mark.parametrize("kind", WITHOUT_CONTENTS, ids=kind_name)
def test_undoing_a_removal_brings_it_back(here: Place, kind: Kind[Any]) -> None:
    record = here.add(kind, **EDITED[kind_name(kind)])
    before, figures = here.everything(), here.usage()
    here.remove(kind, record)
    assert here.everything() != before
    undo(here)
    assert here.everything() == before
    assert here.usage() == figures


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (MAIL, {"password_hash": VERIFIER}),
        (SFTP_USER, {"password_hash": VERIFIER}),
        (PROTECTED_DIRECTORY, {"verifiers": {"anna": VERIFIER}}),
        (DATABASE, {}),
    ],
)
def test_what_had_a_password_or_contents_is_not_brought_back(
    here: Place, kind: Kind[Any], values: dict[str, Any]
) -> None:
    here.remove(kind, here.add(kind, **values))
    assert not shown(here)[0].undoable
    assert refused(here) == "This cannot be undone."


@pytest.mark.parametrize("kind", WITHOUT_CONTENTS, ids=kind_name)
def test_an_undo_can_be_undone_and_that_again(here: Place, kind: Kind[Any]) -> None:
    empty = here.everything()
    here.add(kind)
    added = here.everything()
    for expected in (empty, added, empty, added):
        undo(here)
        assert here.everything() == expected
    assert [change.action for change in shown(here)] == ["undone"] * 4 + ["added"]
    assert [change.gone for change in shown(here)] == [False, True, False, True, False]


@pytest.mark.parametrize("kind", WITHOUT_CONTENTS, ids=kind_name)
def test_what_was_brought_back_can_be_traced_to_its_beginning(here: Place, kind: Kind[Any]) -> None:
    empty = here.everything()
    record = here.add(kind)
    here.edit(kind, record, **EDITED[kind_name(kind)])
    here.remove(kind, here_now(here, kind))
    removed, edited, added = shown(here)
    for change in (removed, edited, added):
        undo(here, change)
    assert here.everything() == empty


def here_now(here: Place, kind: Kind[Any]) -> Any:
    with here.house.storage.reading() as work:
        return work.administration.every(kind.entity, here.owner)[-1]


# What stands in the way.


def test_what_was_undone_is_not_undone_again(here: Place) -> None:
    here.add(CRON_JOB)
    [added] = shown(here)
    undo(here, added)
    assert refused(here, added) == "This was undone already."
    assert [(change.undone, change.undoable) for change in shown(here)] == [(False, True), (True, False)]


def test_later_changes_are_undone_first(here: Place) -> None:
    job = here.add(CRON_JOB)
    here.edit(CRON_JOB, job, enabled=False)
    edited, added = shown(here)
    assert refused(here, added) == CHANGED_SINCE
    undo(here, edited)
    undo(here, added)
    assert here.all(CRON_JOB) == []


def test_what_was_removed_since_cannot_be_changed_back(here: Place) -> None:
    job = here.add(CRON_JOB)
    here.edit(CRON_JOB, job, enabled=False)
    edited = shown(here)[0]
    here.remove(CRON_JOB, job)
    assert refused(here, edited) == CHANGED_SINCE


def test_what_was_made_anew_under_the_same_name_is_not_doubled(here: Place) -> None:
    here.remove(MAIL, here.add(MAIL))
    removed = shown(here)[0]
    here.add(MAIL, targets=["somebody@else.example"])
    assert refused(here, removed) == "There is one called info@meine.example again."


def test_what_no_longer_fits_is_refused_with_the_figures(house: House, jutta: Customer) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.CRON_JOBS: 2})
    here.add(CRON_JOB, command="php /one.php")
    going = here.add(CRON_JOB, command="php /two.php")
    here.remove(CRON_JOB, going)
    removed = shown(here)[0]
    here.add(CRON_JOB, command="php /three.php")
    assert refused(here, removed) == "All 2 cron jobs of this package are in use."


def test_a_larger_mailbox_that_no_longer_fits_is_refused_with_the_mb(house: House, jutta: Customer) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.MAIL_STORAGE: 1000})
    box = here.add(MAIL, kind=MailKind.MAILBOX, size_mb=900)
    here.edit(MAIL, box, size_mb=100)
    shrunk = shown(here)[0]
    here.add(MAIL, local_part="b", address="b@meine.example", kind=MailKind.MAILBOX, size_mb=300)
    assert refused(here, shrunk) == "Of the 1000 MB of mail storage only 600 MB are left."


def test_of_two_sessions_that_undo_the_same_at_once_one_wins(here: Place) -> None:
    here.add(CRON_JOB)
    [added] = shown(here)
    together, told = threading.Barrier(2), []

    def session() -> None:
        portal = here.house.restarted()
        together.wait()
        try:
            portal.history.undo(here.owner, added.id)
            told.append("undone")
        except PortalError as error:
            told.append(error.message)

    threads = [threading.Thread(target=session) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["This was undone already.", "undone"]
    assert here.all(CRON_JOB) == []
    assert here.used(Resource.CRON_JOBS) == 0


def test_a_subject_s_rules_can_be_against_an_undo(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    here.remove(MAIL, here.add(MAIL))
    told = []

    def against(_changing: object, steps: list[Any], action: str) -> None:
        told.append((steps[0].before, steps[0].after["address"], action))
        raise Conflict("Not so.")

    monkeypatch.setattr("portal.putting_back._settlings", lambda: ((MAIL, against),))
    assert refused(here) == "Not so."
    assert told == [(None, "info@meine.example", "undone")]


# Who sees what.


def test_another_package_s_change_is_not_found(here: Place) -> None:
    here.add(CRON_JOB)
    [added] = shown(here)
    here.house.package(here.house.customer(), "fremd.example", password="zebra-kaktus-anker-wolke")
    stranger = here.house.package_access("fremd.example")
    history = here.house.portal.history
    for act in (
        lambda: history.undo(stranger, added.id),
        lambda: history.show(stranger, added.id),
        lambda: history.undo(here.owner, added.id + 100),
        lambda: history.show(here.owner, added.id + 100),
    ):
        with pytest.raises(NotFound) as caught:
            act()
        assert caught.value.message == NOT_FOUND
    assert shown(here, stranger) == []


def test_a_webmaster_neither_sees_nor_undoes_what_was_changed_on_a_domain_that_is_closed(here: Place) -> None:
    here.add(MAIL, domain=1, address="info@zweite.example")
    here.add(MAIL)
    _first, closed = shown(here)
    here.close(1)
    assert [change.name for change in shown(here, here.webmaster)] == ["info@meine.example"]
    assert shown(here, here.webmaster, "zweite") == []
    for act in (here.house.portal.history.undo, here.house.portal.history.show):
        with pytest.raises(NotFound) as caught:
            act(here.webmaster, closed.id)
        assert caught.value.message == NOT_FOUND
    undo(here, closed)
    assert len(shown(here)) == 3


def test_a_webmaster_undoes_what_the_owner_did_and_the_other_way_round(here: Place) -> None:
    here.add(CRON_JOB)
    undo(here, access=here.webmaster)
    undo(here)
    assert [change.by_owner for change in shown(here)] == [True, False, True]
    assert len(here.all(CRON_JOB)) == 1


def test_the_past_of_a_domain_that_has_ended_is_the_owner_s_to_read(here: Place) -> None:
    here.add(MAIL, domain=1, address="info@zweite.example")
    here.change_domain(1, state=DomainState.ENDED)
    assert [change.name for change in shown(here)] == ["info@zweite.example"]
    assert shown(here, here.webmaster) == []


# What is shown.


def test_a_change_says_what_was_changed_and_whether_servers_read_it(here: Place) -> None:
    job = here.add(CRON_JOB)
    here.house.change(here.package, published_revision=1)
    here.edit(CRON_JOB, job, enabled=False, output_to="anna@example.org")
    edited, added = shown(here)
    assert (added.kind, added.action, added.name, added.fields) == (
        "cron job",
        "added",
        "php /nightly.php",
        (),
    )
    assert (edited.action, set(edited.fields)) == ("changed", {"enabled", "output_to"})
    assert (added.published, edited.published) == (True, False)


def test_details_tell_each_field_before_and_after(here: Place) -> None:
    job = here.add(CRON_JOB)
    here.edit(CRON_JOB, job, enabled=False)
    here.remove(CRON_JOB, job)
    removed, edited, added = shown(here)
    show = here.house.portal.history.show
    assert show(here.owner, edited.id).change == edited
    assert show(here.owner, edited.id).fields == (FieldChange("enabled", before=True, after=False),)
    made = show(here.owner, added.id).fields
    assert FieldChange("command", None, "php /nightly.php") in made
    assert FieldChange("command", "php /nightly.php", None) in show(here.owner, removed.id).fields


def test_details_of_a_new_password_tell_that_it_changed_and_no_more(here: Place) -> None:
    box = here.add(MAIL, kind=MailKind.MAILBOX, password_hash=VERIFIER)
    here.edit(MAIL, box, password_hash="$argon2id$another")
    details = here.house.portal.history.show(here.owner, shown(here)[0].id)
    assert details.fields == ()
    assert "argon2" not in repr(details) + repr([vars(change) for change in here.history()])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NIGHTLY", ["php /nightly.php"]),
        ("cron", ["php /nightly.php"]),
        ("forward", ["info@meine.example"]),
        ("added", ["info@meine.example", "php /nightly.php"]),
        ("%", []),
        ("nowhere", []),
    ],
)
def test_the_filter_finds_names_kinds_and_actions(here: Place, text: str, found: list[str]) -> None:
    here.add(CRON_JOB)
    here.add(MAIL)
    assert [change.name for change in shown(here, text=text)] == found


@pytest.mark.parametrize("rows", [10, 2000])
def test_opening_takes_three_statements_however_long_it_is(here: Place, rows: int) -> None:
    values = {
        "package_id": here.package.id, "revision": 1, "at": here.house.clock.now(), "by_owner": True,
        "kind": "cron job", "action": "changed", "name": "php", "fields": ["enabled"], "domain_id": None,
        "record_id": 1, "before": {"enabled": True}, "after": {"enabled": False},
    }  # fmt: skip
    with here.house.storage.writing() as work:
        work.bulk.add(PackageChange, [values] * rows)
        work.commit()
    for who in (here.owner, here.webmaster):
        with here.house.statements() as sent:
            listing = here.house.portal.history.page(who, PageRequest(descending=True, count=True))
        assert listing.page.total == rows
        assert len(sent) <= 3
