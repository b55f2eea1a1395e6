"""What a customer has in hand of a change: confirmations, and what is told on its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.documents import quotas
from portal.documents.confirmation import Section, Told
from portal.documents.words import words_of
from portal.package_change.views import ChangeKind
from portal.terms import ONE_DAY
from storage.models.contracts import ActKind

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from portal.documents.words import Words
    from portal.package_change.views import ChangePlan, Misfit

TITLES = {
    "de": {
        ActKind.UPGRADED: "Bestätigung Ihres Paketwechsels",
        ActKind.DOWNGRADE_ORDERED: "Bestätigung Ihres bestellten Paketwechsels",
        ActKind.DOWNGRADE_RETRACTED: "Bestätigung: Paketwechsel zurückgenommen",
        ActKind.DOWNGRADED: "Ihr Paket wurde gewechselt",
        ActKind.DOWNGRADE_POSTPONED: "Ihr Paketwechsel wurde verschoben",
        ActKind.DOWNGRADE_CANCELLED: "Ihr Paketwechsel entfällt",
    },
    "en": {
        ActKind.UPGRADED: "Confirmation of your package change",
        ActKind.DOWNGRADE_ORDERED: "Confirmation of the package change that you ordered",
        ActKind.DOWNGRADE_RETRACTED: "Confirmation: package change retracted",
        ActKind.DOWNGRADED: "Your package was changed",
        ActKind.DOWNGRADE_POSTPONED: "Your package change was put off",
        ActKind.DOWNGRADE_CANCELLED: "Your package change will not come",
    },
}

TEXTS = {
    "de": {
        ActKind.UPGRADED: "Ihr Paket {domain} ist seit dem {day} {after}; vorher war es {before}. Die"
        " Laufzeit des Vertrags ändert sich nicht.",
        ActKind.DOWNGRADE_ORDERED: "Sie haben bestellt, dass Ihr Paket {domain} von {before} zu {after}"
        " wechselt. Das gilt ab dem {day}. Bis zum {until} können Sie es zurücknehmen.",
        ActKind.DOWNGRADE_RETRACTED: "Sie haben den Wechsel Ihres Pakets {domain} zu {after} zurückgenommen."
        " Es bleibt {before}.",
        ActKind.DOWNGRADED: "Ihr Paket {domain} ist seit dem {day} {after}, wie Sie es bestellt haben.",
        ActKind.DOWNGRADE_POSTPONED: "Ihr Paket {domain} konnte noch nicht zu {after} wechseln: Es ist mehr"
        " in Gebrauch, als darin enthalten ist. Wir versuchen es am {day} wieder; „Package change“ im"
        " Kundenlogin führt Sie dorthin, wo Sie es verringern können.",
        ActKind.DOWNGRADE_CANCELLED: "Der Wechsel Ihres Pakets {domain} zu {after} entfällt, weil das Paket"
        " endet.",
    },
    "en": {
        ActKind.UPGRADED: "Your package {domain} is {after} since {day}; it was {before} before. The term of"
        " the contract does not change.",
        ActKind.DOWNGRADE_ORDERED: "You ordered that your package {domain} changes from {before} to {after}."
        " That holds from {day} on. Until {until} you can retract it.",
        ActKind.DOWNGRADE_RETRACTED: "You retracted the change of your package {domain} to {after}. It stays"
        " {before}.",
        ActKind.DOWNGRADED: "Your package {domain} is {after} since {day}, as you ordered.",
        ActKind.DOWNGRADE_POSTPONED: "Your package {domain} could not become {after} yet: more is in use than"
        " that includes. We try again on {day}; “Package change” in the customer login leads you to where you"
        " can make it less.",
        ActKind.DOWNGRADE_CANCELLED: "The change of your package {domain} to {after} will not come, as the"
        " package ends.",
    },
}

PARTS = {
    "de": {
        "price": "Preis",
        "before": "Bisher",
        "after": "Ab {day}",
        "month": "{price} im Monat",
        "months": "{price} für {n} Monate",
        "quotas": "Was sich am Paket ändert",
        "quota": "{after}, bisher {before}",
        "used": "{used} in Gebrauch, {allowed} enthalten",
        "misfits": "Was zu viel ist",
        "invoice": "Auf Ihrer nächsten Rechnung",
        "total": "Zusammen",
        "nothing": "Es wird nichts zusätzlich berechnet: Ihre nächste Rechnung hat den neuen Preis.",
        "cancels": "Der Wechsel zu {product}, den Sie bestellt hatten, entfällt damit.",
    },
    "en": {
        "price": "Price",
        "before": "Until then",
        "after": "From {day}",
        "month": "{price} a month",
        "months": "{price} for {n} months",
        "quotas": "What changes in the package",
        "quota": "{after}, before that {before}",
        "used": "{used} in use, {allowed} included",
        "misfits": "What is too much",
        "invoice": "On your next invoice",
        "total": "Together",
        "nothing": "Nothing extra is charged: your next invoice has the new price.",
        "cancels": "The change to {product} that you had ordered will not come.",
    },
}


def told_of_order(plan: ChangePlan, language: str) -> Told:
    """What was ordered, from when, at what price, and what the next invoice will have of it."""
    is_upgrade = plan.kind is ChangeKind.UPGRADE
    kind = ActKind.UPGRADED if is_upgrade else ActKind.DOWNGRADE_ORDERED
    text = _text(kind, language, plan.domain, plan.before, plan.after, plan.effective_on)
    if plan.cancels:
        text = f"{text} {PARTS[language]['cancels'].format(product=plan.cancels)}"
    return Told(TITLES[language][kind], text, tuple(_sections(plan, language)))


def told_of(
    kind: ActKind,
    language: str,
    domain: str,
    before: str,
    after: str,
    day: dt.date,
    misfits: Iterable[Misfit] = (),
) -> Told:
    """What became of a change that was ordered.

    Args:
        kind: What became of it.
        language: The customer's.
        domain: Main domain of the package.
        before: The product it was, or stays.
        after: The product that was ordered.
        day: From when, or when it is tried again.
        misfits: Of what more is in use than that product includes.
    """
    parts, words = PARTS[language], words_of(language)
    rows = tuple(
        (
            quotas.NAMES[language][each.figure.resource],
            parts["used"].format(
                used=quotas.amount(each.figure.resource, each.figure.used, words, language),
                allowed=quotas.amount(each.figure.resource, each.figure.allowed, words, language),
            ),
        )
        for each in misfits
    )
    sections = (Section(parts["misfits"], rows),) if rows else ()
    return Told(TITLES[language][kind], _text(kind, language, domain, before, after, day), sections)


def _text(kind: ActKind, language: str, domain: str, before: str, after: str, day: dt.date) -> str:
    words = words_of(language)
    return TEXTS[language][kind].format(
        domain=domain, before=before, after=after, day=words.day(day), until=words.day(day - ONE_DAY)
    )


def _sections(plan: ChangePlan, language: str) -> Iterator[Section]:
    parts, words = PARTS[language], words_of(language)
    after = parts["after"].format(day=words.day(plan.effective_on))
    prices = (
        (parts["before"], _price(plan.price_before, plan.months_before, words, language)),
        (after, _price(plan.price_after, plan.months_after, words, language)),
    )
    yield Section(parts["price"], prices)
    changed = tuple(
        (
            quotas.NAMES[language][each.resource],
            parts["quota"].format(
                after=quotas.amount(each.resource, each.after, words, language),
                before=quotas.amount(each.resource, each.before, words, language),
            ),
        )
        for each in plan.quotas
    )
    if changed:
        yield Section(parts["quotas"], changed)
    if plan.lines:
        total = (parts["total"], words.money(sum(line.gross_cents for line in plan.lines)))
        lines = (
            (line.text, f"{words.days(line.period_from, line.period_until)}: {words.money(line.gross_cents)}")
            for line in plan.lines
        )
        yield Section(parts["invoice"], (*lines, total))
    elif plan.kind is ChangeKind.UPGRADE:
        yield Section(parts["invoice"], text=parts["nothing"])


def _price(cents: int, months: int, words: Words, language: str) -> str:
    template = PARTS[language]["month" if months == 1 else "months"]
    return template.format(price=words.money(cents), n=months)
