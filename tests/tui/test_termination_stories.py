"""Termination by keyboard: deadlines, steps, receipt, AuthInfo, retraction, withdrawal, and the end."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

import pytest

from portal.demo.credentials import AGENCY, ERIKA
from tests.tui.steps import (
    choose,
    entered,
    field_error,
    fill,
    go_to_menu,
    notice,
    open_entry,
    problem,
    reads,
    running,
    save,
    saved,
    sign_in,
    sign_in_as,
    sign_in_package,
)
from tests.tui.termination_steps import (
    CLUB,
    DESIGN,
    LAST_DAY,
    OLD,
    begin,
    codes,
    confirm,
    days_pass,
    go_on,
    id_of,
    mark,
    open_endings,
    retract_elsewhere,
    stands,
    terminate_elsewhere,
    the_endings,
    to_the_end,
)
from tui.screens.acknowledged import AcknowledgedModal
from tui.screens.packages import PackagesScreen
from tui.screens.termination import TerminationScreen
from tui.screens.termination.forms import AuthInfoForm, RetractForm
from tui.screens.termination.withdrawing import WithdrawWizard
from tui.widgets.dialogs import NoticeModal
from tui.widgets.field import ChoiceField
from tui.widgets.frame import shown_bindings
from tui.widgets.menu import Menu
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.portal_app import Keyboard, PortalApp


@pytest.fixture(autouse=True)
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files go."""
    folder = tmp_path / "downloads"
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: folder)
    return folder


def offered(pilot: Keyboard) -> set[str]:
    """What the footer offers."""
    return {binding.description for _key, binding in shown_bindings(pilot.app.screen)}


async def refused(pilot: Keyboard, sentence: str) -> None:
    """There is no form but this sentence, in a box."""
    await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal), "It was not refused.")
    await reads(pilot, sentence)
    await pilot.press("escape")
    await the_endings(pilot)


async def test_everything_that_can_end_stands_with_its_deadline(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_endings(pilot)
        rows = running(pilot.shown())
        assert "› Termination" in rows
        for words in (
            "altes-projekt.com 31 Dec 2026 – terminated",
            "musterfrau-design.de 22 Dec 2026 22 Nov 2026 active",
            "erika-musterfrau.com 13 Jul 2027 13 Jun 2027 active",
            "Daily backup plus 22 Dec 2026 22 Nov 2026 active",
            "verein-sonnenhof.de 31 Jan 2027 31 Dec 2026 active",
            "Notice was received on 19 Nov 2026, 13:00. It ends on 31 December 2026.",
        ):
            assert words in rows
        await mark(pilot, CLUB)
        await reads(pilot, "Give notice by 31 December 2026 for 31 January 2027: that is the earliest end.")
        await pilot.press("slash", *"siteg", "enter")
        await pilot.until(lambda: DESIGN not in pilot.shown())
        await reads(pilot, "Until 30 November 2026 you can also withdraw from the order: w.")


async def test_a_package_is_terminated_with_a_domain_transferred_away_and_that_is_retracted(
    portal_app: PortalApp, downloads: Path
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_endings(pilot)
        wizard = await begin(pilot, CLUB)
        told = running(pilot.in_the_box())
        assert "Terminate package · step 1 of 3" in told
        assert "It ends on 31 January 2027 at the earliest; you can choose a later day, up to 22" in told
        await fill(pilot, "reason", "Wir hören auf")
        assert "To transfer it away, your new provider needs an AuthInfo" in await go_on(pilot, wizard)
        told = await go_on(pilot, wizard)
        for words in (
            "Terminate package · step 3 of 3",
            "verein-sonnenhof.de PowerWeb Starter",
            "Ends on 31 January 2027, the end of the minimum term.",
            "Notice received today, 22 Nov 2026, 14:05.",
            "1 domain verein-sonnenhof.de → transfer away",
            "4 mailboxes 1,2 GB of mail → deleted on 31 Jan",
            "1 change downgrade to Mini → cancelled",
            "You can retract this until 31 January 2027.",
            "Terminate now",
        ):
            assert words in told
        assert isinstance(pilot.app.focused, PlainButton)
        assert pilot.app.focused.id == "cancel"  # the safe one
        assert stands(portal_app, CLUB) == ("active", None, "active")
        told = await confirm(pilot)
        assert "termination of verein-sonnenhof.de was received on 22 Nov 2026, 14:05." in told
        assert "Last day: 31 January 2027." in told
        assert "AuthInfo for your new provider, valid until 22 December 2026. It is shown only here" in told
        assert re.search(r"verein-sonnenhof.de [A-Za-z2-9]{16} ", told)
        assert stands(portal_app, CLUB) == ("active", "2027-01-31", "terminated")
        assert len(codes(portal_app)) == 1
        await pilot.press("p")
        [reference] = re.findall("V-[0-9]{8}", told)
        path = downloads / f"confirmation-{reference}.pdf"
        await pilot.until(lambda: notice(pilot) == f"Written to {path}")
        assert path.read_bytes().startswith(b"%PDF")
        await pilot.press("escape")
        row = await mark(pilot, CLUB)
        assert row.ends_on == LAST_DAY
        assert offered(pilot) >= {"Retract", "Filter"}
        await pilot.press("t")
        await pilot.until(lambda: isinstance(pilot.app.screen, RetractForm))
        told = running(pilot.in_the_box())
        assert "notice was received on 22 Nov 2026, 14:05. It ends on 31 January 2027." in told
        assert "AuthInfos that you were given are void" in told
        told = await confirm(pilot)
        assert "retraction of the termination of verein-sonnenhof.de was received on 22 Nov 2026" in told
        assert stands(portal_app, CLUB) == ("active", None, "active")
        assert codes(portal_app) == []
        await pilot.press("escape")
        assert (await mark(pilot, CLUB)).terminated_at is None
        assert "Retract" not in offered(pilot)
        kinds = portal_app.stored("SELECT kind, details FROM contract_acts ORDER BY id DESC LIMIT 3")
        assert kinds[::-1] == [
            ("downgrade cancelled", "PowerWeb Starter → Mini"),
            ("terminated", "verein-sonnenhof.de: Wir hören auf"),
            ("termination retracted", "verein-sonnenhof.de"),
        ]
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        await reads(pilot, "verein-sonnenhof.de")


async def test_a_day_is_checked_where_it_is_entered(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_endings(pilot)
        wizard = await begin(pilot, CLUB)
        for typed, sentence in (
            ("2027-01-30", "The earliest day is 31.01.2027."),
            ("2028-11-23", "The latest day is 22.11.2028."),
            ("31.1.2027", "A day is written like this: 2026-03-31."),
        ):
            await fill(pilot, "ends-on", typed)
            await save(pilot)
            assert field_error(pilot, "ends-on") == sentence
        await fill(pilot, "ends-on", "2027-06-30")
        await go_on(pilot, wizard)
        assert "Ends on 30 June 2027. Notice" in await go_on(pilot, wizard)
        await pilot.press("escape")
        await pilot.until(lambda: wizard._step == 2)
        await pilot.press("escape")
        await pilot.until(lambda: wizard._step == 1)
        assert entered(pilot, "ends-on") == "2027-06-30"
        assert stands(portal_app, CLUB) == ("active", None, "active")


async def test_each_domain_goes_its_own_way(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        await sign_in(pilot)
        await open_endings(pilot)
        wizard = await begin(pilot, DESIGN)
        await go_on(pilot, wizard)
        fields = [field.field for field in wizard.query(ChoiceField)]
        assert len(fields) == 3
        await choose(pilot, fields[1].replace("_", "-"), "delete")
        told = await go_on(pilot, wizard)
        for words in (
            "3 domains musterfrau-design.de → transfer away erika-musterfrau.com → deleted",
            "musterfrau.de → transfer away",
            "3 databases",
            "2 services Daily backup plus → ends on 22 Dec SiteGuard → ends on 22 Dec",
        ):
            assert words in told
        told = await confirm(pilot)
        assert len(re.findall(r" [A-Za-z2-9]{16} ", told)) == 2
        await pilot.press("escape")
        await mark(pilot, "musterfrau.de")
        await reads(pilot, "It ends with musterfrau-design.de on 22 December 2026.")
        assert {"AuthInfo"} <= offered(pilot)
        await pilot.press("enter")
        await refused(pilot, "musterfrau.de ends with its package.")
        await mark(pilot, "erika-musterfrau.com")
        assert "AuthInfo" not in offered(pilot)


async def test_another_auth_info_is_asked_for_later(portal_app: PortalApp) -> None:
    terminate_elsewhere(portal_app, CLUB)
    before = codes(portal_app)
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_endings(pilot)
        await mark(pilot, CLUB)
        await pilot.press("down")
        await reads(pilot, "Its AuthInfo is valid until 22 December 2026. You can ask for another one: a.")
        await pilot.press("a")
        await pilot.until(lambda: isinstance(pilot.app.screen, AuthInfoForm))
        assert "the one that you have is void then" in running(pilot.in_the_box())
        await fill(pilot, "password", "not this one")
        await save(pilot)
        assert "not your customer password" in field_error(pilot, "password")
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal))
        assert re.search(r"verein-sonnenhof.de [A-Za-z2-9]{16} ", running(pilot.in_the_box()))
        assert codes(portal_app) != before
        await pilot.press("escape")
        await the_endings(pilot)


async def test_what_is_terminated_already_offers_to_retract_that(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_endings(pilot)
        await mark(pilot, OLD)
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, RetractForm))
        words = "altes-projekt.com was terminated: notice was received on 19 Nov 2026, 13:00. It ends on 31"
        assert words in running(pilot.in_the_box())
        await pilot.press("escape")
        await the_endings(pilot)
        assert stands(portal_app, OLD) == ("active", "2026-12-31", "terminated")
        await pilot.press("t")
        await pilot.until(lambda: isinstance(pilot.app.screen, RetractForm))
        await confirm(pilot)
        assert stands(portal_app, OLD) == ("active", None, "active")


async def test_what_was_terminated_in_another_window_is_told_there_and_at_the_end(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_endings(pilot)
        wizard = await begin(pilot, CLUB)
        await to_the_end(pilot, wizard)
        terminate_elsewhere(portal_app, CLUB)
        await fill(pilot, "password", ERIKA.password)
        await save(pilot)
        assert problem(pilot).startswith("verein-sonnenhof.de was terminated already: notice was received on")
        assert len(portal_app.stored("SELECT id FROM contract_acts WHERE kind = 'terminated'")) == 1
        await pilot.press("escape", "escape", "escape")
        await pilot.until(lambda: not isinstance(pilot.app.screen, type(wizard)))


async def test_what_changed_meanwhile_is_shown_and_asked_again(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_endings(pilot)
        wizard = await begin(pilot, CLUB)
        await to_the_end(pilot, wizard)
        portal_app.store("UPDATE contracts SET becomes_on = NULL, becomes_product_id = NULL")
        await fill(pilot, "password", ERIKA.password)
        await save(pilot)
        assert problem(pilot) == "This is not as it was shown any more. Please look once more."
        assert "downgrade to Mini" not in running(pilot.in_the_box())
        assert stands(portal_app, CLUB) == ("active", None, "active")
        assert "was received" in await confirm(pilot)
        assert stands(portal_app, CLUB) == ("active", "2027-01-31", "terminated")


async def test_what_cannot_be_retracted_any_more_says_so(portal_app: PortalApp) -> None:
    terminate_elsewhere(portal_app, CLUB)
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_endings(pilot)
        await mark(pilot, CLUB)
        await pilot.press("t")
        await pilot.until(lambda: isinstance(pilot.app.screen, RetractForm))
        retract_elsewhere(portal_app, CLUB)
        await fill(pilot, "password", ERIKA.password)
        await save(pilot)
        assert problem(pilot) == "verein-sonnenhof.de is not terminated."


async def test_a_single_domain_ends_with_its_year(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_endings(pilot)
        wizard = await begin(pilot, "musterfrau.de")
        assert "Terminate domain · step 1 of 3" in running(pilot.in_the_box())
        await go_on(pilot, wizard)
        [field] = wizard.query(ChoiceField)
        await choose(pilot, field.field.replace("_", "-"), "delete")
        assert "1 domain musterfrau.de → deleted" in await go_on(pilot, wizard)
        assert "Last day: 13 July 2027." in await confirm(pilot)
        assert stands(portal_app, DESIGN) == ("active", None, "active")
        days_pass(portal_app, dt.date(2027, 7, 14))
        assert portal_app.stored("SELECT state FROM domains WHERE name = 'musterfrau.de'") == [("ended",)]


async def test_a_service_takes_two_steps(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_endings(pilot)
        wizard = await begin(pilot, "Daily backup plus")
        assert "Terminate service · step 1 of 2" in running(pilot.in_the_box())
        assert "1 service Daily backup plus → ends on 22 Dec" in await go_on(pilot, wizard)
        assert "Last day: 22 December 2026." in await confirm(pilot)


async def test_an_order_is_withdrawn_from_in_two_steps_with_the_words_of_the_law(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_endings(pilot)
        await mark(pilot, "SiteGuard")
        assert "Withdraw" in offered(pilot)
        await pilot.press("w")
        await pilot.until(lambda: isinstance(pilot.app.screen, WithdrawWizard))
        await pilot.settle()
        buttons = [str(button.label) for button in pilot.app.screen.query(PlainButton)]
        assert buttons == ["Back", "Withdraw contract"]
        told = running(pilot.in_the_box())
        assert "Ordered on 16 November 2026: you can withdraw from that until 30 November 2026." in told
        assert "This cannot be undone." in told
        assert pilot.app.focused is pilot.app.screen.query_one("#cancel")
        await pilot.press("f2")
        await reads(pilot, "With your customer password you confirm that you withdraw from this contract.")
        buttons = [str(button.label) for button in pilot.app.screen.query(PlainButton)]
        assert buttons == ["Back", "Confirm withdrawal"]
        told = await confirm(pilot)
        assert "withdrawal from the contract for SiteGuard was received on 22 Nov 2026, 14:05: it has" in told
        await pilot.press("escape")
        assert (await mark(pilot, "SiteGuard")).has_ended
        await reads(pilot, "It ended on 22 November 2026. Your invoices and confirmations stay.")
        assert "Withdraw" not in offered(pilot)
        await pilot.press("enter")
        await refused(pilot, "SiteGuard ended on 22.11.2026.")


async def test_what_a_withdrawal_means_by_now_is_shown_from_the_beginning(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_endings(pilot)
        await mark(pilot, "SiteGuard")
        await pilot.press("w")
        await reads(pilot, "is credited: 0,00 €.")
        await pilot.press("f2")
        await reads(pilot, "you confirm that you withdraw")
        portal_app.store(
            "UPDATE invoice_lines SET package_id = ?, service_id = (SELECT id FROM additional_services"
            " WHERE name = 'SiteGuard') WHERE id = 1",
            id_of(portal_app, DESIGN),
        )
        await fill(pilot, "password", ERIKA.password)
        await save(pilot)
        await reads(pilot, "This is not as it was shown any more.")
        assert "is credited: 0,00 €" not in running(pilot.in_the_box())
        assert portal_app.stored("SELECT id FROM contract_acts WHERE kind LIKE '%withdrawn'") == []


async def test_a_business_has_no_withdrawal(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_as(pilot, AGENCY)
        await open_endings(pilot)
        assert "Withdraw" not in offered(pilot)


async def test_due_ends_it_and_the_list_shows_it_as_ended(portal_app: PortalApp) -> None:
    terminate_elsewhere(portal_app, CLUB)
    days_pass(portal_app, LAST_DAY + dt.timedelta(days=1))
    async with portal_app((120, 36)) as pilot:
        await sign_in(pilot)
        assert stands(portal_app, CLUB) == ("ended", "2027-01-31", "ended")
        rows = running(pilot.shown())
        assert "● ended" in rows
        packages = pilot.app.screen
        assert isinstance(packages, PackagesScreen)
        await pilot.press("slash", *"sonnenhof", "enter")
        await pilot.until(lambda: DESIGN not in pilot.shown())
        await pilot.press("m")
        await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal), "It was opened.")
        await reads(pilot, "verein-sonnenhof.de ended on 31.01.2027: its administration is closed")
        await pilot.press("escape")
        await pilot.until(lambda: pilot.app.screen is packages)
        await open_endings(pilot)
        row = await mark(pilot, CLUB)
        assert row.has_ended
        await pilot.press("enter")
        await refused(pilot, "verein-sonnenhof.de ended on 31.01.2027.")


async def test_on_somebody_elses_machine_no_file_is_offered(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        pilot.app.own_machine = False
        await open_endings(pilot)
        await to_the_end(pilot, await begin(pilot, CLUB))
        await confirm(pilot)
        assert isinstance(pilot.app.screen, AcknowledgedModal)
        assert offered(pilot).isdisjoint({"Save PDF", "Open PDF"})


async def test_the_package_login_knows_nothing_of_it(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        menu = pilot.app.screen.query_one(Menu)
        names = [menu.get_option_at_index(place).id for place in range(menu.option_count)]
        assert "termination" not in names
        assert "erminat" not in pilot.shown()


async def test_the_menu_leads_there_and_escape_back(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await go_to_menu(pilot, "termination")
        await open_entry(pilot, "termination")
        await the_endings(pilot)
        await pilot.press("f5")
        assert isinstance(pilot.app.screen, TerminationScreen)
        await the_endings(pilot)
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
