"""Splitting a package by keyboard: domains get a package of their own, go to another one, wait, come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.access import OperatorAccess
from portal.demo.credentials import ERIKA
from tests.tui.package_change_steps import waiting
from tests.tui.splitting_steps import (
    BLOG,
    CLUB,
    DESIGN,
    FIRST,
    OLD,
    SECOND,
    acts,
    go_on,
    go_to_row,
    into,
    into_a_new,
    open_split,
    placed,
    planned,
    the_details,
    the_domains,
    the_targets,
    tick,
)
from tests.tui.steps import (
    appears,
    beneath,
    choose,
    entered,
    field_error,
    fill,
    go_to_menu,
    notice,
    problem,
    reads,
    running,
    save,
    saved,
    sign_in,
    sign_in_package,
)
from tui.palette import Places
from tui.screens.package import PackageScreen
from tui.screens.package_change.misfits import MisfitModal
from tui.screens.packages import PackagesScreen
from tui.screens.splitting import SplittingScreen
from tui.screens.splitting.details import SplitDetailsForm
from tui.screens.splitting.ordering import NewPackageForm, RetractForm, SplitForm
from tui.widgets.dialogs import NoticeModal
from tui.widgets.menu import Menu
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp


async def confirmed(pilot: Keyboard) -> None:
    """Type the customer password, and press F2."""
    await fill(pilot, "password", ERIKA.password)
    await saved(pilot)
    await pilot.until(lambda: isinstance(pilot.app.screen, SplittingScreen))


def on_mailboxes(portal_app: PortalApp, domain: str) -> list[tuple[object, ...]]:
    """Mailboxes of a package by its main domain, as counted."""
    return portal_app.stored(
        "SELECT used FROM package_usage JOIN packages ON packages.id = package_id"
        " WHERE main_domain = ? AND resource = 'mailboxes'",
        domain,
    )


async def test_a_domain_with_its_mailboxes_gets_a_package_of_its_own(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        domains = await open_split(pilot)
        await appears(pilot, "It costs 5,00 € a domain, 15,00 € an order at most")
        await tick(pilot, domains, DESIGN)
        await appears(pilot, "5,00 € once, VAT included.")
        await into_a_new(pilot, "PowerWeb Plus")
        assert entered(pilot, "new-main-id") != ""
        await choose(pilot, "new-main-id", "musterfrau.de")
        told = await planned(pilot)
        for words in (
            "Domain musterfrau-design.de",
            "Goes to a new package PowerWeb Plus with the main domain musterfrau-design.de",
            "When at once, on 22 November 2026",
            "Main domain musterfrau-design.de → musterfrau.de",
            "Fee 5,00 € once, 19 % VAT included",
            "Price 119,88 € a year from 22 Nov 2026 on, VAT included",
            "Term there at least until 21 Nov 2027, afterwards ended at any time by notice",
            "14 mailboxes, 1 alias, 1 forward, 1 catch-all, 1 auto-reply",
            "all versions of the zone",
            "web directories: /html, /html/blog",
            "3 databases, 2 SFTP users, 1 cron job, 14 backups",
            "Visitors find the start directory of musterfrau-design.de: copy there",
            "musterfrau.de showed what goes: it will be the same files still",
        ):
            assert words in told or words in told.replace("· ", "")
        assert isinstance(pilot.app.screen, NewPackageForm)
        assert isinstance(pilot.app.focused, PlainButton)
        assert pilot.app.focused.id == "cancel"
        assert "Order with obligation to pay" in pilot.shown()
        assert placed(portal_app, DESIGN) == (DESIGN, "main")
        before = waiting(portal_app)
        await confirmed(pilot)
        await pilot.until(lambda: notice(pilot) == f"{DESIGN} has a package of its own now.")
        assert waiting(portal_app)[len(before) :] == [("Paketaufteilung", 500)]
        domains = await the_domains(pilot)
        assert domains.chosen == {}
        await pilot.until(
            lambda: DESIGN not in running(pilot.shown().split("What goes")[0].split("\n", 1)[1])
        )
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
        await appears(pilot, "Your packages (6)")
    assert placed(portal_app, SECOND) == (SECOND, "main")
    assert placed(portal_app, DESIGN) == (DESIGN, "main")
    assert on_mailboxes(portal_app, DESIGN) == [(14,)]
    assert on_mailboxes(portal_app, SECOND) == [(0,)]
    assert acts(portal_app)[-2:] == ["split", "package ordered"]


async def test_two_domains_go_to_another_package_and_one_of_them_is_additional_there(
    portal_app: PortalApp,
) -> None:
    async with portal_app((120, 36)) as pilot:
        await sign_in(pilot)
        await tick(pilot, await open_split(pilot), FIRST, SECOND)
        await appears(pilot, "2 marked")
        await into(pilot, CLUB)
        told = await planned(pilot)
        for words in (
            f"Domains {FIRST}, {SECOND}",
            f"Goes to {CLUB} · PowerWeb Starter",
            "1 of them is an additional domain there, billed as the price list says",
            f"{CLUB} becomes Mini on 1 Feb 2027: with these domains that may not fit",
            "showed what stays: it will be the start directory",
            "Split package",
        ):
            assert words in told or words in pilot.shown()
        assert not isinstance(pilot.app.screen, NewPackageForm)
        await confirmed(pilot)
        await pilot.until(lambda: notice(pilot) == f"2 domains are in {CLUB} now.")
    assert {placed(portal_app, name) for name in (FIRST, SECOND)} == {
        (CLUB, "included"),
        (CLUB, "additional"),
    }


async def test_esc_goes_back_step_by_step_and_keeps_what_was_chosen(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await tick(pilot, await open_split(pilot), FIRST)
        await into(pilot, CLUB)
        await fill(pilot, "on", "2026-12-24")
        assert "on 24 December 2026; until then you can retract it" in await planned(pilot)
        await pilot.press("escape")
        await the_details(pilot)
        assert entered(pilot, "on") == "2026-12-24"
        await pilot.press("escape")
        await the_targets(pilot)
        await pilot.press("escape")
        assert [each.name for each in (await the_domains(pilot)).chosen.values()] == [FIRST]
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen))
    assert acts(portal_app) == []
    assert placed(portal_app, FIRST)[0] == DESIGN


async def test_nothing_marked_or_not_active_goes_nowhere(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE domains SET state = 'terminated' WHERE name = ?", FIRST)
    async with portal_app() as pilot:
        await sign_in(pilot)
        domains = await open_split(pilot)
        await tick(pilot, domains, FIRST)
        assert domains.chosen == {}
        await pilot.press("enter")
        await pilot.until(lambda: notice(pilot) == "Mark with Space which domains shall go.")
        await tick(pilot, domains, SECOND)
        await tick(pilot, domains, SECOND)
        assert domains.chosen == {}
        await tick(pilot, domains, SECOND, DESIGN)
        await into(pilot, CLUB)
        await save(pilot)
        assert problem(pilot) == "A package keeps at least one domain: one that is active must stay."


async def test_the_day_is_checked_at_its_field(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await tick(pilot, await open_split(pilot), FIRST)
        await into(pilot, CLUB)
        assert beneath(pilot, "on") == "empty: at once; or a day like 2026-12-01"
        for typed, words in (
            ("2026-11-21", "This day is over. Leave it empty for a split at once."),
            ("2026-13-01", "A day is written like this: 2026-03-31."),
        ):
            await fill(pilot, "on", typed)
            await save(pilot)
            assert field_error(pilot, "on") == words


async def test_too_little_room_leads_to_where_there_can_be_more_and_goes_on_then(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await tick(pilot, await open_split(pilot), DESIGN)
        await into(pilot, CLUB)
        await pilot.press("f2")
        await pilot.until(lambda: isinstance(pilot.app.screen, MisfitModal), "It fits.")
        await pilot.settle()
        told = running(pilot.in_the_box())
        for words in (
            f"There is not enough room in {CLUB}. Nothing was ordered.",
            "Mailboxes: 18 needed, 10 possible → Email",
            "Mail storage: 62,2 GB needed, 20 GB possible → Email",
        ):
            assert words in told
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, PackageScreen), "It did not go there.")
        await appears(pilot, "4/10 mailboxes")
        assert f"› {CLUB}" in pilot.shown()
        portal_app.store(  # somebody orders more of everything
            "UPDATE packages SET product_id = (SELECT id FROM products WHERE code = 'hosting-pro')"
            " WHERE main_domain = ?",
            CLUB,
        )
        await pilot.press("escape")
        await the_details(pilot)
        assert "14 mailboxes" in await planned(pilot)
        await confirmed(pilot)
    assert placed(portal_app, DESIGN) == (CLUB, "included")


async def test_too_many_domains_for_the_product_lead_back_to_the_domains(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await tick(pilot, await open_split(pilot), FIRST, SECOND)
        portal_app.store(
            "UPDATE product_quotas SET allowed = 0 WHERE resource = 'additional-domains' AND product_id ="
            " (SELECT id FROM products WHERE code = 'hosting-mini')"
        )
        await into_a_new(pilot, "Mini")
        await pilot.press("f2")
        await pilot.until(lambda: isinstance(pilot.app.screen, MisfitModal), "It fits.")
        await pilot.settle()
        told = running(pilot.in_the_box())
        assert "A new package Mini has not enough room. Nothing was ordered." in told
        assert "Domains: 2 needed, 1 possible → choose fewer" in told
        await pilot.press("enter")
        assert len((await the_domains(pilot)).chosen) == 2


async def test_a_later_split_stands_there_and_is_retracted(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await tick(pilot, await open_split(pilot), FIRST)
        await into_a_new(pilot, "Mini")
        await fill(pilot, "on", "2026-12-10")
        await planned(pilot)
        await confirmed(pilot)
        await pilot.until(lambda: notice(pilot) == f"{FIRST} goes on 10 December 2026.")
        await appears(pilot, f"On 10 Dec 2026 {FIRST} → a new package Mini")
        await tick(pilot, await the_domains(pilot), SECOND)
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal))
        await reads(pilot, "Retract first what you ordered.")
        await pilot.press("escape")
        await the_domains(pilot)
        await pilot.press("t")
        await pilot.until(lambda: isinstance(pilot.app.screen, RetractForm))
        await reads(pilot, "there is no new package, and nothing is charged.")
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        await pilot.until(lambda: notice(pilot) == f"{DESIGN} stays as it is: the split was retracted.")
        await pilot.until(lambda: "→ a new package" not in pilot.shown())
    assert acts(portal_app) == ["split ordered", "split retracted"]
    assert placed(portal_app, FIRST)[0] == DESIGN


async def test_due_carries_a_later_split_out(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await tick(pilot, await open_split(pilot), FIRST)
        await into(pilot, CLUB)
        await fill(pilot, "on", "2026-12-10")
        await planned(pilot)
        await confirmed(pilot)
        await appears(pilot, f"On 10 Dec 2026 {FIRST} → {CLUB}")
        portal_app.clock.forward(days=18)
        with portal_app.elsewhere() as other:
            other.operator.due.run(OperatorAccess("anna"))
    assert placed(portal_app, FIRST) == (CLUB, "included")
    assert acts(portal_app)[:1] + acts(portal_app)[-1:] == ["split ordered", "split"]


async def test_what_changed_meanwhile_is_shown_and_asked_for_again(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await tick(pilot, await open_split(pilot), FIRST)
        await into_a_new(pilot, "Mini")
        assert "23,88 € a year" in await planned(pilot)
        portal_app.store("UPDATE products SET price_cents = 9900 WHERE code = 'hosting-mini'")
        await fill(pilot, "password", ERIKA.password)
        await save(pilot)
        assert problem(pilot) == "This is not as it was shown any more. Please look once more."
        await reads(pilot, "99,00 € a year")
        assert acts(portal_app) == []
        await confirmed(pilot)
    assert acts(portal_app) == ["split", "package ordered"]


async def test_a_wrong_password_does_nothing(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await tick(pilot, await open_split(pilot), FIRST)
        await into(pilot, CLUB)
        await planned(pilot)
        await fill(pilot, "password", "not this one")
        await save(pilot)
        assert "not your customer password" in field_error(pilot, "password")
    assert acts(portal_app) == []


async def test_a_package_that_cannot_be_split_says_why(portal_app: PortalApp) -> None:
    portal_app.store(
        "UPDATE contracts SET ends_on = '2026-12-10' WHERE package_id ="
        " (SELECT id FROM packages WHERE main_domain = ?)",
        DESIGN,
    )
    async with portal_app() as pilot:
        await sign_in(pilot)
        await tick(pilot, await open_split(pilot), FIRST)
        await reads(pilot, "In its last month it cannot be split any more.")
        await pilot.press("enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, NoticeModal))
        await reads(pilot, "In its last month it cannot be split any more.")


async def test_targets_are_filtered_and_terminated_packages_are_not_among_them(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await tick(pilot, await open_split(pilot), FIRST)
        targets = await go_on(pilot)
        assert OLD not in pilot.shown()
        assert targets.matching == 3
        await pilot.press("slash", *"wander")
        await pilot.until(lambda: targets.matching == 1)
        await pilot.press("enter")
        await go_to_row(pilot, targets, "domain", BLOG)
        await pilot.press("enter")
        await the_details(pilot)
        assert isinstance(pilot.app.screen, SplitDetailsForm)


async def test_domains_are_found_and_stay_marked_while_others_are_looked_for(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        domains = await open_split(pilot)
        await tick(pilot, domains, SECOND)
        await pilot.press("slash", *"erika")
        await pilot.until(lambda: domains.matching == 1)
        await pilot.press("enter", "space")
        await appears(pilot, "2 marked")
        assert {each.name for each in domains.chosen.values()} == {FIRST, SECOND}


HOSTILE = "[@click=app.quit]x[/] \x1b]52;c;SGFs\x07 \u202eabc"


async def test_hostile_names_are_shown_and_do_nothing(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE products SET name = ? || id", HOSTILE)
    portal_app.store("UPDATE domains SET name = ? || id WHERE name = ?", HOSTILE, FIRST)
    portal_app.store("UPDATE sites SET name = ? || id, directory = ? WHERE name = ?", HOSTILE, HOSTILE, FIRST)
    portal_app.store("UPDATE packages SET main_domain = ? WHERE main_domain = ?", HOSTILE, BLOG)
    async with portal_app() as pilot:
        await sign_in(pilot)
        domains = await open_split(pilot)
        await pilot.press("end", "home")
        while domains.highlighted is None or not domains.highlighted.name.startswith("[@"):
            await pilot.press("down")
        await pilot.press("space")
        await appears(pilot, "[@click=app.quit]x[/] ␛]52;c;SGFs␇ �abc")
        targets = await go_on(pilot)
        await go_to_row(pilot, targets, "domain", HOSTILE)
        await pilot.press("enter")
        await the_details(pilot)
        await planned(pilot)
        await confirmed(pilot)
        assert "\x1b]52" not in pilot.sent()
        assert "[@click=app.quit]x[/]" in notice(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
async def test_the_form_fits_and_scrolls(portal_app: PortalApp, size: tuple[int, int]) -> None:
    async with portal_app(size) as pilot:
        await sign_in(pilot)
        await tick(pilot, await open_split(pilot), DESIGN, FIRST)
        await into_a_new(pilot, "PowerWeb Plus")
        await planned(pilot)
        assert "Customer password" in pilot.shown()
        await pilot.press("pagedown", "pagedown")
        await appears(pilot, "start directory of")
        assert isinstance(pilot.app.screen, SplitForm)


async def test_the_entry_stands_after_package_change_and_a_package_login_has_none(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await go_to_menu(pilot, "package-change")
        await pilot.press("down")
        menu = pilot.app.focused
        assert isinstance(menu, Menu)
        assert menu.highlighted_option is not None
        assert menu.highlighted_option.id == "splitting"
    async with portal_app() as pilot:
        await sign_in_package(pilot)
        found = {name for name, _words, _run in Places(pilot.app.screen)._commands()}
        assert "Package splitting" not in found
