"""The forms that make addresses, and that change what each kind of them does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.mail.models import (
    MB_IN_GB,
    DeliverySettings,
    MailboxSettings,
    NewCatchAll,
    NewDelivery,
    NewMailbox,
)
from portal.mail.views import MailKind
from tui import formats
from tui.i18n import _, ngettext
from tui.screens.mail.settings_forms import DetailForm, password_fields
from tui.text import assemble, sentence
from tui.widgets.field import ChoiceField, LinesField, SwitchField, TextField
from tui.widgets.form import Entered, FormModal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.content import Content
    from textual.screen import ModalScreen

    from portal.access import PackageAccess
    from portal.administration import Made
    from portal.domains import DomainChoice
    from portal.mail.views import MailDetails
    from tui.widgets.field import Field

FIRST_SIZE = MB_IN_GB
"""MB that a new mailbox is offered."""

TARGETS = 8000
"""Characters that may be typed as targets."""


def form_for_new(kind: MailKind, access: PackageAccess, domains: Sequence[DomainChoice]) -> ModalScreen[Any]:
    """The form for a new address of a kind, under one of these domains."""
    made: dict[MailKind, type[NewAddressForm[Any]]] = {
        MailKind.MAILBOX: NewMailboxForm,
        MailKind.ALIAS: NewAliasForm,
        MailKind.FORWARD: NewDeliveryForm,
        MailKind.CATCH_ALL: NewCatchAllForm,
    }
    return made[kind](access, domains)


def form_for(access: PackageAccess, details: MailDetails) -> ModalScreen[Any]:
    """The form for what an address does."""
    form = MailboxForm if details.kind is MailKind.MAILBOX else DeliveryForm
    return form(access, details)


def size_words(megabytes: int) -> str:
    """A size as it is typed."""
    whole = megabytes % MB_IN_GB == 0
    return _("{n} GB").format(n=megabytes // MB_IN_GB) if whole else _("{n} MB").format(n=megabytes)


class NewAddressForm(FormModal[Entered, Any]):
    """A form on an address that does not exist yet."""

    SAVED = _("The address was added.")

    def __init__(self, access: PackageAccess, domains: Sequence[DomainChoice]) -> None:
        """Make one under one of `domains`."""
        super().__init__()
        self.access, self._domains = access, domains

    def address_field(self) -> Field[Any]:
        """What stands before the @."""
        return TextField("local_part", _("Address"), hint=_("what stands before the @"), longest=64)

    def domain_field(self, label: str = "@") -> Field[Any]:
        """What stands behind it."""
        domains = [(each.name, str(each.id)) for each in self._domains]
        return ChoiceField("domain_id", label, domains, domains[0][1])


class NewMailboxForm(NewAddressForm[NewMailbox]):
    """A mailbox that does not exist yet."""

    TITLE = _("New mailbox")
    MODEL = NewMailbox
    HELP = _(
        "The size comes from the package's mail storage. Without a password one is made up, and shown this"
        " once. postmaster@ and abuse@ of every domain are always reachable: without an address of their own"
        " the provider gets their mail."
    )

    def fields(self) -> Iterable[Field[Any]]:
        """Address, size, password."""
        yield self.address_field()
        yield self.domain_field()
        yield TextField("size_mb", _("Size"), size_words(FIRST_SIZE), _("such as 500 MB or 2 GB"), longest=20)
        yield from password_fields(self.access)
        yield SwitchField("enabled", _("Switched on"), on=True)

    async def save(self, entered: NewMailbox) -> Made:
        """Add it."""
        return await self.portal_call(self.portal.mail.add_mailbox, self.access, entered)


class NewDeliveryForm(NewAddressForm[NewDelivery]):
    """A forward that does not exist yet."""

    TITLE = _("New forward")
    MODEL = NewDelivery
    HELP = _("Mail to this address is delivered to others, anywhere. It keeps nothing itself.")

    def fields(self) -> Iterable[Field[Any]]:
        """Address and targets."""
        yield self.address_field()
        yield self.domain_field()
        yield targets_field(self.targets_hint())
        yield SwitchField("enabled", _("Switched on"), on=True)

    def targets_hint(self) -> str:
        """What may be entered."""
        return few_addresses(self.portal.settings.mail.most_targets)

    async def save(self, entered: NewDelivery) -> int:
        """Add it."""
        return await self.portal_call(self.portal.mail.add_forward, self.access, entered)


class NewAliasForm(NewDeliveryForm):
    """An alias that does not exist yet."""

    TITLE = _("New alias")
    HELP = _("Another name for one or several mailboxes of this package.")

    def targets_hint(self) -> str:
        """Mailboxes only."""
        return _("mailboxes of this package, one on a line")

    async def save(self, entered: NewDelivery) -> int:
        """Add it."""
        return await self.portal_call(self.portal.mail.add_alias, self.access, entered)


class NewCatchAllForm(NewAddressForm[NewCatchAll]):
    """The catch-all of a domain."""

    TITLE = _("New catch-all")
    MODEL = NewCatchAll
    SAVED = _("The catch-all was saved.")
    HELP = _(
        "Takes mail to every address that the domain does not have. There is one in each domain; a second"
        " one takes its place."
    )

    def fields(self) -> Iterable[Field[Any]]:
        """Domain and targets."""
        yield self.domain_field(_("Domain"))
        yield targets_field(few_addresses(self.portal.settings.mail.most_targets))
        yield SwitchField("enabled", _("Switched on"), on=True)

    async def save(self, entered: NewCatchAll) -> int:
        """Set it; one in the place of another on the second save."""
        return await self.portal_call(self.portal.mail.add_catch_all, self.access, entered, sure=self.sure)


class MailboxForm(DetailForm[MailboxSettings, int]):
    """Size and state of a mailbox."""

    TITLE = _("Mailbox")
    MODEL = MailboxSettings
    SAVED = _("The mailbox was changed.")
    HELP = _(
        "Its size comes from the package's mail storage. Switched off, it takes no mail and lets nobody in."
    )

    def about(self) -> Content:
        """Which one, and how full it is."""
        used = formats.size(self.details.used_mb, self.login.country)
        return assemble(super().about(), "\n", sentence(_("{size} in use"), size=used).stylize("$quiet"))

    def fields(self) -> Iterable[Field[Any]]:
        """Size and state."""
        seen = self.seen
        yield TextField(
            "size_mb", _("Size"), size_words(seen.size_mb), _("such as 500 MB or 2 GB"), longest=20
        )
        yield SwitchField("enabled", _("Switched on"), on=seen.enabled)

    async def save(self, entered: MailboxSettings) -> int:
        """Change it."""
        mail = self.portal.mail
        return await self.portal_call(mail.change_mailbox, self.access, self.details.id, entered, self.seen)


class DeliveryForm(DetailForm[DeliverySettings, int]):
    """Where an alias, a forward or a catch-all delivers to."""

    TITLE = _("Where it delivers to")
    MODEL = DeliverySettings
    SAVED = _("The address was changed.")
    HELP = _("Where mail to this address goes, one address on a line. Switched off, its mail is refused.")

    def fields(self) -> Iterable[Field[Any]]:
        """Targets and state."""
        is_alias = self.details.kind is MailKind.ALIAS
        few = few_addresses(self.portal.settings.mail.most_targets)
        hint = _("mailboxes of this package, one on a line") if is_alias else few
        yield targets_field(hint, self.seen.targets)
        yield SwitchField("enabled", _("Switched on"), on=self.seen.enabled)

    async def save(self, entered: DeliverySettings) -> int:
        """Change it."""
        mail = self.portal.mail
        return await self.portal_call(mail.change_delivery, self.access, self.details.id, entered, self.seen)


def targets_field(hint: str, targets: Sequence[str] = ()) -> Field[Any]:
    """Where something delivers to."""
    return LinesField("targets", _("Delivers to"), "\n".join(targets), hint, longest=TARGETS)


def few_addresses(most: int) -> str:
    """How many there may be."""
    return ngettext("an address", "up to {n} addresses, one on a line", most).format(n=most)
