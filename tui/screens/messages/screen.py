"""The screen of messages: the list, and what can be done with one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work

from portal.messages import MessageView
from tui import formats, keys
from tui.i18n import _, ngettext
from tui.screens.messages.reading import read_message, save_paper
from tui.screens.messages.words import exported, message_columns
from tui.text import assemble, plain, sentence
from tui.widgets.exports import EXPORT, Exports
from tui.widgets.page import CustomerScreen
from tui.widgets.record_list import RecordList
from tui.widgets.record_list.list_keys import FILTER, MOVING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import CustomerAccess
    from portal.packages import PackageView
    from portal.paging import Page, PageRequest
    from tui.calls import PortalCalls
    from tui.widgets.record_list import messages


class MessageList(RecordList[MessageView], Exports, inherit_bindings=False):
    """What the customer was told, newest first."""

    HELP = _(
        "Everything that we told you, by mail and here. Enter shows the marked message, “p” saves the"
        " document that goes with it, “a” takes all as read. What you have not opened yet is new."
    )
    FILE = "messages"
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("enter", "choose", _("Read"), _("Show the marked message.")),
        keys.key("p", "save_paper", _("Save PDF"), _("Save the document that goes with it.")),
        keys.key("a", "all_read", _("All read"), _("Take all messages of the list as read.")),
        EXPORT,
        FILTER,
        keys.key("escape", "clear_filter", _("All rows"), _("Clear the filter.")),
        keys.RELOAD,
        *MOVING,
    ]

    def __init__(self, access: CustomerAccess, zone: str, country: str, *, id: str) -> None:  # noqa: A002
        """List what the customer of `access` was told, moments as in `zone` and `country`."""
        self.access, self.country = access, country
        self._all_of_them, self._unread, self._newest = 0, 0, 0
        super().__init__(
            self._fetch,
            message_columns(zone, country),
            empty=_("Whatever we tell you by mail will stand here, too. There is nothing yet."),
            sort="received",
            descending=True,
            id=id,
        )
        self.border_title = _("Messages")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the marked message and the place allow."""
        view = self.highlighted
        if action == "save_paper":
            return view is not None and view.has_paper and self.login.own_machine
        if action in {"choose", "export"}:
            return view is not None
        if action == "all_read":
            return self._unread > 0
        return super().check_action(action, parameters)

    async def _fetch(self, request: PageRequest) -> Page[MessageView]:
        page = await self.portal_call(self.portal.messages.page, self.access, request)
        self._newest = max((self._newest, *(view.id for view in page.rows)))
        if request.count:
            self._unread = await self.portal_call(self.portal.messages.count_unread, self.access)
            if not request.filter:
                self._all_of_them = page.total or 0
            if self.is_attached:
                self.border_title = self._title(page.total or 0)
                self.screen.refresh_bindings()
        return page

    def on_record_list_highlighted(self) -> None:
        """What is offered depends on the message."""
        self.screen.refresh_bindings()

    def on_record_list_chosen(self, event: messages.Chosen) -> None:
        """Show a message."""
        self._read_message(event.view)

    async def exported_rows(self) -> list[Mapping[str, object]]:
        """All messages that the filter lets through, in their order."""
        return [exported(view) async for view in self.export_rows()]

    @work(exclusive=True, group="ask")
    async def _read_message(self, view: MessageView) -> None:
        with self.told():
            await read_message(self, self.access, view.id)
            if view.is_unread:
                await self.reload(lambda each: each.id == view.id)

    @work(exclusive=True, group="ask")
    async def action_save_paper(self) -> None:
        """Save the document of the marked message."""
        if self.highlighted is not None:
            with self.told():
                await save_paper(self, self.access, self.highlighted.id)

    @work(exclusive=True, group="ask")
    async def action_all_read(self) -> None:
        """Take as read what was shown; what came meanwhile stays new."""
        with self.told():
            marked = self.highlighted
            n = await self.portal_call(self.portal.messages.mark_all_read, self.access, self._newest)
            await self.reload(lambda each: marked is not None and each.id == marked.id)
            words = ngettext("{n} message counts as read now.", "{n} messages count as read now.", n)
            self.notify(plain(words.format(n=formats.number(n, self.country))))

    def _title(self, matching: int) -> Content:
        """How many there are, and how many of all are new."""
        n, everything = (formats.number(each, self.country) for each in (matching, self._all_of_them))
        title = sentence(_("Messages ({n})"), n=n)
        if matching != self._all_of_them:
            title = sentence(_("Messages ({n} of {all})"), n=n, all=everything)
        if not self._unread:
            return title
        new = ngettext("{n} new", "{n} new", self._unread)
        return assemble(title, " · ", new.format(n=formats.number(self._unread, self.country)))


class MessagesScreen(CustomerScreen):
    """All messages of the customer, over the whole width."""

    def place(self) -> str:
        """Here."""
        return _("Messages")

    def body(self) -> ComposeResult:
        """The list."""
        zone = self.portal.settings.time_zone
        yield MessageList(self.access, zone, self.login.country, id="messages")


async def open_messages(asking: PortalCalls, access: CustomerAccess, _marked: PackageView | None) -> None:
    """Show the messages until the customer comes back."""
    await asking.app.push_screen_wait(MessagesScreen(access))
