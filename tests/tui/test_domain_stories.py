"""Domains and subdomains, and the order of another domain: by keyboard alone at 80 by 24."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from portal.demo.credentials import ERIKA
from tests.hostile import HOSTILE
from tests.tui.hostile_steps import paste_all
from tests.tui.steps import (
    a_field,
    appears,
    choose,
    entered,
    field_error,
    field_errors,
    fill,
    log_out,
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
from tui.screens.package import PackageScreen
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.form import FormModal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.portal_app import Keyboard, PortalApp

MAIN = "musterfrau-design.de"

SOME = list(HOSTILE.values())[::6]
"""Hostile strings; `tests/portal/domains` tries all of them on the same models."""


async def open_domains(pilot: Keyboard) -> None:
    """As the webmaster."""
    await sign_in_package(pilot)
    await open_entry(pilot, "domains")
    await appears(pilot, "erika-musterfrau.com")


async def open_as_owner(pilot: Keyboard) -> None:
    await sign_in(pilot)
    await pilot.press("down", "m")
    await pilot.until(lambda: isinstance(pilot.app.screen, PackageScreen))
    await open_entry(pilot, "domains")
    await appears(pilot, "erika-musterfrau.com")


async def form_after(pilot: Keyboard, *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.until(lambda: isinstance(pilot.app.screen, FormModal), "The form never came.")
    await pilot.settle()


async def mark(pilot: Keyboard, name: str) -> None:
    """Put the cursor on a row by the filter, which goes away again."""
    await pilot.press("slash", *name, "enter")
    await pilot.until(lambda: "match" in pilot.shown())
    await pilot.settle()


def stored(portal_app: PortalApp, ascii_name: str) -> list[tuple[object, ...]]:
    query = (
        "SELECT target, directory, points_to, redirect_to, redirect_code, default_address"
        " FROM sites WHERE ascii_name = ?"
    )
    return portal_app.stored(query, ascii_name)


def switched_on(pilot: Keyboard) -> list[str]:
    """Fields of the form that can be filled in."""
    names = ("directory", "points-to", "redirect-to", "redirect-code")
    return [name for name in names if not a_field(pilot, name).control.disabled]


async def test_a_subdomain_is_added_under_the_marked_domain(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_domains(pilot)
        await mark(pilot, "musterfrau.de")
        await form_after(pilot, "n")
        assert entered(pilot, "domain-id") != ""
        await fill(pilot, "label", "Größe.neu")
        await fill(pilot, "directory", "html/neu/")
        await saved(pilot)
        await noticed(pilot, "The subdomain was added.")
        await pilot.press("escape")
        await appears(pilot, "größe.neu.must")
        assert "/html/neu" in pilot.shown()
    name = "xn--gre-6ka8i.neu.musterfrau.de"
    assert stored(portal_app, name) == [("directory", "/html/neu", "", "", 301, "both")]


async def test_fields_that_do_not_belong_to_the_target_are_switched_off(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_domains(pilot)
        await form_after(pilot, "n")
        assert switched_on(pilot) == ["directory"]
        for words, fields in (
            ("another domain", ["points-to"]),
            ("a redirect", ["redirect-to", "redirect-code"]),
            ("parked", []),
            ("a directory", ["directory"]),
        ):
            await choose(pilot, "target", words)
            assert switched_on(pilot) == fields


async def test_a_domain_is_made_to_redirect_and_to_show_another_one(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_domains(pilot)
        await mark(pilot, "erika")
        await form_after(pilot, "e")
        await reads(pilot, "erika-musterfrau.com")
        await choose(pilot, "target", "a redirect")
        await save(pilot)
        assert field_errors(pilot) == {"redirect-to": "Please fill in this field."}
        await fill(pilot, "redirect-to", "https://müller.example/größe")
        await choose(pilot, "redirect-code", "for now")
        await choose(pilot, "default-address", "with www")
        await saved(pilot)
        await appears(pilot, "302 https")
        address = "https://xn--mller-kva.example/gr%C3%B6%C3%9Fe"
        assert stored(portal_app, "erika-musterfrau.com") == [("redirect", "/", "", address, 302, "www")]
        await form_after(pilot, "enter")
        assert entered(pilot, "redirect-to") == address
        await choose(pilot, "target", "another domain")
        await choose(pilot, "points-to", MAIN)
        await saved(pilot)
    assert stored(portal_app, "erika-musterfrau.com") == [("domain", "/", MAIN, "", 301, "www")]


async def test_a_circle_is_refused_at_its_field(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_domains(pilot)
        await mark(pilot, MAIN)
        await form_after(pilot, "e")
        await choose(pilot, "target", "a redirect")
        await fill(pilot, "redirect-to", "https://www.erika-musterfrau.com/")
        await save(pilot)
        assert field_error(pilot, "redirect-to") == (
            "This leads round in a circle: erika-musterfrau.com leads back here."
        )


async def test_a_subdomain_that_cannot_be_is_refused_at_its_field(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_domains(pilot)
        await form_after(pilot, "n")
        await fill(pilot, "label", "_dmarc")
        await save(pilot)
        assert field_error(pilot, "label").startswith("No website has an underscore in its name")
        await fill(pilot, "label", "www")
        await save(pilot)
        assert field_error(pilot, "label").startswith("www belongs to ")
        await fill(pilot, "label", "neu")
        await fill(pilot, "directory", "../../etc")
        await save(pilot)
        assert field_error(pilot, "directory").startswith("A path leads down from")


async def test_deleting_asks_by_name_and_can_be_undone_from_the_history(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_domains(pilot)
        await form_after(pilot, "n")
        await fill(pilot, "label", "neu")
        await saved(pilot)
        await mark(pilot, "neu.")
        await pilot.press("d")
        await reads(pilot, "Delete neu.")
        await pilot.press("tab", "enter")
        await pilot.until(lambda: notice(pilot) == "The subdomain was deleted.")
        await open_entry(pilot, "history")
        await appears(pilot, "removed")
        await pilot.press("home", "u")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await pilot.press("tab", "enter")
        await pilot.until(lambda: notice(pilot) == "Undone.")
    assert len(portal_app.stored("SELECT 1 FROM sites WHERE label = 'neu'")) == 1


async def test_a_domain_itself_is_not_offered_for_deletion(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_domains(pilot)
        await mark(pilot, "erika")
        assert "d Delete" not in pilot.shown().split("\n")[-1]
        await pilot.press("d")
        assert isinstance(pilot.app.screen, PackageScreen)


async def test_what_somebody_else_changed_meanwhile_is_shown_before_it_is_replaced(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await open_domains(pilot)
        await mark(pilot, "erika")
        await form_after(pilot, "e")
        await choose(pilot, "default-address", "with www")
        portal_app.store(
            "UPDATE sites SET target = 'parked', points_to = '' WHERE ascii_name = 'erika-musterfrau.com'"
        )
        await save(pilot)
        assert "Somebody changed these data" in problem(pilot)
        assert field_error(pilot, "target") == "Stands there now: parked"
        await saved(pilot)
    assert stored(portal_app, "erika-musterfrau.com")[0][-1] == "www"


async def test_a_list_of_more_domains_than_can_be_chosen_from_takes_a_typed_name(
    portal_app: PortalApp,
) -> None:
    for number in range(100):
        portal_app.store(
            "INSERT INTO sites (package_id, revision, domain_id, label, name, ascii_name, target, directory,"
            " points_to, redirect_to, redirect_code, default_address, php_version, certificate, force_https,"
            " hsts) SELECT package_id, 0, id, 's' || ?1, 's' || ?1 || '.' || name, 's' || ?1 || '.' || name,"
            " 'directory', '/', '', '', 301, 'both', '', 'none', 0, 0 FROM domains WHERE name = ?2",
            number,
            MAIN,
        )
    async with portal_app() as pilot:
        await open_domains(pilot)
        await form_after(pilot, "n")
        await fill(pilot, "label", "neu")
        await choose(pilot, "target", "another domain")
        await fill(pilot, "points-to", "fehlt.musterfrau.de")
        await save(pilot)
        assert field_error(pilot, "points-to") == (
            "There is no domain or subdomain fehlt.musterfrau.de in this package."
        )
        await fill(pilot, "points-to", f"s42.{MAIN}")
        await saved(pilot)


async def test_the_list_is_exported_as_it_is_shown(
    portal_app: PortalApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: tmp_path)
    async with portal_app() as pilot:
        await open_domains(pilot)
        await pilot.press("x", "enter")
        await pilot.until(lambda: notice(pilot).startswith("Written to "))
    lines = (tmp_path / "domains.csv").read_text("utf-8").splitlines()
    assert lines[0] == "name,ascii_name,kind,leads_to,state,since"
    assert any(line.startswith(f"{MAIN},{MAIN},main,") for line in lines)


# The order of another domain.


async def test_the_owner_orders_a_domain_with_the_customer_password(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_as_owner(pilot)
        await form_after(pilot, "a")
        await reads(pilot, f"Concerns this package of customer number {ERIKA.name}.")
        await reads(pilot, "In use: 3/5 domains")
        await reads(pilot, "An additional domain is billed as the price list says.")
        assert "Order with obligation to pay" in pilot.shown()
        await fill(pilot, "name", "blog.neue-musterfrau.de")
        await fill(pilot, "password", "falsch")
        await save(pilot)
        assert field_error(pilot, "name") == "This is a subdomain. The domain to order is neue-musterfrau.de."
        assert entered(pilot, "password") == ""
        await fill(pilot, "name", "neue-musterfrau.de")
        await fill(pilot, "password", "falsch")
        await save(pilot)
        assert field_error(pilot, "password") == "This is not your customer password."
        await fill(pilot, "password", ERIKA.password)
        await saved(pilot)
        await appears(pilot, "neue-musterfrau.de")
        assert "● ordered" in pilot.shown()
        pilot.app.clear_notifications()
        await appears(pilot, "4/5 domains")
    assert portal_app.stored("SELECT state FROM domains WHERE name = 'neue-musterfrau.de'") == [("ordered",)]
    [(body,)] = portal_app.stored("SELECT body FROM messages ORDER BY id DESC LIMIT 1")
    assert "You ordered the domain neue-musterfrau.de for your package musterfrau-design.de." in str(body)


async def test_a_name_that_is_taken_is_refused_at_its_field(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_as_owner(pilot)
        await form_after(pilot, "a")
        await fill(pilot, "name", "müller-söhne.de")
        await fill(pilot, "password", ERIKA.password)
        await save(pilot)
        assert field_error(pilot, "name") == "müller-söhne.de is taken."


async def test_a_webmaster_is_offered_no_order(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        await open_domains(pilot)
        assert "Order domain" not in pilot.shown()
        await pilot.press("a")
        assert isinstance(pilot.app.screen, PackageScreen)
        await log_out(pilot)


@pytest.mark.parametrize("target", ["a directory", "a redirect"])
async def test_whatever_is_pasted_into_a_subdomain_ends_in_a_sentence_or_is_accepted(
    portal_app: PortalApp, target: str
) -> None:
    async with portal_app() as pilot:
        await open_domains(pilot)

        async def open_it() -> None:
            await form_after(pilot, "n")
            await choose(pilot, "target", target)

        await paste_all(pilot, open_it, saved=1, texts=SOME)


async def test_whatever_is_pasted_into_an_order_ends_in_a_sentence(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await open_as_owner(pilot)
        forgive = partial(portal_app.store, "DELETE FROM throttle_buckets")
        await paste_all(pilot, partial(form_after, pilot, "a"), saved=1, texts=SOME, between=forgive)
