"""What a customer has in hand of an order, on paper and by mail, in the customer's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.documents import quotas
from portal.documents.agreement import agreement_rows
from portal.documents.confirmation import Section, Told
from portal.documents.words import words_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from portal.offers.views import OfferPlan

WORDS = {
    "de": {
        "title": "Bestätigung Ihrer Bestellung",
        "text": "Sie haben am {at} das Angebot „{name}“ zahlungspflichtig bestellt. Der Vertrag beginnt am"
        " {day}.",
        "ordered": "Was Sie bestellt haben",
        "package": "Paket",
        "service": "Zusatzleistung",
        "domain": "Hauptdomain, wird registriert",
        "for": "Für das Paket",
        "agreed": "Was vereinbart ist",
        "total": "Gesamtpreis der Mindestlaufzeit",
        "vat": "{amount} inkl. {rate} USt.",
        "included": "Was enthalten ist",
        "billing": "Was berechnet wird, steht auf Ihrer nächsten Rechnung.",
        "withdrawal": "Widerruf",
        "withdraw": "Bis zum {day} können Sie diesen Vertrag ohne Angabe von Gründen widerrufen: im"
        " Kundenlogin unter „Termination“ oder durch eine Nachricht an uns. Was berechnet wurde, schreiben"
        " wir Ihnen dann gut.",
    },
    "en": {
        "title": "Confirmation of your order",
        "text": "On {at} you ordered the offer “{name}” with obligation to pay. The contract begins on"
        " {day}.",
        "ordered": "What you ordered",
        "package": "Package",
        "service": "Additional service",
        "domain": "Main domain, to be registered",
        "for": "For the package",
        "agreed": "What is agreed",
        "total": "Total of the minimum term",
        "vat": "{amount} including {rate} VAT",
        "included": "What is included",
        "billing": "What it costs is on your next invoice.",
        "withdrawal": "Withdrawal",
        "withdraw": "Until {day} you can withdraw from this contract without giving a reason: in the customer"
        " login under “Termination”, or by a message to us. We then credit what was charged.",
    },
}


def told_of_order(plan: OfferPlan, received: dt.datetime, language: str) -> Told:
    """What was ordered and what that obliges to; `received` where the provider is."""
    terms, words = WORDS[language], words_of(language)
    text = terms["text"].format(at=words.at(received), name=plan.name, day=words.day(plan.starts_on))
    return Told(terms["title"], text, tuple(_sections(plan, language)))


def _sections(plan: OfferPlan, language: str) -> Iterator[Section]:
    terms, words = WORDS[language], words_of(language)
    what, where = ("package", "domain") if plan.package_id is None else ("service", "for")
    yield Section(terms["ordered"], ((terms[what], plan.makes), (terms[where], plan.domain)))
    total = terms["vat"].format(amount=words.money(plan.total_cents), rate=words.percent(plan.vat_percent))
    agreed = agreement_rows(
        plan.terms, plan.starts_on, language, plan.terms.first_price_cents, plan.first_until
    )
    yield Section(terms["agreed"], (*agreed, (terms["total"], total)), terms["billing"])
    if plan.quotas:
        included = (
            (quotas.NAMES[language][resource], quotas.amount(resource, allowed, words, language))
            for resource, allowed in plan.quotas
        )
        yield Section(terms["included"], tuple(included))
    if plan.withdraw_until is not None:
        yield Section(terms["withdrawal"], text=terms["withdraw"].format(day=words.day(plan.withdraw_until)))
