"""What is shown of backups, and what is entered for them; never what they hold of secrets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.validation import Input, OptionalLine
from storage.models.backups import BackupKind, BackupPart

if TYPE_CHECKING:
    import datetime as dt

__all__ = [
    "BackupKind",
    "BackupPart",
    "BackupView",
    "Misfits",
    "Named",
    "NewBackup",
    "PartPreview",
    "Preview",
    "RestoreChoice",
    "Restored",
    "Some",
]


class NewBackup(Input):
    """What a customer says of a backup when they make it."""

    remark: OptionalLine = ""


class RestoreChoice(Input):
    """Which parts of a backup shall come back."""

    mail: bool = False
    databases: bool = False
    webspace: bool = False
    settings: bool = False

    @property
    def parts(self) -> tuple[BackupPart, ...]:
        """The chosen parts, in their usual order."""
        return tuple(part for part in BackupPart if getattr(self, part.value))


@dataclass(frozen=True, slots=True)
class BackupView:
    """A backup as the list shows it.

    Attributes:
        id: For opening it.
        name: The moment it was made, as the provider's clock wrote it: 2026-11-22 14:05.
        made_at: The same, in UTC.
        kind: Who made it.
        size_mb: Mail, databases and webspace as measured then.
        remark: What the customer said of it.
        kept_until: The day on which a daily one goes; None: it stays until it is deleted.
    """

    id: int
    name: str
    made_at: dt.datetime
    kind: BackupKind
    size_mb: int
    remark: str
    kept_until: dt.date | None


@dataclass(frozen=True, slots=True)
class Named:
    """A record in a preview.

    Attributes:
        word: What kind of record, in a word of ours.
        name: What the customer calls it.
        fields: What changes in it, where it stays.
    """

    word: str
    name: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Some:
    """Any number of records, and the names of the first.

    Attributes:
        count: How many.
        names: At most `portal.backups.plan.MOST_NAMED` of them.
    """

    count: int = 0
    names: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Misfits:
    """Records of a backup that stay out, or as they are, all for one reason.

    Attributes:
        reason: A sentence with the figures.
        records: Which.
    """

    reason: str
    records: Some


@dataclass(frozen=True, slots=True)
class PartPreview:
    """What a restore would do to one part of the package.

    Attributes:
        part: Which.
        back: What comes back.
        gone: What goes away: it was made since.
        changed: What gets its old values.
        misfits: What does not fit.
        replaces_contents: Whether the servers put back what they hold, too: mail, tables or files.
    """

    part: BackupPart
    back: Some
    gone: Some
    changed: Some
    misfits: tuple[Misfits, ...]
    replaces_contents: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a restore would do.

    Attributes:
        backup: Which backup.
        parts: The chosen parts.
        is_kept: Whether the present state is kept in a backup of its own first.
        give_way: The names of the daily backups that make room for that.
        digest: Stands for all of this, names that are not shown included: what is restored is what was shown.
    """

    backup: BackupView
    parts: tuple[PartPreview, ...]
    is_kept: bool
    give_way: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done.

    Attributes:
        backup_id: The backup of the state before; None: there was no room for one.
        contents_follow: Whether servers put back what they hold when the package is next published.
    """

    backup_id: int | None
    contents_follow: bool
