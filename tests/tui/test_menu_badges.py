"""What waits stands at the right of a menu's entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from tui.theme import DARK
from tui.widgets.menu import Entry, Menu

if TYPE_CHECKING:
    from textual.app import ComposeResult


class MenuApp(App[None]):
    """A menu alone."""

    def on_load(self) -> None:
        self.register_theme(DARK)
        self.theme = DARK.name

    def compose(self) -> ComposeResult:
        yield Menu("Contract", [Entry("invoices", "Your invoices"), Entry("offers", "Offers of the month")])


async def test_a_badge_stands_at_the_right_gives_its_label_no_second_line_and_goes() -> None:
    app = MenuApp()
    async with app.run_test(size=(80, 8)) as pilot:
        menu = app.query_one(Menu)
        menu.show_badge("invoices", "1 open")
        menu.show_badge("offers", "12 new")
        await pilot.pause()
        assert [option.prompt.plain for option in menu.options] == [  # type: ignore[union-attr]
            "Your invoices     1 open",
            "Offers of the mo… 12 new",
        ]
        menu.styles.width = 40
        while menu.size.width < 38:  # inside of its border
            await pilot.pause(0.01)
        await pilot.pause()
        assert menu.options[1].prompt.plain == "Offers of the month           12 new"  # type: ignore[union-attr]
        menu.show_badge("offers", "")
        assert menu.options[1].prompt.plain.strip() == "Offers of the month"  # type: ignore[union-attr]
