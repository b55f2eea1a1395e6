"""Mail filters in Sieve (RFC 5228): what becomes of spam, and the auto-reply."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from portal.domain_names import ascii_name
from portal.errors import InvalidInput
from portal.i18n import _
from portal.publishing import quoting
from portal.publishing.quoting import Unfit, host
from storage.models.mail import SpamAction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.models.mail import MailAddress

MOST_DAYS = 31

SPAM = ('header :is "X-Spam-Flag" "YES"', 'header :is "X-Spam" "Yes"')
"""What SpamAssassin and Rspamd write into the header of spam."""

ACTIONS = {
    SpamAction.MOVE: ('"fileinto", "mailbox"', 'fileinto :create "Junk";'),
    SpamAction.MARK: ('"imap4flags"', 'addflag "$Junk";'),
    SpamAction.REJECT: ('"reject"', 'reject "This message was taken for spam and was not delivered.";'),
}
"""What each action requires (RFC 5232, RFC 5429, RFC 5490), and its command."""


def script(mailbox: MailAddress, own: str, others: Sequence[str], time_zone: str) -> str:
    """The filter of a mailbox; empty if it needs none.

    Args:
        mailbox: The mailbox.
        own: Its address, in punycode.
        others: Further addresses whose mail it gets.
        time_zone: Where the days of its auto-reply begin and end.

    Raises:
        Unfit: Something in it cannot be written.
    """
    spam_needs, spam = _spam(mailbox)
    reply_needs, reply = _reply(mailbox, own, others, time_zone)
    if not (spam or reply):
        return ""
    needs = ", ".join(filter(None, (spam_needs, reply_needs)))
    return "\n".join([f"require [{needs}];", *spam, *reply, ""])


def _spam(mailbox: MailAddress) -> tuple[str, list[str]]:
    """Spam is dealt with first, and is never answered."""
    if mailbox.spam is SpamAction.OFF:
        return "", []
    needs, act = ACTIONS[mailbox.spam]
    blocked = _senders(mailbox.spam_blocked)
    allowed = _senders(mailbox.spam_allowed)
    test = f"anyof ({', '.join([*blocked, *SPAM])})"
    if allowed:
        test = f"allof (not anyof ({', '.join(allowed)}), {test})"
    return needs, [f"if {test} {{", f"    {act}", "    stop;", "}"]


def _senders(entries: Sequence[str]) -> list[str]:
    """Tests for a list of addresses and of domains with an @ in front."""
    addresses, domains = [], []
    for entry in entries:
        if entry.startswith("@"):
            domains.append(_domain(entry[1:]))
        else:
            addresses.append(quoting.address(entry))
    tests = []
    if addresses:
        tests.append(f'address :all :is "from" {quoting.sieve_list(addresses)}')
    if domains:
        tests.append(f'address :domain :is "from" {quoting.sieve_list(domains)}')
    return tests


def _domain(name: str) -> str:
    try:
        return host(ascii_name(name))
    except InvalidInput:
        raise Unfit(_("it is no host name")) from None


def _reply(mailbox: MailAddress, own: str, others: Sequence[str], time_zone: str) -> tuple[str, list[str]]:
    """The auto-reply (RFC 5230), on its days (RFC 5260)."""
    if not mailbox.reply_enabled:
        return "", []
    if not 1 <= mailbox.reply_days <= MOST_DAYS:
        raise Unfit(_("its auto-reply comes at impossible times"))
    subject = f":subject {quoting.sieve(mailbox.reply_subject)} " if mailbox.reply_subject else ""
    known = quoting.sieve_list([own, *others])
    act = (
        f"vacation :days {mailbox.reply_days} {subject}:from {quoting.sieve(own)} :addresses {known}"
        f" {quoting.sieve(mailbox.reply_text, lines=True)};"
    )
    tests = _days(mailbox, ZoneInfo(time_zone))
    if not tests:
        return '"vacation"', [act]
    return '"vacation", "date", "relational"', [f"if allof ({', '.join(tests)}) {{", f"    {act}", "}"]


def _days(mailbox: MailAddress, zone: ZoneInfo) -> list[str]:
    """Tests that hold from the first day's first moment to the last day's last one.

    Sieve knows no time zones, only their offset: the one that holds at the moment in question.
    """
    tests = []
    if mailbox.reply_from is not None:
        offset = _offset(mailbox.reply_from, zone)
        tests.append(_day(offset, "ge", mailbox.reply_from))
    if mailbox.reply_until is not None:
        offset = _offset(mailbox.reply_until + dt.timedelta(days=1), zone)
        tests.append(_day(offset, "le", mailbox.reply_until))
    return tests


def _day(offset: str, how: str, day: dt.date) -> str:
    return f'currentdate :zone "{offset}" :value "{how}" "date" "{day.isoformat()}"'


def _offset(day: dt.date, zone: ZoneInfo) -> str:
    """What clocks there show ahead of UTC when a day begins, such as +0100."""
    return dt.datetime.combine(day, dt.time(), zone).strftime("%z")[:5]
