"""Draw the pictures in docs/pictures: the real app, on the demo's data, on one fixed day.

The same screens give the same bytes, so that a changed picture is a changed screen. The pictures name no font
of the net and are drawn to look right in the monospace fonts that come with the usual systems. Websites are
drawn by Chromium.

    python -m scripts.screenshots [NAME …] [--folder FOLDER]
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import re
import tempfile
from dataclasses import dataclass
from functools import partialmethod
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from unittest.mock import patch

from rich.console import Console

from scripts.web_pictures import WEB_PICTURES, draw_websites
from tui.environment import prepare_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.pilot import Pilot

    from portal.portal import Portal
    from tui.app import CustomerLogin

DAY = dt.date(2026, 11, 22)
"""The day on which all pictures are taken."""

SIZES = ((80, 24), (120, 36))

MENU = (
    "packages",
    "address",
    "telephone",
    "emails",
    "bank-data",
    "name-forms",
    "password",
    "package-change",
    "splitting",
    "termination",
    "linking",
    "domain-transfer",
    "domain-holder",
    "deadlines",
    "invoices",
    "offers",
    "messages",
)
"""The entries of the contract menu, in their order."""

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"

LIMIT = 30.0
"""Seconds a screen may take to appear."""

FONTS = "'DejaVu Sans Mono', Menlo, 'SF Mono', 'Cascadia Mono', 'Liberation Mono', Consolas, monospace"

FONT_SIZE = 21
"""Pixels: in Rich's rows of 24.4 pixels, frames drawn in these fonts have no gaps."""

ADVANCE = 0.602
"""How wide a character of these fonts is, in font sizes."""

CELL = ADVANCE * FONT_SIZE

SVG = f"""\
<svg viewBox="0 0 {{width}} {{height}}" xmlns="http://www.w3.org/2000/svg">
<style>
.{{unique_id}}-matrix {{{{ font-family: {FONTS}; font-size: {FONT_SIZE}px; }}}}
.{{unique_id}}-title {{{{ font-family: sans-serif; font-size: 18px; font-weight: bold; }}}}
{{styles}}
</style>
{{chrome}}
<g transform="translate({{terminal_x}}, {{terminal_y}})">
{{backgrounds}}
<g class="{{unique_id}}-matrix">
{{matrix}}
</g>
</g>
</svg>
"""
"""Rich's picture of a terminal, without its fonts."""

TEXT = re.compile(r'<text class="(.+?)" x="(.+?)" y="(.+?)" textLength=".+?" clip-path=".+?">(.+?)</text>')


class Screen(str):
    """Text to wait for until the screen shows it."""

    __slots__ = ()


class Typed(str):
    """Text to type."""

    __slots__ = ()


Step: TypeAlias = "str | Screen | Typed"
"""A key to press by its name, or one of the above."""


@dataclass(frozen=True)
class Picture:
    """One picture, and the way there from the login screen."""

    name: str
    steps: tuple[Step, ...]


LOGIN: tuple[Step, ...] = (Screen("demo: 10012345"),)
SIGNED_IN: tuple[Step, ...] = (
    *LOGIN,
    Typed("10012345"),
    "enter",
    Typed("demo-customer-2026"),
    "enter",
    Screen("Your packages (5)"),
    Screen("altes-projekt.com"),
    "down",
)


def menu_entry(name: str, shows: str) -> tuple[Step, ...]:
    """Choose an entry of the contract menu, and wait for what it shows."""
    return (*SIGNED_IN, "shift+tab", "home", *["down"] * MENU.index(name), "enter", Screen(shows))


def changing(number: int, shows: str, *more: Step) -> tuple[Step, ...]:
    """Open the change of the package at a place of the box that asks which, and wait for what it shows."""
    asked = menu_entry("package-change", "Which package?")
    return (*asked, "home", *["down"] * number, "enter", Screen(shows), *more)


def splitting(shows: str, *more: Step) -> tuple[Step, ...]:
    """Mark a domain of Erika's webhosting that shall go, and wait for what that shows."""
    asked = menu_entry("splitting", "Which package?")
    return (*asked, "home", "down", "enter", Screen("Nothing yet."), "space", Screen(shows), *more)


def subject(number: int, shows: str, *more: Step) -> tuple[Step, ...]:
    """Choose the entry at a place of the technical menu of Erika's webhosting, and wait for what it shows."""
    opened = (*SIGNED_IN, "home", "down", "m", Screen("In use"))
    return (*opened, *["down"] * number, "enter", Screen(shows), *more)


BUILDER: tuple[Step, ...] = (
    *SIGNED_IN,
    "end",
    "s",
    Screen("Walks in the"),
    *("down", "down", Screen("Eckerlochstieg")),
)
"""The website builder of Erika's blog."""

SHOP: tuple[Step, ...] = (*SIGNED_IN, "home", "down", "down", "s", Screen("Turnover less refunds"))
"""Erika's webshop."""

HELP: tuple[Step, ...] = (*SIGNED_IN, "shift+tab", "end", "enter", Screen("What are you looking for?"))
"""The last entry of the contract menu."""

PICTURES = (
    Picture("login", LOGIN),
    Picture("login-package", (*LOGIN, "f4", Screen("demo: musterfrau-design.de"))),
    Picture("packages", SIGNED_IN),
    Picture("address", menu_entry("address", "Street")),
    Picture("telephone", menu_entry("telephone", "Mobile")),
    Picture("emails", menu_entry("emails", "Invoice email")),
    Picture(
        "bank-data", (*menu_entry("bank-data", "IBAN"), Typed("DE88370400440532013000"), "tab", Screen("✗ "))
    ),
    Picture("password", menu_entry("password", "Present password")),
    Picture("package-change", changing(3, "Becomes Mini on 1 Feb 2027")),
    Picture("upgrade", changing(3, "PowerWeb Pro", "down", "down", "enter", Screen("invoice:"))),
    Picture("does-not-fit", changing(1, "PowerWeb Pro", "up", "enter", Screen("Does not fit yet"))),
    Picture("termination", menu_entry("termination", "Give notice by")),
    Picture(
        "terminating",
        (
            *menu_entry("termination", "Give notice by"),
            "end",
            "up",
            "enter",
            Screen("step 1 of 3"),
            "f2",
            Screen("step 2 of 3"),
            "f2",
            Screen("Terminate now"),
        ),
    ),
    Picture("splitting", splitting("1 marked")),
    Picture(
        "splitting-order",
        splitting(
            "1 marked",
            *("enter", Screen("Where shall they go?"), Screen("wanderblog.org"), "n", Screen("Mini")),
            *("enter", Screen("empty: at once"), "f2", Screen("obligation to pay")),
        ),
    ),
    Picture("forms", (*menu_entry("name-forms", "We check it"), "down", Screen("Reason"))),
    Picture("invoices", menu_entry("invoices", "total 2026")),
    Picture("invoice", (*menu_entry("invoices", "total 2026"), "down", "down", "enter", Screen("Rechnung"))),
    Picture("repeat-debit", (*menu_entry("invoices", "total 2026"), "r", Screen("Collected on"))),
    Picture("offers", menu_entry("offers", "only 3 left")),
    Picture(
        "offer-order",
        (
            *menu_entry("offers", "only 3 left"),
            *("down", "o", Screen("step 1 of 2"), Typed("meine-zweite-seite.de"), "f2"),
            Screen("Order with obligation to pay"),
        ),
    ),
    Picture("website", BUILDER),
    Picture("website-publish", (*BUILDER, "p", Screen("/what-to-pack/"))),
    Picture("webshop", SHOP),
    Picture(
        "webshop-order",
        (*SHOP, "down", "enter", Screen("Jonas Adler"), *["down"] * 11, "enter", Screen("of which VAT")),
    ),
    Picture("webshop-catalogue", (*SHOP, *["down"] * 6, "enter", Screen("in 4 categories"))),
    Picture("messages", menu_entry("messages", "Anmeldung")),
    Picture("message", (*menu_entry("messages", "Anmeldung"), "down", "enter", Screen("203.0.113.24"))),
    Picture("help", (*SIGNED_IN, "f1", Screen("Close"))),
    Picture("help-and-contact", (*HELP, Screen("Your last questions"))),
    Picture("search", (*HELP, Typed("catch"), Screen("Found"), "enter", Screen("See also"))),
    Picture("question", (*HELP, "f7", Screen("T-000002"), "enter", Screen("Customer service"))),
    Picture("palette", (*SIGNED_IN, "ctrl+p", Screen("Change how you pay."))),
    Picture("overview", subject(0, "In use")),
    Picture("domains", subject(1, "erika-musterfrau.com")),
    Picture("dns", subject(2, "_autodiscover")),
    Picture("email", subject(3, "newsletter@")),
    Picture("mailbox", subject(3, "newsletter@", "down", "down", "enter", Screen("Switched on"))),
    Picture("databases", subject(4, "p1_wiki")),
    Picture("webspace", subject(5, "p1-web")),
    Picture("ssl", subject(6, "forced")),
    Picture("cron", subject(7, "0 3 * * *", "n", Screen("Schedule"), Typed("30 4 * * 1-5"))),
    Picture("backups", subject(8, "daily")),
    Picture("restore", subject(8, "daily", "enter", Screen("step 1 of 2"))),
    Picture("statistics", subject(9, "Traffic")),
    Picture("set-passwords", subject(10, "Master password")),
    Picture("third-party", subject(11, "erika-musterfrau.com")),
    Picture("history", subject(12, "cron job")),
)


def aligned(text: re.Match[str]) -> str:
    """A text as wide as its cells in whatever font; spaces around it go, as some viewers lose them."""
    style, x, y, escaped = text.groups()
    padded = unescape(escaped)
    shown = padded.strip("\xa0")
    at = float(x) + CELL * (len(padded) - len(padded.lstrip("\xa0")))
    return (
        f'<text class="{style}" x="{at:g}" y="{y}" textLength="{CELL * len(shown):g}"'
        f' lengthAdjust="spacingAndGlyphs">{escape(shown)}</text>\n'
    )


async def settled_svg(pilot: Pilot[None]) -> str:
    """The picture of the screen, once it no longer changes."""
    before = ""
    async with asyncio.timeout(LIMIT):
        while before != (now := pilot.app.export_screenshot()):
            before = now
            await pilot.pause(0.1)
    return now


async def wait_for(pilot: Pilot[None], text: str) -> None:
    """Wait until the screen shows a text.

    Raises:
        SystemExit: It never does; with what is shown instead.
    """
    shown = ""
    try:
        async with asyncio.timeout(LIMIT):
            while text not in (shown := "\n".join(shown_texts(pilot.app.export_screenshot()))):
                await pilot.pause(0.01)
    except TimeoutError:
        raise SystemExit(f"{text!r} never appeared:\n{shown}") from None


def shown_texts(svg: str) -> Iterator[str]:
    """The pieces of text in a picture, one by one as they are coloured."""
    for text in re.findall(r"<text [^>]*>([^<]*)</text>", svg):
        yield unescape(text).replace("\xa0", " ")


async def go(pilot: Pilot[None], step: Step) -> None:
    """Press, type, or wait."""
    match step:
        case Screen():
            await wait_for(pilot, step)
        case Typed():
            await pilot.press(*step)
        case _:
            await pilot.press(step)


def demo_app(folder: Path) -> CustomerLogin:
    """The app on a demo of its own, on the fixed day."""
    from portal.demo.credentials import BRAND, DEMO_CREDENTIALS
    from tui.app import CustomerLogin, Opening

    class Noon:
        def now(self) -> dt.datetime:
            return dt.datetime.combine(DAY, dt.time(11), dt.UTC)

    def open_it() -> Portal:
        from portal.demo.build import open_demo

        return open_demo(folder, DAY, clock=Noon())

    return CustomerLogin(Opening(open_it, BRAND, demo=DEMO_CREDENTIALS))


async def draw(picture: Picture, size: tuple[int, int]) -> str:
    """Start the app at one size, go to the screen, and draw it."""
    with tempfile.TemporaryDirectory() as folder:
        app = demo_app(Path(folder))
        try:
            async with app.run_test(size=size) as pilot:
                await app.opened_portal()
                for step in picture.steps:
                    await go(pilot, step)
                return await settled_svg(pilot)
        finally:
            app.close_portal()


def main() -> None:
    """Draw all pictures, or those that are named."""
    names = [picture.name for picture in (*PICTURES, *WEB_PICTURES)]
    parser = argparse.ArgumentParser(description="Draw the pictures of the documentation.")
    parser.add_argument("name", nargs="*", help=f"only these: {', '.join(names)}")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the pictures go")
    arguments = parser.parse_args()
    if unknown := set(arguments.name) - set(names):
        parser.error(f"there is no picture {', '.join(sorted(unknown))}")
    arguments.folder.mkdir(parents=True, exist_ok=True)  # before files become private
    prepare_environment()
    export = partialmethod(
        Console.export_svg,
        code_format=SVG,
        font_aspect_ratio=CELL / 20,  # Rich counts in characters of 20 pixels
        unique_id="screen",
    )
    with patch.object(Console, "export_svg", export):
        for picture in PICTURES:
            for columns, rows in SIZES:
                if not arguments.name or picture.name in arguments.name:
                    path: Path = arguments.folder / f"{picture.name}-{columns}x{rows}.svg"
                    svg = asyncio.run(draw(picture, (columns, rows)))
                    path.write_text(TEXT.sub(aligned, svg), "utf-8")
                    path.chmod(0o644)
                    print(path.name, flush=True)
    draw_websites(arguments.folder, DAY, arguments.name or names)


if __name__ == "__main__":
    main()
