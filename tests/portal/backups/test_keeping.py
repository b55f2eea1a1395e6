"""Making, listing and deleting backups, and how many are kept."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from portal.backups.views import NewBackup
from portal.errors import Conflict, Doubtful, InvalidInput, NotFound, PortalError
from portal.kinds import CRON_JOB, DATABASE, MAIL, PROTECTED_DIRECTORY, SFTP_USER
from portal.paging import PageRequest
from portal.validation import checked
from storage.models.backups import Backup, BackupKind, BackupPart
from storage.models.mail import MailKind
from storage.models.packages import PackageState
from storage.models.products import Resource
from tests.factories import QUOTAS
from tests.hostile import HOSTILE
from tests.portal.backups.steps import listed, make
from tests.portal.technical import VERIFIER, Place, place

if TYPE_CHECKING:
    from storage.models.customers import Customer
    from tests.portal.house import House

SMALL = {**QUOTAS, Resource.BACKUPS: 2}


@pytest.fixture
def here(house: House, jutta: Customer) -> Place:
    """A package that keeps two backups."""
    return place(house, jutta, SMALL)


def daily(here: Place) -> None:
    """The operator's nightly run."""
    from portal.access import OperatorAccess

    here.house.portal.operator.daily_backups.run(OperatorAccess("nightly"))


def test_a_backup_tells_when_it_was_made_and_stays_until_it_is_deleted(here: Place) -> None:
    made = make(here, "Umbau")
    [backup] = listed(here)
    assert (backup.id, backup.name, backup.remark) == (made, "2026-11-22 14:06", "Umbau")
    assert (backup.kind, backup.kept_until) == (BackupKind.OWN, None)
    assert backup.made_at == here.house.clock.now()


def test_a_daily_backup_tells_until_when_it_is_kept(here: Place) -> None:
    daily(here)
    [backup] = listed(here)
    assert backup.kind is BackupKind.DAILY
    assert str(backup.kept_until) == "2026-12-06"


def test_the_size_is_mail_databases_and_webspace_as_measured(here: Place) -> None:
    with here.house.storage.writing() as work:
        work.administration.add(here.new(MAIL, kind=MailKind.MAILBOX, used_mb=300))
        work.administration.add(here.new(MAIL, local_part="b", kind=MailKind.MAILBOX, used_mb=40))
        work.administration.add(here.new(DATABASE, used_mb=7))
        work.administration.count(here.package, Resource.WEBSPACE, 2000)
        work.commit()
    make(here)
    assert [backup.size_mb for backup in listed(here)] == [2347]


def test_the_newest_backup_comes_first_and_the_filter_finds_remarks(here: Place) -> None:
    make(here, "erster Stand")
    make(here, "Zweiter Stand")
    assert [backup.remark for backup in listed(here)] == ["Zweiter Stand", "erster Stand"]
    found = here.house.portal.backups.page(here.owner, PageRequest(filter="zweiter", count=True))
    assert [backup.remark for backup in found.page.rows] == ["Zweiter Stand"]
    assert found.standing is not None
    assert [(each.used, each.allowed) for each in found.standing.figures] == [(2, 2)]


def test_the_list_never_reads_what_backups_hold(here: Place) -> None:
    make(here)
    with here.house.storage.reading() as work:
        [backup] = work.backups.page_of(here.owner, PageRequest()).rows
        with pytest.raises(Exception, match="raiseload"):
            _ = backup.contents


def test_opening_the_list_takes_three_statements_at_most(here: Place) -> None:
    make(here)
    with here.house.statements() as sent:
        here.house.portal.backups.page(here.owner, PageRequest(count=True))
    assert len(sent) <= 3


def test_own_backups_are_refused_when_there_are_as_many_as_are_kept(here: Place) -> None:
    make(here)
    make(here)
    before = here.history()
    for sure in (False, True):
        with pytest.raises(Conflict) as caught:
            make(here, sure=sure)
        assert caught.value.message == "There are 2 backups, and no more are kept. Remove one first."
    assert len(listed(here)) == 2
    assert len(here.history()) == len(before)


def test_a_daily_backup_makes_way_for_an_own_one_after_a_warning(here: Place) -> None:
    daily(here)
    make(here)
    with pytest.raises(Doubtful) as caught:
        make(here, "wichtig")
    assert caught.value.message == (
        "2 of 2 backups are kept already."
        " If you save again, the oldest daily one makes way: 2026-11-22 14:05."
    )
    make(here, "wichtig", sure=True)
    assert [(backup.kind, backup.remark) for backup in listed(here)] == [
        (BackupKind.OWN, "wichtig"),
        (BackupKind.OWN, ""),
    ]
    assert here.used(Resource.BACKUPS) == 2
    assert [(change.action, change.name) for change in here.history()[-2:]] == [
        ("made way", "2026-11-22 14:05"),
        ("made", listed(here)[0].name),
    ]


def test_after_a_change_to_a_smaller_product_several_daily_ones_make_way(
    house: House, jutta: Customer
) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.BACKUPS: 3})
    for _day in range(3):
        daily(here)
        here.grow_old(days=1)
    house.change(here.package, product_id=house.product(SMALL).id)
    with pytest.raises(Doubtful) as caught:
        make(here)
    assert caught.value.message == (
        "3 of 2 backups are kept already. If you save again, the 2 oldest daily ones make way:"
        " 2026-11-22 14:05, 2026-11-23 14:05."
    )
    make(here, sure=True)
    assert here.used(Resource.BACKUPS) == len(listed(here)) == 2


def test_a_product_without_backups_refuses_one(house: House, jutta: Customer) -> None:
    here = place(house, jutta, {Resource.DOMAINS: 1})
    with pytest.raises(Conflict) as caught:
        make(here)
    assert caught.value.message == "This package includes nothing of this kind. A larger product does."


def test_a_deleted_backup_makes_room(here: Place) -> None:
    gone, _stays = make(here), make(here)
    here.house.portal.backups.delete(here.owner, gone)
    assert [backup.id for backup in listed(here)] == [_stays]
    assert here.used(Resource.BACKUPS) == 1
    assert here.history()[-1].action == "removed"
    make(here)


def test_making_and_deleting_need_no_publishing_and_cannot_be_undone(here: Place) -> None:
    backup = make(here)
    here.house.portal.backups.delete(here.owner, backup)
    changes = here.house.portal.history.page(here.owner, PageRequest()).page.rows
    assert [(each.kind, each.action, each.published, each.undoable) for each in changes] == [
        ("backup", "made", True, False),
        ("backup", "removed", True, False),
    ]
    assert here.house.stored_package(here.package).revision == 0


def test_another_package_s_backup_is_not_found(here: Place) -> None:
    other = here.house.package(here.house.customer(), "fremd.example", password="zebra-kaktus-anker-wolke")
    stranger = here.house.package_access("fremd.example")
    assert other.id != here.package.id
    backup, backups = make(here), here.house.portal.backups
    for act in (
        lambda: backups.delete(stranger, backup),
        lambda: backups.preview(stranger, backup, tuple(BackupPart)),
        lambda: backups.restore(stranger, backup, tuple(BackupPart), "x"),
        lambda: backups.delete(here.owner, backup + 1),
    ):
        with pytest.raises(NotFound) as caught:
            act()
        assert caught.value.message == "This is not there any more. F5 shows what is."
    assert backups.page(stranger, PageRequest()).page.rows == ()


def test_the_owner_can_keep_backups_from_the_webmaster(here: Place) -> None:
    backup, backups = make(here), here.house.portal.backups
    backups.page(here.webmaster, PageRequest())
    here.house.change(here.package, webmaster_transfers=False)
    for act in (
        lambda: backups.page(here.webmaster, PageRequest()),
        lambda: backups.parts(here.webmaster),
        lambda: backups.make(here.webmaster, NewBackup()),
        lambda: backups.delete(here.webmaster, backup),
        lambda: backups.preview(here.webmaster, backup, tuple(BackupPart)),
        lambda: backups.restore(here.webmaster, backup, tuple(BackupPart), "x"),
    ):
        with pytest.raises(Conflict) as caught:
            act()
        assert caught.value.message == "The owner of this package keeps upload and download to themselves."
    backups.page(here.owner, PageRequest())


@pytest.mark.parametrize("state", [PackageState.SUSPENDED, PackageState.ENDED])
def test_a_package_out_of_service_keeps_its_backups_as_they_are(here: Place, state: PackageState) -> None:
    backup, backups = make(here), here.house.portal.backups
    here.house.change(here.package, state=state)
    for act in (lambda: backups.make(here.owner, NewBackup()), lambda: backups.delete(here.owner, backup)):
        with pytest.raises(Conflict):
            act()
    assert len(listed(here)) == 1


def test_two_sessions_at_once_share_the_last_place_one_after_the_other(here: Place) -> None:
    make(here)
    together, told = threading.Barrier(2), []

    def session() -> None:
        portal = here.house.restarted()
        together.wait()
        try:
            portal.backups.make(here.owner, NewBackup())
            told.append("made")
        except PortalError as error:
            told.append(error.message)

    threads = [threading.Thread(target=session) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["There are 2 backups, and no more are kept. Remove one first.", "made"]
    assert here.used(Resource.BACKUPS) == len(listed(here)) == 2


def test_no_secret_of_a_backup_is_shown_anywhere(here: Place) -> None:
    here.add(MAIL, kind=MailKind.MAILBOX, password_hash=VERIFIER)
    here.add(SFTP_USER, password_hash=VERIFIER)
    here.add(PROTECTED_DIRECTORY, verifiers={"anna": VERIFIER})
    backup = make(here)
    with here.house.storage.reading() as work:
        kept = work.backups.one(here.owner, backup)
    assert kept is not None
    assert repr(kept.contents).count(VERIFIER) == 3  # they come back with it
    here.edit(CRON_JOB, here.add(CRON_JOB), command="php /x.php")
    shown: list[Any] = [
        kept,
        listed(here),
        here.house.portal.backups.preview(here.owner, backup, tuple(BackupPart)),
    ]
    told = repr(shown) + repr([vars(change) for change in here.history()]) + repr(here.house.audit())
    assert VERIFIER not in told
    assert "argon2" not in told


@pytest.mark.parametrize("name", HOSTILE)
def test_a_remark_is_refused_with_a_sentence_or_kept_as_it_is(here: Place, name: str) -> None:
    refused: dict[str, str] = {}
    entered = NewBackup()
    try:
        entered = checked(NewBackup, {"remark": HOSTILE[name]})
    except InvalidInput as error:
        refused = error.problems
    if refused:
        assert refused["remark"].endswith(".")
    else:
        here.house.portal.backups.make(here.owner, entered)
        assert [backup.remark for backup in listed(here)] == [entered.remark]


def test_what_a_backup_holds_is_no_part_of_its_description(here: Place) -> None:
    make(here)
    assert "contents" not in repr(
        Backup(package_id=1, made_at=here.house.clock.now(), kind=BackupKind.OWN, contents={})
    )
