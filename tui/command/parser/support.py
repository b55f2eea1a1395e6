"""What the command line understands of customer service."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.command.parser.pieces import new_act, new_deeds
from tui.i18n import _

if TYPE_CHECKING:
    from tui.command.parser.pieces import Commands, Parser

TICKET_STATES = ("open", "answered", "closed")
"""The names of states, as they are told; here, as nothing heavy is loaded for a parser."""


def add_tickets(acts: Commands) -> None:
    """Add what is done about tickets."""
    deeds = new_deeds(acts, "tickets", _("list, show, answer and close what customers ask"))
    listing = new_act(deeds, "list", _("list tickets, the one written in last first"))
    listing.add_argument("--customer", metavar=_("NUMBER"), help=_("only those of a customer"))
    listing.add_argument("--state", choices=TICKET_STATES, help=_("only those in a state"))
    _add_reference(new_act(deeds, "show", _("show a ticket with all that was written")))
    answer = new_act(deeds, "answer", _("answer a ticket; the customer is told"))
    _add_reference(answer)
    source = answer.add_mutually_exclusive_group()
    source.add_argument("--text", help=_("the answer"))
    source.add_argument(
        "--file", metavar=_("FILE"), type=Path, help=_("holds the answer; else standard input does")
    )
    _add_reference(new_act(deeds, "close", _("close a ticket that is settled")))


def _add_reference(act: Parser) -> None:
    act.add_argument("reference", metavar=_("TICKET"), help=_("such as T-000012"))
