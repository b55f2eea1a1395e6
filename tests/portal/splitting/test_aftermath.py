"""After a split: histories, old backups, and what servers read; nothing old brings conflict."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from portal.backups.views import BackupPart, NewBackup, Preview
from portal.errors import Conflict
from portal.kinds import DNS_RECORD, MAIL, SITE
from portal.paging import PageRequest
from storage.models.dns import DnsRecord, DnsType
from storage.models.domains import Site, SiteTarget
from storage.models.mail import MailKind
from tests.factories import site
from tests.portal.publishing.press import Press
from tests.portal.splitting.town import CLUB, HALL, OTHER, SHOP, Town

if TYPE_CHECKING:
    from pathlib import Path

    from portal.history import ChangeView
    from portal.kinds import Kind
    from storage.models.base import Administered
    from tests.portal.house import House

ALL = tuple(BackupPart)


@pytest.fixture
def town(house: House) -> Town:
    return Town(house)


def shown(town: Town, package_id: int) -> list[ChangeView]:
    """A package's history, the newest change first."""
    request = PageRequest(sort="when", descending=True, limit=100)
    return list(town.house.portal.history.page(town.inside(package_id), request).page.rows)


def change(town: Town, kind: Kind[Any], entity: type[Administered], name: str, /, **values: Any) -> None:
    """Change a record, or remove it, as its subject does; the history can undo it."""
    history = town.house.portal.history
    with history._changing(town.inside(town.package.id)) as changing:
        column = "ascii_name" if kind is SITE else "address" if kind is MAIL else "value"
        record = changing.work.administration.find(entity, town.package.id, {column: name})
        assert record is not None
        if values:
            changing.edit(kind, record, values)
        else:
            changing.remove(kind, record)
        changing.commit()


def test_both_histories_tell_of_it(town: Town) -> None:
    town.order(HALL, SHOP, new_main=CLUB)
    source = [(each.kind, each.action, each.name) for each in shown(town, town.package.id)]
    target = [(each.kind, each.action, each.name) for each in shown(town, town.target.id)]
    assert sorted(source) == [
        ("domain", "became main", CLUB),
        ("domain", "moved away", SHOP),
        ("domain", "moved away", HALL),
    ]
    assert sorted(target) == [("domain", "moved here", SHOP), ("domain", "moved here", HALL)]
    assert not any(each.undoable for each in shown(town, town.package.id))


def test_a_webmaster_learns_only_of_the_domains_they_managed(town: Town) -> None:
    town.change_domain(CLUB, open_to_webmaster=False)
    town.order(SHOP, CLUB)
    webmaster = town.house.inside(town.package, by_owner=False)
    page = town.house.portal.history.page(webmaster, PageRequest()).page
    assert [each.name for each in page.rows] == [SHOP]


def test_changes_of_what_went_are_not_undone_in_the_old_package(town: Town) -> None:
    change(town, SITE, Site, f"blog.{SHOP}")  # removed
    change(town, MAIL, _mail(), f"info@{SHOP}", enabled=False)
    change(town, MAIL, _mail(), f"*@{SHOP}")  # removed
    change(town, DNS_RECORD, DnsRecord, "192.0.2.7", ttl=600)
    _zone_saved(town)
    before = [each for each in shown(town, town.package.id) if each.undoable]
    assert len(before) == 5
    town.order(SHOP, HALL, new_main=CLUB)
    stood = town.house.everything().replace("undone: True", "")
    for view in shown(town, town.package.id):
        assert not view.undoable
        with pytest.raises(Conflict, match=r"not in this package any more|cannot be undone|not among those"):
            town.house.portal.history.undo(town.inside(town.package.id), view.id)
    assert _without_sessions(town.house.everything()) == _without_sessions(stood)
    town.require_sound()


def _mail() -> type[Administered]:
    return MAIL.entity


def _zone_saved(town: Town) -> None:
    from portal.dns.lines import RecordLine
    from portal.dns.zones import Zone

    with town.house.portal.history._changing(town.inside(town.package.id)) as changing:
        domain = changing.work.domains.one(changing.access, town.domain(SHOP).id)
        assert domain is not None
        Zone(changing, domain).save("added", (), [RecordLine("www", DnsType.A, 3600, "192.0.2.9")])
        changing.commit()


def _without_sessions(everything: str) -> list[str]:
    return [line for line in everything.splitlines() if not line.startswith(("sessions", "sign_in"))]


def test_a_change_can_be_undone_again_once_the_domain_is_back(town: Town) -> None:
    change(town, MAIL, _mail(), f"info@{SHOP}", enabled=False)
    town.order(SHOP)
    town.order(SHOP, package_id=town.target.id, target_id=town.package.id)
    [undoable] = [each for each in shown(town, town.package.id) if each.undoable]
    town.house.portal.history.undo(town.inside(town.package.id), undoable.id)
    assert town.address(f"info@{SHOP}").enabled
    town.require_sound()


def test_undoing_what_led_to_the_other_side_is_refused(town: Town) -> None:
    town.show(f"blog.{HALL}", SHOP)
    town.add_mail(HALL, "team", MailKind.ALIAS, targets=[f"box0@{SHOP}"])
    change(town, SITE, Site, f"blog.{HALL}", target=SiteTarget.PARKED)
    change(town, MAIL, _mail(), f"team@{HALL}", kind=MailKind.FORWARD, targets=["anna@example.org"])
    town.order(SHOP)
    for view in [each for each in shown(town, town.package.id) if each.undoable]:
        with pytest.raises(Conflict, match=r"no domain or subdomain|no mailbox of this package"):
            town.house.portal.history.undo(town.inside(town.package.id), view.id)
    assert town.site(f"blog.{HALL}").target is SiteTarget.PARKED
    town.require_sound()


# Backups


def make_backup(town: Town) -> int:
    return town.house.portal.backups.make(town.inside(town.package.id), NewBackup())


def restore(town: Town, backup_id: int) -> Preview:
    """Restore all of it; tells what was shown before."""
    backups, access = town.house.portal.backups, town.inside(town.package.id)
    preview = backups.preview(access, backup_id, ALL)
    backups.restore(access, backup_id, ALL, preview.digest)
    return preview


def misfits(preview: Preview) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for part in preview.parts:
        for each in part.misfits:
            found.setdefault(each.reason, set()).update(named.name for named in each.records.names)
    return found


def test_an_old_backup_brings_nothing_of_a_domain_back_that_went(town: Town) -> None:
    backup_id = make_backup(town)
    town.order(SHOP)
    stood = town.address(f"box0@{SHOP}").revision
    told = misfits(restore(town, backup_id))
    assert set(told) == {f"{SHOP} is no longer in this package."}
    assert {f"box0@{SHOP}", f"blog.{SHOP}", f"@ A · {SHOP}"} <= told[f"{SHOP} is no longer in this package."]
    assert town.address(f"box0@{SHOP}").package_id == town.target.id
    assert town.address(f"box0@{SHOP}").revision == stood
    town.require_sound()


def test_an_old_backup_leaves_as_it_is_what_showed_or_delivered_to_what_went(town: Town) -> None:
    town.show(HALL, SHOP)
    town.add_mail(HALL, "team", MailKind.ALIAS, targets=[f"box0@{HALL}", f"box0@{SHOP}"])
    backup_id = make_backup(town)
    town.order(SHOP)
    town.change_site(f"blog.{HALL}", directory="/anders")
    told = misfits(restore(town, backup_id))
    assert {HALL, f"team@{HALL}"} <= told[f"{SHOP} is no longer in this package."]
    assert town.site(HALL).directory == f"/{SHOP}"
    assert town.address(f"team@{HALL}").kind is MailKind.FORWARD
    assert town.site(f"blog.{HALL}").directory == f"/{HALL}/blog"  # all else comes back
    town.require_sound()


def test_a_backup_of_the_target_leaves_the_domains_that_came(town: Town) -> None:
    backups = town.house.portal.backups
    backup_id = backups.make(town.inside(town.target.id), NewBackup())
    town.order(SHOP)
    access = town.inside(town.target.id)
    preview = backups.preview(access, backup_id, ALL)
    assert not any(part.gone.count for part in preview.parts)
    backups.restore(access, backup_id, ALL, preview.digest)
    assert town.address(f"box0@{SHOP}").package_id == town.target.id
    town.require_sound()


# What servers read


def test_both_packages_are_published_anew_and_the_files_agree(house: House, tmp_path: Path) -> None:
    press = Press(house, tmp_path / "servers")
    town = Town(house)
    town.show(HALL, SHOP)
    town.show(f"blog.{SHOP}", CLUB)
    press.publish()
    town.order(SHOP)
    for package_id in (town.package.id, town.target.id):
        package = town.stored(package_id)
        assert package.revision > package.published_revision
    published = press.publish()
    assert (published.changed, published.left_out) == (True, ())
    domains = dict(line.split() for line in press.lines("mail/virtual-domains"))
    assert domains == {
        HALL: f"p{town.package.id}",
        CLUB: f"p{town.package.id}",
        SHOP: f"p{town.target.id}",
        OTHER: f"p{town.target.id}",
    }
    boxes = [line.split()[0] for line in press.lines("mail/virtual-mailboxes")]
    assert sorted(boxes) == sorted({*boxes})
    assert f"box2@{SHOP}" in boxes
    root = tmp_path / "customers"
    for name in (SHOP, f"blog.{SHOP}"):
        assert f"{root}/{town.target.id}" in press.read(f"web/{name}.conf")
        assert f"{root}/{town.package.id}" not in press.read(f"web/{name}.conf")
    assert f"{root}/{town.package.id}/{SHOP}" in press.read(f"web/{HALL}.conf")
    assert press.names("dns").count(f"dns/{SHOP}.zone") == 1
    for package_id in (town.package.id, town.target.id):
        package = town.stored(package_id)
        assert package.revision == package.published_revision
    assert json.loads(press.read("web/certificates.json")) == {"ordered": []}
    assert not press.publish().changed


def test_the_site_of_a_new_subdomain_is_published_from_the_new_package(house: House, tmp_path: Path) -> None:
    press = Press(house, tmp_path / "servers")
    town = Town(house)
    target_id = town.order(SHOP, product="m").target_id
    press.add(site(town.domain(SHOP), "neu"))
    press.publish(SHOP)
    assert f"{tmp_path}/customers/{target_id}" in press.read(f"web/neu.{SHOP}.conf")
