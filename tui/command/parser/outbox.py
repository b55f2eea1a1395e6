"""What the command line understands of mail out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.command.parser.pieces import new_act, new_deeds
from tui.i18n import _

if TYPE_CHECKING:
    from tui.command.parser.pieces import Commands

STATES = ("queued", "sending", "sent", "failed", "suppressed")
"""The names of states, as they are told; here, as nothing heavy is loaded for a parser."""


def add_outbox(acts: Commands) -> None:
    """Add sending, and the care for what cannot be sent."""
    deeds = new_deeds(acts, "outbox", _("send what customers are told by mail; look at it"))
    send = new_act(deeds, "send", _("hand what is due to the mail server"))
    send.add_argument("--watch", action="store_true", help=_("go on until interrupted, with what comes up"))
    listing = new_act(deeds, "list", _("list mails, the newest first"))
    listing.add_argument("--customer", metavar=_("NUMBER"), help=_("only those to a customer"))
    listing.add_argument("--state", choices=STATES, help=_("only those in a state"))
    about = {
        "show": _("show a mail with its text"),
        "again": _("put back a mail that failed or was not to be sent"),
    }
    for name, what in about.items():
        new_act(deeds, name, what).add_argument(
            "number", metavar=_("NUMBER"), type=int, help=_("number of the mail, as the list has it")
        )
    suppress = new_act(deeds, "suppress", _("never send what waits since long ago"))
    suppress.add_argument(
        "--until", metavar=_("DATE"), required=True, help=_("what was queued by then, like 2026-03-31")
    )
    unsubscribe = new_act(deeds, "unsubscribe", _("send no more offers to who asked for that"))
    unsubscribe.add_argument(
        "token", metavar=_("CODE"), help=_("the subject of the mail that came to the unsubscribe address")
    )
