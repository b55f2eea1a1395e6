"""What people type on pages is read as Markdown in one place, the preview: nothing in it is live there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.hostile_steps import STORABLE, check
from tests.tui.steps import appears, reads
from tests.tui.website_steps import builder, mark, previewed, start, the_builder, write
from tui.screens.website.inert import InertParser
from tui.screens.website.preview import PreviewPane, around

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp

LIVE = {
    "link": ("[go](https://evil.example/)", "go→"),
    "action": ("[go](app.quit)", "go→"),
    "script": ("[go](javascript:alert(1))", "[go](javascript:alert(1))"),
    "autolink": ("<https://evil.example/>", "https://evil.example/→"),
    "reference": ("[go][1]\n\n[1]: https://evil.example/ 'x'", "go→"),
    "image": ("![words](https://evil.example/x.png)", "▣ words"),
    "linked image": ("[![words](image:x.png)](https://evil.example/)", "▣ words→"),
    "link in a table": ("|a|\n|-|\n|[go](app.quit)|", "go→"),
    "link in a heading": ("# [go](app.quit)", "go→"),
    "link in a list": ("- [go](app.quit)", "go→"),
    "markup": ("[@click=app.quit]go[/]", "[@click=app.quit]go[/]"),
    "markup in code": ("`[@click=app.quit]go[/]`", "[@click=app.quit]go[/]"),
    "markup in a block": ("```\n[@click=app.quit]go[/]\n```", "[@click=app.quit]go[/]"),
    "html": ("<b onclick='x'>go</b>", "<b onclick='x'>go</b>"),
    "entities": ("a&#x202e;b&#x200b;c&rlm;d", "a�b�c�d"),
    "entity of escape": ("a&#27;[2Jb&#x9b;c", "a�[2Jb�c"),
    "language of code": ("```../../x\ncode\n```", "code"),
}


async def show(pilot: Keyboard, text: str) -> None:
    """Show a text in the preview, past all that cleans it."""
    the_builder(pilot).query_one(PreviewPane).show(text)
    await pilot.settle()


async def test_nothing_in_the_preview_is_live(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        await start(pilot)
        for name, (text, shown) in LIVE.items():
            await show(pilot, text)
            await pilot.until(lambda: shown in previewed(pilot), f"{name}: {shown!r} was never shown.")  # noqa: B023
            check(pilot)


async def test_every_hostile_text_is_shown_literally(portal_app: PortalApp) -> None:
    async with portal_app((120, 36)) as pilot:
        await start(pilot)
        for text in STORABLE.values():
            for wrapped in (
                text,
                f"# {text}",
                f"```\n{text}\n```",
                f"[{text}]({text})",
                f"|{text}|\n|-|\n|x|",
            ):
                await show(pilot, wrapped[:3000])
                check(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=["80x24", "120x36"])
async def test_hostile_titles_texts_and_settings_are_shown_literally(
    portal_app: PortalApp, size: tuple[int, int]
) -> None:
    for number, text in enumerate(STORABLE.values()):
        portal_app.store(
            "INSERT INTO website_pages (package_id, position, title, slug, hidden, kind, text, number,"
            " changed_at, revision, draft_of)"
            " SELECT package_id, 100 + ?2, substr(?1, 1, 100), 'x' || ?2, 0, 'page', ?1, 0, changed_at, 1, 0"
            " FROM website_pages LIMIT 1",
            text[:5000],
            number,
        )
    name = "[@click=app.quit]x[/] \x1b]52;c;SGFs\x07"
    portal_app.store("UPDATE websites SET name = ?, description = ?, imprint = ?", name, name, name)
    async with portal_app(size) as pilot:
        await start(pilot)
        for _page in range(12 + len(STORABLE)):
            check(pilot)
            await pilot.press("down")
        await mark(pilot, "Wanderblog")
        await pilot.press("p")
        await pilot.until(lambda: "Comparing" not in pilot.shown())
        check(pilot)
        await pilot.press("escape", "b")
        await reads(pilot, "Broken links")
        check(pilot)
        await pilot.press("escape")
        await builder(pilot)
        await write(pilot, "Wanderblog")
        await pilot.press("f8")
        await reads(pilot, "Which page?")
        check(pilot)
        await pilot.press("escape", "escape", "w", "enter")
        await reads(pilot, "Description")
        check(pilot)
        await pilot.press("escape", "w", "down", "enter")
        await appears(pilot, "Imprint")
        check(pilot)


def test_what_is_parsed_has_no_address_left() -> None:
    for text, _shown in LIVE.values():
        for token in InertParser().parse(text):
            for each in (token, *(token.children or ())):
                assert each.type not in {"link_open", "image", "html_inline", "html_block"}
                assert not set(each.attrs) - {"start"}


def test_of_a_long_text_the_part_around_the_cursor_is_shown() -> None:
    paragraphs = [f"Paragraph {number}. " + "x" * 90 for number in range(1000)]
    text = "\n\n".join(paragraphs)
    cursor = text.index("Paragraph 500.")
    shown = around(text, cursor)
    assert "Paragraph 500." in shown
    assert len(shown) <= 12_000
    assert all(each in paragraphs for each in shown.strip().split("\n\n"))
    assert around("short", 3) == "short"
    one_line = "y" * 49_000 + "here" + "y" * 1000
    assert "here" in around(one_line, 49_000)
    assert len(around(one_line, 49_000)) <= 12_000
