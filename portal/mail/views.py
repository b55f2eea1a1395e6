"""What screens get to see of email."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.mail.models import AutoReply, DeliverySettings, MailboxSettings, SpamSettings
from portal.mail.rules import ALWAYS_REACHABLE
from storage.models.mail import MailKind, SpamAction

__all__ = ["MailDetails", "MailKind", "MailView", "Removal", "SpamAction"]

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from storage.models.mail import MailAddress
    from storage.repositories.mail import MailRow


@dataclass(frozen=True, slots=True)
class MailView:
    """An address as the list shows it.

    Attributes:
        id: For opening it.
        address: The whole address, its domain in Unicode; of a catch-all with `*` before the @.
        kind: What becomes of its mail.
        enabled: Whether it is on.
        targets: Where it delivers to, where it is no mailbox.
        has_password: Whether a mailbox can be signed in to.
        size_mb: What a mailbox has of the package's pool.
        used_mb: How much of that is in use, as last measured.
        away: Whether it answers automatically today.
        away_until: Until when, if that has an end.
        published: Whether servers read it as it stands.
    """

    id: int
    address: str
    kind: MailKind
    enabled: bool
    targets: tuple[str, ...]
    has_password: bool
    size_mb: int
    used_mb: int
    away: bool
    away_until: dt.date | None
    published: bool


@dataclass(frozen=True, slots=True)
class MailDetails:
    """All that is set about an address, for the forms that change it.

    Attributes:
        id: Which it is.
        address: The whole address.
        kind: What becomes of its mail.
        used_mb: How much is in a mailbox.
        settings: Its size or where it delivers to; whether it is on.
        reply: Its auto-reply.
        spam: What it does with spam.
    """

    id: int
    address: str
    kind: MailKind
    used_mb: int
    settings: MailboxSettings | DeliverySettings
    reply: AutoReply
    spam: SpamSettings


@dataclass(frozen=True, slots=True)
class Removal:
    """What goes when an address is removed.

    Attributes:
        address: The address.
        kind: What becomes of its mail now.
        used_mb: How much mail goes with it.
        lose: Addresses that deliver to it, and to others: they lose it from their targets.
        postmaster: Where its mail goes from then on, if it must be reachable in any case; else empty.
    """

    address: str
    kind: MailKind
    used_mb: int
    lose: tuple[str, ...]
    postmaster: str


def view_of(row: MailRow, today: dt.date, *, published: bool) -> MailView:
    """A row of the list."""
    away = row.reply_enabled and (row.reply_from or today) <= today <= (row.reply_until or today)
    return MailView(
        id=row.id,
        address=row.address,
        kind=row.kind,
        enabled=row.enabled,
        targets=tuple(row.targets),
        has_password=row.has_password,
        size_mb=row.size_mb,
        used_mb=row.used_mb,
        away=away,
        away_until=row.reply_until if away else None,
        published=published,
    )


def mailbox_settings(stored: MailAddress) -> MailboxSettings:
    """What stands there, even if today's rules would refuse it; so do the others."""
    return MailboxSettings.model_construct(size_mb=stored.size_mb, enabled=stored.enabled)


def delivery_settings(stored: MailAddress) -> DeliverySettings:
    """Where it delivers to."""
    return DeliverySettings.model_construct(targets=tuple(stored.targets), enabled=stored.enabled)


def auto_reply(stored: MailAddress) -> AutoReply:
    """What it answers."""
    return AutoReply.model_construct(**{name: getattr(stored, name) for name in AutoReply.model_fields})


def spam_settings(stored: MailAddress) -> SpamSettings:
    """What it does with spam."""
    allowed, blocked = tuple(stored.spam_allowed), tuple(stored.spam_blocked)
    return SpamSettings.model_construct(spam=stored.spam, spam_allowed=allowed, spam_blocked=blocked)


def details_of(stored: MailAddress) -> MailDetails:
    """All that is set."""
    is_mailbox = stored.kind is MailKind.MAILBOX
    return MailDetails(
        id=stored.id,
        address=stored.address,
        kind=stored.kind,
        used_mb=stored.used_mb,
        settings=mailbox_settings(stored) if is_mailbox else delivery_settings(stored),
        reply=auto_reply(stored),
        spam=spam_settings(stored),
    )


def removal_of(stored: MailAddress, lose: Sequence[str], postmaster: str) -> Removal:
    """What goes with an address."""
    is_reachable = stored.local_part in ALWAYS_REACHABLE
    return Removal(
        stored.address, stored.kind, stored.used_mb, tuple(lose), postmaster if is_reachable else ""
    )
