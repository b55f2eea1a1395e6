"""Adding, changing and removing records: use cases, their history, and two sessions at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from portal.dns.lines import RecordLine
from portal.dns.zones import STARTED
from portal.errors import ChangedMeanwhile, Conflict, Doubtful, InvalidInput, NotFound
from portal.paging import PageRequest
from storage.models.dns import DnsRecord, DnsType
from tests.hostile import HOSTILE
from tests.portal.dns.steps import ZONE, Zone, entry, open_package
from tests.portal.house import PACKAGE_PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.portal import Portal
    from tests.portal.house import House


@pytest.fixture
def zone(house: House) -> Zone:
    return Zone(house.portal, open_package(house))


def refused(act: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(InvalidInput) as error:
        act()
    return error.value.problems


def fill(house: House, zone: Zone, records: int) -> None:
    with house.storage.writing() as work:
        domain = work.domains.one(zone.access, zone.domain_id)
        assert domain is not None
        work.administration.add_all(
            [
                DnsRecord(
                    package_id=domain.package_id,
                    domain_id=domain.id,
                    name=f"n{n:05}",
                    type=DnsType.A,
                    ttl=3600,
                    value="192.0.2.1",
                )
                for n in range(records)
            ]
        )
        work.commit()


def test_a_record_is_added_changed_and_removed(zone: Zone) -> None:
    zone.add("www A 192.0.2.1")
    assert zone.texts == {"www A 192.0.2.1"}
    zone.change("www A 192.0.2.1", "web 300 A 192.0.2.2")
    assert zone.texts == {"web 300 A 192.0.2.2"}
    zone.remove("web 300 A 192.0.2.2")
    assert not zone.texts
    told = [(change.kind, change.action, change.name, change.fields) for change in zone.history()]
    assert told == [
        ("record", "removed", "web A", ()),
        ("record", "changed", "web A", ("name", "ttl", "value")),
        ("record", "added", "www A", ()),
    ]


def test_every_save_is_a_version(zone: Zone) -> None:
    zone.add("www A 192.0.2.1")
    zone.change("www A 192.0.2.1", "www A 192.0.2.2")
    zone.remove("www A 192.0.2.2")
    told = [(each.number, each.what, each.removed, each.added, each.by_owner) for each in zone.versions]
    assert told == [(3, "removed", 1, 0, False), (2, "changed", 1, 1, False), (1, "added", 0, 1, False)]
    assert zone.version == 3
    assert "hosting.example. 3 86400" in zone.portal.dns.zone_file(zone.access, zone.domain_id)


def test_what_stood_there_before_the_first_save_is_a_version_too(house: House, zone: Zone) -> None:
    fill(house, zone, 3)
    zone.add("www A 192.0.2.1")
    told = [(each.number, each.what, each.added, each.by_owner) for each in zone.versions]
    assert told == [(2, "added", 1, False), (1, STARTED, 3, None)]


def test_saving_without_a_change_makes_no_version(zone: Zone) -> None:
    added = zone.add("www A 192.0.2.1")
    assert zone.change("www A 192.0.2.1", "WWW.beispiel.de. A 192.0.2.1") == added
    assert zone.version == 1


def test_a_record_is_not_published_before_the_package_is(zone: Zone) -> None:
    zone.add("www A 192.0.2.1")
    request = PageRequest(count=True)
    page = zone.portal.dns.page(zone.access, zone.domain_id, request)
    assert [row.published for row in page.page.rows] == [False]
    assert page.standing is not None
    assert page.standing.unpublished == 1


@pytest.mark.parametrize(
    ("standing", "new", "problems"),
    [
        ("www A 192.0.2.1", "www A 192.0.2.1", {"value": "This very record is there already."}),
        (
            "www A 192.0.2.1",
            "www CNAME web",
            {"name": "A CNAME record stands alone, but www has other records: A."},
        ),
        (
            "www CNAME web",
            "www A 192.0.2.1",
            {"name": "www has a CNAME record, beside which no other can stand."},
        ),
        (
            "@ MX 10 mail",
            "mail CNAME mx.example.net.",
            {
                "name": "The MX record of beispiel.de points to mail.beispiel.de,"
                " which therefore cannot be a CNAME."
            },
        ),
    ],
)
def test_rules_hold_when_adding_and_when_changing(
    zone: Zone, standing: str, new: str, problems: dict[str, str]
) -> None:
    zone.add(standing, "other TXT x")
    assert refused(lambda: zone.add(new)) == problems
    assert refused(lambda: zone.change("other TXT x", new)) == problems
    assert zone.texts == {entry_text(standing), "other TXT x"}


def entry_text(words: str) -> str:
    return words.replace(" mail", " mail.beispiel.de.").replace(" web", " web.beispiel.de.")


def test_a_record_does_not_stand_in_its_own_way(zone: Zone) -> None:
    zone.add("www A 192.0.2.1")
    zone.change("www A 192.0.2.1", "www CNAME web.example.net.")
    assert zone.texts == {"www CNAME web.example.net."}


def test_a_name_without_its_dot_is_asked_about_then_taken_as_a_whole_name(zone: Zone) -> None:
    with pytest.raises(Doubtful, match=r"would mean mx\.example\.net\.beispiel\.de\. Save again"):
        zone.add("@ MX 10 mx.example.net")
    assert not zone.texts
    zone.add("@ MX 10 mx.example.net", sure=True)
    assert zone.texts == {"@ MX 10 mx.example.net."}


def test_records_of_one_name_and_type_share_a_ttl_which_is_asked_about(zone: Zone) -> None:
    zone.add("www A 192.0.2.1", "www A 192.0.2.2")
    with pytest.raises(Doubtful) as asked:
        zone.add("www 300 A 192.0.2.3")
    assert asked.value.field == "ttl"
    assert asked.value.message == (
        "www has 2 other A records, with a TTL of 3600. Save again to change those, too."
    )
    added = zone.add("www 300 A 192.0.2.3", sure=True)
    assert zone.texts == {"www 300 A 192.0.2.1", "www 300 A 192.0.2.2", "www 300 A 192.0.2.3"}
    assert zone.find("www 300 A 192.0.2.3") == added
    with pytest.raises(Doubtful):
        zone.change("www 300 A 192.0.2.1", "www 600 A 192.0.2.1")
    changed = zone.change("www 300 A 192.0.2.1", "www 600 A 192.0.2.9", sure=True)
    assert zone.texts == {"www 600 A 192.0.2.9", "www 600 A 192.0.2.2", "www 600 A 192.0.2.3"}
    assert zone.find("www 600 A 192.0.2.9") == changed
    zone.undo_last()
    zone.undo_last()
    assert zone.texts == {"www 600 A 192.0.2.9", "www 600 A 192.0.2.2", "www 600 A 192.0.2.3"}


def test_hostile_text_is_refused_or_kept_as_it_is(zone: Zone) -> None:
    for text in HOSTILE.values():
        for words in (f"x TXT {text}", f"{text} TXT x", f'@ CAA 0 issue "{text}"'):
            with suppress(InvalidInput):
                zone.add(words, sure=True)
    assert len(zone.texts) > 20
    zone_file = zone.portal.dns.zone_file(zone.access, zone.domain_id)
    assert zone_file.count("\n") == 5 + len(zone.texts)
    for words in zone.texts:
        zone.change(words, words, sure=True)  # what is shown can be saved again
    assert zone.versions[0].what == "added"


# Undo


def test_undoing_takes_back_and_is_a_version(zone: Zone) -> None:
    zone.add("www A 192.0.2.1")
    zone.remove("www A 192.0.2.1")
    zone.undo_last()
    assert zone.texts == {"www A 192.0.2.1"}
    assert [each.what for each in zone.versions] == ["undone", "removed", "added"]


def test_undoing_keeps_to_the_rules(zone: Zone) -> None:
    zone.add("www A 192.0.2.1")
    zone.remove("www A 192.0.2.1")
    removed = zone.history()[0]
    zone.add("www CNAME web")
    with pytest.raises(Conflict, match="www has a CNAME record, beside which no other can stand"):
        zone.portal.history.undo(zone.access, removed.id)
    assert zone.texts == {"www CNAME web.beispiel.de."}
    assert zone.version == 3


def test_undoing_does_not_bring_another_ttl_into_a_set(zone: Zone) -> None:
    zone.add("www A 192.0.2.1")
    zone.remove("www A 192.0.2.1")
    removed = zone.history()[0]
    zone.add("www 300 A 192.0.2.2")
    with pytest.raises(Conflict, match="The other A records of www have a TTL of 300 now, and share it"):
        zone.portal.history.undo(zone.access, removed.id)


# Who, and where


def test_the_main_domain_comes_first_and_others_are_asked_for(house: House) -> None:
    access = open_package(house, "zwei.de", domains=["eins.de"])
    first = house.portal.dns.page(access, None, PageRequest()).zone
    assert first.name == "zwei.de"
    other = next(each for each in house.portal.domains.choices(access) if each.name == "eins.de")
    Zone(house.portal, access, other.id).add("www A 192.0.2.1")
    assert not Zone(house.portal, access).texts


def test_another_packages_zone_is_not_there(house: House, zone: Zone) -> None:
    record = zone.add("www A 192.0.2.1")
    stranger = open_package(house, "fremd.de")
    dns = house.portal.dns
    for act in (
        lambda: dns.page(stranger, zone.domain_id, PageRequest()),
        lambda: dns.add(stranger, zone.domain_id, entry("x A 192.0.2.1")),
        lambda: dns.change(stranger, record, entry("x A 192.0.2.1"), entry("www A 192.0.2.1")),
        lambda: dns.remove(stranger, record),
        lambda: dns.zone_file(stranger, zone.domain_id),
    ):
        with pytest.raises(NotFound):
            act()
    assert not dns.versions(stranger, zone.domain_id, PageRequest()).page.rows
    assert zone.texts == {"www A 192.0.2.1"}


def closed_domain(house: House) -> Zone:
    """A domain that its owner keeps, with a record, in a package that has another one, too."""
    jutta = house.customer()
    package = house.package(jutta, ZONE, password=PACKAGE_PASSWORD)
    house.domain(package, "geheim.de", open_to_webmaster=False)
    owner = house.portal.packages.open(house.access(jutta), package.id)
    secret = next(each for each in house.portal.domains.choices(owner) if each.name == "geheim.de")
    zone = Zone(house.portal, owner, secret.id)
    zone.add("www A 192.0.2.1")
    return zone


def test_a_webmaster_never_sees_zones_of_domains_that_the_owner_keeps(house: House) -> None:
    secret = closed_domain(house)
    webmaster = house.package_access(ZONE)
    dns = house.portal.dns
    record = secret.find("www A 192.0.2.1")
    for act in (
        lambda: dns.page(webmaster, secret.domain_id, PageRequest()),
        lambda: dns.zone_file(webmaster, secret.domain_id),
        lambda: dns.remove(webmaster, record),
        lambda: dns.add(webmaster, secret.domain_id, entry("x A 192.0.2.1")),
    ):
        with pytest.raises(NotFound):
            act()
    assert not dns.versions(webmaster, secret.domain_id, PageRequest()).page.rows
    assert dns.page(webmaster, None, PageRequest()).zone.name == ZONE


def test_a_package_without_an_open_domain_says_so(house: House) -> None:
    closed_domain(house)
    webmaster = house.package_access(ZONE)
    with house.storage.writing() as work:
        for each in work.domains.living_of(webmaster):
            each.open_to_webmaster = False
        work.commit()
    with pytest.raises(NotFound, match="There is no domain here whose DNS could be managed"):
        house.portal.dns.page(webmaster, None, PageRequest())


# Two sessions


def test_the_same_record_in_two_sessions_shows_both(house: House, zone: Zone) -> None:
    record = zone.add("www A 192.0.2.1")
    seen = entry("www A 192.0.2.1")
    other: Portal = house.restarted()
    other.dns.change(zone.access, record, entry("www A 192.0.2.7"), seen)
    with pytest.raises(ChangedMeanwhile) as error:
        zone.portal.dns.change(zone.access, record, entry("www A 192.0.2.8"), seen)
    assert error.value.stored == {"value": "192.0.2.7"}
    assert error.value.now == entry("www A 192.0.2.7")


def test_a_record_that_was_removed_meanwhile_is_not_there_any_more(zone: Zone) -> None:
    record = zone.add("www A 192.0.2.1")
    zone.remove("www A 192.0.2.1")
    with pytest.raises(NotFound, match="not there any more"):
        zone.portal.dns.change(zone.access, record, entry("www A 192.0.2.8"), entry("www A 192.0.2.1"))


def test_two_sessions_at_once_do_not_get_round_the_rules(house: House, zone: Zone) -> None:
    portals = [house.portal, house.restarted()]
    typed = [entry("www CNAME web.example.net."), entry("www A 192.0.2.1")]

    def add(number: int) -> bool:
        try:
            portals[number % 2].dns.add(zone.access, zone.domain_id, typed[number % 2])
        except InvalidInput:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(add, range(16))) == 1
    assert len(zone.texts) == 1


# Reading


@pytest.mark.parametrize("records", [3, 10_000])
def test_opening_a_zone_takes_three_statements_whatever_its_size(
    house: House, zone: Zone, records: int
) -> None:
    fill(house, zone, records)
    request = PageRequest(count=True, limit=50)
    with house.statements() as seen:
        page = zone.portal.dns.page(zone.access, None, request)
    assert len(seen) <= 3
    assert page.page.total == records


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("www", {"www A 192.0.2.1"}),
        ("WWW", {"www A 192.0.2.1"}),
        ("192.0.2", {"www A 192.0.2.1", "müller A 192.0.2.2"}),
        ("müller", {"müller A 192.0.2.2"}),
        ("Grüße", {"@ TXT schöne Grüße"}),
        ("txt", {"@ TXT schöne Grüße"}),
        ("_", set()),
        ("%", set()),
    ],
)
def test_the_filter_finds_names_types_and_values(zone: Zone, text: str, found: set[str]) -> None:
    zone.add("www A 192.0.2.1", "müller A 192.0.2.2", "@ TXT schöne Grüße")
    page = zone.portal.dns.page(zone.access, None, PageRequest(filter=text)).page
    assert {f"{row.entry.name} {row.entry.type} {row.entry.value}" for row in page.rows} == found


def test_lists_are_sorted_by_name_and_by_type(zone: Zone) -> None:
    zone.add("b MX 10 mx.example.", "a TXT x", "c A 192.0.2.1")

    def names(sort: str) -> list[str]:
        return [
            row.entry.name
            for row in zone.portal.dns.page(zone.access, None, PageRequest(sort=sort)).page.rows
        ]

    assert names("name") == ["a", "b", "c"]
    assert names("type") == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("words", "purpose"),
    [
        ("@ TXT v=spf1 mx -all", "SPF"),
        ("@ TXT V=SPF1 -all", "SPF"),
        ("@ TXT v=spf10", ""),
        ("s1._domainkey TXT v=DKIM1; p=x", "DKIM"),
        ("s1._domainkey CNAME s1._domainkey.mailer.example.", "DKIM"),
        ("_dmarc TXT v=DMARC1; p=none", "DMARC"),
        ("_dmarc TXT something else", ""),
        ("@ TXT v=DMARC1; p=none", ""),
        ("www A 192.0.2.1", ""),
    ],
)
def test_what_mail_records_are_for_is_told(zone: Zone, words: str, purpose: str) -> None:
    zone.add(words)
    assert [row.purpose for row in zone.portal.dns.page(zone.access, None, PageRequest()).page.rows] == [
        purpose
    ]


def test_what_is_kept_of_a_line_comes_back() -> None:
    line = RecordLine("www", DnsType.MX, 60, "10 mx.example.")
    assert RecordLine.from_json(line.as_json()) == line
