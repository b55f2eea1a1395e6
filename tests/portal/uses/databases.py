from portal.access import PackageAccess
from portal.databases.service import DatabasePassword, DatabaseRemark, NewDatabase
from portal.paging import PageRequest
from portal.portal import Portal
from tests.portal.uses import SecretUse, Use


def change(portal: Portal, access: PackageAccess) -> None:
    made = portal.databases.add(access, NewDatabase(name="shop"))
    portal.databases.change(access, made.id, DatabaseRemark(remark="of the shop"), DatabaseRemark())
    portal.databases.change_password(access, made.id, DatabasePassword())
    portal.databases.remove(access, made.id)


def add_with(portal: Portal, access: PackageAccess, secret: str) -> object:
    return portal.databases.add(access, NewDatabase(name="shop", password=secret))


def change_to(portal: Portal, access: PackageAccess, secret: str) -> object:
    views = portal.databases.page(access, PageRequest()).page.rows
    database_id = views[0].id if views else portal.databases.add(access, NewDatabase(name="blog")).id
    return portal.databases.change_password(access, database_id, DatabasePassword(password=secret))


USES: dict[str, Use] = {
    "databases.page": lambda portal, access: portal.databases.page(access, PageRequest()),
    "databases.add": change,
    "databases.change": change,
    "databases.change_password": change,
    "databases.remove": change,
}

SECRETS: dict[str, SecretUse] = {"databases.add": add_with, "databases.change_password": change_to}
