"""`admin offers …`: making offers of the month, ending them, telling customers of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.errors import Conflict, InvalidInput, Unavailable
from portal.offers import NewOffer, Phase
from portal.opening import open_portal
from portal.validation import checked
from tui.command.listing import listed
from tui.command.output import Answer, data_of, progress
from tui.command.typed import typed_cents
from tui.formats import money
from tui.i18n import _, ngettext

if TYPE_CHECKING:
    import argparse

    from portal.access import OperatorAccess
    from portal.offers import OfferTerms
    from portal.operator.offers import OfferCare, OfferRecord

PHASES = {
    Phase.COMING: _("to come"),
    Phase.RUNNING: _("running"),
    Phase.OVER: _("over"),
    Phase.ENDED: _("ended"),
}


def offers(access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    """Do what was asked for; raises PortalError."""
    if arguments.deed == "list":
        return listed(
            arguments,
            "offers",
            lambda portal: portal.operator.offers.list(access),
            _line,
            _("There is no offer yet."),
        )
    deeds = {"add": _add, "end": _end, "announce": _announce}
    portal = open_portal(arguments.database, arguments.settings)
    try:
        return deeds[arguments.deed](portal.operator.offers, access, arguments)
    finally:
        portal.close()


def _line(row: OfferRecord, country: str) -> str:
    of = "" if row.available is None else f"/{row.available}"
    return "  ".join(
        (
            f"{row.code:<30}",
            f"{PHASES[row.phase]:<7}",
            _("{first} to {last}").format(first=row.starts_on, last=row.ends_on),
            _("{n} ordered").format(n=f"{row.ordered}{of}".rjust(5)),
            f"{row.name}: {row.makes}",
            _price(row.terms, country),
            "" if row.announced_at is None else _("announced"),
        )
    ).rstrip()


def _price(terms: OfferTerms, country: str) -> str:
    """What a billing period costs, first and then."""
    per = _("{price} a month") if terms.billing_months == 1 else _("{price} a year")
    price = per.format(price=money(terms.price_cents, country))
    if terms.first_price_cents is None:
        return price
    return ngettext(
        "{first} for {n} month, then {price}", "{first} for {n} months, then {price}", terms.first_months
    ).format(
        first=per.format(price=money(terms.first_price_cents, country)),
        n=terms.first_months,
        price=price,
    )


def _add(care: OfferCare, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    record = care.add(access, checked(NewOffer, _entered(arguments)))
    sentence = {
        Phase.COMING: _("The offer {code} is added; customers see it from {first} to {last}."),
        Phase.RUNNING: _("The offer {code} is added; customers see it from now on, until {last}."),
    }.get(record.phase, _("The offer {code} is added, but it is over: its last day was {last}."))
    line = sentence.format(code=record.code, first=record.starts_on, last=record.ends_on)
    return Answer((line,), data_of(record))


def _entered(arguments: argparse.Namespace) -> dict[str, object]:
    """What was typed, by field; nothing of what was left out."""
    given = vars(arguments)
    values = {
        "code": arguments.code,
        "name": arguments.name,
        "text": _text(arguments),
        "starts_on": given["from"],
        "ends_on": arguments.until,
        "product": arguments.product,
        "service": arguments.service,
        "price_cents": typed_cents(arguments.price, "price"),
        "billing_months": arguments.billing,
        "minimum_months": arguments.term,
        "notice_months": arguments.notice,
        "first_price_cents": typed_cents(arguments.first_price, "first-price"),
        "first_months": arguments.first_months,
        "owned": given["for"],
        "customer_since": arguments.customers_since,
        "available": arguments.available,
    }
    return {name: value for name, value in values.items() if value is not None}


def _text(arguments: argparse.Namespace) -> str | None:
    """What it is: behind an option, or in a file."""
    if arguments.text_file is None:
        return str(arguments.text) if arguments.text is not None else None
    try:
        return str(arguments.text_file.read_text("utf-8"))
    except UnicodeDecodeError:
        raise InvalidInput(_("The text is not UTF-8."), "text-file") from None
    except OSError as error:
        raise Unavailable(
            _("{path} cannot be read: {reason}").format(path=arguments.text_file, reason=error.strerror)
        ) from None


def _end(care: OfferCare, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    record = care.end(access, arguments.code)
    line = _("The offer {code} is ended; nobody can order it any more.").format(code=record.code)
    return Answer((line,), data_of(record))


def _announce(care: OfferCare, access: OperatorAccess, arguments: argparse.Namespace) -> Answer:
    try:
        with progress(wanted=not arguments.json, about=_("Telling")) as tell:
            done = care.announce(access, arguments.code, tell)
    except KeyboardInterrupt:
        sentence = _("Interrupted. Who was told stays told; the next run goes on with the others.")
        raise Conflict(sentence) from None
    lines = [
        ngettext(
            "{n} customer is told of the offer {code}.",
            "{n} customers are told of the offer {code}.",
            done.told,
        ).format(n=done.told, code=done.code)
    ]
    if done.before:
        lines.append(_("{n} had been told before.").format(n=done.before))
    return Answer(tuple(lines), data_of(done))
