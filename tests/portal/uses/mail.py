from portal.access import PackageAccess
from portal.mail.models import (
    AutoReply,
    DeliverySettings,
    MailboxPassword,
    MailboxSettings,
    MailFile,
    NewCatchAll,
    NewDelivery,
    NewMailbox,
    SpamSettings,
)
from portal.paging import PageRequest
from portal.portal import Portal
from storage.models.mail import SpamAction
from tests.portal.uses import SecretUse, Use


def mailbox(portal: Portal, access: PackageAccess) -> None:
    domain = portal.domains.choices(access)[0].id
    box = portal.mail.add_mailbox(access, NewMailbox(local_part="info", domain_id=domain, size_mb=10)).id
    shown = portal.mail.show(access, box)
    assert isinstance(shown.settings, MailboxSettings)
    portal.mail.change_mailbox(access, box, MailboxSettings(size_mb=20), shown.settings)
    portal.mail.set_auto_reply(access, box, AutoReply(reply_enabled=False, reply_days=3), shown.reply)
    portal.mail.set_spam(access, box, SpamSettings(spam=SpamAction.OFF), shown.spam)
    portal.mail.set_password(access, box, MailboxPassword())
    remove(portal, access, box)


def delivery(portal: Portal, access: PackageAccess) -> None:
    domain = portal.domains.choices(access)[0].id
    box = portal.mail.add_mailbox(access, NewMailbox(local_part="box", domain_id=domain, size_mb=10))
    alias = portal.mail.add_alias(
        access, NewDelivery(local_part="alias", domain_id=domain, targets=(box.name,))
    )
    outside = NewDelivery(local_part="forward", domain_id=domain, targets=("anna@example.org",))
    forward = portal.mail.add_forward(access, outside)
    catch_all = portal.mail.add_catch_all(access, NewCatchAll(domain_id=domain, targets=(box.name,)))
    shown = portal.mail.show(access, forward)
    assert isinstance(shown.settings, DeliverySettings)
    elsewhere = DeliverySettings(targets=("bernd@example.org",))
    portal.mail.change_delivery(access, forward, elsewhere, shown.settings)
    for each in (alias, forward, catch_all, box.id):
        remove(portal, access, each)


def remove(portal: Portal, access: PackageAccess, address_id: int) -> None:
    portal.mail.remove(access, address_id, portal.mail.removal(access, address_id))


def file_with(portal: Portal, access: PackageAccess, password: str = "") -> MailFile:
    domain = portal.domains.choices(access)[0].name
    rows = ["address,kind,password,size_mb"]
    known = {view.address for view in portal.mail.page(access, PageRequest(limit=100)).page.rows}
    address = next(name for n in range(99) if (name := f"m{n}@{domain}") not in known)
    return MailFile(
        content="\n".join([*rows, f'{address},mailbox,"{password}",5']).encode("utf-8", "replace")
    )


def import_all(portal: Portal, access: PackageAccess, password: str = "Ziegel Nebel Marder Kanne") -> None:
    file = file_with(portal, access, password)
    portal.mail_import.preview(access, file)
    waiting = portal.mail_import.run(access, file).waiting
    portal.mail_import.hash_passwords(access, waiting)
    portal.mail_import.keep_passwords(access, waiting)


def add_with(portal: Portal, access: PackageAccess, secret: str) -> object:
    domain = portal.domains.choices(access)[0].id
    new = NewMailbox(local_part="geheim", domain_id=domain, size_mb=1, password=secret, again=secret)
    return portal.mail.add_mailbox(access, new)


def change_to(portal: Portal, access: PackageAccess, secret: str) -> object:
    views = portal.mail.page(access, PageRequest(filter="post@")).page.rows
    domain = portal.domains.choices(access)[0].id
    new = NewMailbox(local_part="post", domain_id=domain, size_mb=1)
    mailbox_id = views[0].id if views else portal.mail.add_mailbox(access, new).id
    portal.mail.set_password(access, mailbox_id, MailboxPassword(password=secret, again=secret))
    return portal.mail.show(access, mailbox_id)


USES: dict[str, Use] = {
    "mail.page": lambda portal, access: portal.mail.page(access, PageRequest()),
    "mail.show": mailbox,
    "mail.add_mailbox": mailbox,
    "mail.change_mailbox": mailbox,
    "mail.set_auto_reply": mailbox,
    "mail.set_spam": mailbox,
    "mail.set_password": mailbox,
    "mail.add_alias": delivery,
    "mail.add_forward": delivery,
    "mail.add_catch_all": delivery,
    "mail.change_delivery": delivery,
    "mail.removal": delivery,
    "mail.remove": delivery,
    "mail_import.preview": import_all,
    "mail_import.run": import_all,
    "mail_import.hash_passwords": import_all,
    "mail_import.keep_passwords": import_all,
}

SECRETS: dict[str, SecretUse] = {
    "mail.add_mailbox": add_with,
    "mail.set_password": change_to,
    "mail_import.preview": lambda portal, access, secret: portal.mail_import.preview(
        access, file_with(portal, access, secret)
    ),
    "mail_import.run": import_all,
}
