"""What happens in stories about backups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.backups.views import BackupView, NewBackup, Preview, Restored
from portal.paging import PageRequest
from storage.models.backups import BackupPart, RestoreOrder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.access import PackageAccess
    from tests.portal.technical import Place

ALL = tuple(BackupPart)


def make(here: Place, remark: str = "", *, sure: bool = False) -> int:
    """Make a backup, a minute after whatever was before."""
    here.house.clock.forward(minutes=1)
    return here.house.portal.backups.make(here.owner, NewBackup(remark=remark), sure=sure)


def listed(here: Place, access: PackageAccess | None = None) -> list[BackupView]:
    """The list as it opens."""
    request = PageRequest(sort="made", descending=True)
    return list(here.house.portal.backups.page(access or here.owner, request).page.rows)


def preview(
    here: Place, backup_id: int, parts: Sequence[BackupPart] = ALL, access: PackageAccess | None = None
) -> Preview:
    """What a restore would do."""
    return here.house.portal.backups.preview(access or here.owner, backup_id, parts)


def restore(
    here: Place, backup_id: int, parts: Sequence[BackupPart] = ALL, access: PackageAccess | None = None
) -> Restored:
    """Look at the preview and restore."""
    who = access or here.owner
    seen = preview(here, backup_id, parts, who).digest
    return here.house.portal.backups.restore(who, backup_id, parts, seen)


def orders(here: Place) -> list[RestoreOrder]:
    """What the servers were told to bring back."""
    with here.house.storage.reading() as work:
        return list(work.administration.every(RestoreOrder, here.owner))
