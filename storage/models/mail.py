"""Email: every address of a package, of whatever kind."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Administered, words


class MailKind(StrEnum):
    """What becomes of mail to an address."""

    MAILBOX = "mailbox"
    ALIAS = "alias"
    FORWARD = "forward"
    CATCH_ALL = "catch-all"


class SpamAction(StrEnum):
    """What becomes of mail that is taken for spam."""

    MOVE = "move"
    MARK = "mark"
    REJECT = "reject"
    OFF = "off"


class MailAddress(Administered):
    """An address under one of the package's domains; a catch-all stands under `*`."""

    __tablename__ = "mail_addresses"
    __table_args__ = (
        UniqueConstraint("domain_id", "local_part"),
        CheckConstraint("size_mb >= 0", name="size_not_negative"),
        CheckConstraint("reply_days BETWEEN 1 AND 31", name="reply_days"),
        Index("ix_mail_addresses_package_id_address", "package_id", "address", "id"),
        Index("ix_mail_addresses_package_id_kind", "package_id", "kind", "address", "id"),
        Index("ix_mail_addresses_package_id_size_mb", "package_id", "size_mb", "address", "id"),
    )

    domain_id: Mapped[int] = mapped_column(ForeignKey("domains.id"))
    local_part: Mapped[str] = mapped_column(String(64))
    """Lower case; `*` for a catch-all."""
    address: Mapped[str] = mapped_column(String(320))
    """The whole address, its domain in Unicode: what is shown, found and sorted by."""
    kind: Mapped[MailKind] = mapped_column(words(MailKind))
    enabled: Mapped[bool] = mapped_column(default=True)
    targets: Mapped[list[str]] = mapped_column(default_factory=list, insert_default=list)
    """Where an alias, forward or catch-all delivers to."""
    password_hash: Mapped[str | None] = mapped_column(String(200), default=None)
    """argon2id, for mailboxes."""
    size_mb: Mapped[int] = mapped_column(default=0)
    """What a mailbox has of the package's pool."""
    used_mb: Mapped[int] = mapped_column(default=0)
    """As last measured."""
    reply_enabled: Mapped[bool] = mapped_column(default=False)
    reply_subject: Mapped[str] = mapped_column(String(200), default="")
    reply_text: Mapped[str] = mapped_column(Text, default="")
    reply_from: Mapped[dt.date | None] = mapped_column(default=None)
    reply_until: Mapped[dt.date | None] = mapped_column(default=None)
    reply_days: Mapped[int] = mapped_column(default=1)
    """Days until the same sender is answered again."""
    spam: Mapped[SpamAction] = mapped_column(words(SpamAction), default=SpamAction.MOVE)
    spam_allowed: Mapped[list[str]] = mapped_column(default_factory=list, insert_default=list)
    """Senders that are never spam: addresses, or domains as `@example.org`."""
    spam_blocked: Mapped[list[str]] = mapped_column(default_factory=list, insert_default=list)
    """Senders that always are."""
