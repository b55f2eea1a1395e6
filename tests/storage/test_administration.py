"""Records of the technical administration, read and written within one package only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from storage.models.backups import Backup, BackupKind
from storage.models.domains import Domain, DomainState
from storage.models.history import PackageChange
from storage.models.mail import MailAddress, MailKind
from storage.models.webspace import CronJob
from storage.paging import PageRequest
from tests.factories import NOON, Scope, add_customer, add_package, domain

if TYPE_CHECKING:
    from storage.work import Storage, Work


@dataclass
class Two:
    """Two packages of one customer, the first with a second domain that is closed to its webmaster."""

    owner: Scope
    webmaster: Scope
    other: Scope
    main: Domain
    closed: Domain


def two(work: Work) -> Two:
    jutta = add_customer(work)
    first, second = add_package(work, jutta, main_domain="eins.example"), add_package(work, jutta)
    work.domains.add(domain(first.id, name="zwei.example", open_to_webmaster=False))
    work.flush()
    main, closed = work.domains.living_of(Scope(package_id=first.id))
    return Two(
        Scope(package_id=first.id),
        Scope(package_id=first.id, by_owner=False),
        Scope(package_id=second.id),
        main,
        closed,
    )


def address(of: Domain, name: str = "info") -> MailAddress:
    return MailAddress(
        package_id=of.package_id, domain_id=of.id, local_part=name, address=f"{name}@{of.name}",
        kind=MailKind.FORWARD,
    )  # fmt: skip


def test_a_record_is_found_in_its_own_package_only(storage: Storage) -> None:
    with storage.writing() as work:
        here = two(work)
        job = CronJob(package_id=here.owner.package_id, schedule="@daily", command="x")
        work.administration.add(job)
        one = work.administration.one
        assert one(CronJob, here.owner, job.id) is job
        assert one(CronJob, here.webmaster, job.id) is job
        assert one(CronJob, here.other, job.id) is None
        assert one(CronJob, here.owner, job.id + 1) is None
        assert work.administration.every(CronJob, here.other) == []
        assert work.administration.find(CronJob, here.other.package_id, {"command": "x"}) is None
        assert work.administration.find(CronJob, here.owner.package_id, {"command": "x"}) is job


def test_a_webmaster_never_meets_records_of_a_closed_domain(storage: Storage) -> None:
    with storage.writing() as work:
        here = two(work)
        opened, closed = address(here.main), address(here.closed)
        work.administration.add_all([opened, closed])
        every, one = work.administration.every, work.administration.one
        assert every(MailAddress, here.owner) == [opened, closed]
        assert every(MailAddress, here.webmaster) == [opened]
        assert one(MailAddress, here.webmaster, closed.id) is None
        page = work.administration.page(
            MailAddress, here.webmaster, PageRequest(count=True), {"address": (MailAddress.address,)}
        )
        assert (page.rows, page.total) == ((opened,), 1)


def test_the_webmaster_of_a_package_meets_nothing_of_a_domain_that_has_ended(storage: Storage) -> None:
    with storage.writing() as work:
        here = two(work)
        work.administration.add(address(here.main))
        here.main.state = DomainState.ENDED
        work.flush()
        assert len(work.administration.every(MailAddress, here.owner)) == 1
        assert work.administration.every(MailAddress, here.webmaster) == []


def test_of_several_that_are_called_the_same_the_oldest_is_found(storage: Storage) -> None:
    with storage.writing() as work:
        here = two(work)
        jobs = [CronJob(package_id=here.owner.package_id, schedule="@daily", command="x") for _ in range(3)]
        work.administration.add_all(jobs)
        found = work.administration.find(
            CronJob, here.owner.package_id, {"schedule": "@daily", "command": "x"}
        )
        assert found is min(jobs, key=lambda job: job.id)
        work.administration.remove_all(jobs)
        assert work.administration.every(CronJob, here.owner) == []


def test_the_history_is_told_by_package_and_to_webmasters_by_open_domains(storage: Storage) -> None:
    with storage.writing() as work:
        here = two(work)
        for name, of in (("none", None), ("main", here.main), ("closed", here.closed)):
            work.history.add(
                PackageChange(
                    package_id=here.owner.package_id, revision=1, at=NOON, by_owner=True, kind="mailbox",
                    action="added", name=name, domain_id=of.id if of else None,
                )
            )  # fmt: skip
        work.flush()

        def seen(by: Scope, text: str = "") -> list[str]:
            return [change.name for change in work.history.page_of(by, PageRequest(filter=text)).rows]

        assert seen(here.owner) == ["none", "main", "closed"]
        assert seen(here.webmaster) == ["none", "main"]
        assert seen(here.webmaster, "closed") == []
        assert seen(here.other) == []
        newest = work.history.page_of(here.owner, PageRequest(descending=True)).rows[0]
        assert work.history.one(here.owner, newest.id) is newest
        assert work.history.one(here.webmaster, newest.id) is None
        assert work.history.one(here.other, newest.id) is None


def test_backups_are_told_by_package(storage: Storage) -> None:
    with storage.writing() as work:
        here = two(work)
        backup = Backup(
            package_id=here.owner.package_id, made_at=NOON, kind=BackupKind.OWN, contents={"a": 1}
        )
        work.backups.add(backup)
        work.commit()
    with storage.reading() as work:
        found = work.backups.one(here.webmaster, backup.id)
        assert found is not None
        assert found.contents == {"a": 1}
        assert work.backups.one(here.other, backup.id) is None
        assert work.backups.page_of(here.other, PageRequest()).rows == ()
        assert work.backups.daily(here.owner.package_id) == []


@pytest.mark.parametrize("order", ["made", "size"])
@pytest.mark.parametrize("descending", [False, True])
def test_pages_of_backups_follow_one_another(storage: Storage, order: str, *, descending: bool) -> None:
    with storage.writing() as work:
        here = two(work)
        for number in range(5):
            work.backups.add(
                Backup(
                    package_id=here.owner.package_id, made_at=NOON, kind=BackupKind.DAILY,
                    size_mb=number // 2, contents={},
                )
            )  # fmt: skip
        work.commit()
    with storage.reading() as work:
        first = work.backups.page_of(here.owner, PageRequest(order, descending, limit=3, count=True))
        rest = work.backups.page_of(here.owner, PageRequest(order, descending, anchor=first.anchors[-1]))
        ids = [backup.id for backup in (*first.rows, *rest.rows)]
    assert first.total == 5
    assert ids == sorted(ids, reverse=descending)
