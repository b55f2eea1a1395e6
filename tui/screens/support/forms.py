"""Writing to customer service: a question, and what is added to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.widgets import Static

from portal.errors import ChangedMeanwhile
from portal.paging import PageRequest
from portal.support import NewMessage, NewTicket, Thread, TicketView
from portal.support.models import LONGEST, LONGEST_SUBJECT
from tui import keys
from tui.i18n import _
from tui.text import assemble, literal, sentence
from tui.widgets.box import Answer
from tui.widgets.field import ChoiceField, Field, LinesField, TextField
from tui.widgets.form import Entered, FormModal
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import CustomerAccess
    from portal.errors import PortalError
    from portal.packages import PackageView
    from tui.calls import PortalCalls

MOST_PACKAGES = 50
"""Packages that a question can be about by choosing; more would be no choice."""


class WritingForm(FormModal[Entered, Answer]):
    """Something to write, with room for it."""

    SAVED = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f2,ctrl+s", "save", _("Send"), _("Send what you wrote."), priority=True),
        keys.CANCEL,
    ]
    DEFAULT_CSS = """
    WritingForm PlainText {
        height: 9;
    }
    """

    def buttons(self) -> Iterable[Widget]:
        """Cancel before send."""
        yield PlainButton(_("Cancel"), id="cancel")
        yield PlainButton(_("Send"), id="save", variant="primary")


class AskForm(WritingForm[NewTicket, TicketView]):
    """A new question."""

    TITLE = _("Ask us something")
    MODEL = NewTicket
    HELP = _(
        "Your question goes to our customer service. The answer stands under “Your questions”, and comes by"
        " mail. Never write a password: we never ask for one."
    )

    def __init__(self, access: CustomerAccess, packages: Mapping[str, str], marked: str = "") -> None:
        """Offer `packages`, main domains by id; `marked` is chosen at first."""
        super().__init__()
        self.access, self._packages, self._marked = access, packages, marked

    def about(self) -> str:
        """What becomes of it."""
        return _("We answer here and by mail. Please never write a password.")

    def fields(self) -> Iterable[Field[Any]]:
        """Subject, package, text."""
        yield TextField("subject", _("Subject"), longest=LONGEST_SUBJECT)
        choices = [
            (_("no package in particular"), ""),
            *((name, id_) for id_, name in self._packages.items()),
        ]
        yield ChoiceField("package_id", _("Package"), choices, self._marked)
        yield LinesField("text", _("Your message"), longest=LONGEST)

    async def save(self, entered: NewTicket) -> TicketView:
        """Send it."""
        return await self.portal_call(self.portal.support.ask, self.access, entered)


class WriteForm(WritingForm[NewMessage, Thread]):
    """Something to add to a question."""

    TITLE = _("Write back")
    MODEL = NewMessage
    HELP = _("What you write is added to your question, which is open again then. F2 sends it.")

    def __init__(self, access: CustomerAccess, thread: Thread) -> None:
        """Write on in `thread`."""
        super().__init__()
        self.access, self.seen = access, thread

    def about(self) -> Content:
        """Which question."""
        return literal(self.seen.ticket.subject, "bold")

    def fields(self) -> Iterable[Field[Any]]:
        """The text."""
        yield LinesField("text", _("Your message"), longest=LONGEST)

    async def save(self, entered: NewMessage) -> Thread:
        """Send it."""
        thread: Thread = self.seen
        return await self.portal_call(
            self.portal.support.write, self.access, thread.ticket.id, thread.newest, entered
        )

    def _show(self, error: PortalError) -> None:
        """Besides what is wrong: what was added meanwhile."""
        super()._show(error)
        if isinstance(error, ChangedMeanwhile) and isinstance(error.now, Thread):
            added = literal(error.now.messages[-1].text, lines=True)
            words = sentence(_("Customer service wrote meanwhile:\n{text}"), text=added)
            self.query_one("#about", Static).update(assemble(self.about(), "\n\n", words))


async def ask(asking: PortalCalls, access: CustomerAccess, marked: PackageView | None) -> TicketView | None:
    """Have the customer write a question; None: it was not sent. Raises PortalError.

    Args:
        asking: The screen that asks.
        access: Whose question.
        marked: The package that was marked in the list, which it may well be about.
    """
    request = PageRequest(sort="domain", limit=MOST_PACKAGES)
    page = await asking.portal_call(asking.portal.packages.page, access, request)
    found = [*page.rows, *([marked] if marked is not None else [])]
    packages = {str(package.id): package.main_domain for package in found}
    return await asking.app.push_screen_wait(AskForm(access, packages))
