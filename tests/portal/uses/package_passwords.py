import pytest

from portal.access import PackageAccess
from portal.errors import Conflict
from portal.package_passwords import NewMasterPassword, NewPackagePassword
from portal.portal import Portal
from tests.portal.house import MASTER_PASSWORD, NEW_PASSWORD, PACKAGE_PASSWORD
from tests.portal.uses import SecretUse, Use


def new_package(new: str, present: str = "") -> NewPackagePassword:
    return NewPackagePassword(new=new, again=new, present=present)


def new_master(new: str) -> NewMasterPassword:
    return NewMasterPassword(new=new, again=new)


def set_package_password(portal: Portal, access: PackageAccess) -> None:
    """It is as before afterwards: others in the matrix sign in with it."""
    for new, present in ((NEW_PASSWORD, PACKAGE_PASSWORD), (PACKAGE_PASSWORD, NEW_PASSWORD)):
        portal.package_passwords.set_package_password(access, new_package(new, present))


def delete_package_password(portal: Portal, access: PackageAccess) -> None:
    if access.by_owner:
        portal.package_passwords.delete_package_password(access)
        portal.package_passwords.set_package_password(access, new_package(PACKAGE_PASSWORD))
        return
    with pytest.raises(Conflict):
        portal.package_passwords.delete_package_password(access)


def delete_master_password(portal: Portal, access: PackageAccess) -> None:
    if not portal.package_passwords.show(access).has_master:
        portal.package_passwords.set_master_password(access, new_master(MASTER_PASSWORD))
    portal.package_passwords.delete_master_password(access)


USES: dict[str, Use] = {
    "package_passwords.show": lambda portal, access: portal.package_passwords.show(access),
    "package_passwords.secret_strength": lambda portal, access: portal.package_passwords.secret_strength(
        access, "x"
    ),
    "package_passwords.set_package_password": set_package_password,
    "package_passwords.delete_package_password": delete_package_password,
    "package_passwords.set_master_password": lambda portal, access: (
        portal.package_passwords.set_master_password(access, new_master(MASTER_PASSWORD))
    ),
    "package_passwords.delete_master_password": delete_master_password,
    "sign_in.confirm_package": lambda portal, access: portal.sign_in.confirm_package(
        access, PACKAGE_PASSWORD, "present"
    ),
}

SECRETS: dict[str, SecretUse] = {
    "package_passwords.secret_strength": lambda portal, access, secret: (
        portal.package_passwords.secret_strength(access, secret)
    ),
    "package_passwords.set_package_password": lambda portal, access, secret: (
        portal.package_passwords.set_package_password(access, new_package(secret, secret))
    ),
    "package_passwords.set_master_password": lambda portal, access, secret: (
        portal.package_passwords.set_master_password(access, new_master(secret))
    ),
    "sign_in.confirm_package": lambda portal, access, secret: portal.sign_in.confirm_package(
        access, secret, "present"
    ),
}
