"""What was received: when, with what effect, and what is shown this once only."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.widgets import Button, Static

from tui import documents, formats, keys
from tui.i18n import _
from tui.text import assemble, literal, sentence
from tui.widgets.box import SCROLL_KEYS, Box
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import CustomerAccess
    from portal.termination import Acknowledged, AuthInfo

ON_FILES = ("save_pdf", "open_pdf")
"""What is done with files, and only on the customer's own machine."""

DOMAIN = 36
"""Cells for the name of a domain beside its AuthInfo."""


class AcknowledgedModal(Box[None]):
    """The receipt of an act; its confirmation can be saved here."""

    HELP = _(
        "What we received, and when. The same stands in the confirmation, which you can save as a PDF; it was"
        " sent to your contact email, too. An AuthInfo is shown here only: note it before you close this."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("escape", "close", _("Close"), _("Go back to what can end.")),
        keys.key("p", "save_pdf", _("Save PDF"), _("Save the confirmation to your downloads.")),
        keys.key("o", "open_pdf", _("Open PDF"), _("Save the confirmation and open it.")),
        *SCROLL_KEYS,
    ]

    def __init__(self, access: CustomerAccess, title: str, what: str, done: Acknowledged) -> None:
        """Tell of an act.

        Args:
            access: Whose.
            title: What was done, in a word.
            what: The same in a sentence, with `{name}` and `{moment}` to be filled in.
            done: What was received.
        """
        super().__init__()
        self.title = title
        self.access, self._what, self._done = access, what, done

    def content(self) -> Iterable[Widget]:
        """When it was received, when it ends, and AuthInfos."""
        yield Static(literal("\n", lines=True).join(self._lines()))

    def buttons(self) -> Iterable[Widget]:
        """Close, and save where there are files."""
        yield PlainButton(_("Close"), id="close")
        if self.login.own_machine:
            yield PlainButton(_("Save PDF"), id="save", variant="primary")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Save where there are files."""
        return action not in ON_FILES or self.login.own_machine

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

    @on(Button.Pressed, "#save")
    @work
    async def action_save_pdf(self) -> None:
        """Save the confirmation."""
        with self.told():
            await documents.save(self, *await self._paper())

    @work
    async def action_open_pdf(self) -> None:
        """Open the confirmation in the system's viewer."""
        with self.told():
            await documents.view(self, *await self._paper())

    async def _paper(self) -> tuple[str, bytes]:
        paper = self.portal.contract_acts.paper
        content = await self.portal_call(paper, self.access, self._done.act_id)
        return _("confirmation-{reference}.pdf").format(reference=self._done.reference), content

    def _lines(self) -> Iterator[Content]:
        done, country = self._done, self.login.country
        moment = formats.moment(done.at, self.portal.settings.time_zone, country)
        yield sentence(self._what, name=literal(done.name, "bold"), moment=literal(moment, "bold"))
        if done.ends_on is not None:
            day = formats.long_date(done.ends_on, country)
            yield sentence(_("Last day: {day}."), day=literal(day, "bold"))
        sent = _("The confirmation {reference} was sent to your contact email.")
        yield sentence(sent, reference=done.reference)
        if done.auth_infos:
            yield literal("")
            yield from auth_info_lines(done.auth_infos, country)


def auth_info_lines(infos: Sequence[AuthInfo], country: str) -> Iterator[Content]:
    """AuthInfos, each beside its domain, and what they are for."""
    day = formats.long_date(infos[0].until, country)
    told = _("AuthInfo for your new provider, valid until {day}. It is shown only here: note it now.")
    yield sentence(told, day=literal(day, "bold"))
    for info in infos:
        name = literal(info.domain, max_width=DOMAIN)
        yield assemble(name.pad_right(DOMAIN + 2 - name.cell_length), literal(info.code, "bold $accent"))
