"""What a check finds: domains without a site, and counters that differ from their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.models.domains import DomainKind, DomainState
from storage.models.mail import MailAddress, MailKind
from storage.models.products import Resource
from storage.models.webspace import CronJob
from storage.repositories.health import WrongCounter
from tests.factories import add_customer, add_package, domain, site

if TYPE_CHECKING:
    from storage.work import Storage, Work


def add_mailbox(work: Work, package_id: int, domain_id: int, name: str, size: int) -> None:
    work.administration.add(
        MailAddress(
            package_id=package_id,
            domain_id=domain_id,
            local_part=name,
            address=f"{name}@beispiel.example",
            kind=MailKind.MAILBOX,
            size_mb=size,
        )
    )


def test_living_domains_without_a_site_are_found(storage: Storage) -> None:
    with storage.writing() as work:
        hers = add_package(work, add_customer(work))
        complete, bare = domain(hers.id), domain(hers.id)
        for each in (complete, bare, domain(hers.id, state=DomainState.ENDED)):
            work.domains.add(each)
        work.flush()
        work.administration.add(site(complete))
        work.administration.add(site(bare, "blog"))  # a subdomain is no site of the domain itself
        work.commit()
    with storage.reading() as work:
        assert work.sites.domains_without_one() == [bare.id]


def test_counters_that_fit_their_rows_are_not_found(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        usage = {
            Resource.MAILBOXES: 2,
            Resource.MAIL_STORAGE: 3072,
            Resource.ADDITIONAL_DOMAINS: 1,
            Resource.DATABASES: 0,
            Resource.WEBSPACE: 815,
        }
        hers = add_package(work, jutta, usage=usage)
        main = work.domains.living([hers.main_domain])[hers.main_domain]
        add_mailbox(work, hers.id, main, "info", 1024)
        add_mailbox(work, hers.id, main, "buero", 2048)
        work.domains.add(domain(hers.id, kind=DomainKind.ADDITIONAL))
        work.domains.add(domain(hers.id, kind=DomainKind.ADDITIONAL, state=DomainState.ENDED))
        work.commit()
    with storage.reading() as work:
        assert work.health.wrong_counters() == []


def test_counters_that_do_not_are_found_by_package(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        first = add_package(work, jutta, usage={Resource.MAILBOXES: 1, Resource.BACKUPS: 3})
        second = add_package(work, jutta)
        main = work.domains.living([first.main_domain])[first.main_domain]
        add_mailbox(work, first.id, main, "info", 1024)
        work.administration.add(CronJob(package_id=second.id, schedule="@daily", command="true"))
        work.commit()
    with storage.reading() as work:
        found = work.health.wrong_counters()
    assert found == [
        WrongCounter(first.id, first.main_domain, Resource.MAIL_STORAGE, 0, 1024),
        WrongCounter(first.id, first.main_domain, Resource.BACKUPS, 3, 0),
        WrongCounter(second.id, second.main_domain, Resource.CRON_JOBS, 0, 1),
    ]
