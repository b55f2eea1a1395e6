"""Long work with a bar: it goes on by itself, can be left, and a refusal ends it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from portal.errors import Conflict
from tests.tui.steps import noticed, sign_in
from tui.widgets.progress import ProgressModal

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tests.tui.portal_app import PortalApp


class Work:
    """Does a step whenever the test lets it."""

    def __init__(self, total: int, *, fails_at: int | None = None) -> None:
        self.total, self.fails_at = total, fails_at
        self.may_go = asyncio.Semaphore(0)
        self.closed = False

    async def steps(self) -> AsyncGenerator[int, None]:
        try:
            for done in range(1, self.total + 1):
                await self.may_go.acquire()
                if done == self.fails_at:
                    raise Conflict("There is no room left.")
                yield done
        finally:
            self.closed = True


def let(work: Work, steps: int) -> None:
    for _step in range(steps):
        work.may_go.release()


async def test_figures_and_bar_follow_the_work_to_its_end(portal_app: PortalApp) -> None:
    work, answers = Work(4), []  # type: tuple[Work, list[int | None]]
    async with portal_app() as pilot:
        await sign_in(pilot)
        pilot.app.push_screen(ProgressModal("Counting", "This counts.", 4, work.steps()), answers.append)
        await pilot.until(lambda: "0 of 4" in pilot.shown())
        let(work, 2)
        await pilot.until(lambda: "2 of 4" in pilot.shown())
        assert "━" * 30 + "┄" * 30 in pilot.shown()
        let(work, 2)
        await pilot.until(lambda: answers)
    assert answers == [4]
    assert work.closed


async def test_leaving_waits_for_the_present_step_only(portal_app: PortalApp) -> None:
    work, answers = Work(9), []  # type: tuple[Work, list[int | None]]
    async with portal_app() as pilot:
        await sign_in(pilot)
        pilot.app.push_screen(ProgressModal("Counting", "This counts.", 9, work.steps()), answers.append)
        let(work, 1)
        await pilot.until(lambda: "1 of 9" in pilot.shown())
        await pilot.press("escape")
        await pilot.until(lambda: "1 of 9, leaving …" in pilot.shown())
        assert answers == []
        let(work, 5)
        await pilot.until(lambda: answers)
    assert answers == [2]
    assert work.closed


async def test_a_refusal_ends_the_work_and_is_told(portal_app: PortalApp) -> None:
    work, answers = Work(9, fails_at=3), []  # type: tuple[Work, list[int | None]]
    async with portal_app() as pilot:
        await sign_in(pilot)
        pilot.app.push_screen(ProgressModal("Counting", "This counts.", 9, work.steps()), answers.append)
        let(work, 3)
        await pilot.until(lambda: answers)
        await noticed(pilot, "There is no room left.")
    assert answers == [2]
