from portal.access import PackageAccess
from portal.paging import PageRequest
from portal.portal import Portal
from portal.webspace.protection import NewProtection, NewVisitor, ProtectionSettings, VisitorPassword
from portal.webspace.sftp import EnteredSftpUser, SftpUserSettings
from tests.portal.uses import SecretUse, Use

INTERN = ProtectionSettings(directory="/intern", realm="Members only")


def sftp_user(portal: Portal, access: PackageAccess) -> None:
    made = portal.sftp_users.add(access, EnteredSftpUser(name="web"))
    moved = EnteredSftpUser(name="web", directory="/html")
    portal.sftp_users.change(access, made.id, moved, SftpUserSettings(name="web"))
    portal.sftp_users.remove(access, made.id)


def protection(portal: Portal, access: PackageAccess) -> None:
    directory = NewProtection(directory="/intern", realm="Members only", user="anna")
    made = portal.protection.add(access, directory)
    staff = INTERN.model_copy(update={"realm": "Staff only"})
    portal.protection.change(access, made.id, staff, INTERN)
    portal.protection.visitors(access, made.id, PageRequest())
    portal.protection.add_visitor(access, made.id, NewVisitor(user="bernd"))
    portal.protection.change_password(access, made.id, "bernd", VisitorPassword())
    portal.protection.remove_visitor(access, made.id, "bernd")
    portal.protection.remove(access, made.id)


def user_with(portal: Portal, access: PackageAccess, secret: str) -> object:
    return portal.sftp_users.add(access, EnteredSftpUser(name="web", password=secret))


def user_changed_to(portal: Portal, access: PackageAccess, secret: str) -> object:
    users = portal.sftp_users.page(access, PageRequest()).page.rows
    kept = users[0].id if users else portal.sftp_users.add(access, EnteredSftpUser(name="web")).id
    entered = EnteredSftpUser(name="web", password=secret)
    return portal.sftp_users.change(access, kept, entered, SftpUserSettings(name="web"))


def protected_with(portal: Portal, access: PackageAccess, secret: str) -> object:
    directory = NewProtection(directory="/intern", realm="Members only", user="anna", password=secret)
    return portal.protection.add(access, directory)


def protected(portal: Portal, access: PackageAccess) -> int:
    """A directory that anna may look into."""
    for view in portal.protection.page(access, PageRequest()).page.rows:
        return view.id
    return portal.protection.add(access, NewProtection(directory="/x", realm="x", user="anna")).id


def visitor_with(portal: Portal, access: PackageAccess, secret: str) -> object:
    entered = NewVisitor(user="bernd", password=secret)
    return portal.protection.add_visitor(access, protected(portal, access), entered)


def visitor_changed_to(portal: Portal, access: PackageAccess, secret: str) -> object:
    directory = protected(portal, access)
    return portal.protection.change_password(access, directory, "anna", VisitorPassword(password=secret))


USES: dict[str, Use] = {
    "sftp_users.page": lambda portal, access: portal.sftp_users.page(access, PageRequest()),
    "sftp_users.add": sftp_user,
    "sftp_users.change": sftp_user,
    "sftp_users.remove": sftp_user,
    "protection.page": lambda portal, access: portal.protection.page(access, PageRequest()),
    "protection.add": protection,
    "protection.change": protection,
    "protection.remove": protection,
    "protection.visitors": protection,
    "protection.add_visitor": protection,
    "protection.change_password": protection,
    "protection.remove_visitor": protection,
    "web_usage.page": lambda portal, access: portal.web_usage.page(access, PageRequest()),
}

SECRETS: dict[str, SecretUse] = {
    "sftp_users.add": user_with,
    "sftp_users.change": user_changed_to,
    "protection.add": protected_with,
    "protection.add_visitor": visitor_with,
    "protection.change_password": visitor_changed_to,
}
