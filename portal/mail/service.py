"""The use cases of email, one address at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.administration import Listing, Made, Technical
from portal.errors import ChangedMeanwhile, Conflict, Doubtful, InvalidInput
from portal.i18n import _
from portal.kinds import MAIL
from portal.mail import rules, views
from portal.mail.models import ANY, DeliverySettings, NewDelivery
from portal.validation import require_unchanged
from storage.models.mail import MailAddress, MailKind
from storage.models.products import Resource
from storage.repositories.mail import Delivery

if TYPE_CHECKING:
    from collections.abc import Collection

    from pydantic import BaseModel

    from portal.access import PackageAccess
    from portal.administration import Changing
    from portal.mail.models import (
        AutoReply,
        MailboxPassword,
        MailboxSettings,
        NewCatchAll,
        NewMailbox,
        SpamSettings,
    )
    from portal.mail.views import MailDetails, MailView, Removal
    from portal.paging import PageRequest
    from storage.models.domains import Domain


class Mail(Technical):
    """The email addresses of one package."""

    def page(self, access: PackageAccess, request: PageRequest) -> Listing[MailView]:
        """A page of the addresses; orders: address, kind, size. The filter finds targets, too."""
        today = self._means.today()
        with self._looking(access) as looking:
            page = looking.work.mail.page_of(access, request).of(
                lambda row: views.view_of(row, today, published=looking.is_published(row))
            )
            return looking.listing(page, request, Resource.MAILBOXES, Resource.MAIL_STORAGE)

    def show(self, access: PackageAccess, address_id: int) -> MailDetails:
        """All that is set about an address; raises NotFound."""
        with self._looking(access) as looking:
            return views.details_of(looking.one(MAIL, address_id))

    def add_mailbox(self, access: PackageAccess, entered: NewMailbox) -> Made:
        """Add a mailbox; tells the password that was made up, where none was entered.

        Raises:
            InvalidInput: The address is taken, its domain cannot be managed, or the password is too weak.
            Conflict: All mailboxes or all mail storage of the package are in use.
        """
        secret = self._secret(access, entered.password, "password", [entered.local_part])
        verifier = self._means.passwords.hash(secret)
        with self._changing(access) as changing:
            domain = _domain(changing, entered.domain_id)
            settings = {"size_mb": entered.size_mb, "enabled": entered.enabled, "password_hash": verifier}
            made = _added(changing, domain, MailKind.MAILBOX, entered.local_part, **settings)
            changing.commit()
            return Made(made.id, made.address, None if entered.password else secret)

    def add_alias(self, access: PackageAccess, entered: NewDelivery) -> int:
        """Add another name for mailboxes of the package; tells its id; raises InvalidInput as a forward."""
        return self._add_delivery(access, MailKind.ALIAS, entered)

    def add_forward(self, access: PackageAccess, entered: NewDelivery) -> int:
        """Add a forward; tells its id.

        Raises:
            InvalidInput: The address is taken, its domain cannot be managed, the targets are too many, or
                mail would go round in circles.
        """
        return self._add_delivery(access, MailKind.FORWARD, entered)

    def add_catch_all(self, access: PackageAccess, entered: NewCatchAll, *, sure: bool = False) -> int:
        """Set where mail to addresses goes that a domain does not have; tells the catch-all's id.

        Raises:
            Doubtful: The domain has a catch-all, which this one would replace, and `sure` is not set.
            InvalidInput: As `add_forward` does.
        """
        with self._changing(access) as changing:
            domain = _domain(changing, entered.domain_id)
            self._require_deliverable(changing, MailKind.CATCH_ALL, _address(ANY, domain), entered)
            present = changing.work.mail.called(domain.id, ANY)
            if present is None:
                columns = _columns(entered)
                del columns["domain_id"]
                present = _added(changing, domain, MailKind.CATCH_ALL, ANY, **columns)
            elif sure:
                changing.edit(MAIL, present, _columns(entered))
            else:
                raise Doubtful(
                    _("This replaces the catch-all to {targets}. Save again if you want that.").format(
                        targets=", ".join(present.targets)
                    ),
                    "targets",
                )
            changing.commit()
            return present.id

    def change_mailbox(
        self, access: PackageAccess, address_id: int, entered: MailboxSettings, seen: MailboxSettings
    ) -> int:
        """Change size and state of a mailbox.

        Raises:
            ChangedMeanwhile: `seen` is out of date.
            InvalidInput: There is more mail in it, or it must stay on.
            Conflict: The package has not so much mail storage left.
        """
        with self._changing(access) as changing:
            mailbox = _mailbox(changing, address_id)
            require_unchanged(seen, views.mailbox_settings(mailbox))
            rules.require_reachable(mailbox.local_part, enabled=entered.enabled)
            if entered.size_mb < mailbox.used_mb and entered.size_mb != mailbox.size_mb:
                raise InvalidInput(
                    _("There are {n} MB of mail in it already.").format(n=mailbox.used_mb), "size_mb"
                )
            return _edited(changing, mailbox, entered)

    def change_delivery(
        self, access: PackageAccess, address_id: int, entered: DeliverySettings, seen: DeliverySettings
    ) -> int:
        """Change where an alias, a forward or a catch-all delivers to.

        Raises:
            ChangedMeanwhile: `seen` is out of date.
            InvalidInput: As `add_forward` does, or it must stay on.
        """
        with self._changing(access) as changing:
            stored = changing.one(MAIL, address_id)
            if stored.kind is MailKind.MAILBOX:
                raise Conflict(_("A mailbox keeps its mail; a forward delivers to other addresses."))
            require_unchanged(seen, views.delivery_settings(stored))
            rules.require_reachable(stored.local_part, enabled=entered.enabled)
            self._require_deliverable(changing, stored.kind, stored.address, entered, stored.targets)
            return _edited(changing, stored, entered)

    def set_auto_reply(
        self, access: PackageAccess, address_id: int, entered: AutoReply, seen: AutoReply
    ) -> int:
        """Say what senders to a mailbox are answered.

        Raises:
            ChangedMeanwhile: `seen` is out of date.
            InvalidInput: Its last day is over.
        """
        is_over = entered.reply_until is not None and entered.reply_until < self._means.today()
        if entered.reply_enabled and is_over:
            raise InvalidInput(_("This day is over."), "reply_until")
        with self._changing(access) as changing:
            mailbox = _mailbox(changing, address_id)
            require_unchanged(seen, views.auto_reply(mailbox))
            return _edited(changing, mailbox, entered)

    def set_spam(
        self, access: PackageAccess, address_id: int, entered: SpamSettings, seen: SpamSettings
    ) -> int:
        """Say what becomes of spam in a mailbox; raises ChangedMeanwhile if `seen` is out of date."""
        with self._changing(access) as changing:
            mailbox = _mailbox(changing, address_id)
            require_unchanged(seen, views.spam_settings(mailbox))
            return _edited(changing, mailbox, entered)

    def set_password(self, access: PackageAccess, address_id: int, entered: MailboxPassword) -> Made:
        """Give a mailbox another password; tells it where it was made up; raises InvalidInput if too weak."""
        with self._looking(access) as looking:
            local_part = looking.one(MAIL, address_id).local_part
        secret = self._secret(access, entered.password, "password", [local_part])
        verifier = self._means.passwords.hash(secret)
        with self._changing(access) as changing:
            mailbox = _mailbox(changing, address_id)
            changing.edit(MAIL, mailbox, {"password_hash": verifier}, "password changed")
            changing.commit()
            return Made(mailbox.id, mailbox.address, None if entered.password else secret)

    def removal(self, access: PackageAccess, address_id: int) -> Removal:
        """What goes when an address is removed; raises Conflict as `remove` does."""
        with self._looking(access) as looking:
            stored = looking.one(MAIL, address_id)
            users = rules.require_others(looking.work, access, stored.address)
            return views.removal_of(
                stored, rules.named(looking.work, access, users), self._means.settings.mail.postmaster
            )

    def remove(self, access: PackageAccess, address_id: int, shown: Removal) -> None:
        """Remove an address, with all mail in it; what delivers to it and to others loses it as a target.

        Args:
            access: In whose package.
            address_id: Which address.
            shown: What the customer was told goes.

        Raises:
            Conflict: Something delivers to this address only.
            ChangedMeanwhile: Something else would go than was shown.
        """
        with self._changing(access) as changing:
            stored = changing.one(MAIL, address_id)
            users = rules.require_others(changing.work, access, stored.address)
            if set(rules.named(changing.work, access, users)) - set(shown.lose):
                raise ChangedMeanwhile(
                    _("What delivers to this address was changed a moment ago. Please look again."), {}
                )
            for user in users:
                changing.edit(MAIL, user, {"targets": rules.others(user, stored.address)})
            changing.remove(MAIL, stored)
            changing.commit()

    def _add_delivery(self, access: PackageAccess, kind: MailKind, entered: NewDelivery) -> int:
        with self._changing(access) as changing:
            domain = _domain(changing, entered.domain_id)
            self._require_deliverable(changing, kind, _address(entered.local_part, domain), entered)
            settings = _columns(
                DeliverySettings.model_construct(targets=entered.targets, enabled=entered.enabled)
            )
            made = _added(changing, domain, kind, entered.local_part, **settings)
            changing.commit()
            return made.id

    def _require_deliverable(
        self,
        changing: Changing,
        kind: MailKind,
        address: str,
        entered: DeliverySettings,
        before: Collection[str] = (),
    ) -> None:
        """Raise InvalidInput where an address must not deliver so; `before`: where it does now."""
        rules.require_few(entered.targets, self._means.settings.mail.most_targets)
        if kind is MailKind.ALIAS:
            known = changing.work.mail.deliveries(changing.access, set(map(rules.key, entered.targets)))
            rules.require_mailboxes(entered.targets, known, kept=before)
        start = Delivery(address, kind, list(entered.targets))
        rules.require_way_out(changing.work, changing.access, start)


def _domain(changing: Changing, domain_id: int) -> Domain:
    domain = changing.work.domains.one(changing.access, domain_id)
    if domain is None:
        raise InvalidInput(_("This domain is not in this package any more."), "domain_id")
    return domain


def _address(local_part: str, domain: Domain) -> str:
    return f"{local_part}@{domain.name}"


def _added(
    changing: Changing, domain: Domain, kind: MailKind, local_part: str, **columns: Any
) -> MailAddress:
    address = _address(local_part, domain)
    rules.require_reachable(local_part, enabled=columns["enabled"])
    if changing.work.mail.called(domain.id, local_part) is not None:
        raise InvalidInput(_("{address} is there already.").format(address=address), "local_part")
    made = MailAddress(
        package_id=changing.package.id,
        domain_id=domain.id,
        local_part=local_part,
        address=address,
        kind=kind,
        **columns,
    )
    changing.add(MAIL, made)
    return made


def _mailbox(changing: Changing, address_id: int) -> MailAddress:
    stored = changing.one(MAIL, address_id)
    if stored.kind is not MailKind.MAILBOX:
        raise Conflict(_("Only a mailbox has this."))
    return stored


def _edited(changing: Changing, stored: MailAddress, entered: BaseModel) -> int:
    if changing.edit(MAIL, stored, _columns(entered)):
        changing.commit()
    return stored.id


def _columns(entered: BaseModel) -> dict[str, Any]:
    """Values as columns hold them."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in entered.model_dump().items()
    }
