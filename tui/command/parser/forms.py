"""What the command line understands of forms that need a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.command.parser.pieces import new_act, new_deeds, new_options
from tui.i18n import _

if TYPE_CHECKING:
    from tui.command.parser.pieces import Commands, Parser

FORM_STATES = ("printed", "received", "accepted", "rejected", "withdrawn")
"""The names of states, as they are told; here, as nothing heavy is loaded for a parser."""

COMPLETED = (
    ("company", _("company of the other party, where there is one")),
    ("first-name", _("first name")),
    ("last-name", _("last name")),
    ("street", _("street, without the number")),
    ("house-number", _("number")),
    ("addition", _("anything more of the address")),
    ("postcode", _("postcode")),
    ("town", _("town")),
    ("country", _("two letters")),
    ("email", _("where notices go")),
    ("telephone", _("telephone or mobile number")),
)
"""What is filled in by hand, or written otherwise."""


def add_forms(acts: Commands) -> None:
    """Add the commands."""
    deeds = new_deeds(acts, "forms", _("list forms, book that they were received, accept or reject them"))
    listing = new_act(deeds, "list", _("list forms, the newest first"))
    listing.add_argument("--state", choices=FORM_STATES, help=_("only those in a state"))
    _add_number(new_act(deeds, "received", _("book that a form came back with both signatures")))
    _add_accept(new_act(deeds, "accept", _("accept a form, and do what it says")))
    reject = new_act(deeds, "reject", _("reject a form; the customer is told why"))
    _add_number(reject)
    reject.add_argument("--reason", required=True, help=_("a sentence for the customer"))


def _add_accept(accept: Parser) -> None:
    _add_number(accept)
    accept.add_argument(
        "--on", metavar=_("DATE"), help=_("the first day it holds, like 2026-03-31; today if left out")
    )
    accept.add_argument(
        "--to", metavar=_("NUMBER"), help=_("of a transfer: the customer number of who gets it")
    )
    accept.add_argument(
        "--package", metavar=_("DOMAIN"), help=_("of single domains: the package of theirs that they go to")
    )
    new_options(accept.add_argument_group(_("what is written on the form by hand")), *COMPLETED)


def _add_number(act: Parser) -> None:
    act.add_argument("number", metavar=_("NUMBER"), help=_("number of the form, like F-2026-000123"))
