"""What a customer has in hand of linked numbers, in their language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.documents.confirmation import Section, Told
from portal.documents.words import words_of
from portal.languages import language_of

if TYPE_CHECKING:
    from portal.linking.views import LinkPlan

WORDS = {
    "de": {
        "title": "Bestätigung: Kundennummern verknüpft",
        "text": "Sie haben die Kundennummer {other} mit Ihrer Kundennummer {number} verknüpft. Das lässt sich"
        " nicht rückgängig machen.",
        "over": "Was jetzt unter Kundennummer {number} steht",
        "packages": "Pakete",
        "invoices": "Offene Rechnungen",
        "sum": "{count}, zusammen {amount}",
        "follow": "Weitere Kundennummern",
        "stays": "Ihre Kundendaten sind die der Kundennummer {number}. Rechnungen behalten die Kundennummer,"
        " unter der sie gestellt wurden.",
        "sign_in": "Anmeldung",
        "signs_in": "Mit beiden Kundennummern und dem Kundenpasswort von {number}; das Kundenpasswort von"
        " {other} gilt nicht mehr.",
        "mandate": "Mandat {mandate}",
        "ends": "Es ist beendet; angekündigte Lastschriften werden noch eingezogen: {debits}. Künftig gilt"
        " das Mandat der Kundennummer {number}.",
        "messages": "Mitteilungen gehen an",
    },
    "en": {
        "title": "Confirmation: customer numbers linked",
        "text": "You linked the customer number {other} to your customer number {number}. This cannot be"
        " undone.",
        "over": "What stands under customer number {number} now",
        "packages": "Packages",
        "invoices": "Open invoices",
        "sum": "{count}, together {amount}",
        "follow": "Further customer numbers",
        "stays": "Your customer data are those of customer number {number}. Invoices keep the customer number"
        " under which they were issued.",
        "sign_in": "Signing in",
        "signs_in": "With either customer number and the customer password of {number}; the customer password"
        " of {other} is not valid any more.",
        "mandate": "Mandate {mandate}",
        "ends": "It has ended; debits that were announced are still collected: {debits}. From now on the"
        " mandate of customer number {number} is used.",
        "messages": "Messages go to",
    },
}


def told(plan: LinkPlan, language: str) -> Told:
    """What was linked, and what follows from it."""
    words, writing = WORDS[language_of(language)], words_of(language)
    names = {"number": plan.number, "other": plan.other, "mandate": plan.mandate, "debits": plan.debits}
    amount = writing.money(plan.open_cents)
    over = [
        (words["packages"], str(plan.packages)),
        (words["invoices"], words["sum"].format(count=plan.open_invoices, amount=amount)),
    ]
    if plan.follow:
        over.append((words["follow"], ", ".join(plan.follow)))
    sections = [
        Section(words["over"].format(**names), tuple(over), words["stays"].format(**names)),
        Section(words["sign_in"], text=words["signs_in"].format(**names)),
        Section(words["messages"], tuple(("", address) for address in plan.addresses)),
    ]
    if plan.mandate:
        sections.insert(2, Section(words["mandate"].format(**names), text=words["ends"].format(**names)))
    return Told(words["title"], words["text"].format(**names), tuple(sections))
