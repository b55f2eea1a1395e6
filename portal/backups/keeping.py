"""How many backups a package keeps: daily ones make way for newer ones, own ones never do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from portal.backups.contents import take
from portal.clock import day_in
from storage.models.backups import Backup, BackupKind
from storage.models.products import Resource

if TYPE_CHECKING:
    from portal.settings import Settings
    from storage.models.packages import Package
    from storage.repositories.packages import Use
    from storage.work import Work


@dataclass(frozen=True, slots=True)
class Room:
    """Whether one more backup can be kept.

    Attributes:
        is_there: Whether it can.
        give_way: The daily ones that go for it, the oldest first; one, unless the product became smaller.
    """

    is_there: bool
    give_way: tuple[Backup, ...] = ()


def room_for_one(work: Work, package_id: int, use: Use | None, *, but: int | None = None) -> Room:
    """Whether one more can be kept; `but` is the id of one that must stay."""
    if use is None or not use.allowed:
        return Room(is_there=False)
    too_many = use.used + 1 - use.allowed
    if too_many <= 0:
        return Room(is_there=True)
    oldest = [backup for backup in work.backups.daily(package_id) if backup.id != but][:too_many]
    return Room(is_there=True, give_way=tuple(oldest)) if len(oldest) == too_many else Room(is_there=False)


def keep(
    work: Work, package: Package, kind: BackupKind, now: dt.datetime, room: Room, remark: str = ""
) -> Backup:
    """Keep the present state of a package, which is locked, and for which there is room."""
    for backup in room.give_way:
        drop(work, package, backup)
    kept = Backup(
        package_id=package.id,
        made_at=now,
        kind=kind,
        remark=remark,
        size_mb=work.backups.measured_mb(package.id),
        contents=take(work, package.id),
    )
    work.backups.add(kept)
    work.administration.count(package, Resource.BACKUPS, 1)
    return kept


def drop(work: Work, package: Package, backup: Backup) -> None:
    """Remove a backup of a package, which is locked."""
    work.backups.remove(backup)
    work.administration.count(package, Resource.BACKUPS, -1)


def name_of(backup: Backup, settings: Settings) -> str:
    """The moment it was made, as the provider's clock wrote it: 2026-11-22 14:05."""
    return backup.made_at.astimezone(ZoneInfo(settings.time_zone)).strftime("%Y-%m-%d %H:%M")


def kept_until(backup: Backup, settings: Settings) -> dt.date | None:
    """The day on which a daily backup goes; None for those that stay until they are deleted."""
    if backup.kind is not BackupKind.DAILY:
        return None
    return day_in(settings.time_zone, backup.made_at) + dt.timedelta(days=settings.backups.kept_days)
