"""Deadlines in the customer's language: for calendars, and for messages that remind of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.deadlines.views import DeadlineKind
from portal.documents.words import words_of

if TYPE_CHECKING:
    from portal.deadlines.views import DeadlineView

SUMMARIES = {
    "de": {
        DeadlineKind.DOMAIN_END: "Domain endet: {name}",
        DeadlineKind.SERVICE_END: "Leistung endet: {name}",
        DeadlineKind.WITHDRAWAL: "Letzter Tag zum Widerrufen: {name}",
        DeadlineKind.NOTICE: "Letzter Tag zum Kündigen: {domain}",
        DeadlineKind.CHANGE: "Paketwechsel: {domain}",
        DeadlineKind.SPLIT: "Paketteilung: {domain}",
        DeadlineKind.FORM: "Formular gilt: {name}",
        DeadlineKind.END: "Paket endet: {domain}",
        DeadlineKind.TERM: "Mindestlaufzeit endet: {domain}",
    },
    "en": {
        DeadlineKind.DOMAIN_END: "Domain ends: {name}",
        DeadlineKind.SERVICE_END: "Service ends: {name}",
        DeadlineKind.WITHDRAWAL: "Last day to withdraw: {name}",
        DeadlineKind.NOTICE: "Last day to give notice: {domain}",
        DeadlineKind.CHANGE: "Package change: {domain}",
        DeadlineKind.SPLIT: "Package splitting: {domain}",
        DeadlineKind.FORM: "Form takes effect: {name}",
        DeadlineKind.END: "Package ends: {domain}",
        DeadlineKind.TERM: "Minimum term ends: {domain}",
    },
}
"""What each day is, in a few words."""

SENTENCES = {
    "de": {
        DeadlineKind.WITHDRAWAL: "Bis zum {day} können Sie Ihre Bestellung von {name} widerrufen.",
        DeadlineKind.DOMAIN_END: "Die Domain {name} endet am {day}. Bis zum {until} können Sie die Kündigung"
        " zurücknehmen.",
        DeadlineKind.SERVICE_END: "Die Leistung {name} zum Paket {domain} endet am {day}. Bis zum {until}"
        " können Sie die Kündigung zurücknehmen.",
        DeadlineKind.NOTICE: "Die Mindestlaufzeit Ihres Pakets {domain} ({product}) endet am {ends_on}. Wenn"
        " es dann enden soll, muss Ihre Kündigung bis zum {day} bei uns eingehen. Sonst läuft es weiter und"
        " kann jederzeit gekündigt werden.",
        DeadlineKind.CHANGE: "Ihr Paket {domain} wechselt am {day} von {product} zu {becomes}. Bis zum"
        " {until} können Sie das zurücknehmen.",
        DeadlineKind.SPLIT: "Ihr Paket {domain} wird am {day} geteilt: Domains gehen zu {becomes}. Bis zum"
        " {until} können Sie das zurücknehmen.",
        DeadlineKind.FORM: "Das Formular {product} für {name} gilt ab dem {day}.",
        DeadlineKind.END: "Ihr Paket {domain} ({product}) endet am {day}. Bis zum {until} können Sie die"
        " Kündigung zurücknehmen.",
        DeadlineKind.TERM: "Die Mindestlaufzeit Ihres Pakets {domain} ({product}) endet am {day}. Danach kann"
        " es jederzeit gekündigt werden.",
    },
    "en": {
        DeadlineKind.WITHDRAWAL: "Until {day} you can withdraw from your order of {name}.",
        DeadlineKind.DOMAIN_END: "The domain {name} ends on {day}. Until {until} you can retract the"
        " termination.",
        DeadlineKind.SERVICE_END: "The service {name} of the package {domain} ends on {day}. Until {until}"
        " you can retract the termination.",
        DeadlineKind.NOTICE: "The minimum term of your package {domain} ({product}) ends on {ends_on}. If the"
        " package is to end then, your notice must reach us by {day}. Otherwise it runs on, and can be ended"
        " at any time.",
        DeadlineKind.CHANGE: "Your package {domain} changes from {product} to {becomes} on {day}. Until"
        " {until} you can retract that.",
        DeadlineKind.SPLIT: "Your package {domain} is split on {day}: domains go to {becomes}. Until {until}"
        " you can retract that.",
        DeadlineKind.FORM: "The form {product} for {name} takes effect on {day}.",
        DeadlineKind.END: "Your package {domain} ({product}) ends on {day}. Until {until} you can retract the"
        " termination.",
        DeadlineKind.TERM: "The minimum term of your package {domain} ({product}) ends on {day}. From then on"
        " it can be ended at any time.",
    },
}
"""What each day means."""


def summary_of(view: DeadlineView, language: str) -> str:
    """What a day is, in a few words."""
    return SUMMARIES[language][view.kind].format(name=view.name, domain=view.domain)


def sentence_of(view: DeadlineView, language: str) -> str:
    """What a day means, and what can be done until then."""
    words = words_of(language)
    return SENTENCES[language][view.kind].format(
        name=view.name,
        domain=view.domain,
        product=view.product,
        becomes=view.becomes,
        day=words.day(view.day),
        until=words.day(view.until) if view.until else "",
        ends_on=words.day(view.ends_on) if view.ends_on else "",
    )
