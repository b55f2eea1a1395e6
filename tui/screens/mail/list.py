"""The list of addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work

from portal.mail.views import MailKind, MailView
from tui import formats, keys
from tui.changes import kind_words
from tui.i18n import _
from tui.screens.mail import forms, settings_forms
from tui.screens.mail.words import state_words
from tui.text import assemble, literal, sentence
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.pick import PickModal
from tui.widgets.record_list import Column, Columns
from tui.widgets.subject_list import SubjectList, published_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import BindingType
    from textual.content import Content
    from textual.screen import ModalScreen

    from portal.administration import Listing
    from portal.mail.views import Removal
    from portal.paging import PageRequest

OF_MAILBOXES = {"auto_reply", "spam", "password"}
"""Actions that only mailboxes have."""


class MailList(SubjectList[MailView]):
    """Mailboxes, aliases, forwards and catch-alls."""

    TITLE = _("Email")
    EMPTY = _(
        "Mailboxes keep mail; aliases, forwards and catch-alls deliver it elsewhere."
        " No address yet: n makes the first one, i imports many."
    )
    FILE = "email"
    ORDER = ("address", False)
    _shown: Removal
    """What the customer was told goes with the address that is to be deleted."""

    HELP = _(
        "All email addresses of this package. Mailboxes have an auto-reply (a), a spam filter (s) and a"
        " password (p); “i” imports many addresses from a file that looks like the export."
    )
    REMOVED = _("The address was deleted.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key(
            "a", "auto_reply", _("Auto-reply"), _("Say what senders to the marked mailbox are answered.")
        ),
        keys.key("p", "password", _("Password"), _("Give the marked mailbox another password.")),
        keys.key("s", "spam", _("Spam"), _("Say what becomes of spam in the marked mailbox.")),
        keys.key("i", "import", _("Import"), _("Make many addresses from a file.")),
    ]

    def columns(self) -> Columns[MailView]:
        """Address, kind, size, where it delivers to, state."""
        return Columns(
            Column(_("Address"), lambda view: literal(view.address), width=24, grow=3, sort="address"),
            Column(_("Kind"), lambda view: literal(kind_words(view.kind)), width=9, sort="kind"),
            Column(_("Size"), self._fill, width=10, min_terminal=92, sort="size"),
            Column(_("Delivers to"), _delivers_to, width=16, grow=1, min_terminal=100),
            Column(_("State"), self._state, width=16),
            published_column(),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What mailboxes have is offered on mailboxes."""
        if action in OF_MAILBOXES:
            return self.highlighted is not None and self.highlighted.kind is MailKind.MAILBOX
        return super().check_action(action, parameters)

    async def listing(self, request: PageRequest) -> Listing[MailView]:
        """A page of the addresses."""
        return await self.portal_call(self.portal.mail.page, self.access, request)

    async def form_for_new(self) -> ModalScreen[Any] | None:
        """The form for the kind that is chosen."""
        domains = await self.portal_call(self.portal.domains.choices, self.access)
        kinds = [
            (MailKind.MAILBOX.value, _("Mailbox"), _("keeps mail under an address")),
            (MailKind.ALIAS.value, _("Alias"), _("another name for mailboxes of this package")),
            (MailKind.FORWARD.value, _("Forward"), _("delivers to other addresses")),
            (MailKind.CATCH_ALL.value, _("Catch-all"), _("takes what has no address of its own")),
        ]
        kind = await self.app.push_screen_wait(PickModal(_("New address"), kinds))
        if kind is None:
            return None
        return forms.form_for_new(MailKind(kind), self.access, domains)

    async def form_for(self, view: MailView) -> ModalScreen[Any]:
        """What can be changed about an address."""
        details = await self.portal_call(self.portal.mail.show, self.access, view.id)
        return forms.form_for(self.access, details)

    async def is_sure(self, view: MailView) -> bool:
        """Say what goes, and ask."""
        self._shown = await self.portal_call(self.portal.mail.removal, self.access, view.id)
        question = ConfirmModal(
            _("Delete?"), self._goes(self._shown), yes=_("Delete"), no=_("Keep"), is_danger=True
        )
        answer = await self.app.push_screen_wait(question)
        return answer is True

    async def delete(self, view: MailView) -> None:
        """Delete an address."""
        await self.portal_call(self.portal.mail.remove, self.access, view.id, self._shown)

    def called(self, view: MailView) -> str:
        """The address."""
        return view.address

    def exported(self, view: MailView) -> Mapping[str, object]:
        """What an import takes; passwords are never among it."""
        return {
            "address": view.address,
            "kind": view.kind.value,
            "size_mb": view.size_mb,
            "targets": view.targets,
            "enabled": view.enabled,
        }

    @work
    async def action_auto_reply(self) -> None:
        """Say what senders to the marked mailbox are answered."""
        await self._ask_about_mailbox(settings_forms.AutoReplyForm)

    @work
    async def action_spam(self) -> None:
        """Say what becomes of spam in the marked mailbox."""
        await self._ask_about_mailbox(settings_forms.SpamForm)

    @work
    async def action_password(self) -> None:
        """Give the marked mailbox another password."""
        await self._ask_about_mailbox(settings_forms.MailboxPasswordForm)

    @work
    async def action_import(self) -> None:
        """Make many addresses from a file."""
        from tui.screens.mail.importing import import_addresses

        with self.told():
            await import_addresses(self)

    async def _ask_about_mailbox(self, kind: type[settings_forms.DetailForm[Any, Any]]) -> None:
        view = self.highlighted
        if view is not None:

            async def form() -> ModalScreen[Any]:
                details = await self.portal_call(self.portal.mail.show, self.access, view.id)
                return kind(self.access, details)

            await self._ask(form())

    def _goes(self, removal: Removal) -> Content:
        """What goes with an address."""
        lines = [sentence(_("Delete {name}?"), name=literal(removal.address, "bold"))]
        if removal.kind is MailKind.MAILBOX:
            amount = formats.size(removal.used_mb, self.country)
            mail = _("All mail in it ({amount}) goes,") if removal.used_mb else _("All mail in it goes,")
            brings = _("and nothing but a backup brings it back.")
            lines.append(sentence(f"{mail} {brings}", amount=amount))
        if removal.lose:
            names = ", ".join(removal.lose)
            lines.append(sentence(_("These deliver to it, and then only to others: {names}."), names=names))
        if removal.postmaster:
            lines.append(sentence(_("Its mail goes to {address} then."), address=removal.postmaster))
        return literal("\n\n", lines=True).join(lines)

    def _fill(self, view: MailView) -> Content:
        if view.kind is not MailKind.MAILBOX:
            return literal("")
        is_full = view.used_mb >= view.size_mb
        return literal(formats.share(view.used_mb, view.size_mb, self.country), "$warning" if is_full else "")

    def _state(self, view: MailView) -> Content:
        return state_words(view, self.country)


def _delivers_to(view: MailView) -> Content:
    """The only target, or the first one's name and how many more there are."""
    if len(view.targets) < 2:  # noqa: PLR2004
        return literal("".join(view.targets))
    first = view.targets[0].partition("@")[0]
    return assemble(literal(f"{first}@… "), (f"(+{len(view.targets) - 1})", "$quiet"))
