"""What all technical subjects stand on: quotas, revisions, and changes that leave nothing half done."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from portal.errors import Conflict, NotAllowed, NotFound, PortalError
from portal.kinds import CRON_JOB, DATABASE, KINDS, MAIL, PROTECTED_DIRECTORY, SFTP_USER
from portal.paging import PageRequest
from portal.refusals import no_room
from portal.webspace.cron import CronJobSettings
from storage.models.mail import MailKind
from storage.models.packages import PackageState
from storage.models.products import Resource
from tests.factories import NOON, QUOTAS
from tests.portal.house import SESSION_ENDED
from tests.portal.technical import EDITED, VERIFIER, WITH_DOMAIN, Place, kind_name, place

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.administration import Changing, Listing
    from portal.kinds import Kind
    from portal.packages import Standing
    from storage.models.customers import Customer
    from tests.portal.house import House

JOB = CronJobSettings(schedule="@daily", command="php /nightly.php")
NOT_FOUND = "This is not there any more. F5 shows what is."


@pytest.fixture
def here(house: House, jutta: Customer) -> Place:
    """A package with two domains."""
    return place(house, jutta)


def counted(here: Place) -> Listing[Any]:
    return here.house.portal.cron_jobs.page(here.owner, PageRequest(count=True))


def standing(here: Place) -> Standing:
    found = counted(here).standing
    assert found is not None
    return found


# Quotas.


@pytest.mark.parametrize(
    ("resource", "used", "allowed", "sentence"),
    [
        (Resource.MAILBOXES, 50, 50, "All 50 mailboxes of this package are in use."),
        (Resource.MAILBOXES, 1, 1, "The only mailbox of this package is in use."),
        (Resource.DATABASES, 10, 10, "All 10 databases of this package are in use."),
        (Resource.DATABASES, 1, 1, "The only database of this package is in use."),
        (Resource.SFTP_USERS, 5, 5, "All 5 SFTP users of this package are in use."),
        (Resource.SFTP_USERS, 1, 1, "The only SFTP user of this package is in use."),
        (Resource.CRON_JOBS, 6, 5, "All 5 cron jobs of this package are in use."),
        (Resource.CRON_JOBS, 1, 1, "The only cron job of this package is in use."),
        (Resource.BACKUPS, 14, 14, "There are 14 backups, and no more are kept. Remove one first."),
        (Resource.BACKUPS, 1, 1, "There is one backup, and no more are kept. Remove it first."),
        (Resource.MAIL_STORAGE, 9_900, 10_240, "Of the 10240 MB of mail storage only 340 MB are left."),
        (Resource.MAIL_STORAGE, 11_000, 10_240, "Of the 10240 MB of mail storage only 0 MB are left."),
        (Resource.WEBSPACE, 51_000, 51_200, "Of the 51200 MB of webspace only 200 MB are left."),
        (Resource.ADDITIONAL_DOMAINS, 3, 3, "3 of 3 are in use."),
        (Resource.DATABASES, 0, 0, "This package includes nothing of this kind. A larger product does."),
        (Resource.MAIL_STORAGE, 0, 0, "This package includes nothing of this kind. A larger product does."),
    ],
)
def test_a_refusal_tells_the_figures(resource: Resource, used: int, allowed: int, sentence: str) -> None:
    assert no_room(resource, used, allowed) == sentence


@pytest.mark.parametrize("amount", [2, 3])
def test_the_last_place_can_be_taken_and_the_next_cannot(house: House, jutta: Customer, amount: int) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.CRON_JOBS: amount})
    for number in range(amount):
        house.portal.cron_jobs.add(here.owner, JOB.model_copy(update={"command": f"php /{number}.php"}))
    with pytest.raises(Conflict) as caught:
        house.portal.cron_jobs.add(here.owner, JOB)
    assert caught.value.message == f"All {amount} cron jobs of this package are in use."
    assert here.used(Resource.CRON_JOBS) == len(here.all(CRON_JOB)) == amount


def test_a_size_may_grow_into_what_is_left_and_not_beyond(house: House, jutta: Customer) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.MAIL_STORAGE: 1000})
    box = here.add(MAIL, kind=MailKind.MAILBOX, size_mb=400)
    here.add(MAIL, local_part="b", address="b@meine.example", kind=MailKind.MAILBOX, size_mb=500)
    with pytest.raises(Conflict) as caught:
        here.edit(MAIL, box, size_mb=501)
    assert caught.value.message == "Of the 1000 MB of mail storage only 100 MB are left."
    here.edit(MAIL, box, size_mb=500)
    assert here.used(Resource.MAIL_STORAGE) == 1000


def test_what_is_too_much_already_may_shrink_but_not_grow(house: House, jutta: Customer) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.MAIL_STORAGE: 1000})
    box = here.add(MAIL, kind=MailKind.MAILBOX, size_mb=900)
    house.change(here.package, product_id=house.product({**QUOTAS, Resource.MAIL_STORAGE: 500}).id)
    with pytest.raises(Conflict) as caught:
        here.edit(MAIL, box, size_mb=901)
    assert caught.value.message == "Of the 500 MB of mail storage only 0 MB are left."
    here.edit(MAIL, box, size_mb=800)
    here.edit(MAIL, box, enabled=False)
    assert here.used(Resource.MAIL_STORAGE) == 800


def test_what_becomes_something_else_frees_what_it_took(here: Place) -> None:
    box = here.add(MAIL, kind=MailKind.MAILBOX, size_mb=400)
    here.edit(MAIL, box, kind=MailKind.FORWARD, size_mb=0, targets=["anna@example.org"])
    assert (here.used(Resource.MAILBOXES), here.used(Resource.MAIL_STORAGE)) == (0, 0)


def test_a_counter_never_falls_below_nothing(here: Place) -> None:
    job = here.add(CRON_JOB)
    with here.house.storage.writing() as work:
        work.administration.count(here.package, Resource.CRON_JOBS, -1)
        work.commit()
    here.remove(CRON_JOB, job)
    assert here.used(Resource.CRON_JOBS) == 0


@pytest.mark.parametrize("kind", KINDS, ids=kind_name)
def test_counters_follow_what_is_added_and_removed(here: Place, kind: Kind[Any]) -> None:
    before = here.usage()
    record = here.add(kind)
    for resource, amount in kind.uses(record).items():
        assert here.used(resource) == before[resource].used + amount
    here.remove(kind, record)
    assert here.usage() == before


def test_of_two_sessions_that_want_the_last_place_at_once_one_gets_it(house: House, jutta: Customer) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.CRON_JOBS: 2})
    here.add(CRON_JOB)
    told = both_at_once(
        lambda number: house.restarted().cron_jobs.add(
            here.owner, JOB.model_copy(update={"command": f"php /{number}.php"})
        )
    )
    assert sorted(told) == ["All 2 cron jobs of this package are in use.", "done"]
    assert here.used(Resource.CRON_JOBS) == len(here.all(CRON_JOB)) == 2
    assert house.stored_package(here.package).revision == 2


def test_changes_at_once_get_revisions_one_after_the_other(here: Place) -> None:
    told = both_at_once(
        lambda number: here.house.restarted().cron_jobs.add(
            here.owner, JOB.model_copy(update={"command": f"php /{number}.php"})
        )
    )
    assert told == ["done", "done"]
    assert [change.revision for change in here.history()] == [1, 2]
    assert here.used(Resource.CRON_JOBS) == 2


def both_at_once(act: Callable[[int], object]) -> list[str]:
    """What two threads are told that begin together."""
    together, told = threading.Barrier(2), []

    def session(number: int) -> None:
        together.wait()
        try:
            act(number)
            told.append("done")
        except PortalError as error:
            told.append(error.message)

    threads = [threading.Thread(target=session, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


# Revisions: what servers read, and what they do not yet.


def test_a_change_waits_to_be_published(here: Place) -> None:
    assert (standing(here).unpublished, standing(here).published_at) == (0, None)
    here.add(CRON_JOB)
    here.add(CRON_JOB, command="php /two.php")
    assert standing(here).unpublished == 2
    here.house.change(here.package, published_revision=1, published_at=NOON)
    assert (standing(here).unpublished, standing(here).published_at) == (1, NOON)
    assert [view.published for view in counted(here).page.rows] == [True, False]


def test_what_is_changed_again_is_unpublished_again(here: Place) -> None:
    job = here.add(CRON_JOB)
    here.house.change(here.package, published_revision=1)
    assert [view.published for view in counted(here).page.rows] == [True]
    here.edit(CRON_JOB, job, enabled=False)
    assert [view.published for view in counted(here).page.rows] == [False]


def test_one_transaction_makes_one_revision(here: Place) -> None:
    with here.house.portal.cron_jobs._changing(here.owner) as changing:
        changing.add(CRON_JOB, here.new(CRON_JOB))
        changing.add(CRON_JOB, here.new(CRON_JOB, command="php /two.php"))
        changing.commit()
    assert here.house.stored_package(here.package).revision == 1
    assert [change.revision for change in here.history()] == [1, 1]


def test_an_edit_that_changes_nothing_is_no_change(here: Place) -> None:
    job = here.add(CRON_JOB)
    with here.house.portal.cron_jobs._changing(here.owner) as changing:
        assert not changing.edit(CRON_JOB, changing.one(CRON_JOB, job.id), {"enabled": True})
        changing.commit()
    assert len(here.history()) == 1
    assert here.house.stored_package(here.package).revision == 1


def test_only_a_counting_request_asks_for_figures(here: Place) -> None:
    assert here.house.portal.cron_jobs.page(here.owner, PageRequest()).standing is None
    assert [(figure.resource, figure.used) for figure in standing(here).figures] == [(Resource.CRON_JOBS, 0)]


# Who may, and when.


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (PackageState.SUSPENDED, "This package is suspended. Until that is settled, nothing can be changed."),
        (PackageState.ENDED, "This package has ended: it can be looked at, but not changed."),
    ],
)
def test_a_package_out_of_service_is_looked_at_but_not_changed(
    here: Place, state: PackageState, sentence: str
) -> None:
    here.add(CRON_JOB)
    here.house.change(here.package, state=state)
    for act in (
        lambda: here.house.portal.cron_jobs.add(here.owner, JOB),
        lambda: here.house.portal.history.undo(here.owner, here.history()[0].id),
    ):
        with pytest.raises(Conflict) as caught:
            act()
        assert caught.value.message == sentence
    assert len(counted(here).page.rows) == 1


def test_the_owner_can_end_the_package_login_and_sessions_of_it_end_too(here: Place) -> None:
    here.house.change(here.package, webmaster_signs_in=False)
    with pytest.raises(NotAllowed) as caught:
        here.house.portal.cron_jobs.page(here.webmaster, PageRequest())
    assert caught.value.message == SESSION_ENDED
    with pytest.raises(NotAllowed):
        here.house.package_access("meine.example")
    counted(here)
    here.house.change(here.package, webmaster_signs_in=True)
    here.house.portal.cron_jobs.page(here.webmaster, PageRequest())


def test_the_owner_can_keep_upload_and_download(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(here.house.portal.cron_jobs), "TRANSFERS", True)
    here.house.portal.cron_jobs.add(here.webmaster, JOB)
    here.house.change(here.package, webmaster_transfers=False)
    for act in (
        lambda: here.house.portal.cron_jobs.page(here.webmaster, PageRequest()),
        lambda: here.house.portal.cron_jobs.add(here.webmaster, JOB),
    ):
        with pytest.raises(Conflict) as caught:
            act()
        assert caught.value.message == "The owner of this package keeps upload and download to themselves."
    assert len(counted(here).page.rows) == 1


@pytest.mark.parametrize("kind", KINDS, ids=kind_name)
def test_another_package_s_record_is_not_found(here: Place, kind: Kind[Any]) -> None:
    record = here.add(kind)
    here.house.package(here.house.customer(), "fremd.example", password="zebra-kaktus-anker-wolke")
    stranger = here.house.package_access("fremd.example")
    history = here.house.portal.history
    for access, record_id in ((stranger, record.id), (here.owner, record.id + 1000)):
        with pytest.raises(NotFound) as caught, history._changing(access) as changing:
            changing.one(kind, record_id)
        assert caught.value.message == NOT_FOUND
        with pytest.raises(NotFound) as caught, history._looking(access) as looking:
            looking.one(kind, record_id)
        assert caught.value.message == NOT_FOUND


@pytest.mark.parametrize("kind", WITH_DOMAIN, ids=kind_name)
def test_a_record_of_a_domain_that_the_owner_keeps_is_not_found_by_the_webmaster(
    here: Place, kind: Kind[Any]
) -> None:
    record, history = here.add(kind, domain=1), here.house.portal.history
    here.close(1)
    with pytest.raises(NotFound) as caught, history._changing(here.webmaster) as changing:
        changing.one(kind, record.id)
    assert caught.value.message == NOT_FOUND
    with history._looking(here.owner) as looking:
        assert looking.one(kind, record.id).id == record.id


# What is on record.


@pytest.mark.parametrize("kind", KINDS, ids=kind_name)
def test_every_change_stands_in_the_history_and_in_the_audit_log(here: Place, kind: Kind[Any]) -> None:
    record = here.add(kind, here.webmaster)
    here.edit(kind, record, **EDITED[kind_name(kind)])
    here.remove(kind, record)
    word = kind.word(record)
    assert [(change.kind, change.action, change.record_id, change.by_owner) for change in here.history()] == [
        (word, "added", record.id, False),
        (word, "changed", record.id, True),
        (word, "removed", record.id, True),
    ]
    fields = ", ".join(EDITED[kind_name(kind)])
    assert [
        (entry.actor, entry.action, entry.record, entry.details) for entry in here.house.audit()[-3:]
    ] == [
        (f"webmaster of package {here.package.id}", f"{word} added", f"{word} {record.id}", ""),
        (f"owner of package {here.package.id}", f"{word} changed", f"{word} {record.id}", fields),
        (f"owner of package {here.package.id}", f"{word} removed", f"{word} {record.id}", ""),
    ]


@pytest.mark.parametrize("kind", KINDS, ids=kind_name)
def test_a_change_that_is_not_committed_leaves_nothing(here: Place, kind: Kind[Any]) -> None:
    record = here.add(kind)
    before = here.house.everything()
    acts: list[Callable[[Changing], object]] = [
        lambda changing: changing.add(CRON_JOB, here.new(CRON_JOB, command="php /two.php")),
        lambda changing: changing.edit(kind, changing.one(kind, record.id), EDITED[kind_name(kind)]),
        lambda changing: changing.remove(kind, changing.one(kind, record.id)),
        lambda changing: changing.note(kind.word(record), "changed", "x", fields=["password"]),
    ]
    for act in acts:
        with (
            pytest.raises(Conflict, match="stop"),
            here.house.portal.history._changing(here.owner) as changing,
        ):
            act(changing)
            raise Conflict("stop")
        assert here.house.everything() == before


def test_a_name_that_is_taken_leaves_nothing_and_is_told(here: Place) -> None:
    here.add(MAIL)
    before = here.house.everything()
    with pytest.raises(Conflict) as caught:
        here.add(MAIL)
    assert caught.value.message == "The same was saved a moment ago, so nothing was changed. F5 shows it."
    assert here.house.everything() == before


@pytest.mark.parametrize(
    ("kind", "values", "changed"),
    [
        (MAIL, {"password_hash": VERIFIER}, {"password_hash": "$argon2id$new"}),
        (DATABASE, {"verifier": VERIFIER}, {"verifier": "$argon2id$new"}),
        (SFTP_USER, {"password_hash": VERIFIER}, {"password_hash": "$argon2id$new"}),
        (PROTECTED_DIRECTORY, {"verifiers": {"anna": VERIFIER}}, {"verifiers": {"anna": "$argon2id$new"}}),
    ],
)
def test_no_verifier_comes_into_the_history_or_the_audit_log(
    here: Place, kind: Kind[Any], values: dict[str, Any], changed: dict[str, Any]
) -> None:
    record = here.add(kind, **values)
    here.edit(kind, record, **changed)
    here.edit(kind, record, **EDITED[kind_name(kind)], **values)
    here.remove(kind, record)
    told = repr([vars(change) for change in here.history()]) + repr(
        [vars(each) for each in here.house.audit()]
    )
    assert "argon2" not in told
    assert [change.action for change in here.history()] == ["added", "changed", "changed", "removed"]
    assert not here.history()[1].undoable  # a new password is not taken back


def test_a_long_name_is_kept_as_far_as_there_is_room(here: Place) -> None:
    with here.house.portal.history._changing(here.owner) as changing:
        changing.note("cron job", "changed", "x" * 5000, fields=["f" * 300, "g" * 300])
        changing.commit()
    assert here.history()[0].name == "x" * 320
    assert len(here.house.audit()[-1].details) == 500
