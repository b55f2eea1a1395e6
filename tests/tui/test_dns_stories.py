"""DNS: records, templates, zone files and versions, by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from portal.access import PackageAccess
from portal.demo.credentials import DESIGN
from portal.dns.records import DnsType, RecordEntry
from portal.errors import PortalError
from portal.paging import PageRequest
from tests.hostile import HOSTILE
from tests.tui.steps import (
    a_field,
    appears,
    beneath,
    choose,
    entered,
    field_error,
    field_errors,
    fill,
    go_to_field,
    notice,
    noticed,
    open_entry,
    problem,
    reads,
    save,
    saved,
    sign_in,
    sign_in_package,
)
from tui.screens.dns import DnsList, RecordForm
from tui.screens.dns_plans import ImportWizard, RestoreForm, TemplateWizard
from tui.screens.dns_versions import VersionsModal
from tui.widgets.dialogs import ConfirmModal, NoticeModal
from tui.widgets.pick import PickList, PickModal
from tui.widgets.usage_bar import UsageBar

if TYPE_CHECKING:
    from pathlib import Path

    from textual.screen import Screen

    from tests.tui.portal_app import Keyboard, PortalApp

ZONE = "musterfrau-design.de"


async def open_dns(pilot: Keyboard) -> DnsList:
    """Go to the main domain's records."""
    await open_entry(pilot, "dns")
    await appears(pilot, f"DNS · {ZONE}")
    await appears(pilot, "2001:db8::80")
    return pilot.app.screen.query_one(DnsList)


async def press_for(pilot: Keyboard, key: str, screen: type[Screen[Any]]) -> None:
    """Press a key that opens a box."""
    await pilot.press(key)
    await pilot.until(lambda: isinstance(pilot.app.screen, screen), f"{key} opened no {screen.__name__}.")
    await pilot.settle()


async def fill_record(pilot: Keyboard, kind: str, name: str, value: str) -> None:
    await press_for(pilot, "n", RecordForm)
    await choose(pilot, "type", kind)
    await fill(pilot, "name", name)
    await fill(pilot, "value", value)


async def go_to_row(pilot: Keyboard, records: DnsList, kind: str, name: str) -> None:
    await pilot.press("home")
    for _row in range(40):
        view = records.highlighted
        if view is not None and (view.entry.type, view.entry.name) == (kind, name):
            return
        await pilot.press("down")
    raise AssertionError(f"There is no {kind} record of {name}.")


def stored(portal_app: PortalApp) -> set[tuple[object, ...]]:
    """Name, type and value of the main domain's records."""
    return set(
        portal_app.stored(
            "SELECT r.name, r.type, r.value FROM dns_records r JOIN domains d ON d.id = r.domain_id"
            " WHERE d.name = ?",
            ZONE,
        )
    )


def empty_zone(portal_app: PortalApp) -> None:
    portal_app.store(
        "DELETE FROM dns_records WHERE domain_id IN (SELECT id FROM domains WHERE name = ?)", ZONE
    )


async def test_a_record_is_added_changed_and_deleted(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        records = await open_dns(pilot)
        await fill_record(pilot, "AAAA", "blog", "2001:DB8::7")
        await saved(pilot)
        await noticed(pilot, "The record was saved.")
        await appears(pilot, "2001:db8::7")
        assert records.highlighted is not None
        assert records.highlighted.entry.name == "blog"
        assert portal_app.stored("SELECT revision > 0 FROM dns_records WHERE name = 'blog'") == [(1,)]

        await press_for(pilot, "enter", RecordForm)
        assert entered(pilot, "value") == "2001:db8::7"
        await fill(pilot, "ttl", "300")
        await saved(pilot)
        assert portal_app.stored("SELECT ttl FROM dns_records WHERE name = 'blog'") == [(300,)]

        await press_for(pilot, "d", ConfirmModal)
        await reads(pilot, "Delete blog AAAA 2001:db8::7?")
        await pilot.press("tab", "enter")
        await pilot.until(lambda: "2001:db8::7" not in pilot.shown())
        assert ("blog", "AAAA", "2001:db8::7") not in stored(portal_app)


async def test_each_type_says_what_its_value_is(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_dns(pilot)
        await press_for(pilot, "n", RecordForm)
        assert beneath(pilot, "value") == "an IPv4 address, such as 192.0.2.80"
        await choose(pilot, "type", "MX")
        assert beneath(pilot, "value") == "priority and mail server, such as 10 mx.example.net."


async def test_everything_that_is_wrong_is_said_at_its_field(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_dns(pilot)
        await fill_record(pilot, "A", "a..b", "192.0.2")
        await save(pilot)
        assert field_errors(pilot) == {
            "name": "A name consists of letters, digits and hyphens, with single dots between its parts.",
            "value": "A takes an IPv4 address, such as 192.0.2.80.",
        }
        await fill(pilot, "ttl", "0")
        await save(pilot)
        assert field_error(pilot, "ttl") == "The TTL is from 60 to 86400 seconds: a minute to a day."
        await fill(pilot, "ttl", "3600")
        await fill(pilot, "name", "www")
        await fill(pilot, "value", "192.0.2.80")
        await save(pilot)
        assert field_errors(pilot) == {"value": "This very record is there already."}


async def test_a_name_without_its_dot_is_asked_about_and_a_second_save_means_the_whole_name(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_dns(pilot)
        await fill_record(pilot, "CNAME", "help", "desk.example.net")
        await save(pilot)
        assert field_error(pilot, "value") == (
            f"desk.example.net without a final dot would mean desk.example.net.{ZONE}."
            " Save again to mean desk.example.net."
        )
        await saved(pilot)
        assert ("help", "CNAME", "desk.example.net.") in stored(portal_app)


async def test_a_value_that_is_changed_after_the_question_is_asked_about_again(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_dns(pilot)
        await fill_record(pilot, "CNAME", "help", "desk.example.net")
        await save(pilot)
        await fill(pilot, "value", "desk.example.org")
        await save(pilot)
        assert field_error(pilot, "value").startswith("desk.example.org without a final dot")


async def test_records_of_one_name_and_type_get_one_ttl_after_a_question(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_dns(pilot)
        await fill_record(pilot, "A", "www", "192.0.2.81")
        await fill(pilot, "ttl", "600")
        await save(pilot)
        assert field_error(pilot, "ttl") == (
            "www has another A record, with a TTL of 3600. Save again to change that, too."
        )
        await saved(pilot)
        query = "SELECT DISTINCT ttl FROM dns_records r JOIN domains d ON d.id = r.domain_id WHERE"
        assert portal_app.stored(f"{query} r.name = 'www' AND type = 'A' AND d.name = ?", ZONE) == [(600,)]


async def test_the_same_record_changed_in_another_session_is_shown_and_then_replaced(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        records = await open_dns(pilot)
        await go_to_row(pilot, records, "A", "www")
        await press_for(pilot, "e", RecordForm)
        portal_app.store(
            "UPDATE dns_records SET value = '192.0.2.66' WHERE name = 'www' AND type = 'A'"
            " AND domain_id IN (SELECT id FROM domains WHERE name = ?)",
            ZONE,
        )
        await fill(pilot, "value", "192.0.2.77")
        await save(pilot)
        assert problem(pilot).startswith("Somebody changed these data since you opened the form")
        assert field_error(pilot, "value") == "Stands there now: 192.0.2.66"
        await saved(pilot)
        assert ("www", "A", "192.0.2.77") in stored(portal_app)


async def test_mail_records_say_what_they_are_for(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        await sign_in_package(pilot)
        await open_dns(pilot)
        for words in ("SPF v=spf1", "DMARC v=DMARC1", "DKIM v=DKIM1"):
            assert words in pilot.shown()


async def test_the_filter_finds_names_types_and_values(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_dns(pilot)
        await pilot.press("slash", *"cname")
        await appears(pilot, "shop")
        await pilot.until(lambda: "2001:db8::80" not in pilot.shown())


async def test_the_owner_goes_to_another_domain(portal_app: PortalApp) -> None:
    other = portal_app.stored(
        "SELECT d.name FROM domains d JOIN packages p ON p.id = d.package_id"
        " WHERE p.main_domain = ? AND d.name != ? AND d.state != 'ended' ORDER BY d.name",
        ZONE,
        ZONE,
    )[0][0]
    async with portal_app() as pilot:
        await sign_in(pilot)
        await pilot.press("slash", *ZONE, "enter")
        await appears(pilot, "1 of 5 matches")
        await pilot.press("m")
        await appears(pilot, f"› {ZONE}")
        await open_dns(pilot)
        await press_for(pilot, "w", PickModal)
        await pilot.press("down", "enter")
        await appears(pilot, f"DNS · {other}")
        await fill_record(pilot, "A", "only-here", "192.0.2.5")
        await reads(pilot, f"A record of {other}.")
        await saved(pilot)
        assert not {each for each in stored(portal_app) if each[0] == "only-here"}


async def test_an_empty_zone_says_which_keys_fill_it(portal_app: PortalApp) -> None:
    empty_zone(portal_app)
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_entry(pilot, "dns")
        await reads(pilot, "None yet: n makes one, t sets a template.")
        await press_for(pilot, "t", TemplateWizard)
        await save(pilot)
        await reads(pilot, "+ @ 3600 A 192.0.2.80")
        await reads(pilot, "= 0 records stay as they are")
        await saved(pilot)
        await appears(pilot, "10 mx.hosting")
        assert len(stored(portal_app)) == 6


async def test_mail_elsewhere_is_shown_before_it_is_set_and_can_be_undone(portal_app: PortalApp) -> None:
    before = stored(portal_app)
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_dns(pilot)
        await press_for(pilot, "t", TemplateWizard)
        assert not a_field(pilot, "mail-servers").display
        await choose(pilot, "template", "mail elsewhere")
        assert a_field(pilot, "mail-servers").display
        await save(pilot)
        assert field_error(pilot, "mail-servers") == "Please name your mail servers, 10 at most."
        await go_to_field(pilot, "mail-servers")
        await pilot.press(*"mx1.example.net", "enter", *"mx2.example.net")
        await save(pilot)
        await reads(pilot, "− @ 3600 MX 10 mx.hosting.example.")
        await reads(pilot, "+ @ 3600 MX 20 mx2.example.net.")
        assert stored(portal_app) == before
        await pilot.press("escape")  # what was entered is still there
        assert entered(pilot, "template") == "elsewhere"
        assert entered(pilot, "mail-servers") == "mx1.example.net\nmx2.example.net"
        await save(pilot)
        await saved(pilot)
        assert ("@", "MX", "20 mx2.example.net.") in stored(portal_app)

        await open_entry(pilot, "history")
        await appears(pilot, "DNS set from a template")
        await press_for(pilot, "u", ConfirmModal)
        await pilot.press("tab", "enter")
        await pilot.until(lambda: notice(pilot) == "Undone.")
        assert stored(portal_app) == before


async def test_a_zone_that_changed_since_the_preview_is_looked_at_again(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_dns(pilot)
        await press_for(pilot, "t", TemplateWizard)
        await choose(pilot, "template", "no mail")
        await save(pilot)
        portal_app.store("UPDATE domains SET zone_version = zone_version + 1 WHERE name = ?", ZONE)
        await save(pilot)
        assert problem(pilot) == "Somebody changed this zone a moment ago. Please go back and look again."
        await pilot.press("escape")
        await save(pilot)
        await saved(pilot)
        assert ("@", "MX", "0 .") in stored(portal_app)


async def test_a_zone_file_is_imported_by_its_path_after_a_look_at_it(
    portal_app: PortalApp, tmp_path: Path
) -> None:
    file = tmp_path / "old.zone"
    file.write_text("$GENERATE 1-9 a A 192.0.2.1\nwww A 192.0.2\n")
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_dns(pilot)
        await press_for(pilot, "i", ImportWizard)
        await pilot.paste(str(file))
        await save(pilot)
        assert field_error(pilot, "text").split("\n") == [
            "Line 1: $GENERATE cannot be used here; only $TTL and $ORIGIN can.",
            "Line 2: A takes an IPv4 address, such as 192.0.2.80.",
        ]
        file.write_text("@ SOA a. b. 1 2 3 4 5\nwww A 192.0.2.9\nnew TXT hello\n")
        await choose(pilot, "how", "only add")
        await save(pilot)
        await reads(pilot, "+ new 3600 TXT hello")
        await reads(pilot, f"SOA and name servers of {ZONE} itself are ours")
        await saved(pilot)
        assert ("new", "TXT", '"hello"') in stored(portal_app)
        assert ("shop", "CNAME", "shops.example.net.") in stored(portal_app)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\xff", "This is not a text file."),
        (b"a A 192.0.2.1\n\x1b[2J", "This is no zone file: line 2 is not text."),
        pytest.param(b"x" * 5_000_000, "This file is too large: 1 MB at most.", id="5 MB"),
        (b"", "Please fill in this field."),
        (None, "This file cannot be read: No such file or directory."),
    ],
)
async def test_what_is_no_zone_file_is_refused(
    portal_app: PortalApp, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    file = tmp_path / "rubbish"
    if content is not None:
        file.write_bytes(content)
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_dns(pilot)
        await press_for(pilot, "i", ImportWizard)
        await pilot.paste(str(file))
        await save(pilot)
        refused = field_error(pilot, "text") or problem(pilot)
        assert refused == sentence


async def test_where_the_portal_runs_elsewhere_the_file_is_pasted_and_shown(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        pilot.app.own_machine = False
        await open_dns(pilot)
        await press_for(pilot, "i", ImportWizard)
        await pilot.paste("pasted A 192.0.2.9\nwww CNAME @\n")
        await save(pilot)
        await reads(pilot, "+ pasted 3600 A 192.0.2.9")
        await saved(pilot)
        assert stored(portal_app) == {("pasted", "A", "192.0.2.9"), ("www", "CNAME", f"{ZONE}.")}

        await press_for(pilot, "x", PickModal)
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal))
        await reads(pilot, "pasted 3600 IN A 192.0.2.9")


async def test_a_zone_file_is_exported(
    portal_app: PortalApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: tmp_path)
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_dns(pilot)
        await press_for(pilot, "x", PickModal)
        await pilot.press("enter")
        await pilot.until(lambda: notice(pilot).startswith("Written to"))
    written = (tmp_path / f"dns-{ZONE}.zone").read_text()
    assert written.startswith(f"$ORIGIN {ZONE}.\n$TTL 3600\n@ 86400 IN SOA ")
    assert "shop 3600 IN CNAME shops.example.net.\n" in written


async def test_an_older_version_is_restored_after_a_look_at_it(portal_app: PortalApp) -> None:
    before = stored(portal_app)
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_dns(pilot)
        await fill_record(pilot, "A", "short-lived", "192.0.2.5")
        await saved(pilot)
        await press_for(pilot, "v", VersionsModal)
        await appears(pilot, "added short-lived +1")
        await appears(pilot, "as it was at first")
        await pilot.press("down")
        await press_for(pilot, "enter", RestoreForm)
        await reads(pilot, "− short-lived 3600 A 192.0.2.5")
        await saved(pilot)
        await appears(pilot, "restored −1")
        assert stored(portal_app) == before
        await pilot.press("escape")
        await pilot.until(lambda: not isinstance(pilot.app.screen, VersionsModal))
        await pilot.until(lambda: "short-lived" not in pilot.shown())


async def test_a_zone_without_versions_says_what_they_are(portal_app: PortalApp) -> None:
    empty_zone(portal_app)
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_entry(pilot, "dns")
        await reads(pilot, "None yet")
        await press_for(pilot, "v", VersionsModal)
        await reads(pilot, "Every save of this zone will be a version")
        await pilot.press("enter", "n", "d", "down", "escape")
        await pilot.until(lambda: not isinstance(pilot.app.screen, VersionsModal))


async def test_a_webmaster_finds_no_domain_that_the_owner_keeps(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE domains SET open_to_webmaster = 0 WHERE name != ?", ZONE)
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_dns(pilot)
        await press_for(pilot, "w", PickModal)
        assert pilot.app.screen.query_one(PickList).option_count == 1


async def test_hostile_text_is_shown_as_it_is_wherever_it_is_typed(portal_app: PortalApp) -> None:
    kept = [text for text in HOSTILE.values() if text.isprintable() and 0 < len(text) < 60]
    with portal_app.elsewhere() as portal:
        access = portal.sign_in.as_package(ZONE, DESIGN.password, "elsewhere").access
        assert isinstance(access, PackageAccess)
        zone = portal.dns.page(access, None, PageRequest()).zone
        added = 0
        for number, text in enumerate(kept):
            try:
                entry = RecordEntry(name=f"0-{number:02}", type=DnsType.TXT, value=text)
                portal.dns.add(access, zone.domain_id, entry)
            except (PortalError, ValueError):
                continue
            added += 1
    assert added > 10
    async with portal_app((120, 50)) as pilot:
        await sign_in_package(pilot)
        await open_dns_at(pilot)
        for words in ("xyz[/]", "[@click=app.quit]x[/]", "{0} {name}", "$(rm -rf ~)"):
            await appears(pilot, words)
        await press_for(pilot, "enter", RecordForm)
        await pilot.press("escape")
        await press_for(pilot, "v", VersionsModal)
        assert pilot.app._exception is None


async def open_dns_at(pilot: Keyboard) -> None:
    await open_entry(pilot, "dns")
    await appears(pilot, f"DNS · {ZONE}")


async def test_ten_thousand_records_are_looked_through(portal_app: PortalApp) -> None:
    portal_app.store(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
        " INSERT INTO dns_records (package_id, revision, domain_id, name, type, ttl, value)"
        " SELECT package_id, 0, id, printf('z%05d', i), 'A', 3600, '192.0.2.1' FROM domains, n"
        " WHERE name = ?",
        ZONE,
    )
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        await open_dns(pilot)
        await pilot.press("end")
        await appears(pilot, "z10000")
        await pilot.press("home")
        await appears(pilot, "2001:db8::80")
        assert not pilot.app.screen.query_one(DnsList).query_one(UsageBar).display
