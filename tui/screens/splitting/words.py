"""What a split means, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import formats
from tui.i18n import _, ngettext
from tui.screens.package_change.words import QUOTAS, amount_words, beside, price_words
from tui.text import assemble, literal, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textual.content import Content

    from portal.packages import Figure
    from portal.splitting import PendingSplit, SplitPlan
    from portal.splitting.views import Target

NAMED = 6
"""Names that are told one by one."""

TEXT = 63
"""Cells below a heading."""

MARK, BESIDE = "· ", "  "
"""What stands before a part, and before what does not fit into its first line."""


def names_words(names: Sequence[str], style: str = "bold") -> Content:
    """The first few names, and how many more there are."""
    told = literal(", ").join([literal(name, style) for name in names[:NAMED]])
    rest = len(names) - NAMED
    if rest <= 0:
        return told
    return assemble(told, ngettext(" and {n} more", " and {n} more", rest).format(n=rest))


def pending_words(pending: PendingSplit, country: str) -> Content:
    """What is ordered already."""
    words = _("On {day} {domains} → {target}")
    if pending.product:
        words = _("On {day} {domains} → a new package {product}")
    return sentence(
        words,
        day=formats.short_date(pending.on, country),
        domains=names_words(pending.domains, ""),
        target=pending.target,
        product=pending.product,
    )


def planned(plan: SplitPlan, country: str) -> Content:
    """Everything that follows from a split."""
    when = _("at once, on {day}") if plan.at_once else _("on {day}; until then you can retract it")
    day = literal(formats.long_date(plan.on, country), "bold")
    lines = [
        *beside(ngettext("Domain", "Domains", len(plan.domains)), names_words(plan.domains)),
        *beside(_("Goes to"), _target(plan.target)),
        *beside(_("When"), sentence(when, day=day)),
        *_new_main(plan),
        *_costs(plan, country),
        literal(""),
        literal(_("Moves along"), "bold $accent"),
        *_indented(_moving(plan, country)),
        literal(_("Does not move"), "bold $accent"),
        *_indented(_staying(plan)),
        *_changes(plan),
    ]
    return literal("\n", lines=True).join(lines)


def _indented(parts: Iterable[Content]) -> Iterator[Content]:
    """Parts below a heading, each over as many lines as it takes."""
    for part in parts:
        for place, line in enumerate(part.wrap(TEXT)):
            yield assemble((MARK if place == 0 else BESIDE, "$quiet"), line)


def _target(target: Target) -> Content:
    if target.new is not None:
        words = _("a new package {product} with the main domain {domain}")
        return sentence(words, product=literal(target.product, "bold"), domain=literal(target.domain, "bold"))
    return assemble(literal(target.domain, "bold"), " · ", literal(target.product))


def _new_main(plan: SplitPlan) -> Iterator[Content]:
    if plan.new_main != plan.domain:
        name = literal(plan.new_main, "bold")
        yield from beside(_("Main domain"), assemble(literal(plan.domain), (" → ", "$quiet"), name))


def _costs(plan: SplitPlan, country: str) -> Iterator[Content]:
    """The fee, the price of a new package, and the term."""
    target = plan.target
    if plan.fee_cents:
        words = _("{fee} once, {percent} % VAT included")
        fee = literal(formats.money(plan.fee_cents, country), "bold")
        yield from beside(_("Fee"), sentence(words, fee=fee, percent=plan.vat_percent))
    if target.new is not None:
        price = literal(price_words(target.new.price_cents, target.new.billing_months, country), "bold")
        words = _("{price} from {day} on, VAT included")
        day = formats.short_date(plan.on, country)
        yield from beside(_("Price"), sentence(words, price=price, day=day))
    words = _("runs on; it can be ended at any time by notice")
    if target.term_until is not None:
        words = _("at least until {day}, afterwards ended at any time by notice")
    until = formats.short_date(target.term_until, country) if target.term_until else ""
    yield from beside(_("Term there"), sentence(words, day=literal(until, "bold")))
    for warning in _warnings(target, country):
        yield from beside("", warning.stylize("$warning"))


def _warnings(target: Target, country: str) -> Iterator[Content]:
    if target.additional:
        words = ngettext(
            "{n} of them is an additional domain there, billed as the price list says",
            "{n} of them are additional domains there, billed as the price list says",
            target.additional,
        )
        yield sentence(words, n=target.additional)
    if target.becomes and target.becomes_on is not None:
        words = _("{domain} becomes {product} on {day}: with these domains that may not fit")
        day = formats.short_date(target.becomes_on, country)
        yield sentence(words, domain=target.domain, product=target.becomes, day=day)


def _moving(plan: SplitPlan, country: str) -> Iterator[Content]:
    moving = plan.moving
    mail = _counted(
        (moving.mailboxes, ngettext("{n} mailbox", "{n} mailboxes", moving.mailboxes)),
        (moving.aliases, ngettext("{n} alias", "{n} aliases", moving.aliases)),
        (moving.forwards, ngettext("{n} forward", "{n} forwards", moving.forwards)),
        (moving.catch_alls, ngettext("{n} catch-all", "{n} catch-alls", moving.catch_alls)),
        (moving.auto_replies, ngettext("{n} auto-reply", "{n} auto-replies", moving.auto_replies)),
    )
    if mail:
        yield literal(", ".join(mail))
        size = _("{size} of mail storage").format(size=formats.size(moving.mail_mb, country))
        settings = _("passwords and spam settings of these addresses")
        yield literal(", ".join([*([size] if moving.mail_mb else []), settings]))
    records = ngettext("{n} DNS record", "{n} DNS records", moving.records).format(n=moving.records)
    yield sentence(_("{records}, all versions of the zone"), records=records)
    subdomains = _counted((moving.subdomains, ngettext("{n} subdomain", "{n} subdomains", moving.subdomains)))
    yield literal(", ".join([*subdomains, _("PHP versions, certificates, redirects")]))


def _staying(plan: SplitPlan) -> Iterator[Content]:
    staying = plan.staying
    counts = _counted(
        (staying.databases, ngettext("{n} database", "{n} databases", staying.databases)),
        (staying.sftp_users, ngettext("{n} SFTP user", "{n} SFTP users", staying.sftp_users)),
        (staying.cron_jobs, ngettext("{n} cron job", "{n} cron jobs", staying.cron_jobs)),
        (staying.protected, ngettext("{n} protection", "{n} protections", staying.protected)),
        (staying.backups, ngettext("{n} backup", "{n} backups", staying.backups)),
    )
    directories = sentence(_("web directories: {names}"), names=names_words(staying.directories, ""))
    yield directories if staying.directories else literal(_("web directories"))
    if counts:
        yield literal(", ".join(counts))
    yield literal(_("package password, master password"))
    words = _("Visitors find the start directory of {domain}: copy there what they shall see.")
    yield sentence(words, domain=plan.target.domain).stylize("$warning")


def _changes(plan: SplitPlan) -> Iterator[Content]:
    """What shows or delivers across the split, and goes on in another way."""
    told = (
        (plan.turned, _("{names} showed what stays: it will be the start directory")),
        (plan.kept, _("{names} showed what goes: it will be the same files still")),
        (plan.forwards, _("{names} delivered to the other side: it will be by a forward")),
    )
    changed = [sentence(words, names=names_words(names)) for names, words in told if names]
    if changed:
        yield literal(_("Changes"), "bold $accent")
        yield from _indented(changed)


def room_words(figure: Figure, country: str) -> str:
    """Such as "Mailboxes: 14 needed, 10 possible"."""
    return _("{what}: {used} needed, {allowed} possible").format(
        what=QUOTAS[figure.resource],
        used=amount_words(figure.resource, figure.used, country),
        allowed=amount_words(figure.resource, figure.allowed, country),
    )


def _counted(*told: tuple[int, str]) -> list[str]:
    """Each with its number, as far as there is something."""
    return [words.format(n=count) for count, words in told if count]
