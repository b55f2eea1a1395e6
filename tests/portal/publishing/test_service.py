"""Publishing as an act of the operator: what is published, noted, refused."""

from __future__ import annotations

import datetime as dt
import json
import random
from typing import TYPE_CHECKING

import pytest

from portal.errors import Conflict, InvalidInput, NotFound
from portal.settings import MailSettings, WebSettings
from portal.webspace.cron import CronJobSettings
from storage.models.backups import RestoreOrder
from storage.models.dns import DnsType
from storage.models.mail import MailAddress
from storage.models.packages import PackageState
from tests.portal.house import PACKAGE_PASSWORD
from tests.portal.publishing.press import Press, cron_job, database, mail, protected, record, sftp_user

if TYPE_CHECKING:
    from pathlib import Path

    from storage.models.packages import Package

NIGHTLY = CronJobSettings(schedule="@daily", command="php /nightly.php")

ALWAYS = [
    "mail/passwd", "mail/virtual", "mail/virtual-domains", "mail/virtual-mailboxes", "published.json",
    "sql/mariadb.sql", "sql/postgresql.sql", "ssh/users.json", "web/certificates.json",
]  # fmt: skip


def test_an_installation_without_packages_gives_what_servers_name_in_their_configuration(
    press: Press,
) -> None:
    published = press.publish()
    assert published.changed
    assert published.counts.packages == 0
    assert press.names() == ALWAYS
    assert all(press.path(name).is_dir() for name in ("dns", "web/htpasswd", "cron", "mail/sieve", "restore"))
    assert press.json("web/certificates.json") == {"ordered": []}


def test_a_change_is_not_yet_published_until_it_is(press: Press) -> None:
    house = press.house
    house.package(house.customer(), "musterfrau.de", password=PACKAGE_PASSWORD)
    access = house.package_access("musterfrau.de")

    def unpublished() -> tuple[int, dt.datetime | None]:
        standing = house.portal.packages.overview(access).standing
        return standing.unpublished, standing.published_at

    house.portal.cron_jobs.add(access, NIGHTLY)
    assert unpublished() == (1, None)
    press.publish()
    first = house.clock.now()
    assert unpublished() == (0, first)
    house.clock.forward(minutes=5)
    house.portal.cron_jobs.add(access, NIGHTLY.model_copy(update={"command": "again"}))
    assert unpublished() == (1, first)
    press.publish()
    assert unpublished() == (0, house.clock.now())


def test_who_published_is_on_record_without_a_word_of_what(press: Press, package: Package) -> None:
    press.add(mail(press.domain("musterfrau.de"), "geheimnis"), cron_job(package, "a\nb"))
    press.publish()
    press.publish("musterfrau.de", press.folder.parent / "one")
    everything, one = press.house.audit()
    assert (everything.actor, everything.action, everything.record) == (
        "operator anna",
        "published",
        "packages",
    )
    assert everything.details == "1 packages; 1 entries left out"
    assert (one.record, one.package_id) == (f"packages {package.id}", package.id)
    assert "geheimnis" not in "".join(str(vars(each)) for each in press.house.audit())


def test_the_same_again_changes_nothing_and_is_not_on_record(press: Press, package: Package) -> None:
    press.add(mail(press.domain("musterfrau.de"), "erika"))
    assert press.publish().changed
    before = press.house.everything(), press.folder.readlink()
    press.house.clock.forward(hours=1)
    again = press.publish()
    assert not again.changed
    assert again.counts.addresses == 1
    assert (press.house.everything(), press.folder.readlink()) == before
    assert package.id


def test_a_change_that_servers_need_not_know_counts_as_published_all_the_same(
    press: Press, package: Package
) -> None:
    press.publish()
    press.house.change(package, revision=5)
    assert not press.publish().changed
    assert press.house.stored_package(package).published_revision == 5
    assert press.house.actions().count("published") == 2


def test_a_change_made_meanwhile_stays_unpublished(press: Press, package: Package) -> None:
    press.house.change(package, revision=3)
    publishing = press.house.portal.operator.publishing
    make_current = publishing._note

    def changed_meanwhile(*arguments: object) -> None:
        press.house.change(package, revision=4)
        make_current(*arguments)  # type: ignore[arg-type]

    publishing._note = changed_meanwhile  # type: ignore[method-assign, assignment]
    press.publish()
    stored = press.house.stored_package(package)
    assert (stored.revision, stored.published_revision) == (4, 3)


def test_what_was_published_further_never_goes_back(press: Press, package: Package) -> None:
    press.house.change(package, revision=9, published_revision=7)
    with press.house.storage.writing() as work:
        work.publishing.mark([(package.id, 5)], press.house.clock.now())
        work.commit()
    assert press.house.stored_package(package).published_revision == 7


def test_all_is_read_as_of_one_moment(press: Press, package: Package) -> None:
    domain = press.domain("musterfrau.de")
    press.add(mail(domain, "erika"))
    with press.house.storage.reading() as work:
        work.publishing.as_of_one_moment()
        assert work.publishing.count() == 1
        press.add(mail(domain, "spaeter"))
        press.house.change(package, revision=8)
        [contents] = work.publishing.contents()
    assert [each.local_part for each in contents.addresses] == ["erika"]
    assert contents.package.revision == 0


def test_reading_takes_a_fixed_number_of_statements_for_a_hundred_packages(press: Press) -> None:
    from sqlalchemy import event

    customer = press.house.customer()
    product = press.house.product({})

    def statements() -> int:
        seen: list[str] = []
        with press.house.storage.reading() as work:
            engine = work._session.get_bind()
            note = lambda *arguments: seen.append(str(arguments[2]))  # noqa: E731
            event.listen(engine, "before_cursor_execute", note)
            assert sum(1 for _each in work.publishing.contents())
            event.remove(engine, "before_cursor_execute", note)
        return sum(each.startswith("SELECT") for each in seen)

    press.house.package(customer, "a1.de", of=product)
    few = statements()
    for number in range(2, 20):
        press.house.package(customer, f"a{number}.de", of=product)
    assert statements() == few == 11


# One package.


def test_one_package_gets_a_folder_of_its_own(press: Press, package: Package) -> None:
    other = press.house.package(press.house.customer(), "fremd.example")
    for each in (package, other):
        press.house.change(each, revision=1)
    press.publish("musterfrau.de")
    assert press.names("dns") == ["dns/musterfrau.de.zone"]
    assert "fremd" not in "".join(press.read(name) for name in press.names())
    assert press.house.stored_package(package).published_revision == 1
    assert press.house.stored_package(other).published_revision == 0


def test_a_folder_of_all_packages_is_not_overwritten_by_one_nor_the_other_way_round(
    press: Press, package: Package
) -> None:
    one = press.folder.parent / "one"
    press.publish()
    press.publish("musterfrau.de", one)
    for domain, folder in (("musterfrau.de", press.folder), (None, one)):
        with pytest.raises(Conflict) as refused:
            press.publish(domain, folder)
        assert refused.value.message == (
            f"{folder} holds other packages, and servers would lose them. Please name a folder for these"
            " alone."
        )
    assert package.id


@pytest.mark.parametrize("domain", ["fremd.example", "beendet.de", "kein name", "", "../../etc", "x" * 300])
def test_a_domain_that_no_package_serves_is_told(press: Press, package: Package, domain: str) -> None:
    press.house.ended_domain(package, "beendet.de")
    with pytest.raises(NotFound) as refused:
        press.publish(domain)
    assert refused.value.message == f"There is no package with the domain {domain}."
    assert not press.folder.exists()


def test_a_domain_is_found_in_unicode_and_in_punycode(press: Press) -> None:
    press.house.package(press.house.customer(), "bäckerei.de")
    for name in ("Bäckerei.de", "xn--bckerei-5wa.de"):
        press.publish(name)
    assert press.names("dns") == ["dns/xn--bckerei-5wa.de.zone"]


# States, order, settings.


def test_a_package_that_ended_publishes_nothing_and_is_not_marked(press: Press, package: Package) -> None:
    press.add(
        mail(press.domain("musterfrau.de"), "erika"),
        sftp_user(package, "web"),
        cron_job(package, "x"),
        database(package, "blog"),
        protected(package, "/x"),
    )
    press.house.change(package, state=PackageState.ENDED, revision=3)
    published = press.publish()
    assert published.counts.packages == 0
    assert press.names() == ALWAYS
    assert press.house.stored_package(package).published_revision == 0


def test_orders_to_restore_are_handed_on(press: Press, package: Package) -> None:
    made, ordered = (press.house.clock.now() - dt.timedelta(days=days) for days in (2, 0))
    press.add(
        RestoreOrder(
            package_id=package.id, backup_made_at=made, parts=["webspace", "mail", "../x"], ordered_at=ordered
        )
    )
    assert press.publish().counts.restore_orders == 1
    [name] = press.names("restore")
    assert press.json(name) == {
        "id": int(name.removeprefix("restore/").removesuffix(".json")),
        "package": package.id,
        "backup_made_at": "2026-11-20T13:05:00+00:00",
        "parts": ["mail", "webspace"],
        "ordered_at": "2026-11-22T13:05:00+00:00",
    }


def test_the_same_records_give_the_same_bytes_whatever_order_they_were_written_in(
    press: Press, package: Package
) -> None:
    domain = press.domain("musterfrau.de")
    values = [f"192.0.2.{number}" for number in range(1, 20)]
    press.add(*(record(domain, "www", DnsType.A, value) for value in values))
    press.publish()
    first = press.read("dns/musterfrau.de.zone")
    shuffled = random.Random(1).sample(values, len(values))  # noqa: S311 - any order will do
    with press.house.storage.writing() as work:
        for each in work._session.query(type(record(domain, "x", DnsType.A, "x"))).all():
            work._session.delete(each)
        work.commit()
    press.add(*(record(domain, "www", DnsType.A, value) for value in shuffled))
    assert not press.publish().changed
    assert press.read("dns/musterfrau.de.zone") == first
    assert package.id


def test_a_mailbox_that_is_switched_off_is_gone_from_what_servers_read(
    press: Press, package: Package
) -> None:
    box = mail(press.domain("musterfrau.de"), "erika")
    press.add(box)
    press.publish()
    assert "erika" in press.read("mail/passwd")
    press.change(MailAddress, box.id, enabled=False)
    assert press.publish().changed
    assert "erika" not in "".join(press.read(name) for name in press.names())
    assert package.id


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"mail": MailSettings(postmaster="nobody")}, "mail.postmaster"),
        ({"mail": MailSettings(postmaster="a@b.de\nevil x")}, "mail.postmaster"),
        ({"web": WebSettings(root="/srv/$x")}, "web.root"),
        ({"web": WebSettings(certificates='/etc/ssl";\n')}, "web.certificates"),
    ],
)
def test_settings_that_would_spoil_every_file_are_refused(
    press: Press, settings: dict[str, object], name: str
) -> None:
    press.house.settings = press.house.settings.model_copy(update=settings)
    press.house.portal = press.house.restarted()
    with pytest.raises(InvalidInput) as refused:
        press.publish()
    assert refused.value.message.startswith(f"{name} cannot stand in files of servers: ")


@pytest.mark.parametrize("name", ["a$b", "a b", "-rf", ".hidden", 'a"b', "ä"])
def test_a_folder_that_cannot_stand_in_files_of_servers_is_refused(
    press: Press, tmp_path: Path, name: str
) -> None:
    with pytest.raises(InvalidInput):
        press.publish(None, tmp_path / name)


def test_the_folder_says_what_it_holds(press: Press, package: Package) -> None:
    press.publish("musterfrau.de")
    assert json.loads(press.read("published.json")) == {"format": 1, "package": package.id}
