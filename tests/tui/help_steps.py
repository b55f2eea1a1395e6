"""How the help is come to and searched by keyboard, and what customer service does meanwhile."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from portal.access import OperatorAccess
from portal.support import NewMessage
from tests.tui.steps import all_is_read, open_entry, running
from tui.screens.help import HelpScreen
from tui.screens.help.article import ArticlePane
from tui.screens.help.search import HitList, SearchField
from tui.screens.support.thread import ThreadModal
from tui.screens.support.tickets import TicketsScreen
from tui.widgets.help import HelpModal

if TYPE_CHECKING:
    from tests.tui.portal_app import Keyboard, PortalApp

BEN = OperatorAccess("ben")

ATTACK = re.compile(r"\x1b\](?!8;)|\x9b|\x07|\x1b\[2J")
"""What a terminal would act on."""


async def open_help(pilot: Keyboard) -> HelpScreen:
    """Open the help from the contract menu; the search has the focus, the last questions stand there."""
    await open_entry(pilot, "help")
    screen = await the_help(pilot)
    await pilot.until(lambda: isinstance(pilot.app.focused, SearchField))
    await pilot.until(lambda: "Your last questions" in pilot.shown(), "The questions were never read.")
    return screen


async def the_help(pilot: Keyboard) -> HelpScreen:
    """The help, once it stands there."""
    await pilot.until(lambda: isinstance(pilot.app.screen, HelpScreen), "The help never came.")
    await pilot.settle()
    return cast("HelpScreen", pilot.app.screen)


async def search(pilot: Keyboard, words: str) -> list[str]:
    """Type into the search; the names of what is found."""
    await pilot.press(*words)
    return names(pilot)


def names(pilot: Keyboard) -> list[str]:
    """The articles that are listed, by their names."""
    return [option.id for option in pilot.app.screen.query_one(HitList).options if option.id]


async def reads_article(pilot: Keyboard, title: str) -> str:
    """Wait until an article is shown; its text, without line breaks."""
    screen = await the_help(pilot)
    pane = screen.query_one(ArticlePane)
    await pilot.until(lambda: str(pane.border_title) == title, f"{title} never came.")
    await pilot.until(lambda: pilot.app.focused is pane)
    await pilot.settle()
    return running(pilot.shown())


async def read_more(pilot: Keyboard) -> HelpScreen:
    """F1, and from there to the article."""
    await pilot.press("f1")
    await pilot.until(lambda: isinstance(pilot.app.screen, HelpModal), "F1 did nothing.")
    await pilot.press("r")
    return await the_help(pilot)


async def open_questions(pilot: Keyboard) -> None:
    """From the help to the list of questions."""
    await pilot.press("f7")
    await pilot.until(lambda: isinstance(pilot.app.screen, TicketsScreen), "The questions never came.")
    await all_is_read(pilot)


async def open_thread(pilot: Keyboard) -> ThreadModal:
    """Open the marked question."""
    await pilot.press("enter")
    await pilot.until(lambda: isinstance(pilot.app.screen, ThreadModal), "The question never came.")
    await pilot.settle()
    return cast("ThreadModal", pilot.app.screen)


def answer(portal_app: PortalApp, reference: str, text: str) -> None:
    """Customer service answers, at its own terminal."""
    with portal_app.elsewhere() as other:
        other.operator.support.answer(BEN, reference, NewMessage(text=text))
