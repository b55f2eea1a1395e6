"""How customers are told of an offer, in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.documents.agreement import notice_row, price_of
from portal.documents.words import words_of
from portal.languages import language_of
from portal.offers.views import terms_of
from storage.models.messages import MessageKind
from storage.repositories.messages import About, NewMessage, new_token

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from portal.settings import Settings
    from storage.models.customers import Customer
    from storage.models.offers import Offer

SUBJECTS = {
    "de": "Angebot bis {day}: {name}",
    "en": "Offer until {day}: {name}",
}

LETTERS = {
    "de": "Guten Tag {name},\n\nbis {day} haben wir ein Angebot für Sie:\n\n{offer}\n\n{text}\n\n{terms}\n\n"
    "Sie finden es im Kundenlogin unter „Offers of the month“, mit allem, was dazugehört. Bestellt ist erst"
    " etwas, wenn Sie es dort zahlungspflichtig bestellen.\n\n{leave}\n\nKundennummer {number}.\n",
    "en": "Dear {name},\n\nuntil {day} we have an offer for you:\n\n{offer}\n\n{text}\n\n{terms}\n\n"
    "You find it in the customer login under “Offers of the month”, with all that belongs to it. Nothing is"
    " ordered before you order it there with obligation to pay.\n\n{leave}\n\nCustomer number {number}.\n",
}

TERMS = {
    "de": {
        "package": "Paket",
        "service": "Zusatzleistung",
        "first": "Preis in den ersten {months} Monaten",
        "first month": "Preis im ersten Monat",
        "then": "Preis danach",
        "price": "Preis",
        "vat": "{price}, inkl. {rate} USt.",
        "term": "Mindestlaufzeit",
        "months": "{months} Monate",
        "month": "1 Monat",
    },
    "en": {
        "package": "Package",
        "service": "Additional service",
        "first": "Price in the first {months} months",
        "first month": "Price in the first month",
        "then": "Price afterwards",
        "price": "Price",
        "vat": "{price}, including {rate} VAT",
        "term": "Minimum term",
        "months": "{months} months",
        "month": "1 month",
    },
}

LEAVE = {
    "de": "Wenn Sie keine Angebote mehr per E-Mail bekommen möchten, können Sie jederzeit widersprechen, ohne"
    " dass dafür andere als die Übermittlungskosten nach den Basistarifen entstehen: {way}",
    "en": "If you want no more offers by mail, you can object at any time, at no other cost than that of"
    " transmission at the basic rates: {way}",
}
"""§ 7 (3) no. 4 UWG: to be said whenever an address is used."""

BY_MAIL = {
    "de": "Eine E-Mail an {address} mit dem Betreff {code} genügt.",
    "en": "A mail to {address} with the subject {code} will do.",
}

BY_TICKET = {
    "de": "Schreiben Sie uns im Kundenlogin unter „Help and contact“ den Code {code}.",
    "en": "Send us the code {code} in the customer login under “Help and contact”.",
}
"""Where no address takes such mails."""


def event_of(offer: Offer, customer: Customer) -> str:
    """What a message that tells a customer of an offer is known by."""
    return f"offer {offer.id} {customer.id}"


def told_of_offer(
    offer: Offer, makes: str, customer: Customer, settings: Settings, at: dt.datetime
) -> NewMessage:
    """What a customer is told.

    Args:
        offer: Which runs.
        makes: The product of the package, or the name of the service, that it makes.
        customer: Whom it is for.
        settings: For the VAT, and the address that takes objections.
        at: When that is.
    """
    language, code = language_of(customer.language), new_token()
    day = words_of(language).day(offer.ends_on)
    way = (BY_MAIL if settings.smtp.unsubscribe else BY_TICKET)[language]
    body = LETTERS[language].format(
        name=customer.name,
        day=day,
        offer=offer.name,
        text=offer.text,
        terms="\n".join(_terms(offer, makes, settings.invoices.vat_percent, language)),
        leave=LEAVE[language].format(way=way.format(address=settings.smtp.unsubscribe, code=code)),
        number=customer.number,
    )
    return NewMessage(
        customer_id=customer.id,
        event=event_of(offer, customer),
        address=customer.email,
        subject=SUBJECTS[language].format(day=day, name=offer.name),
        body=body,
        at=at,
        about=About(MessageKind.OFFER, language),
        unsubscribe_token=code,
    )


def _terms(offer: Offer, makes: str, vat_percent: int, language: str) -> Iterator[str]:
    """What it makes, costs, and how long it binds, a line each."""
    words, terms, rate = TERMS[language], terms_of(offer), words_of(language).percent(vat_percent)

    def price(cents: int) -> str:
        return words["vat"].format(price=price_of(cents, terms, language), rate=rate)

    yield f"{words['service' if offer.service else 'package']}: {makes}"
    if terms.first_price_cents is None:
        yield f"{words['price']}: {price(terms.price_cents)}"
    else:
        first = words["first month" if terms.first_months == 1 else "first"]
        yield f"{first.format(months=terms.first_months)}: {price(terms.first_price_cents)}"
        yield f"{words['then']}: {price(terms.price_cents)}"
    term = words["month" if terms.minimum_months == 1 else "months"].format(months=terms.minimum_months)
    yield f"{words['term']}: {term}"
    yield ": ".join(notice_row(terms, language))
