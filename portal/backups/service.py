"""Backups of one package: looking through them, making, restoring and deleting them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.administration import Listing, Technical
from portal.backups.keeping import drop, keep, kept_until, name_of, room_for_one
from portal.backups.plan import WITH_CONTENTS, Planner, digest_of
from portal.backups.views import BackupView, NewBackup, Preview, Restored
from portal.errors import ChangedMeanwhile, Conflict, Doubtful, InvalidInput
from portal.i18n import _, ngettext
from portal.putting_back import put_all_back
from portal.refusals import no_room, there
from storage.models.backups import Backup, BackupKind, BackupPart, RestoreOrder
from storage.models.products import Resource
from storage.repositories.packages import Use

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portal.access import PackageAccess
    from portal.administration import Changing
    from portal.backups.keeping import Room
    from portal.backups.plan import PartPlan
    from portal.paging import PageRequest
    from storage.work import Work

INCLUDED = {
    BackupPart.MAIL: Resource.MAILBOXES,
    BackupPart.DATABASES: Resource.DATABASES,
    BackupPart.WEBSPACE: Resource.WEBSPACE,
}
"""What a product includes where a part of its backups can have something in it; settings are in all."""


class Backups(Technical):
    """The backups of one package."""

    TRANSFERS = True

    def page(self, access: PackageAccess, request: PageRequest) -> Listing[BackupView]:
        """A page of the backups; orders: made, size. The filter finds the remark."""
        with self._looking(access) as looking:
            page = looking.work.backups.page_of(access, request).of(self._view)
            return looking.listing(page, request, Resource.BACKUPS)

    def parts(self, access: PackageAccess) -> tuple[BackupPart, ...]:
        """What can be restored by itself in this package."""
        with self._looking(access) as looking:
            usage = _usage(looking.work, access)
            return tuple(part for part in BackupPart if INCLUDED.get(part) in {None, *usage})

    def make(self, access: PackageAccess, entered: NewBackup, *, sure: bool = False) -> int:
        """Keep the present state; tells the backup's id.

        Args:
            access: In which package.
            entered: What is said of it.
            sure: Whether a daily backup may make way for it.

        Raises:
            Conflict: There are as many as are kept, all of them the customer's own.
            Doubtful: A daily one would have to make way, and `sure` is not set.
        """
        with self._changing(access) as changing:
            use = changing.work.administration.room(changing.package, Resource.BACKUPS) or Use(0, 0)
            room = room_for_one(changing.work, access.package_id, use)
            if not room.is_there:
                raise Conflict(no_room(Resource.BACKUPS, use.used, use.allowed or 0))
            if room.give_way and not sure:
                raise Doubtful(self._makes_way(room, use))
            made = self._keep(changing, room, entered.remark)
            changing.commit()
            return made.id

    def delete(self, access: PackageAccess, backup_id: int) -> None:
        """Delete a backup, daily or own; raises NotFound."""
        with self._changing(access) as changing:
            backup = there(changing.work.backups.one(access, backup_id))
            changing.note("backup", "removed", self._name(backup), record_id=backup.id, servers=False)
            drop(changing.work, changing.package, backup)
            changing.commit()

    def preview(self, access: PackageAccess, backup_id: int, parts: Sequence[BackupPart]) -> Preview:
        """What a restore of these parts would do; raises NotFound, and InvalidInput where there are none."""
        with self._looking(access) as looking:
            backup = there(looking.work.backups.one(access, backup_id))
            return self._preview(backup, *_plan(looking.work, access, backup, parts))

    def restore(
        self, access: PackageAccess, backup_id: int, parts: Sequence[BackupPart], seen: str
    ) -> Restored:
        """Bring these parts to what they were, as far as it fits, after the present state was kept.

        The present state is kept in a backup of its own, if there is room for one.

        Args:
            access: In which package.
            backup_id: From which backup.
            parts: What to restore.
            seen: The digest of the preview that was shown.

        Raises:
            NotFound: The backup is not there any more.
            InvalidInput: No part was chosen.
            ChangedMeanwhile: A restore would do something else by now; `now` is the preview of that.
            Conflict: A rule of a subject is against it.
        """
        with self._changing(access) as changing:
            backup = there(changing.work.backups.one(access, backup_id))
            plans, room = _plan(changing.work, access, backup, parts)
            preview = self._preview(backup, plans, room)
            if preview.digest != seen:
                raise ChangedMeanwhile(
                    _(
                        "The package or its backups changed since this was shown, so nothing was restored."
                        " What a restore would do now is shown here."
                    ),
                    {},
                    preview,
                )
            made = self._keep_before(changing, backup, room)
            put_all_back(changing, [intent for plan in plans for intent in plan.intents()], "restored")
            self._order(changing, backup, plans)
            for plan in plans:
                changing.note(plan.part.value, "restored", self._name(backup), figures=plan.figures())
            changing.commit()
            follow = any(plan.part in WITH_CONTENTS for plan in plans)
            return Restored(made.id if made else None, follow)

    def _preview(self, backup: Backup, plans: Sequence[PartPlan], room: Room) -> Preview:
        give_way = tuple(map(self._name, room.give_way))
        return Preview(
            backup=self._view(backup),
            parts=tuple(plan.preview() for plan in plans),
            is_kept=room.is_there,
            give_way=give_way,
            digest=digest_of(plans, backup.id, room.is_there, give_way),
        )

    def _keep_before(self, changing: Changing, backup: Backup, room: Room) -> Backup | None:
        """Keep the present state before a restore, if there is room."""
        if not room.is_there:
            return None
        remark = _("before the restore of {backup}").format(backup=self._name(backup))
        return self._keep(changing, room, remark)

    def _keep(self, changing: Changing, room: Room, remark: str) -> Backup:
        for going in room.give_way:
            changing.note("backup", "made way", self._name(going), record_id=going.id, servers=False)
        made = keep(changing.work, changing.package, BackupKind.OWN, changing.now, room, remark)
        changing.note("backup", "made", self._name(made), record_id=made.id, servers=False)
        return made

    def _order(self, changing: Changing, backup: Backup, plans: Sequence[PartPlan]) -> None:
        """Have the servers bring back what the portal does not hold."""
        parts = [plan.part.value for plan in plans if plan.part in WITH_CONTENTS]
        if parts:
            changing.work.backups.order(
                RestoreOrder(
                    package_id=changing.package.id,
                    revision=changing.revision,
                    backup_made_at=backup.made_at,
                    parts=parts,
                    ordered_at=changing.now,
                )
            )

    def _makes_way(self, room: Room, use: Use) -> str:
        going, names = len(room.give_way), ", ".join(map(self._name, room.give_way))
        return ngettext(
            "{used} of {allowed} backups are kept already. If you save again, the oldest daily one makes way:"
            " {names}.",
            "{used} of {allowed} backups are kept already. If you save again, the {n} oldest daily ones make"
            " way: {names}.",
            going,
        ).format(used=use.used, allowed=use.allowed, n=going, names=names)

    def _name(self, backup: Backup) -> str:
        return name_of(backup, self._means.settings)

    def _view(self, backup: Backup) -> BackupView:
        return BackupView(
            id=backup.id,
            name=self._name(backup),
            made_at=backup.made_at,
            kind=backup.kind,
            size_mb=backup.size_mb,
            remark=backup.remark,
            kept_until=kept_until(backup, self._means.settings),
        )


def _plan(
    work: Work, access: PackageAccess, backup: Backup, parts: Sequence[BackupPart]
) -> tuple[list[PartPlan], Room]:
    """What a restore does, and whether the present state can be kept before; InvalidInput for no parts."""
    if not parts:
        raise InvalidInput(_("Choose what shall come back."))
    usage = _usage(work, access)
    planner = Planner(work, access, backup.contents, usage)
    plans = [planner.plan(part) for part in BackupPart if part in parts]
    return plans, room_for_one(work, access.package_id, usage.get(Resource.BACKUPS), but=backup.id)


def _usage(work: Work, access: PackageAccess) -> Mapping[Resource, Use]:
    """How full the package is."""
    return work.packages.usage([access.package_id]).get(access.package_id, {})
