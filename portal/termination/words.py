"""What a customer has in hand of an end, on paper and by mail, in the customer's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.documents.confirmation import Section, Told
from portal.documents.words import words_of
from portal.languages import language_of
from portal.termination.views import EndingKind
from storage.models.termination import FollowUp

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from portal.documents.words import Words
    from portal.termination.ending import Ending
    from portal.termination.views import Contents, TerminationPlan, WithdrawalPlan

MB_IN_GB = 1024

THINGS = {
    "de": {
        EndingKind.PACKAGE: "des Pakets {name} ({product})",
        EndingKind.DOMAIN: "der Domain {name} (Paket {package})",
        EndingKind.SERVICE: "der Zusatzleistung {name} (Paket {package})",
    },
    "en": {
        EndingKind.PACKAGE: "the package {name} ({product})",
        EndingKind.DOMAIN: "the domain {name} (package {package})",
        EndingKind.SERVICE: "the additional service {name} (package {package})",
    },
}

SENTENCES = {
    "de": {
        "terminated": "Bestätigung Ihrer Kündigung",
        "terminated text": "Ihre Kündigung {thing} ist am {at} bei uns eingegangen. Der Vertrag darüber endet"
        " mit Ablauf des {day}.\nBis zu diesem Tag, 23:59:59 Uhr, können Sie die Kündigung im Kundenlogin"
        " zurücknehmen, solange keine Domain gelöscht oder umgezogen ist.",
        "retracted": "Bestätigung: Ihre Kündigung ist zurückgenommen",
        "retracted text": "Sie haben die Kündigung {thing} am {at} zurückgenommen. Der Vertrag läuft"
        " unverändert weiter. Ausgegebene AuthInfos gelten nicht mehr.",
        "withdrawn": "Bestätigung Ihres Widerrufs",
        "withdrawn text": "Ihr Widerruf {thing} ist am {at} bei uns eingegangen. Der Vertrag ist damit"
        " beendet. Was dafür berechnet wurde, schreiben wir Ihnen gut: {amount}.",
        "ended": "Ihr Vertrag ist beendet",
        "ended text": "Der Vertrag {thing} ist mit Ablauf des {day} beendet.",
        "contents": "Was damit endet",
        "domain": "Domain",
        "delete": "wird bei der Registrierungsstelle gelöscht",
        "transfer": "zieht zu einem anderen Anbieter um",
        "ordered": "noch nicht registriert, die Bestellung entfällt",
        "sooner": "{what}, bereits zum {day}",
        "mail": "Postfächer",
        "mail value": "{n} mit {size} E-Mails",
        "databases": "Datenbanken",
        "services": "Zusatzleistungen",
        "change": "Wechsel zu {product}",
        "split": "Trennung von {domains}",
        "cancelled": "entfällt",
        "reason": "Ihr Grund",
    },
    "en": {
        "terminated": "Confirmation of your termination",
        "terminated text": "Your termination of {thing} was received on {at}. The contract for it ends at the"
        " end of {day}.\nUntil that day, 23:59:59, you can retract the termination in the customer login, as"
        " long as no domain was deleted or moved.",
        "retracted": "Confirmation: your termination is retracted",
        "retracted text": "You retracted the termination of {thing} on {at}. The contract runs on unchanged."
        " AuthInfos that you were given are void.",
        "withdrawn": "Confirmation of your withdrawal",
        "withdrawn text": "Your withdrawal from the order of {thing} was received on {at}. The contract has"
        " ended with that. What was charged for it is credited: {amount}.",
        "ended": "Your contract has ended",
        "ended text": "The contract for {thing} ended at the end of {day}.",
        "contents": "What ends with it",
        "domain": "Domain",
        "delete": "is deleted at the registry",
        "transfer": "is transferred to another provider",
        "ordered": "not registered yet, the order is cancelled",
        "sooner": "{what}, on {day} already",
        "mail": "Mailboxes",
        "mail value": "{n} with {size} of mail",
        "databases": "Databases",
        "services": "Additional services",
        "change": "Change to {product}",
        "split": "Splitting off {domains}",
        "cancelled": "cancelled",
        "reason": "Your reason",
    },
}


def told_terminated(plan: TerminationPlan, at: dt.datetime, reason: str, wished: str) -> Told:
    """A notice was received.

    Args:
        plan: What it means.
        at: When, where the provider is.
        reason: As entered; may be empty.
        wished: The customer's language.
    """
    sections = _sections(plan.contents, wished)
    if reason:
        sections = (*sections, Section(_sentence("reason", wished), text=reason))
    return _told("terminated", _thing(plan, wished), wished, sections, at=at, day=plan.ends_on)


def told_retracted(ending: Ending, at: dt.datetime, wished: str) -> Told:
    """A notice was retracted at that moment, where the provider is."""
    return _told("retracted", _thing_of(ending, wished), wished, at=at)


def told_withdrawn(plan: WithdrawalPlan, at: dt.datetime, wished: str) -> Told:
    """A withdrawal was received at that moment, where the provider is."""
    sections = _sections(plan.contents, wished)
    return _told("withdrawn", _thing(plan, wished), wished, sections, at=at, cents=plan.credit_cents)


def told_ended(ending: Ending, last_day: dt.date, wished: str) -> Told:
    """Something ended as it was agreed."""
    return _told("ended", _thing_of(ending, wished), wished, day=last_day)


def _told(
    what: str,
    thing: str,
    wished: str,
    sections: tuple[Section, ...] = (),
    *,
    at: dt.datetime | None = None,
    day: dt.date | None = None,
    cents: int = 0,
) -> Told:
    words = words_of(language_of(wished))
    text = _sentence(f"{what} text", wished).format(
        thing=thing,
        at=words.at(at) if at else "",
        day=words.day(day) if day else "",
        amount=words.money(cents),
    )
    return Told(_sentence(what, wished), text, sections)


def _sentence(name: str, wished: str) -> str:
    return SENTENCES[language_of(wished)][name]


def _thing(plan: TerminationPlan | WithdrawalPlan, wished: str) -> str:
    template = THINGS[language_of(wished)][plan.kind]
    return template.format(name=plan.name, product=plan.product, package=plan.package)


def _thing_of(ending: Ending, wished: str) -> str:
    template = THINGS[language_of(wished)][ending.kind]
    package = ending.agreed.package.main_domain
    return template.format(name=ending.name, product=ending.product, package=package)


def _sections(contents: Contents, wished: str) -> tuple[Section, ...]:
    language = language_of(wished)
    rows = tuple(_rows(contents, SENTENCES[language], words_of(language)))
    return (Section(SENTENCES[language]["contents"], rows),) if rows else ()


def _rows(contents: Contents, sentences: dict[str, str], words: Words) -> Iterator[tuple[str, str]]:
    follow_ups = {FollowUp.DELETE: "delete", FollowUp.TRANSFER: "transfer", None: "ordered"}
    for domain in contents.domains:
        what = sentences[follow_ups[domain.follow_up]]
        if domain.ends_on is not None:
            what = sentences["sooner"].format(what=what, day=words.day(domain.ends_on))
        yield sentences["domain"], f"{domain.name}: {what}"
    if contents.mailboxes:
        size = _size(contents.mail_mb, words)
        yield sentences["mail"], sentences["mail value"].format(n=contents.mailboxes, size=size)
    if contents.databases:
        yield sentences["databases"], ", ".join(contents.databases)
    if contents.services:
        yield sentences["services"], ", ".join(contents.services)
    if contents.change:
        yield sentences["change"].format(product=contents.change), sentences["cancelled"]
    if contents.split:
        yield sentences["split"].format(domains=", ".join(contents.split)), sentences["cancelled"]


def _size(megabytes: int, words: Words) -> str:
    from babel.numbers import format_decimal

    if megabytes < MB_IN_GB:
        return f"{format_decimal(megabytes, locale=words.locale)} MB"
    return f"{format_decimal(round(megabytes / MB_IN_GB, 1), locale=words.locale)} GB"
