"""Kinds and states of messages in words, and how a row looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.messages import MessageKind
from tui import formats
from tui.i18n import _
from tui.text import assemble, literal
from tui.widgets.record_list import Column, Columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.content import Content

    from portal.messages import MessageView

KINDS = {
    MessageKind.NOTICE: _("change"),
    MessageKind.SIGN_IN: _("sign-in"),
    MessageKind.CONTRACT: _("contract"),
    MessageKind.INVOICE: _("invoice"),
    MessageKind.DEBIT: _("debit"),
    MessageKind.OFFER: _("offer"),
    MessageKind.TICKET: _("customer service"),
}
"""What each kind is called."""


def message_columns(zone: str, country: str) -> Columns[MessageView]:
    """When, what, of which kind, whether a document goes with it, whether it is new."""

    def when(view: MessageView) -> Content:
        return literal(formats.moment(view.at, zone, country), _emphasis(view) or "$quiet")

    def subject(view: MessageView) -> Content:
        return literal(view.subject, _emphasis(view))

    def kind(view: MessageView) -> Content:
        return literal(KINDS[view.kind], _emphasis(view) or "$quiet")

    def paper(view: MessageView) -> Content:
        return literal(_("PDF") if view.has_paper else "", _emphasis(view) or "$quiet")

    return Columns(
        Column(_("When"), when, width=18, sort="received"),
        Column(_("Message"), subject, width=24, grow=1),
        Column(_("About"), kind, width=16, min_terminal=100),
        Column("", paper, width=3),
        Column(_("State"), _state, width=5),
    )


def exported(view: MessageView) -> Mapping[str, object]:
    """A row of an exported file."""
    return {
        "at": view.at.isoformat(),
        "about": view.kind.value,
        "subject": view.subject,
        "new": view.is_unread,
        "document": view.has_paper,
    }


def _state(view: MessageView) -> Content:
    if view.is_unread:
        return assemble(("● ", "$warning"), (_("new"), "bold"))
    return literal(_("read"), "$quiet")


def _emphasis(view: MessageView) -> str:
    return "bold" if view.is_unread else ""
