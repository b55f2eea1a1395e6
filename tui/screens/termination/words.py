"""Ends in words: what ends, when, and what becomes of what belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.termination import EndingKind, FollowUp
from tui import formats
from tui.i18n import _, ngettext
from tui.text import assemble, literal, sentence

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from textual.content import Content

    from portal.termination import Acknowledged, AuthInfo, LeavingDomain, TerminationPlan, WithdrawalPlan
    from portal.termination.views import Contents

COUNTED, NAMED = 16, 28
"""Cells for how many there are, and for what they are called."""

DOMAIN = 36
"""Cells for the name of a domain beside its AuthInfo."""

KINDS = {
    EndingKind.PACKAGE: _("package"),
    EndingKind.DOMAIN: _("domain"),
    EndingKind.SERVICE: _("service"),
}

FOLLOW_UPS = {
    FollowUp.TRANSFER: _("transfer away"),
    FollowUp.DELETE: _("delete at the registry"),
}
"""What can become of a domain."""


def titled(plan: TerminationPlan | WithdrawalPlan) -> Content:
    """What it is about, on a line."""
    about = plan.product or _("{kind} of {package}").format(kind=KINDS[plan.kind], package=plan.package)
    return assemble(literal(plan.name, "bold"), "  ", literal(about, "$quiet"))


def planned(plan: TerminationPlan, now: dt.datetime, zone: str, country: str) -> Content:
    """Everything that a termination means, line by line.

    Args:
        plan: What is terminated.
        now: The moment of receipt, if it is confirmed now.
        zone: The provider's time zone.
        country: Whose way of writing days it follows.
    """
    day = formats.long_date(plan.ends_on, country)
    ends = _("Ends on {day}, the end of the minimum term.") if plan.ends_minimum_term else _("Ends on {day}.")
    received = _("Notice received today, {moment}.")
    lines = [
        titled(plan),
        literal(""),
        sentence(ends, day=literal(day, "bold")),
        sentence(received, moment=formats.moment(now, zone, country)),
        *_ending(plan.contents, formats.near_day(plan.ends_on, country), country),
        literal(""),
        sentence(_("You can retract this until {day}."), day=day),
    ]
    if plan.contents.change or plan.contents.split:
        lines.append(literal(_("What is cancelled does not come back with that."), "$quiet"))
    return literal("\n", lines=True).join(lines)


def withdrawn(plan: WithdrawalPlan, country: str) -> Content:
    """Everything that a withdrawal means, line by line."""
    ordered, until = (formats.long_date(day, country) for day in (plan.ordered_on, plan.until))
    amount = formats.money(plan.credit_cents, country)
    ordered_words = _("Ordered on {ordered}: you can withdraw from that until {until}.")
    lines = [
        titled(plan),
        literal(""),
        sentence(ordered_words, ordered=ordered, until=until),
        sentence(_("The contract {ends}."), ends=literal(_("ends at once"), "bold")),
        sentence(_("Everything that was charged for it is credited: {amount}."), amount=amount),
        *_ending(plan.contents, _("at once"), country, withdrawal=True),
        literal(""),
        literal(_("This cannot be undone."), "bold $error"),
    ]
    return literal("\n", lines=True).join(lines)


def _ending(contents: Contents, when: str, country: str, *, withdrawal: bool = False) -> Iterator[Content]:
    """What ends with it, under a heading; nothing where that is nothing."""
    rows = list(_rows(contents, when, country, withdrawal=withdrawal))
    if rows:
        yield literal("")
        yield literal(_("What ends with it"))
        yield from rows


def _rows(contents: Contents, when: str, country: str, *, withdrawal: bool) -> Iterator[Content]:
    deleted = _("deleted {when}") if withdrawal else _("deleted on {when}")
    deleted = deleted.format(when=when)
    n = len(contents.domains)
    for place, domain in enumerate(contents.domains):
        counted = ngettext("{n} domain", "{n} domains", n).format(n=n) if place == 0 else ""
        what = _("ends {when}").format(when=when) if withdrawal else _follow_up(domain, country)
        yield _row(counted, domain.name, what)
    if contents.mailboxes:
        n = contents.mailboxes
        counted = ngettext("{n} mailbox", "{n} mailboxes", n).format(n=formats.number(n, country))
        mail = _("{size} of mail").format(size=formats.size(contents.mail_mb, country))
        yield _row(counted, mail, deleted)
    n = len(contents.databases)
    for place, name in enumerate(contents.databases):
        counted = ngettext("{n} database", "{n} databases", n).format(n=n) if place == 0 else ""
        yield _row(counted, name, deleted)
    n = len(contents.services)
    for place, name in enumerate(contents.services):
        counted = ngettext("{n} service", "{n} services", n).format(n=n) if place == 0 else ""
        yield _row(counted, name, _("ends {when}" if withdrawal else "ends on {when}").format(when=when))
    if contents.change:
        change = _("downgrade to {product}").format(product=contents.change)
        yield _row(_("1 change"), change, _("cancelled"))
    if contents.split:
        yield _row(_("1 split"), ", ".join(contents.split), _("cancelled"))


def _row(counted: str, name: str, what: str) -> Content:
    named = literal(name, max_width=NAMED)
    return assemble(counted.ljust(COUNTED), named.pad_right(NAMED - named.cell_length), " → ", what)


def _follow_up(domain: LeavingDomain, country: str) -> str:
    if domain.follow_up is None:
        return _("order cancelled")
    if domain.ends_on is not None:
        return _("leaves on {day}").format(day=formats.near_day(domain.ends_on, country))
    return _("transfer away") if domain.follow_up is FollowUp.TRANSFER else _("deleted")


def received(what: str, done: Acknowledged, zone: str, country: str) -> Iterator[Content]:
    """What the receipt of an act says.

    Args:
        what: What was received, a sentence with `{name}` and `{moment}` to be filled in.
        done: What was done.
        zone: The provider's time zone.
        country: Whose way of writing days it follows.
    """
    moment = formats.moment(done.at, zone, country)
    yield sentence(what, name=literal(done.name, "bold"), moment=literal(moment, "bold"))
    if done.ends_on is not None:
        day = formats.long_date(done.ends_on, country)
        yield sentence(_("Last day: {day}."), day=literal(day, "bold"))
    sent = _("The confirmation {reference} was sent to your contact email.")
    yield sentence(sent, reference=done.reference)
    if done.auth_infos:
        yield literal("")
        yield from auth_info_lines(done.auth_infos, country)


def auth_info_lines(infos: Sequence[AuthInfo], country: str) -> Iterator[Content]:
    """AuthInfos, each beside its domain, and what they are for."""
    day = formats.long_date(infos[0].until, country)
    told = _("AuthInfo for your new provider, valid until {day}. It is shown only here: note it now.")
    yield sentence(told, day=literal(day, "bold"))
    for info in infos:
        name = literal(info.domain, max_width=DOMAIN)
        yield assemble(name.pad_right(DOMAIN + 2 - name.cell_length), literal(info.code, "bold $accent"))
