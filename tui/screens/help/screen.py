"""The screen of the help: the search, what was found, the article; for customers the ways to us, too."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual import on, work
from textual.containers import Horizontal
from textual.widgets import ContentSwitcher, Input

from portal.access import CustomerAccess
from tui import keys
from tui.i18n import _
from tui.screens.help.article import ArticlePane
from tui.screens.help.contact import ContactPane
from tui.screens.help.places import is_entry_of, leads_there, open_place
from tui.screens.help.search import HitList, SearchField
from tui.widgets.page import FramedScreen, Page
from tui.widgets.pick import PickModal

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.screen import Screen

    from portal.help import Article, Shelf
    from portal.packages import PackageView
    from portal.portal import Portal
    from tui.app import CustomerLogin
    from tui.calls import PortalCalls

FOR_CUSTOMERS = {"ask", "tickets", "pin"}
"""Actions that need a customer."""


class HelpScreen(FramedScreen):
    """Found while one types, read, and left for the place it is about."""

    AUTO_FOCUS = "SearchField"
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f6", "ask", _("Ask us"), _("Ask our customer service.")),
        keys.key("f7", "tickets", _("Questions"), _("Read what you asked us, with our answers.")),
        keys.key("f8", "pin", _("PIN"), _("Make a service PIN for the telephone.")),
        keys.BACK,
    ]
    DEFAULT_CSS = """
    HelpScreen #found {
        height: 1fr;
    }
    HelpScreen ContentSwitcher {
        width: 1fr;
        height: 1fr;
    }
    """

    def __init__(
        self, shelf: Shelf, access: CustomerAccess | None, marked: PackageView | None = None, at: str = ""
    ) -> None:
        """Open the help.

        Args:
            shelf: The articles for this reader.
            access: Who is signed in as a customer; None: nobody is, and nothing contractual is offered.
            marked: The package that was marked in the list, for places that are about one.
            at: The article to begin with; empty, or none of the shelf: the search.
        """
        super().__init__()
        self._shelf, self.access, self._marked = shelf, access, marked
        self._read = [found] if (found := shelf.article(at)) is not None else []
        self._begins_with_article = bool(self._read)

    @property
    def article(self) -> str:
        """The help on the help."""
        return "help" if self.access is None or self._read else "contact"

    def where(self) -> tuple[str, str]:
        """Here, and who is signed in."""
        if self.access is not None:
            return _("Help and contact"), self.customer_words()
        return _("Help"), _("Package login") if self.login.signed_in else ""

    def body(self) -> ComposeResult:
        """The search on top, what was found and the article beneath."""
        yield SearchField()
        with Horizontal(id="found"):
            yield HitList()
            with ContentSwitcher(initial="article" if self._read or self.access is None else "contact"):
                if self.access is not None:
                    yield ContactPane(self.access, self._marked)
                yield ArticlePane()

    async def on_mount(self) -> None:
        """Show the contents, and the article it begins with."""
        self.query_one(HitList).show_contents(self._shelf.articles)
        if self._read:
            await self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the reader may, and what the article has."""
        if action in FOR_CUSTOMERS:
            return self.access is not None
        if action == "go":
            return self._leads_there()
        if action == "follow":
            return bool(self._see())
        return super().check_action(action, parameters)

    # Searching

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find while one types: the index answers within a millisecond or two."""
        event.stop()
        hits = self.query_one(HitList)
        if event.value.strip():
            hits.show_hits(self._shelf.search(event.value))
        else:
            hits.show_contents(self._shelf.articles)

    def action_move(self, how: Literal["cursor_up", "cursor_down", "page_up", "page_down"]) -> None:
        """Move in what was found, from the line that is searched in."""
        getattr(self.query_one(HitList), f"action_{how}")()

    def action_read(self) -> None:
        """Open the marked article."""
        self.query_one(HitList).action_select()

    def action_search(self) -> None:
        """Look for something else."""
        self.query_one(SearchField).focus()

    @on(HitList.Chosen)
    async def _chosen(self, event: HitList.Chosen) -> None:
        self._begins_with_article = False
        self._read.clear()
        await self.open_article(event.name)

    # Reading

    async def open_article(self, name: str) -> None:
        """Show an article; Esc leads back to the one before."""
        article = self._shelf.article(name)
        if article is not None:
            self._read.append(article)
            await self._show()

    async def _show(self) -> None:
        pane = self.query_one(ArticlePane)
        await pane.show(self._read[-1], self._see())
        self.query_one(ContentSwitcher).current = "article"
        pane.focus()
        self.refresh_bindings()

    def _see(self) -> list[Article]:
        """What there is to read besides, for this reader."""
        names = self._read[-1].see if self._read else ()
        return [other for name in names if (other := self._shelf.article(name)) is not None]

    @work(exclusive=True, group="ask")
    async def action_follow(self) -> None:
        """Read another article that fits."""
        others = self._see()
        picked = others[0].name
        if len(others) > 1:
            things = [(other.name, other.title, "") for other in others]
            answer = await self.app.push_screen_wait(PickModal(_("See also"), things, picked))
            if answer is None:
                return
            picked = answer
        await self.open_article(picked)

    async def action_back(self) -> None:
        """To the article before, to the search, and at last to where this was opened."""
        search = self.query_one(SearchField)
        if len(self._read) > 1:
            self._read.pop()
            await self._show()
        elif self._read and not self._begins_with_article:
            self._close_article()
        elif search.value and not self._read:
            search.clear()
        else:
            self.dismiss(None)

    def _close_article(self) -> None:
        self._read.clear()
        if self.access is not None:
            self.query_one(ContentSwitcher).current = "contact"
        else:
            self.query_one(ArticlePane).empty()
        self.action_search()
        self.refresh_bindings()

    # Going to the place

    def _leads_there(self) -> bool:
        name = self._read[-1].subject if self._read else ""
        return bool(name) and leads_there(name, self.access, self._beneath)

    @property
    def _beneath(self) -> Screen[Any]:
        """Where the help was opened."""
        stack = self.app.screen_stack
        return stack[max(stack.index(self) - 1, 0)]

    @work(exclusive=True, group="ask")
    async def action_go(self) -> None:
        """Go to the place that the article is about."""
        name, beneath = self._read[-1].subject, self._beneath
        if isinstance(beneath, Page) and is_entry_of(beneath, name):
            self.dismiss(None)
            beneath.open_entry(name)
        elif self.access is not None:
            with self.told():
                await open_place(self, self.access, name, self._marked)

    # Contact

    def action_ask(self) -> None:
        """Write to customer service."""
        self.query_one(ContactPane).ask()

    def action_tickets(self) -> None:
        """Show what was asked."""
        self.query_one(ContactPane).show_questions()

    def action_pin(self) -> None:
        """Make a service PIN."""
        self.query_one(ContactPane).make_pin()

    def action_reload(self) -> None:
        """Read the last questions again; the articles are what they were."""
        for contact in self.query(ContactPane):
            contact.read_questions()


async def open_help(asking: PortalCalls, access: CustomerAccess, marked: PackageView | None) -> None:
    """Show the help until the customer comes back."""
    shelf = await asyncio.to_thread(_shelf, asking.portal, access)
    await asking.app.push_screen_wait(HelpScreen(shelf, access, marked))


async def read_article(app: CustomerLogin, name: str) -> None:
    """Show the help at an article, for whoever is signed in or is not yet."""
    signed_in = app.signed_in
    access = signed_in.access if signed_in and isinstance(signed_in.access, CustomerAccess) else None
    shelf = await asyncio.to_thread(_shelf, await app.opened_portal(), access)
    app.push_screen(HelpScreen(shelf, access, at=name))


def _shelf(portal: Portal, access: CustomerAccess | None) -> Shelf:
    return portal.help.for_everybody if access is None else portal.help.for_customers
