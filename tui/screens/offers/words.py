"""Offers in words: what one costs and how long it binds, how one stands to it, what an order means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.offers import Standing
from tui import figures, formats
from tui.i18n import _, ngettext
from tui.screens.package_change.words import QUOTAS, VALUE, amount_words, beside, price_words
from tui.text import assemble, literal, sentence

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from textual.content import Content

    from portal.offers import OfferDetails, OfferPlan, OfferTerms, OfferView
    from portal.packages import Resource

FEW = 10
"""Of what can be ordered so often only, that stands out."""

STANDINGS = {
    Standing.NEW: (_("● new"), "bold $warning"),
    Standing.OPEN: ("", ""),
    Standing.SOLD_OUT: (_("sold out"), "$error"),
    Standing.ORDERED: (_("✓ ordered"), "$success"),
}
"""How a customer stands to an offer."""


def months_words(months: int) -> str:
    """Such as "12 months"."""
    return ngettext("{n} month", "{n} months", months).format(n=months)


def terms_words(terms: OfferTerms, country: str) -> str:
    """Such as "0,00 € for 3 months, then 2,99 € a month"."""
    price = price_words(terms.price_cents, terms.billing_months, country)
    if terms.first_price_cents is None:
        return price
    first = formats.money(terms.first_price_cents, country)
    if terms.first_price_cents and terms.first_months != terms.billing_months:
        first = price_words(terms.first_price_cents, terms.billing_months, country)
    words = _("{first} for {months}, then {price}")
    return words.format(first=first, months=months_words(terms.first_months), price=price)


def kind_words(view: OfferView) -> Content:
    """Such as "package Homepage Builder"."""
    words = _("package {product}") if view.is_package else _("additional service {product}")
    return sentence(words, product=view.makes)


def left_words(view: OfferView) -> Content:
    """Such as "only 3 left"; empty where that does not limit anything."""
    if view.left is None or view.standing is Standing.SOLD_OUT:
        return literal("")
    if view.left > FEW:
        return literal(_("{n} left").format(n=view.left))
    return literal(_("only {n} left").format(n=view.left), "$warning")


def offer_card(view: OfferView, width: int, country: str, title: str) -> Sequence[Content]:
    """The three lines of a card; `title` is the style of the first one."""
    words, style = STANDINGS[view.standing]
    room = max(width - len(words) - 2, 0)
    name = literal(view.name, title, max_width=room)
    until = _("until {day}").format(day=formats.short_date(view.ends_on, country))
    known = [literal(until), left_words(view), kind_words(view).stylize("$quiet")]
    return (
        assemble(name.pad_right(room + 2 - name.cell_length), (words, style)),
        literal(terms_words(view.terms, country)),
        literal("  ·  ", "$quiet").join([each for each in known if each.plain]),
    )


def facts(view: OfferView, country: str, width: int = VALUE) -> Iterator[Content]:
    """What an offer makes, costs and binds to, line by line; values have so many cells."""
    terms = view.terms
    yield from beside(_("What"), kind_words(view), width)
    price = literal(terms_words(terms, country), "bold")
    yield from beside(_("Price"), sentence(_("{price}, VAT included"), price=price), width)
    yield from beside(_("Billed"), literal(_billed(terms)), width)
    yield from beside(_("Minimum term"), literal(months_words(terms.minimum_months)), width)
    yield from beside(_("Afterwards"), literal(_afterwards(terms)), width)
    yield from beside(_("To order until"), literal(formats.long_date(view.ends_on, country)), width)
    if (left := left_words(view)).plain:
        yield from beside(_("Available"), left, width)


def details_words(details: OfferDetails, country: str) -> Content:
    """An offer to be read: the provider's words, then all that is to be known."""
    lines = [
        literal(details.view.text, lines=True),
        literal(""),
        *facts(details.view, country),
        *beside(_("For"), _for_whom(details, country)),
        *_included(details.quotas, country),
    ]
    return literal("\n", lines=True).join(lines)


def planned(plan: OfferPlan, country: str) -> Content:
    """The whole obligation of an order, line by line."""
    terms = plan.terms

    def day(value: dt.date) -> Content:
        return literal(formats.long_date(value, country), "bold")

    is_package = plan.package_id is None
    what, where = (_("Package"), _("Domain")) if is_package else (_("Service"), _("For the package"))
    domain = _("{domain}, to be registered") if is_package else _("{domain}")
    term = sentence(
        _("{months}, until {day}"), months=months_words(terms.minimum_months), day=day(plan.term_until)
    )
    total = sentence(
        _("{total} for {months}, {percent} % VAT included"),
        total=literal(formats.money(plan.total_cents, country), "bold"),
        months=months_words(terms.minimum_months),
        percent=plan.vat_percent,
    )
    lines = [
        literal(plan.name, "bold $accent"),
        literal(""),
        *beside(what, literal(plan.makes, "bold")),
        *beside(where, sentence(domain, domain=literal(plan.domain, "bold"))),
        *_prices(plan, country),
        *beside(_("Billed"), literal(_billed(terms))),
        *beside(_("Starts"), sentence(_("at once, on {day}"), day=day(plan.starts_on))),
        *beside(_("Minimum term"), term),
        *beside(_("Afterwards"), literal(_afterwards(terms))),
        *beside(_("Total"), total),
    ]
    if plan.withdraw_until is not None:
        words = _("until {day}, under Termination")
        lines.extend(beside(_("Withdrawal"), sentence(words, day=day(plan.withdraw_until))))
    lines.extend(_included(plan.quotas, country))
    return literal("\n", lines=True).join(lines)


def _prices(plan: OfferPlan, country: str) -> Iterator[Content]:
    """What is charged first, and afterwards."""
    terms = plan.terms
    price = literal(price_words(terms.price_cents, terms.billing_months, country), "bold")
    if terms.first_price_cents is None or plan.first_until is None:
        yield from beside(_("Price"), price)
        return
    first = literal(price_words(terms.first_price_cents, terms.billing_months, country), "bold")
    until = formats.long_date(plan.first_until, country)
    yield from beside(_("Price"), sentence(_("{price} until {day},"), price=first, day=until))
    yield from beside("", sentence(_("then {price}"), price=price))


def _billed(terms: OfferTerms) -> str:
    return _("every month, in advance") if terms.billing_months == 1 else _("every year, in advance")


def _afterwards(terms: OfferTerms) -> str:
    """What holds after the minimum term."""
    n = terms.notice_months
    if not n:
        return _("runs on, can be ended at any time")
    return ngettext("runs on, notice of {n} month", "runs on, notice of {n} months", n).format(n=n)


def _for_whom(details: OfferDetails, country: str) -> Content:
    """Who may order it."""
    products = ", ".join(details.products)
    if details.customer_since is None:
        return (
            sentence(_("customers with {products}"), products=products) if products else _everybody(details)
        )
    since = formats.long_date(details.customer_since, country)
    if products:
        words = _("customers since {day} or before, with {products}")
        return sentence(words, day=since, products=products)
    return sentence(_("customers since {day} or before"), day=since)


def _everybody(details: OfferDetails) -> Content:
    return literal(_("all customers") if details.view.is_package else _("all customers with a package"))


def _included(quotas: Sequence[tuple[Resource, int]], country: str) -> Iterator[Content]:
    """What a package includes, one after the other."""
    if quotas:
        allowed = dict(quotas)
        words = (
            f"{amount_words(each, allowed[each], country)} {figures.noun(each, allowed[each])}"
            for each in QUOTAS
            if each in allowed
        )
        yield from beside(_("Includes"), literal(", ".join(words)))


def step_words(step: int, steps: int) -> Content:
    """The title of a step; the only one is not counted."""
    return sentence(_("Order · step {n} of {all}"), n=step, all=steps) if steps > 1 else literal(_("Order"))
