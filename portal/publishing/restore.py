"""Orders to bring back what only the servers' own backups hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from storage.models.backups import BackupPart

if TYPE_CHECKING:
    from portal.publishing.release import Release
    from storage.repositories.publishing import PackageContents


def publish(contents: PackageContents, release: Release) -> None:
    """Write the orders of a package, each to a file that is called by its id."""
    for order in contents.restore_orders:
        values = {
            "id": order.id,
            "package": contents.package.id,
            "backup_made_at": order.backup_made_at.isoformat(),
            "parts": sorted({BackupPart(part).value for part in order.parts if part in set(BackupPart)}),
            "ordered_at": order.ordered_at.isoformat(),
        }
        release.folder.write(f"restore/{order.id}.json", f"{json.dumps(values, indent=2)}\n")
        release.counts.restore_orders += 1
