from portal.access import PackageAccess
from portal.backups.views import NewBackup
from portal.paging import PageRequest
from portal.portal import Portal
from storage.models.backups import BackupPart
from tests.portal.uses import Use

PARTS = tuple(BackupPart)


def make(portal: Portal, access: PackageAccess) -> int:
    return portal.backups.make(access, NewBackup(remark="Umbau"))


def restore(portal: Portal, access: PackageAccess) -> None:
    made = make(portal, access)
    portal.backups.restore(access, made, PARTS, portal.backups.preview(access, made, PARTS).digest)


def show_history(portal: Portal, access: PackageAccess) -> None:
    make(portal, access)
    [newest, *_others] = portal.history.page(access, PageRequest(descending=True)).page.rows
    portal.history.show(access, newest.id)


USES: dict[str, Use] = {
    "backups.page": lambda portal, access: portal.backups.page(access, PageRequest()),
    "backups.parts": lambda portal, access: portal.backups.parts(access),
    "backups.make": make,
    "backups.delete": lambda portal, access: portal.backups.delete(access, make(portal, access)),
    "backups.preview": lambda portal, access: portal.backups.preview(access, make(portal, access), PARTS),
    "backups.restore": restore,
    "history.show": show_history,
}
