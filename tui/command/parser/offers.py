"""What the command line understands of offers of the month."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.command.parser.pieces import new_act, new_deeds, new_options
from tui.i18n import _

if TYPE_CHECKING:
    from tui.command.parser.pieces import Commands, Parser

OPTIONS = {
    "code": "CODE",
    "starts_on": "--from",
    "ends_on": "--until",
    "price_cents": "--price",
    "billing_months": "--billing",
    "minimum_months": "--term",
    "notice_months": "--notice",
    "first_price_cents": "--first-price",
    "owned": "--for",
    "customer_since": "--customers-since",
}
"""The options that set a field, where they are not called like it."""


def add_offers(acts: Commands) -> None:
    """Add what is done about offers of the month."""
    deeds = new_deeds(acts, "offers", _("add, list and end offers of the month, tell customers of them"))
    _add_new_offer(new_act(deeds, "add", _("add an offer of the month")))
    new_act(deeds, "list", _("list all offers, those that end last first"))
    _add_code(new_act(deeds, "end", _("end an offer at once: nobody can order it any more")))
    _add_code(
        new_act(
            deeds,
            "announce",
            _("tell all customers whom an offer is for, each once; goes on where it was interrupted"),
        )
    )


def _add_new_offer(add: Parser) -> None:
    _add_code(add)
    new_options(add, ("name", _("what it is called")))
    text = add.add_mutually_exclusive_group()
    text.add_argument("--text", help=_("what it is, for customers to read"))
    text.add_argument("--text-file", metavar=_("FILE"), type=Path, help=_("holds the text, in UTF-8"))
    for name, about in {
        "from": _("its first day, like 2026-12-01"),
        "until": _("its last day, in the same month"),
    }.items():
        add.add_argument(f"--{name}", metavar=_("DATE"), help=about)
    add.add_argument("--available", metavar=_("N"), type=int, help=_("how often it can be ordered in all"))
    _add_what(add)
    _add_price(add)
    who = add.add_argument_group(_("whom it is for, if not for all customers"))
    who.add_argument(
        "--for",
        metavar=_("PRODUCT"),
        action="append",
        default=[],
        help=_("code of a product that customers must have; with several, one of them"),
    )
    who.add_argument(
        "--customers-since", metavar=_("DATE"), help=_("those who were customers on that day or before")
    )


def _add_what(add: Parser) -> None:
    what = add.add_argument_group(_("what it makes: one of these"))
    what.add_argument("--product", metavar=_("PRODUCT"), help=_("a package: the code of its product"))
    what.add_argument("--service", metavar=_("NAME"), help=_("an additional service: what it is called"))


def _add_price(add: Parser) -> None:
    price = add.add_argument_group(_("price and term"))
    price.add_argument("--price", metavar=_("EUR"), help=_("for a billing period, VAT included, like 5.99"))
    price.add_argument(
        "--billing", choices=(1, 12), type=int, default=1, help=_("months of a billing period; 1 if left out")
    )
    price.add_argument(
        "--term", choices=(1, 12, 24), type=int, default=12, help=_("minimum term in months; 12 if left out")
    )
    price.add_argument(
        "--notice", metavar=_("MONTHS"), type=int, default=1, help=_("period of notice; 1 if left out")
    )
    price.add_argument(
        "--first-price", metavar=_("EUR"), help=_("what a billing period costs in the first months")
    )
    price.add_argument(
        "--first-months", metavar=_("MONTHS"), type=int, default=0, help=_("how long that holds")
    )


def _add_code(act: Parser) -> None:
    act.add_argument(
        "code", metavar=_("CODE"), help=_("by which the offer is known, like 2026-12-second-site")
    )
