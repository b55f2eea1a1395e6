"""What changes a zone as a whole: templates, zone files, older versions; shown before it is done."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from portal.backups.views import NewBackup
from portal.dns.plans import MOST_BYTES, OlderVersion, TemplateChoice, ZoneFileImport
from portal.dns.rules import MOST_RECORDS
from portal.dns.templates import default_records
from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, NotFound
from portal.settings import DnsSettings
from portal.validation import checked
from storage.models.backups import BackupPart
from storage.models.dns import DnsRecord, DnsType
from tests.hostile import HOSTILE
from tests.portal.dns.steps import ZONE, Zone, entry, open_package

if TYPE_CHECKING:
    from portal.dns.plans import Wanted
    from portal.dns.service import Preview
    from tests.portal.house import House


@pytest.fixture
def zone(house: House) -> Zone:
    return Zone(house.portal, open_package(house))


def previewed(zone: Zone, wanted: Wanted) -> Preview:
    return zone.portal.dns.preview(zone.access, zone.domain_id, wanted)


def applied(zone: Zone, wanted: Wanted) -> Preview:
    """Do what the preview shows, which is then told."""
    preview = previewed(zone, wanted)
    zone.portal.dns.apply(zone.access, zone.domain_id, wanted, preview.zone.version)
    return preview


def template(name: str, servers: str = "") -> TemplateChoice:
    return checked(TemplateChoice, {"template": name, "mail_servers": servers})


def file(text: str, how: str = "replace") -> ZoneFileImport:
    return checked(ZoneFileImport, {"text": text, "how": how})


def problems(zone: Zone, text: str, how: str = "replace") -> list[str]:
    """What is said of a file, line by line."""
    with pytest.raises(InvalidInput) as refused:
        previewed(zone, file(text, how))
    assert refused.value.field == "text"
    return refused.value.message.split("\n")


DEFAULT = {
    "@ A 192.0.2.80",
    "@ AAAA 2001:db8::80",
    "www A 192.0.2.80",
    "www AAAA 2001:db8::80",
    "@ MX 10 mx.hosting.example.",
    "@ TXT v=spf1 mx -all",
}

# Templates


def test_a_domain_begins_with_its_website_and_its_mail_here() -> None:
    told = [(line.name, line.type.value, line.value) for line in default_records(DnsSettings())]
    assert told == [
        ("@", "A", "192.0.2.80"),
        ("@", "AAAA", "2001:db8::80"),
        ("www", "A", "192.0.2.80"),
        ("www", "AAAA", "2001:db8::80"),
        ("@", "MX", "10 mx.hosting.example."),
        ("@", "TXT", '"v=spf1 mx -all"'),
    ]


def test_the_default_template_replaces_web_and_mail_and_keeps_the_rest(zone: Zone) -> None:
    zone.add("www CNAME old.example.net.", "@ MX 5 old.example.net.", "blog A 192.0.2.9", "@ TXT keep me")
    preview = applied(zone, template("default"))
    assert {line.value for line in preview.change.removed} == {"old.example.net.", "5 old.example.net."}
    assert preview.change.kept == 2
    assert zone.texts == DEFAULT | {"blog A 192.0.2.9", "@ TXT keep me"}


def test_mail_elsewhere_takes_the_servers_in_their_order_and_keeps_the_website(zone: Zone) -> None:
    applied(zone, template("default"))
    applied(zone, template("elsewhere", "mx1.example.net\nmx2.müller.example."))
    assert zone.texts == {each for each in DEFAULT if " A" in each} | {
        "@ MX 10 mx1.example.net.",
        "@ MX 20 mx2.xn--mller-kva.example.",
    }


def test_mail_elsewhere_keeps_a_policy_that_the_customer_set(zone: Zone) -> None:
    zone.add("@ TXT v=spf1 include:example.net -all")
    applied(zone, template("elsewhere", "mx1.example.net"))
    assert "@ TXT v=spf1 include:example.net -all" in zone.texts


@pytest.mark.parametrize(
    ("servers", "sentence"),
    [
        ("", "Please name your mail servers, 10 at most."),
        ("\n".join(f"mx{n}.example" for n in range(11)), "Please name your mail servers, 10 at most."),
        ("192.0.2.1", "192.0.2.1 is an address, and here a name is needed: addresses stand in A and AAAA."),
        ("a_b.example", "The name of a server has no underscore."),
        ("web", "web.beispiel.de is a CNAME record; MX needs the name that it points to."),
        ("a..b", "A name consists of letters, digits and hyphens, with single dots between its parts."),
    ],
)
def test_mail_servers_elsewhere_keep_to_the_rules(zone: Zone, servers: str, sentence: str) -> None:
    zone.add("web CNAME web.example.net.")
    with pytest.raises(InvalidInput) as refused:
        previewed(zone, template("elsewhere", servers))
    assert refused.value.problems == {"mail_servers": sentence}


def test_no_mail_says_so_in_all_three_ways(zone: Zone) -> None:
    applied(zone, template("default"))
    zone.add("_dmarc TXT v=DMARC1; p=none")
    applied(zone, template("no mail"))
    assert zone.texts == {each for each in DEFAULT if " A" in each} | {
        "@ MX 0 .",
        "@ TXT v=spf1 -all",
        "_dmarc TXT v=DMARC1; p=reject",
    }
    applied(zone, template("default"))
    assert zone.texts == DEFAULT


def test_a_template_that_changes_nothing_is_no_version(zone: Zone) -> None:
    zone.add("x TXT y")
    applied(zone, template("no mail"))
    again = applied(zone, template("no mail"))
    assert not again.change.removed
    assert not again.change.added
    assert zone.version == 2  # the second time changed nothing


# Zone files

GOOD = """\
; exported elsewhere
$ORIGIN beispiel.de.
$TTL 1h
@   86400 IN SOA ns1.old.example. hostmaster.old.example. (
        2026112201 ; serial (of the day
        86400 7200 3600000 3600 )
        IN NS ns1.old.example.
@   IN MX 10 mx
mx  300 A 192.0.2.25
    AAAA 2001:db8::25
WWW IN 600 CNAME @
txt TXT "one; (not) a comment" "two"
$ORIGIN shop
@   A 192.0.2.3
*   TXT any
"""


def test_a_zone_file_is_read_as_name_servers_read_it(zone: Zone) -> None:
    zone.add("@ MX 10 mx.beispiel.de.", "old A 192.0.2.9")
    preview = applied(zone, file(GOOD))
    assert zone.texts == {
        "@ MX 10 mx.beispiel.de.",
        "mx 300 A 192.0.2.25",
        "mx AAAA 2001:db8::25",
        "www 600 CNAME beispiel.de.",
        'txt TXT "one; (not) a comment" "two"',
        "shop A 192.0.2.3",
        "*.shop TXT any",
    }
    assert [line.value for line in preview.change.removed] == ["192.0.2.9"]
    assert (len(preview.change.added), preview.change.kept) == (6, 1)
    assert preview.notes == (
        "SOA and name servers of beispiel.de itself are ours, so those of the file were left out.",
    )


def test_an_import_can_add_only(zone: Zone) -> None:
    zone.add("old A 192.0.2.9", "www 300 A 192.0.2.8")
    preview = applied(zone, file("www A 192.0.2.7\nold 60 A 192.0.2.9\nnew A 192.0.2.6", "add"))
    assert zone.texts == {
        "old A 192.0.2.9", "www 300 A 192.0.2.8", "www 300 A 192.0.2.7", "new A 192.0.2.6",
    }  # fmt: skip
    assert not preview.change.removed
    assert preview.notes == ("Records of one name and type share one TTL: 1 record got that of the others.",)


def test_what_is_exported_comes_in_again(house: House, zone: Zone) -> None:
    applied(zone, file(GOOD))
    exported = zone.portal.dns.zone_file(zone.access, zone.domain_id)
    preview = previewed(zone, file(exported))
    assert not preview.change.removed
    assert not preview.change.added
    other = Zone(house.portal, open_package(house, "andere.de"))
    assert problems(other, exported)[0] == "Line 3: beispiel.de is outside of andere.de."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("$GENERATE 1-9 a A 192.0.2.1", [
            "Line 1: $GENERATE cannot be used here; only $TTL and $ORIGIN can.",
        ]),
        ("\n$include /etc/passwd", ["Line 2: $INCLUDE cannot be used here; only $TTL and $ORIGIN can."]),
        ("$TTL 0\na A 192.0.2.1", ["Line 1: The TTL is from 60 to 86400 seconds: a minute to a day."]),
        ("a 0 A 192.0.2.1", ["Line 1: The TTL is from 60 to 86400 seconds: a minute to a day."]),
        ("a A 192.0.2\nb A 192.0.2.1\nc B x", [
            "Line 1: A takes an IPv4 address, such as 192.0.2.80.",
            "Line 3: B records cannot be set here.",
        ]),
        ("a PTR b", ["Line 1: PTR records cannot be set here."]),
        ("a CH TXT x", ["Line 1: Only records of the class IN can stand in a zone."]),
        ("a.example.net. A 192.0.2.1", ["Line 1: a.example.net is outside of beispiel.de."]),
        ("  A 192.0.2.1", ["Line 1: This record has no name, and none stands above it."]),
        ("a CNAME b\na A 192.0.2.1", ["Line 2: a has a CNAME record, beside which no other can stand."]),
        ("a A 192.0.2.1\na CNAME b", ["Line 2: A CNAME record stands alone, but a has other records: A."]),
        ("@ MX 10 192.0.2.1", [
            "Line 1: 192.0.2.1 is an address, and here a name is needed: addresses stand in A and AAAA.",
        ]),
        ("m CNAME b\n@ MX 10 m", [
            "Line 2: m.beispiel.de is a CNAME record; MX needs the name that it points to.",
        ]),
        ("a A 192.0.2.1\nA A 192.0.2.1", ["Line 2: This very record is there already."]),
        ("a TXT (", ["Line 1: A bracket is opened here and never closed."]),
        ('a TXT "x', ["Line 1: TXT takes text, such as v=spf1 mx -all."]),
        ("a", ["Line 1: This cannot be read as a record."]),
        ("$TTL", ["Line 1: This cannot be read as a record."]),
        ("; nothing\n", ["There is no record in this file that could be imported."]),
        ("@ SOA a. b. 1 2 3 4 5", ["There is no record in this file that could be imported."]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file_is_told_line_by_line(zone: Zone, text: str, told: list[str]) -> None:
    assert problems(zone, text) == told
    assert zone.version == 0


def test_of_many_wrong_lines_the_first_are_told_and_the_others_counted(zone: Zone) -> None:
    told = problems(zone, "\n".join(["x A y"] * 20))
    assert len(told) == 13
    assert told[-1] == "… and 8 more lines."


def test_an_import_that_only_adds_fits_beside_what_stands_there(zone: Zone) -> None:
    zone.add("www CNAME web.example.net.")
    assert problems(zone, "www A 192.0.2.1", "add") == [
        "Line 1: www has a CNAME record, beside which no other can stand."
    ]
    applied(zone, file("www A 192.0.2.1", "replace"))
    assert zone.texts == {"www A 192.0.2.1"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a A 192.0.2.1\n" * 400_000, "A zone file has 1024 KB at most; this one has 5469."),
        ("ü" * (MOST_BYTES // 2 + 1), "A zone file has 1024 KB at most; this one has 1025."),
        ("\x7fELF\x02\x01\x01\x00", "This is no zone file: line 1 is not text."),
        ("a A 192.0.2.1\n\x00\x01", "This is no zone file: line 2 is not text."),
        ("", "Please fill in this field."),
    ],
)
def test_what_is_no_zone_file_is_refused_before_it_is_read(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        file(text)
    assert refused.value.problems == {"text": sentence}


def test_a_file_with_too_many_records_is_refused(zone: Zone) -> None:
    text = "\n".join(f"n{n} A 192.0.2.1" for n in range(MOST_RECORDS + 1))
    with pytest.raises(InvalidInput, match="A zone has 20000 records at most; with this it would have 20001"):
        previewed(zone, file(text))


def test_rubbish_is_no_accident(zone: Zone) -> None:
    noise = random.Random(7)  # noqa: S311 - nothing secret
    letters = "\n\t \"'();$@\\.*aA1TXTMXIN"
    for _time in range(150):
        text = "".join(noise.choice(letters) for _letter in range(noise.randint(1, 200)))
        try:
            previewed(zone, file(text))
        except InvalidInput as refused:
            assert refused.message  # noqa: PT017 - either way is fine, but nothing else is


def test_hostile_text_in_a_file_is_refused_or_kept_as_it_is(zone: Zone) -> None:
    for number, text in enumerate(HOSTILE.values()):
        with suppress(InvalidInput):
            applied(zone, file(f'n{number} TXT "{text}"\n', "add"))
    assert len(zone.texts) > 20
    zone_file = zone.portal.dns.zone_file(zone.access, zone.domain_id)
    assert zone_file.count("\n") == 5 + len(zone.texts)


def test_ten_thousand_records_come_in_and_go_back_out(zone: Zone) -> None:
    applied(zone, file("\n".join(f"n{n} A 192.0.2.1" for n in range(10_000))))
    exported = zone.portal.dns.zone_file(zone.access, zone.domain_id)
    assert exported.count("\n") == 10_005
    zone.undo_last()
    assert not zone.texts


def test_names_in_a_file_that_may_lack_their_dot_are_asked_about_before_it_is_imported(zone: Zone) -> None:
    text = "mx.eu A 192.0.2.1\n@ MX 10 mx.eu\n@ MX 20 mail.example.net\nwww CNAME web"
    assert previewed(zone, file(text)).notes == (
        "Line 3: without a final dot mail.example.net means mail.example.net.beispiel.de. Is that so?",
    )


# All or nothing, and what stands in history and versions


def test_a_change_of_the_zone_is_one_entry_of_the_history_and_one_version(zone: Zone) -> None:
    zone.add("old A 192.0.2.9")
    applied(zone, file(GOOD))
    [newest, first] = zone.history()
    assert (newest.kind, newest.action, newest.name) == ("zone", "imported", ZONE)
    assert newest.undoable
    assert first.kind == "record"
    assert [(each.what, each.removed, each.added) for each in zone.versions] == [
        ("imported", 1, 7),
        ("added", 0, 1),
    ]


def test_what_changed_since_the_preview_is_not_overwritten(house: House, zone: Zone) -> None:
    preview = previewed(zone, template("default"))
    house.restarted().dns.add(zone.access, zone.domain_id, entry("x A 192.0.2.1"))
    with pytest.raises(ChangedMeanwhile, match="Somebody changed this zone a moment ago"):
        zone.portal.dns.apply(zone.access, zone.domain_id, template("default"), preview.zone.version)
    assert zone.texts == {"x A 192.0.2.1"}


def test_undoing_an_import_brings_back_what_stood_there(zone: Zone) -> None:
    zone.add("old A 192.0.2.9", "mx 300 A 192.0.2.25")
    applied(zone, file(GOOD))
    zone.undo_last()
    assert zone.texts == {"old A 192.0.2.9", "mx 300 A 192.0.2.25"}
    assert zone.versions[0].what == "undone"
    zone.undo_last()  # and the undo can be undone
    assert "www 600 CNAME beispiel.de." in zone.texts


def test_undoing_leaves_what_was_done_since(zone: Zone) -> None:
    zone.add("old A 192.0.2.9")
    applied(zone, file("a A 192.0.2.1\nb A 192.0.2.2"))
    imported = zone.history()[0]
    zone.change("a A 192.0.2.1", "a A 192.0.2.7")
    zone.add("later TXT x")
    zone.portal.history.undo(zone.access, imported.id)
    assert zone.texts == {"a A 192.0.2.7", "later TXT x", "old A 192.0.2.9"}


def test_undoing_keeps_to_the_rules(zone: Zone) -> None:
    zone.add("www A 192.0.2.9")
    applied(zone, file("a A 192.0.2.1"))
    imported = zone.history()[0]
    zone.add("www CNAME web.example.net.")
    with pytest.raises(Conflict, match="www has a CNAME record, beside which no other can stand"):
        zone.portal.history.undo(zone.access, imported.id)
    assert zone.texts == {"a A 192.0.2.1", "www CNAME web.example.net."}


def test_where_nothing_is_left_to_undo_that_is_said(zone: Zone) -> None:
    applied(zone, file("a A 192.0.2.1"))
    imported = zone.history()[0]
    zone.remove("a A 192.0.2.1")
    with pytest.raises(Conflict, match="Nothing of this is left that could be undone"):
        zone.portal.history.undo(zone.access, imported.id)


def test_a_backup_that_is_restored_keeps_to_the_rules_and_makes_a_version(zone: Zone) -> None:
    backups, access = zone.portal.backups, zone.access
    zone.add("www A 192.0.2.1", "@ TXT x")
    made = backups.make(access, NewBackup(remark="before"))
    applied(zone, file("www CNAME web.example.net.\nnew A 192.0.2.2"))
    parts = (BackupPart.SETTINGS,)
    backups.restore(access, made, parts, backups.preview(access, made, parts).digest)
    assert zone.texts == {"www A 192.0.2.1", "@ TXT x"}
    newest = zone.versions[0]
    assert (newest.what, newest.removed, newest.added) == ("restored", 2, 2)


# Versions


def test_any_version_can_be_restored(zone: Zone) -> None:
    stood: dict[int, set[str]] = {}
    for act in (
        lambda: zone.add("www A 192.0.2.1"),
        lambda: zone.add("@ TXT x"),
        lambda: zone.change("www A 192.0.2.1", "www 300 A 192.0.2.2"),
        lambda: applied(zone, template("default")),
        lambda: zone.remove("@ TXT x"),
        lambda: applied(zone, file(GOOD)),
    ):
        act()
        stood[zone.version] = zone.texts
    for number in (3, 1, 6, 5, 2, 4):
        applied(zone, OlderVersion(number=number))
        assert zone.texts == stood[number], number
    assert [each.what for each in zone.versions][:6] == ["restored"] * 6
    assert zone.version == 12


def test_a_restore_shows_what_it_would_do(zone: Zone) -> None:
    zone.add("www A 192.0.2.1", "@ TXT x")
    change = previewed(zone, OlderVersion(number=1)).change
    assert [line.name for line in change.removed] == ["@"]
    assert (change.added, change.kept) == ((), 1)


def test_a_zone_with_records_from_before_keeps_its_number(house: House, zone: Zone) -> None:
    with house.storage.writing() as work:
        domain = work.domains.one(zone.access, zone.domain_id)
        assert domain is not None
        domain.zone_version = 7
        line = DnsRecord(
            package_id=domain.package_id, domain_id=domain.id, name="old", type=DnsType.A, value="192.0.2.9"
        )
        work.administration.add(line)
        work.commit()
    zone.add("www A 192.0.2.1")
    assert [(each.number, each.what) for each in zone.versions] == [(8, "added"), (7, "started")]
    applied(zone, OlderVersion(number=7))
    assert zone.texts == {"old A 192.0.2.9"}
    with pytest.raises(NotFound):
        previewed(zone, OlderVersion(number=6))


@pytest.mark.parametrize("number", [3, 99])
def test_a_version_that_never_was_is_not_found(zone: Zone, number: int) -> None:
    zone.add("www A 192.0.2.1", "@ TXT x")
    with pytest.raises(NotFound, match=f"There is no version {number} of this zone"):
        previewed(zone, OlderVersion(number=number))
