"""What kinds of records the technical administration keeps: what names them, makes them up, and counts.

History, undo and backups work on all kinds alike, by these descriptions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import Date
from sqlalchemy import Enum as EnumType

from storage.models.backups import BackupPart
from storage.models.base import Administered, Base
from storage.models.databases import Database
from storage.models.dns import DnsRecord
from storage.models.domains import Site
from storage.models.mail import MailAddress, MailKind
from storage.models.products import Resource
from storage.models.webspace import CronJob, ProtectedDirectory, SftpUser

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Record = TypeVar("Record", bound=Administered)


@dataclass(frozen=True)
class Kind(Generic[Record]):
    """A kind of record.

    Attributes:
        entity: Its table.
        part: The part of a backup that it belongs to.
        identity: The columns by which a package knows one from another.
        settings: The columns that customers set, identity included; they stand in the history.
        called: What a customer calls a record.
        word: A word of ours for the kind; it stands in the history and the audit log.
        verifiers: The columns with what proves passwords: in backups, never in the history.
        has_contents: Whether something hangs on a record that the portal does not hold, such as the tables of
            a database or the mail in a mailbox: only a backup brings that back.
        uses: What a record takes of the package's quotas.
    """

    entity: type[Record]
    part: BackupPart
    identity: tuple[str, ...]
    settings: tuple[str, ...]
    called: Callable[[Record], str]
    word: Callable[[Record], str]
    verifiers: tuple[str, ...] = ()
    has_contents: Callable[[Record], bool] = field(default=lambda _record: False)
    uses: Callable[[Record], Mapping[Resource, int]] = field(default=lambda _record: {})

    def values(self, record: Record, *, verifiers: bool = False) -> dict[str, Any]:
        """What makes up a record, as JSON holds it."""
        columns = self.settings + (self.verifiers if verifiers else ())
        return {name: _simple(getattr(record, name)) for name in columns}

    def made_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The same values as columns hold them."""
        columns = Base.metadata.tables[self.entity.__tablename__].c
        return {name: _value(columns[name].type, value) for name, value in values.items()}

    def comes_back(self, record: Record) -> bool:
        """Whether a record can be removed and put back from the history alone: it holds no secret."""
        return not self.has_contents(record) and not any(getattr(record, name) for name in self.verifiers)

    def identity_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What tells it from others of the package."""
        return {name: values[name] for name in self.identity}


def _mail_uses(address: MailAddress) -> dict[Resource, int]:
    if address.kind is not MailKind.MAILBOX:
        return {}
    return {Resource.MAILBOXES: 1, Resource.MAIL_STORAGE: address.size_mb}


SITE = Kind(
    Site,
    BackupPart.SETTINGS,
    identity=("domain_id", "label"),
    settings=(
        "domain_id", "label", "name", "ascii_name", "target", "directory", "points_to", "redirect_to",
        "redirect_code", "default_address", "php_version", "force_https", "hsts",
    ),
    called=lambda site: site.name,
    word=lambda site: "subdomain" if site.label else "domain",
)  # fmt: skip

MAIL = Kind(
    MailAddress,
    BackupPart.MAIL,
    identity=("domain_id", "local_part"),
    settings=(
        "domain_id", "local_part", "address", "kind", "enabled", "targets", "size_mb", "reply_enabled",
        "reply_subject", "reply_text", "reply_from", "reply_until", "reply_days", "spam", "spam_allowed",
        "spam_blocked",
    ),
    called=lambda address: address.address,
    word=lambda address: address.kind.value,
    verifiers=("password_hash",),
    has_contents=lambda address: address.kind is MailKind.MAILBOX,
    uses=_mail_uses,
)  # fmt: skip

DNS_RECORD = Kind(
    DnsRecord,
    BackupPart.SETTINGS,
    identity=("domain_id", "name", "type", "value"),
    settings=("domain_id", "name", "type", "ttl", "value"),
    called=lambda record: f"{record.name} {record.type.value}",
    word=lambda _record: "record",
)

DATABASE = Kind(
    Database,
    BackupPart.DATABASES,
    identity=("name",),
    settings=("name", "dialect", "remark", "uses_master"),
    called=lambda database: database.name,
    word=lambda _database: "database",
    verifiers=("verifier",),
    has_contents=lambda _database: True,
    uses=lambda _database: {Resource.DATABASES: 1},
)

SFTP_USER = Kind(
    SftpUser,
    BackupPart.WEBSPACE,
    identity=("name",),
    settings=("name", "directory", "keys", "uses_master", "expires_on"),
    called=lambda user: user.name,
    word=lambda _user: "SFTP user",
    verifiers=("password_hash",),
    uses=lambda _user: {Resource.SFTP_USERS: 1},
)

PROTECTED_DIRECTORY = Kind(
    ProtectedDirectory,
    BackupPart.WEBSPACE,
    identity=("directory",),
    settings=("directory", "realm"),
    called=lambda protected: protected.directory,
    word=lambda _protected: "protection",
    verifiers=("verifiers",),
)

CRON_JOB = Kind(
    CronJob,
    BackupPart.SETTINGS,
    identity=("schedule", "command"),
    settings=("schedule", "command", "output_to", "enabled"),
    called=lambda job: job.command[:100],
    word=lambda _job: "cron job",
    uses=lambda _job: {Resource.CRON_JOBS: 1},
)

KINDS: tuple[Kind[Any], ...] = (SITE, DNS_RECORD, MAIL, DATABASE, SFTP_USER, PROTECTED_DIRECTORY, CRON_JOB)
"""All kinds, in an order in which they can be put back one after the other."""

BY_WORD: dict[str, Kind[Any]] = {
    **dict.fromkeys(MailKind, MAIL),
    "domain": SITE,
    "subdomain": SITE,
    "record": DNS_RECORD,
    "database": DATABASE,
    "SFTP user": SFTP_USER,
    "protection": PROTECTED_DIRECTORY,
    "cron job": CRON_JOB,
}
"""The kind that a word in the history stands for."""


def _simple(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, EnumType) and kind.enum_class is not None:
        return kind.enum_class(value)
    if isinstance(kind, Date) and isinstance(value, str):
        return dt.date.fromisoformat(value)
    return value
