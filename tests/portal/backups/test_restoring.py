"""Restoring: what was shown is what is done, as far as it fits, in one transaction."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from portal.backups.plan import MOST_NAMED
from portal.backups.views import RestoreChoice
from portal.errors import ChangedMeanwhile, Conflict, InvalidInput
from portal.kinds import CRON_JOB, DATABASE, DNS_RECORD, KINDS, MAIL, PROTECTED_DIRECTORY, SFTP_USER, SITE
from portal.paging import PageRequest
from portal.validation import checked
from storage.models.backups import BackupKind, BackupPart
from storage.models.domains import DomainState
from storage.models.mail import MailKind
from storage.models.products import Resource
from tests.factories import QUOTAS
from tests.portal.backups.steps import ALL, listed, make, orders, preview, restore
from tests.portal.technical import EDITED, VERIFIER, Place, kind_name, place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.backups.views import PartPreview, Some
    from portal.kinds import Kind
    from storage.models.customers import Customer
    from tests.portal.house import House

MAIL_ONLY = (BackupPart.MAIL,)
SETTINGS_ONLY = (BackupPart.SETTINGS,)


@pytest.fixture
def here(house: House, jutta: Customer) -> Place:
    """A package with two domains."""
    return place(house, jutta)


def names(some: Some) -> list[tuple[str, str]]:
    return [(named.word, named.name) for named in some.names]


def the_part(here: Place, backup: int, part: BackupPart, **who: Any) -> PartPreview:
    [shown] = preview(here, backup, (part,), **who).parts
    return shown


def used(here: Place) -> Mapping[str, int]:
    return {each.value: use.used for each, use in here.usage().items() if each is not Resource.BACKUPS}


@pytest.mark.parametrize("kind", KINDS, ids=kind_name)
def test_what_was_removed_changed_or_made_since_is_as_it_was(here: Place, kind: Kind[Any]) -> None:
    secrets: dict[str, Any] = {
        name: {"anna": VERIFIER} if name == "verifiers" else VERIFIER for name in kind.verifiers
    }
    going, changing = here.add(kind, **secrets), here.add(kind, **_other(kind), **secrets)
    before, figures = here.everything(), used(here)
    backup = make(here)
    here.remove(kind, going)
    here.edit(kind, changing, **EDITED[kind_name(kind)])
    here.add(kind, **_other(kind, "neu"))
    assert here.everything() != before

    shown = the_part(here, backup, kind.part)
    assert names(shown.back) == [(kind.word(going), _shown(here, kind, going))]
    assert names(shown.gone) == [
        (kind.word(going), _shown(here, kind, here.new(kind, **_other(kind, "neu"))))
    ]
    assert [set(named.fields) for named in shown.changed.names] == [set(EDITED[kind_name(kind)])]
    restore(here, backup, (kind.part,))
    assert here.everything() == before
    assert used(here) == figures


def _other(kind: Kind[Any], name: str = "zwei") -> dict[str, Any]:
    """What makes it another one."""
    return {
        kind_name(SITE): {
            "label": name,
            "name": f"{name}.meine.example",
            "ascii_name": f"{name}.meine.example",
        },
        kind_name(DNS_RECORD): {"name": name},
        kind_name(MAIL): {"local_part": name, "address": f"{name}@meine.example"},
        kind_name(DATABASE): {"name": f"p1_{name}"},
        kind_name(SFTP_USER): {"name": f"p1-{name}"},
        kind_name(PROTECTED_DIRECTORY): {"directory": f"/{name}"},
        kind_name(CRON_JOB): {"command": f"php /{name}.php"},
    }[kind_name(kind)]


def _shown(here: Place, kind: Kind[Any], record: Any) -> str:
    called = kind.called(record)
    return f"{called} · {here.domains[0].name}" if kind is DNS_RECORD else called


def test_a_part_is_restored_by_itself(here: Place) -> None:
    mail, job = here.add(MAIL), here.add(CRON_JOB)
    backup = make(here)
    here.remove(MAIL, mail)
    here.remove(CRON_JOB, job)
    restore(here, backup, SETTINGS_ONLY)
    assert (len(here.all(MAIL)), len(here.all(CRON_JOB))) == (0, 1)
    restore(here, backup, MAIL_ONLY)
    assert (len(here.all(MAIL)), len(here.all(CRON_JOB))) == (1, 1)


def test_passwords_come_back_with_what_they_open(here: Place) -> None:
    box = here.add(MAIL, kind=MailKind.MAILBOX, password_hash=VERIFIER, size_mb=500)
    backup = make(here)
    here.edit(MAIL, box, password_hash="another")
    [changed] = the_part(here, backup, BackupPart.MAIL).changed.names
    assert changed.fields == ("password_hash",)
    restore(here, backup)
    assert [values["password_hash"] for values in here.all(MAIL)] == [VERIFIER]
    told = repr([vars(change) for change in here.history()]) + repr(here.house.audit())
    assert VERIFIER not in told


def test_an_address_that_became_something_else_frees_what_it_took(here: Place) -> None:
    forward = here.add(MAIL)
    backup = make(here)
    here.edit(MAIL, forward, kind=MailKind.MAILBOX, size_mb=500, targets=[])
    assert (here.used(Resource.MAILBOXES), here.used(Resource.MAIL_STORAGE)) == (1, 500)
    restore(here, backup)
    assert (here.used(Resource.MAILBOXES), here.used(Resource.MAIL_STORAGE)) == (0, 0)


def test_two_jobs_that_are_alike_are_told_apart_by_their_number(here: Place) -> None:
    first, _second = here.add(CRON_JOB), here.add(CRON_JOB)
    backup = make(here)
    here.remove(CRON_JOB, first)
    assert the_part(here, backup, BackupPart.SETTINGS).back.count == 1
    restore(here, backup)
    assert len(here.all(CRON_JOB)) == 2
    assert here.used(Resource.CRON_JOBS) == 2


def test_what_no_longer_fits_stays_out_with_the_figures(house: House, jutta: Customer) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.MAILBOXES: 3, Resource.MAIL_STORAGE: 1000})
    for number in range(3):
        name = f"box{number}"
        here.add(MAIL, local_part=name, address=f"{name}@meine.example", kind=MailKind.MAILBOX, size_mb=300)
    backup = make(here)
    with house.storage.reading() as work:
        boxes = work.administration.every(MAIL.entity, here.owner)
    for box in boxes:
        here.remove(MAIL, box)
    house.change(here.package, product_id=house.product({**QUOTAS, Resource.MAILBOXES: 2}).id)
    shown = the_part(here, backup, BackupPart.MAIL)
    assert shown.back.count == 2
    [misfits] = shown.misfits
    assert misfits.reason == "All 2 mailboxes of this package are in use."
    assert names(misfits.records) == [("mailbox", "box2@meine.example")]
    restore(here, backup)
    assert [values["local_part"] for values in here.all(MAIL)] == ["box0", "box1"]
    assert (here.used(Resource.MAILBOXES), here.used(Resource.MAIL_STORAGE)) == (2, 600)


def test_a_mailbox_that_is_larger_in_the_backup_than_there_is_room_keeps_its_size(
    house: House, jutta: Customer
) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.MAIL_STORAGE: 1000})
    box = here.add(MAIL, kind=MailKind.MAILBOX, size_mb=900)
    backup = make(here)
    here.edit(MAIL, box, size_mb=100)
    house.change(here.package, product_id=house.product({**QUOTAS, Resource.MAIL_STORAGE: 500}).id)
    [misfits] = the_part(here, backup, BackupPart.MAIL).misfits
    assert misfits.reason == "Of the 500 MB of mail storage only 400 MB are left."
    restore(here, backup)
    assert [values["size_mb"] for values in here.all(MAIL)] == [100]


def test_what_goes_and_shrinks_makes_room_for_what_comes_back(house: House, jutta: Customer) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.MAILBOXES: 2, Resource.MAIL_STORAGE: 1000})
    going = here.add(MAIL, kind=MailKind.MAILBOX, size_mb=600)
    small = here.add(MAIL, **_other(MAIL), kind=MailKind.MAILBOX, size_mb=400)
    backup, before = make(here), here.everything()
    here.remove(MAIL, going)
    here.edit(MAIL, small, size_mb=900)
    here.add(MAIL, **_other(MAIL, "neu"), kind=MailKind.MAILBOX, size_mb=100)
    restore(here, backup)
    assert here.everything() == before
    assert here.used(Resource.MAIL_STORAGE) == 1000


def test_a_domain_that_left_the_package_takes_its_records_along(here: Place) -> None:
    here.add(MAIL, domain=1, address="info@zweite.example")
    backup = make(here)
    here.change_domain(1, state=DomainState.ENDED)
    shown = the_part(here, backup, BackupPart.MAIL)
    [misfits] = shown.misfits
    assert misfits.reason == "zweite.example is no longer in this package."
    assert names(misfits.records) == [("forward", "info@zweite.example")]
    assert (shown.back.count, shown.gone.count) == (0, 0)
    before = here.everything()
    restore(here, backup)
    assert here.everything() == before


def test_a_domain_that_came_since_stays_as_it_is(here: Place) -> None:
    backup = make(here)
    here.house.domain(here.package, "dritte.example")
    with here.house.storage.reading() as work:
        here.domains = work.domains.living_of(here.owner)
    newest = [domain.name for domain in here.domains].index("dritte.example")
    here.add(MAIL, domain=newest, address="info@dritte.example")
    before = here.everything()
    assert all(part.gone.count == 0 for part in preview(here, backup).parts)
    restore(here, backup)
    assert here.everything() == before


def test_a_domain_that_was_registered_anew_is_the_same_one(here: Place) -> None:
    here.add(MAIL, domain=1, address="info@zweite.example")
    backup = make(here)
    here.change_domain(1, state=DomainState.ENDED)
    here.house.domain(here.package, "zweite.example")
    shown = the_part(here, backup, BackupPart.MAIL)
    assert names(shown.back) == [("forward", "info@zweite.example")]
    assert shown.misfits == ()
    restore(here, backup)
    with here.house.storage.reading() as work:
        [anew] = [each for each in work.domains.living_of(here.owner) if each.name == "zweite.example"]
    assert [values["domain_id"] for values in here.all(MAIL)] == [here.domains[1].id, anew.id]


def test_a_webmaster_restores_nothing_of_domains_that_the_owner_keeps(here: Place) -> None:
    open_one, closed = here.add(MAIL), here.add(MAIL, domain=1, address="info@zweite.example")
    backup = make(here)
    here.remove(MAIL, open_one)
    here.remove(MAIL, closed)
    here.close(1)
    shown = the_part(here, backup, BackupPart.MAIL, access=here.webmaster)
    assert names(shown.back) == [("forward", "info@meine.example")]
    assert "zweite" not in repr(preview(here, backup, access=here.webmaster))
    restore(here, backup, access=here.webmaster)
    assert [values["address"] for values in here.all(MAIL)] == ["info@meine.example"]
    restore(here, backup)
    assert len(here.all(MAIL)) == 2


def test_a_backup_that_a_webmaster_makes_holds_everything(here: Place) -> None:
    closed = here.add(MAIL, domain=1, address="info@zweite.example")
    here.close(1)
    backup = here.house.portal.backups.make(here.webmaster, _no_remark())
    here.remove(MAIL, closed)
    restore(here, backup)
    assert [values["address"] for values in here.all(MAIL)] == ["info@zweite.example"]


def _no_remark() -> Any:
    from portal.backups.views import NewBackup

    return NewBackup()


def test_the_present_state_is_kept_first(here: Place) -> None:
    backup = make(here)
    here.add(CRON_JOB)
    assert preview(here, backup).is_kept
    here.house.clock.forward(minutes=9)
    done = restore(here, backup)
    newest = listed(here)[0]
    assert (newest.id, newest.kind) == (done.backup_id, BackupKind.OWN)
    assert newest.remark == "before the restore of 2026-11-22 14:06"
    assert here.all(CRON_JOB) == []
    restore(here, newest.id)
    assert len(here.all(CRON_JOB)) == 1


def test_without_room_for_that_the_preview_says_so(house: House, jutta: Customer) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.BACKUPS: 1})
    backup = make(here)
    shown = preview(here, backup)
    assert (shown.is_kept, shown.give_way) == (False, ())
    assert restore(here, backup).backup_id is None
    assert [each.id for each in listed(here)] == [backup]


def test_a_daily_backup_makes_way_for_it_but_never_the_one_that_is_restored(
    house: House, jutta: Customer
) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.BACKUPS: 2})
    for _day in range(2):
        _daily(here)
        here.grow_old(days=1)
    newer, older = listed(here)
    assert preview(here, newer.id).give_way == (older.name,)
    assert preview(here, older.id).give_way == (newer.name,)
    restore(here, older.id)
    assert [each.kind for each in listed(here)] == [BackupKind.OWN, BackupKind.DAILY]
    assert listed(here)[1].id == older.id
    assert here.used(Resource.BACKUPS) == 2


def _daily(here: Place) -> None:
    from portal.access import OperatorAccess

    here.house.portal.operator.daily_backups.run(OperatorAccess("nightly"))


@pytest.mark.parametrize(
    ("parts", "ordered"),
    [
        (ALL, ["mail", "databases", "webspace"]),
        (MAIL_ONLY, ["mail"]),
        ((BackupPart.WEBSPACE, BackupPart.SETTINGS), ["webspace"]),
        (SETTINGS_ONLY, None),
    ],
)
def test_the_servers_are_told_to_bring_back_what_they_hold(
    here: Place, parts: tuple[BackupPart, ...], ordered: list[str] | None
) -> None:
    backup = make(here)
    made_at = here.house.clock.now()
    here.house.clock.forward(minutes=5)
    shown = {part.part: part.replaces_contents for part in preview(here, backup, parts).parts}
    assert [part.value for part, replaces in shown.items() if replaces] == (ordered or [])
    assert restore(here, backup, parts).contents_follow is (ordered is not None)
    found = [(each.parts, each.backup_made_at, each.ordered_at, each.revision) for each in orders(here)]
    assert found == ([(ordered, made_at, here.house.clock.now(), 1)] if ordered else [])


def test_each_part_stands_in_the_history_once_with_its_figures(here: Place) -> None:
    for number in range(30):
        here.add(MAIL, **_other(MAIL, f"alt{number}"))
    job = here.add(CRON_JOB)
    backup = make(here)
    with here.house.storage.reading() as work:
        addresses = work.administration.every(MAIL.entity, here.owner)
    for address in addresses[:25]:
        here.remove(MAIL, address)
    here.edit(CRON_JOB, job, enabled=False)
    here.add(MAIL, **_other(MAIL, "neu"))
    before = len(here.history())
    audited = len(here.house.audit())
    restore(here, backup)
    request = PageRequest(descending=True, limit=len(here.history()) - before)
    [*parts, kept] = here.house.portal.history.page(here.owner, request).page.rows
    assert (kept.kind, kept.action) == ("backup", "made")
    assert [(each.kind, each.action, dict(each.figures), each.undoable) for each in reversed(parts)] == [
        ("mail", "restored", {"back": 25, "gone": 1}, False),
        ("databases", "restored", {}, False),
        ("webspace", "restored", {}, False),
        ("settings", "restored", {"changed": 1}, False),
    ]
    assert {each.name for each in parts} == {"2026-11-22 14:06"}
    assert all(not each.published for each in parts)
    assert len(here.house.audit()) == audited + 5
    with pytest.raises(Conflict) as caught:
        here.house.portal.history.undo(here.owner, parts[0].id)
    assert caught.value.message == "This cannot be undone."


def test_a_preview_names_the_first_of_many_and_counts_them_all(here: Place) -> None:
    for number in range(MOST_NAMED + 5):
        here.add(MAIL, **_other(MAIL, f"a{number}"))
    backup = make(here)
    with here.house.storage.writing() as work:
        work.administration.remove_all(work.administration.every(MAIL.entity, here.owner))
        work.commit()
    back = the_part(here, backup, BackupPart.MAIL).back
    assert (back.count, len(back.names)) == (MOST_NAMED + 5, MOST_NAMED)


def test_a_change_after_the_preview_shows_a_new_one_instead(here: Place) -> None:
    backup = make(here)
    seen = preview(here, backup)
    here.add(CRON_JOB)
    with pytest.raises(ChangedMeanwhile) as caught:
        here.house.portal.backups.restore(here.owner, backup, ALL, seen.digest)
    assert caught.value.message == (
        "The package or its backups changed since this was shown, so nothing was restored."
        " What a restore would do now is shown here."
    )
    assert len(here.all(CRON_JOB)) == 1
    assert len(listed(here)) == 1
    shown = caught.value.now
    assert shown == preview(here, backup)
    here.house.portal.backups.restore(here.owner, backup, ALL, shown.digest)
    assert here.all(CRON_JOB) == []


def test_a_preview_that_changes_only_beyond_the_named_ones_is_another_one(here: Place) -> None:
    boxes = [here.add(MAIL, **_other(MAIL, f"a{number:02}")) for number in range(MOST_NAMED + 2)]
    backup = make(here)
    for box in boxes:
        here.edit(MAIL, box, enabled=False)
    seen = preview(here, backup)
    here.edit(MAIL, boxes[-1], spam_blocked=["@spam.example"])
    again = preview(here, backup)
    assert again.parts == seen.parts
    assert again.digest != seen.digest


def test_the_other_parts_may_change_meanwhile(here: Place) -> None:
    backup = make(here)
    seen = preview(here, backup, MAIL_ONLY)
    here.add(CRON_JOB)
    here.house.portal.backups.restore(here.owner, backup, MAIL_ONLY, seen.digest)
    assert len(here.all(CRON_JOB)) == 1


def test_what_a_backup_does_not_hold_stays_as_it_is(here: Place) -> None:
    here.add(CRON_JOB)
    here.add(MAIL)
    backup = make(here)
    with here.house.storage.writing() as work:
        kept = work.backups.one(here.owner, backup)
        assert kept is not None
        kept.contents = {}
        work.commit()
    before = here.everything()
    restore(here, backup)
    assert here.everything() == before


def test_a_restore_that_a_rule_is_against_leaves_everything(
    here: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = here.add(CRON_JOB)
    backup = make(here)
    here.remove(CRON_JOB, job)
    told = []

    def against(_changing: object, steps: list[Any], action: str) -> None:
        told.append((len(steps), action))
        raise Conflict("No.")

    monkeypatch.setattr("portal.putting_back._settlings", lambda: ((CRON_JOB, against),))
    before = (here.everything(), len(listed(here)), len(here.history()))
    with pytest.raises(Conflict, match=r"^No\.$"):
        restore(here, backup)
    assert (here.everything(), len(listed(here)), len(here.history())) == before
    assert told == [(1, "restored")]


def test_parts_are_offered_as_far_as_the_package_includes_them(house: House, jutta: Customer) -> None:
    quotas = {Resource.DOMAINS: 1, Resource.MAILBOXES: 5, Resource.BACKUPS: 3}
    here = place(house, jutta, quotas)
    assert house.portal.backups.parts(here.owner) == (BackupPart.MAIL, BackupPart.SETTINGS)


def test_something_must_be_chosen(here: Place) -> None:
    backup = make(here)
    backups = here.house.portal.backups
    for act in (
        lambda: backups.preview(here.owner, backup, ()),
        lambda: backups.restore(here.owner, backup, (), "x"),
    ):
        with pytest.raises(InvalidInput) as caught:
            act()
        assert caught.value.message == "Choose what shall come back."


def test_the_chosen_parts_come_in_their_usual_order() -> None:
    choice = checked(RestoreChoice, {"settings": True, "mail": "yes"})
    assert choice.parts == (BackupPart.MAIL, BackupPart.SETTINGS)


def test_days_and_lists_come_back_as_what_they_were(here: Place) -> None:
    address = here.add(MAIL, reply_from=dt.date(2026, 12, 1), spam_allowed=["@example.org"])
    before, backup = here.all(MAIL), make(here)
    here.remove(MAIL, address)
    restore(here, backup)
    assert here.all(MAIL) == before
