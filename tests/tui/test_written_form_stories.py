"""Forms that need a signature, by keyboard: printed, decided on by the operator, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.demo.credentials import ERIKA
from portal.written_forms import ContactRole, FormKind, FormState
from tests.tui.form_steps import (
    ANNA,
    begin_form,
    go_on,
    go_to_form,
    highlighted,
    mark,
    open_forms,
    operator,
    pdf_text,
    pick,
    print_it,
    the_list,
    the_wizard,
)
from tests.tui.steps import (
    all_is_read,
    appears,
    choose,
    enter_login,
    entered,
    field_error,
    fill,
    log_out,
    notice,
    open_entry,
    reads,
    running,
    save,
    sign_in,
)
from tests.tui.test_package_stories import palette
from tui import viewing
from tui.screens.packages import PackagesScreen
from tui.screens.written_forms import FormsScreen
from tui.widgets.dialogs import ConfirmModal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.portal_app import Keyboard, PortalApp

HOSTILE = "[@click=app.quit]x[/] \u202eabc"


@pytest.fixture(autouse=True)
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files go."""
    folder = tmp_path / "downloads"
    monkeypatch.setattr("platformdirs.user_downloads_path", lambda: folder)
    return folder


def files(folder: Path) -> list[Path]:
    """What was written."""
    return sorted(folder.iterdir()) if folder.exists() else []


async def fill_in_karol(pilot: Keyboard) -> str:
    """Everything about Karol; what the last step says."""
    await the_wizard(pilot)
    for name, value in (
        ("first-name", "Karol"), ("last-name", "Łęcki"), ("email", "karol@lecki.example"),
        ("telephone", "030 23125100"), ("wished-on", "2026-12-01"),
    ):  # fmt: skip
        await fill(pilot, name, value)
    await go_on(pilot, 2)
    for name, value in (
        ("street", "Lindenweg"), ("house-number", "7"), ("postcode", "10999"), ("town", "Berlin"),
    ):  # fmt: skip
        await fill(pilot, name, value)
    return await go_on(pilot, 3)


async def test_a_handover_is_printed_accepted_and_the_new_partner_signs_in(
    portal_app: PortalApp, downloads: Path
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await begin_form(pilot, "name-forms", "Contract handover")
        told = await fill_in_karol(pilot)
        for words in (
            ERIKA.name,
            "Karol Łęcki",
            "Lindenweg 7, 10999 Berlin",
            "Nothing changes by printing it",
        ):
            assert words in told
        form = await print_it(pilot)
        assert (form.kind, form.state, form.other) == (FormKind.HANDOVER, FormState.PRINTED, "Karol Łęcki")
        path = downloads / f"form-{form.number}.pdf"
        await pilot.until(lambda: notice(pilot) == f"Written to {path}")
        assert "Łęcki" in pdf_text(path)
        await appears(pilot, "Both of you sign it, then send it to")
        operator(portal_app, "received", form.number)
        await pilot.press("f5")
        await appears(pilot, "● received")
        await appears(pilot, "We check it and tell you.")
        done = operator(portal_app, "accept", form.number)
        await pilot.press("f5")
        await reads(pilot, "Signed in: Erika Musterfrau")
        await log_out(pilot)
        with portal_app.elsewhere() as portal:
            given = portal.operator.customers.reset_password(ANNA, ERIKA.name)
        await sign_in(pilot, ERIKA.name, given.password)
        assert f"{ERIKA.name} · Karol Łęcki" in pilot.shown()
        await open_forms(pilot, "name-forms")
        await appears(pilot, "You have printed no form yet")
        await pilot.press("escape")
        await log_out(pilot)
        await sign_in_anew(pilot, done.partner_number, ERIKA.password)
        await open_forms(pilot, "name-forms")
        await go_to_form(pilot, form.number)
        assert highlighted(pilot).carried_out


async def sign_in_anew(pilot: Keyboard, number: str, password: str) -> None:
    """Sign in to an account that has no package."""
    await enter_login(pilot, number, password)
    await pilot.until(lambda: isinstance(pilot.app.screen, PackagesScreen), "Nobody was signed in.")
    await all_is_read(pilot)


async def test_a_rejected_form_says_why(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_forms(pilot, "domain-transfer")
        await go_to_form(pilot, "F-2026-000003")
        assert highlighted(pilot).state is FormState.RECEIVED
        operator(portal_app, "reject", "F-2026-000003", "Die zweite Unterschrift fehlt")
        await pilot.press("f5")
        await appears(pilot, "● rejected")
        await appears(pilot, "Die zweite Unterschrift fehlt.")
        assert "d Withdraw" not in pilot.shown()


async def test_the_holder_of_a_de_domain_changes_and_there_is_no_word_of_an_admin_c(
    portal_app: PortalApp,
) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_forms(pilot, "domain-holder")
        await pilot.press("n")
        await pick(pilot, "musterfrau-design.de")
        await reads(pilot, "holder: the contract partner")
        await pick(pilot, "musterfrau.de")
        told = await fill_in_karol(pilot)
        assert "Erika Musterfrau" in told
        form = await print_it(pilot)
        assert (form.about, form.role) == ("musterfrau.de", ContactRole.HOLDER)
        operator(portal_app, "received", form.number)
        operator(portal_app, "accept", form.number)
        await pilot.press("f5")
        await appears(pilot, "● done 22 Nov")
        await pilot.press("n")
        await pick(pilot, "musterfrau-design.de")
        await reads(pilot, "holder: Karol Łęcki")


async def test_an_ending_with_an_admin_c_asks_who_changes(portal_app: PortalApp) -> None:
    portal_app.store(
        "UPDATE domains SET name = 'musterfrau.it', ascii_name = name WHERE name = 'musterfrau.de'"
    )
    portal_app.store("UPDATE domains SET ascii_name = 'musterfrau.it' WHERE name = 'musterfrau.it'")
    async with portal_app() as pilot:
        await sign_in(pilot)
        await begin_form(
            pilot, "name-forms", "Domain holder", "musterfrau-design.de", "musterfrau.it", "Admin-C"
        )
        await fill_in_karol(pilot)
        form = await print_it(pilot)
        assert form.role is ContactRole.ADMIN_C
        assert "Admin-C" in pilot.shown()


async def test_the_domains_show_their_owner_who_holds_them(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        for domain, words in (
            ("musterfrau-design.de", "Holder: the contract partner"),
            ("verein-sonnenhof.de", "Holder: Sonnenhof e.V."),
        ):
            await go_to_package(pilot, domain)
            await pilot.press("m")
            await appears(pilot, "In use")
            await open_entry(pilot, "domains")
            await appears(pilot, domain)
            await pilot.press("enter")
            await reads(pilot, words)
            await pilot.press("escape", "escape", "escape")
            await appears(pilot, "Your packages (")


async def go_to_package(pilot: Keyboard, domain: str) -> None:
    screen = pilot.app.screen
    assert isinstance(screen, PackagesScreen)
    listed = screen._packages
    listed.focus()
    await pilot.press("home")
    for _package in range(10):
        await pilot.until(lambda: listed.highlighted is not None)
        if listed.highlighted is not None and listed.highlighted.main_domain == domain:
            return
        await pilot.press("down")
    raise AssertionError(domain)


async def test_single_domains_are_ticked(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_forms(pilot, "domain-transfer")
        await pilot.press("n")
        await pick(pilot, "musterfrau-design.de")
        await pick(pilot, "Single domains")
        await reads(pilot, "The main domain moves with the whole package only.")
        await mark(pilot, "erika-musterfrau.com")
        await pilot.press("space")
        await mark(pilot, "musterfrau.de")
        await pilot.press("space", "space", "space")
        assert running(pilot.in_the_box()).count("[x]") == 2
        await pilot.press("enter")
        await the_wizard(pilot)
        told = await go_on_to_the_end(pilot)
        assert "Nothing is known of the other party yet." in told
        assert (await print_it(pilot)).about == "erika-musterfrau.com, musterfrau.de"


async def go_on_to_the_end(pilot: Keyboard) -> str:
    await go_on(pilot, 2)
    return await go_on(pilot, 3)


async def test_the_whole_package_moves_with_its_only_domain(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await begin_form(pilot, "domain-transfer", "shop.musterfrau.de")
        await go_on_to_the_end(pilot)
        assert (await print_it(pilot)).about == "shop.musterfrau.de"


async def test_what_is_terminated_or_has_a_form_already_is_refused(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_forms(pilot, "domain-transfer")
        for package, words in (
            ("altes-projekt.com", "retract the termination first"),
            ("wanderblog.org", "There is the form F-2026-000003 for this already."),
        ):
            await pilot.press("n")
            await pick(pilot, package)
            await pilot.until(lambda words=words: words in notice(pilot))  # type: ignore[misc]
            await pilot.until(lambda: isinstance(pilot.app.screen, FormsScreen))


async def test_what_happens_while_it_is_filled_in_is_said_and_nothing_is_lost(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await begin_form(pilot, "domain-transfer", "shop.musterfrau.de")
        await fill(pilot, "company", "Karol GmbH")
        await go_on_to_the_end(pilot)
        portal_app.store("UPDATE packages SET state = 'ended' WHERE main_domain = 'shop.musterfrau.de'")
        await save(pilot)
        await reads(pilot, "shop.musterfrau.de has ended.")
        await pilot.press("escape", "escape")
        assert entered(pilot, "company") == "Karol GmbH"
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))


async def test_wrong_entries_are_told_in_their_step_and_leaving_leaves_nothing(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await begin_form(pilot, "domain-holder", "musterfrau-design.de", "musterfrau.de")
        await fill(pilot, "email", "karol@")
        await fill(pilot, "telephone", "12")
        await fill(pilot, "wished-on", "soon")
        await save(pilot)
        assert field_error(pilot, "email").startswith("This is not a complete email address")
        assert field_error(pilot, "telephone").startswith("This is not a complete telephone number")
        assert field_error(pilot, "wished-on").startswith("A day is written like this")
        for name in ("email", "telephone", "wished-on"):
            await fill(pilot, name, "")
        await go_on(pilot, 2)
        await fill(pilot, "postcode", "123")
        await save(pilot)
        assert field_error(pilot, "postcode").startswith("This is no postcode")
        await choose(pilot, "country", "Austria")
        await fill(pilot, "postcode", "5020")
        await go_on(pilot, 3)
        await pilot.press("escape")
        await pilot.press("escape")
        await pilot.press("escape")
        await pilot.until(lambda: isinstance(pilot.app.screen, ConfirmModal))
        await pilot.press("tab", "enter")
        await pilot.until(lambda: isinstance(pilot.app.screen, FormsScreen))
        assert the_list(pilot).matching == 3


async def test_a_printed_form_is_withdrawn_after_a_question(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await begin_form(pilot, "domain-transfer", "shop.musterfrau.de")
        await go_on_to_the_end(pilot)
        form = await print_it(pilot)
        for answer, state in (("enter", FormState.PRINTED), ("tab", FormState.WITHDRAWN)):
            await pilot.press("d")
            await reads(pilot, f"Withdraw {form.number}?")
            await pilot.press(answer, *(["enter"] if answer == "tab" else []))
            await all_is_read(pilot)
            await pilot.until(lambda state=state: highlighted(pilot).state is state)  # type: ignore[misc]
        await appears(pilot, "● withdrawn")


async def test_saved_again_a_form_is_the_same_file_and_it_opens(
    portal_app: PortalApp, downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []

    def view(path: Path) -> bool:
        seen.append(path)
        return True

    monkeypatch.setattr(viewing, "view", view)
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_forms(pilot, "domain-transfer")
        await go_to_form(pilot, "F-2026-000001")
        path = downloads / "form-F-2026-000001.pdf"
        await pilot.press("p")
        await pilot.until(lambda: notice(pilot) == f"Written to {path}")
        await pilot.press("p")
        await pilot.until(lambda: notice(pilot) == f"It is there already: {path}")
        await pilot.press("o")
        await pilot.until(lambda: notice(pilot) == f"Opened {path}")
        assert seen == [path]
        assert "Sonnenhof e.V." in pdf_text(path)


async def test_on_another_machine_nothing_is_written(portal_app: PortalApp, downloads: Path) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        pilot.app.own_machine = False
        await open_forms(pilot, "domain-transfer")
        await pilot.press("p")
        await pilot.until(lambda: notice(pilot).startswith("Files are saved only where the portal runs"))
        assert "o Open PDF" not in pilot.shown()
        assert files(downloads) == []


async def test_the_list_is_filtered_and_exported(portal_app: PortalApp, downloads: Path) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        await open_forms(pilot, "domain-transfer")
        await pilot.press("slash", *"sonnenhof")
        await pilot.until(lambda: the_list(pilot).matching == 1)
        await pilot.press("enter", "x")
        await pick(pilot, "CSV")
        await pilot.until(lambda: files(downloads))
        [file] = files(downloads)
        assert (
            "F-2026-000001,Domain holder,verein-sonnenhof.de,Erika Musterfrau,Sonnenhof e.V."
            in file.read_text()
        )


async def test_hostile_names_are_shown_as_they_are(portal_app: PortalApp) -> None:
    portal_app.store("UPDATE written_forms SET present = ?, about = ?, reason = ?", HOSTILE, HOSTILE, HOSTILE)
    portal_app.store("UPDATE domain_contacts SET company = ?", HOSTILE)
    async with portal_app((120, 36)) as pilot:
        await sign_in(pilot)
        await open_forms(pilot, "domain-holder")
        await go_to_form(pilot, "F-2026-000002")
        assert "[@click=app.quit]x[/]" in pilot.shown()
        assert "\u202e" not in pilot.sent()
        await pilot.press("n")
        await pick(pilot, "verein-sonnenhof.de")
        await reads(pilot, "holder: [@click=app.quit]x[/]")
        await pick(pilot, "verein-sonnenhof.de")
        await the_wizard(pilot)
        await fill(pilot, "company", "[/]<b>Łódź")
        told = await go_on_to_the_end(pilot)
        assert "[/]<b>Łódź" in told
        assert "[@click=app.quit]x[/]" in told
        assert (await print_it(pilot)).other == "[/]<b>Łódź"


async def test_the_palette_and_help_know_the_forms(portal_app: PortalApp) -> None:
    async with portal_app() as pilot:
        await sign_in(pilot)
        assert {"Name, owner, Admin-C", "Domain transfer", "Domain holder"} <= set(palette(pilot.app.screen))
        await open_forms(pilot, "name-forms")
        await pilot.press("f1")
        await reads(pilot, "What needs a signature")
