"""What a customer has in hand of a split, in their language; it stays as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.documents.agreement import agreement_rows
from portal.documents.confirmation import Section, Told
from portal.documents.words import words_of
from portal.languages import language_of
from portal.splitting.rules import Hindrance
from storage.models.products import Resource

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from portal.splitting.views import Moving, SplitMisfit, SplitPlan

FEE = {"de": "Paketaufteilung", "en": "Package splitting"}
"""What an invoice calls it."""

TITLES = {
    "de": {
        "ordered": "Bestätigung Ihres Auftrags zur Paketaufteilung",
        "done": "Bestätigung Ihrer Paketaufteilung",
        "retracted": "Ihr Auftrag zur Paketaufteilung ist zurückgenommen",
        "cancelled": "Ihre Paketaufteilung konnte nicht ausgeführt werden",
    },
    "en": {
        "ordered": "Confirmation of your order to split a package",
        "done": "Confirmation of your package splitting",
        "retracted": "Your order to split a package is retracted",
        "cancelled": "Your package could not be split",
    },
}

TEXTS = {
    "de": {
        "ordered": "Sie haben beauftragt, dass am {day} Domains aus Ihrem Paket {source} in {target}"
        " umziehen. Bis dahin können Sie den Auftrag zurücknehmen.",
        "done": "Am {day} sind Domains aus Ihrem Paket {source} in {target} umgezogen.",
        "retracted": "Sie haben den Auftrag zurückgenommen, am {day} Domains aus Ihrem Paket {source} in"
        " {target} umzuziehen. Es bleibt alles, wie es ist.",
        "cancelled": "Ihr Auftrag, am {day} Domains aus Ihrem Paket {source} in {target} umzuziehen, ist"
        " entfallen: {reason} Es bleibt alles, wie es ist, und es wird nichts berechnet.",
    },
    "en": {
        "ordered": "You ordered that on {day} domains move from your package {source} to {target}. Until then"
        " you can retract the order.",
        "done": "On {day} domains moved from your package {source} to {target}.",
        "retracted": "You retracted the order that on {day} domains move from your package {source} to"
        " {target}. Everything stays as it is.",
        "cancelled": "Your order that on {day} domains move from your package {source} to {target} is"
        " cancelled: {reason} Everything stays as it is, and nothing is charged.",
    },
}

REASONS = {
    "de": {
        Hindrance.SOURCE_ENDED: "Das Paket ist beendet.",
        Hindrance.SOURCE_SUSPENDED: "Das Paket ist gesperrt.",
        Hindrance.TARGET_OUT_OF_SERVICE: "Das Zielpaket ist nicht in Betrieb.",
        Hindrance.TARGET_TERMINATED: "Das Zielpaket ist gekündigt.",
        Hindrance.DOMAINS_CHANGED: "Nicht alle Domains sind noch aktiv im Paket.",
        Hindrance.NOTHING_STAYS: "Im Paket bliebe keine aktive Domain.",
        Hindrance.NO_ROOM: "Im Zielpaket ist nicht genug Platz.",
    },
    "en": {
        Hindrance.SOURCE_ENDED: "The package has ended.",
        Hindrance.SOURCE_SUSPENDED: "The package is suspended.",
        Hindrance.TARGET_OUT_OF_SERVICE: "The target package is not in service.",
        Hindrance.TARGET_TERMINATED: "The target package was terminated.",
        Hindrance.DOMAINS_CHANGED: "Not all of the domains are active in the package any more.",
        Hindrance.NOTHING_STAYS: "No active domain would stay in the package.",
        Hindrance.NO_ROOM: "There is not enough room in the target package.",
    },
}
"""Why an order was cancelled on its day; what can only stand against a new order is not among them."""

WORDS = {
    "de": {
        "package": "das Paket {domain}",
        "new package": "ein neues Paket {product} mit der Hauptdomain {domain}",
        "domains": "Domains",
        "new main": "Neue Hauptdomain von {domain}",
        "moving": "Was mit umzieht",
        "staying": "Was nicht umzieht",
        "stays": "Verzeichnisse, Datenbanken, SFTP-Zugänge, Cronjobs, Verzeichnisschutz, Backups, Paket- und"
        " Masterpasswort bleiben beim bisherigen Paket. Die Domains zeigen auf das Startverzeichnis des"
        " Zielpakets.",
        "mailboxes": "Postfächer",
        "aliases": "Aliasse",
        "forwards": "Weiterleitungen",
        "catch_alls": "Catch-alls",
        "records": "DNS-Einträge",
        "subdomains": "Subdomains",
        "became forwards": "Werden Weiterleitungen",
        "turned": "Zeigen das Startverzeichnis",
        "kept": "Zeigen weiter dieselben Dateien",
        "costs": "Was es kostet",
        "fee": "Gebühr, einmalig",
        "vat": "{amount} inkl. {rate} USt.",
        "contract": "Der Vertrag des neuen Pakets",
        "product": "Produkt",
        "too much": "Was zu viel ist",
        "figure": "{used} belegt, {allowed} möglich",
        Resource.DOMAINS: "Domains",
        Resource.MAILBOXES: "Postfächer",
        Resource.MAIL_STORAGE: "Mailspeicher in MB",
    },
    "en": {
        "package": "the package {domain}",
        "new package": "a new package {product} with the main domain {domain}",
        "domains": "Domains",
        "new main": "New main domain of {domain}",
        "moving": "What moves along",
        "staying": "What does not move",
        "stays": "Web directories, databases, SFTP users, cron jobs, protected directories, backups, package"
        " and master password stay with the package so far. The domains point to the start directory of the"
        " target package.",
        "mailboxes": "Mailboxes",
        "aliases": "Aliases",
        "forwards": "Forwards",
        "catch_alls": "Catch-alls",
        "records": "DNS records",
        "subdomains": "Subdomains",
        "became forwards": "Become forwards",
        "turned": "Show the start directory",
        "kept": "Show the same files still",
        "costs": "What it costs",
        "fee": "Fee, once",
        "vat": "{amount} including {rate} VAT",
        "contract": "The contract of the new package",
        "product": "Product",
        "too much": "What is too much",
        "figure": "{used} in use, {allowed} possible",
        Resource.DOMAINS: "Domains",
        Resource.MAILBOXES: "Mailboxes",
        Resource.MAIL_STORAGE: "Mail storage in MB",
    },
}

MOVING = ("mailboxes", "aliases", "forwards", "catch_alls", "records", "subdomains")


def told_of(plan: SplitPlan, wished: str, what: str) -> Told:
    """A split that was "ordered" or is "done", with all that it means."""
    language = language_of(wished)
    words, terms = words_of(language), WORDS[language]
    text = TEXTS[language][what].format(
        day=words.day(plan.on),
        source=plan.domain,
        target=_target(terms, plan.target.domain, plan.target.product if plan.target.new else ""),
    )
    return Told(TITLES[language][what], text, tuple(_sections(plan, language)))


def told_of_end(
    source: str,
    target: str,
    product: str,
    on: dt.date,
    wished: str,
    why: Hindrance | None = None,
    misfits: Sequence[SplitMisfit] = (),
) -> Told:
    """An order that will not be carried out.

    Args:
        source: The main domain of the package.
        target: The main domain of the package where its domains should go.
        product: What that was to be, as a new one; empty: there is that package.
        on: The day of the split.
        wished: The language of the customer.
        why: What stood against it on its day; None: it was retracted.
        misfits: What had no room.
    """
    language = language_of(wished)
    words, terms = words_of(language), WORDS[language]
    what = "cancelled" if why else "retracted"
    text = TEXTS[language][what].format(
        day=words.day(on),
        source=source,
        target=_target(terms, target, product),
        reason=REASONS[language][why] if why else "",
    )
    figures = tuple((terms[each.figure.resource], _figure(terms, each)) for each in misfits)
    sections = (Section(terms["too much"], figures),) if figures else ()
    return Told(TITLES[language][what], text, sections)


def _target(terms: Mapping[str, str], domain: str, product: str) -> str:
    template = terms["new package"] if product else terms["package"]
    return template.format(domain=domain, product=product)


def _figure(terms: Mapping[str, str], misfit: SplitMisfit) -> str:
    return terms["figure"].format(used=misfit.figure.used, allowed=misfit.figure.allowed)


def _sections(plan: SplitPlan, language: str) -> Iterator[Section]:
    words, terms = words_of(language), WORDS[language]
    rows = [("", name) for name in plan.domains]
    if plan.new_main != plan.domain:
        rows.append((terms["new main"].format(domain=plan.domain), plan.new_main))
    yield Section(terms["domains"], tuple(rows))
    yield Section(terms["moving"], (*_moving(plan.moving, terms), *_changed(plan, terms)))
    yield Section(terms["staying"], text=terms["stays"])
    amount = terms["vat"].format(amount=words.money(plan.fee_cents), rate=words.percent(plan.vat_percent))
    if plan.fee_cents:
        yield Section(terms["costs"], ((terms["fee"], amount),))
    new = plan.target.new
    if new is not None:
        agreed = agreement_rows(new, plan.on, language)
        yield Section(terms["contract"], ((terms["product"], new.name), *agreed))


def _moving(moving: Moving, terms: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in MOVING:
        if count := getattr(moving, name):
            yield terms[name], str(count)


def _changed(plan: SplitPlan, terms: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, what in (("became forwards", plan.forwards), ("turned", plan.turned), ("kept", plan.kept)):
        if what:
            yield terms[name], ", ".join(what)
