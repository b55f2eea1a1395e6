"""SFTP users: who reaches the webspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.administration import Made
from portal.webspace.sftp import EnteredSftpUser, SftpUserSettings, SftpUserView, SignsInBy, prefix_of
from portal.webspace.ssh_keys import THATS_PRIVATE, holds_private_key
from tui import formats
from tui.i18n import _, ngettext
from tui.text import assemble, literal
from tui.widgets.field import ChoiceField, LinesField, TextField, with_prefix
from tui.widgets.form import FormModal
from tui.widgets.new_password import PackageSecretField
from tui.widgets.plain import PlainText
from tui.widgets.record_list import Column, Columns
from tui.widgets.subject_list import SubjectList, published_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.content import Content

    from portal.access import PackageAccess
    from portal.administration import Listing
    from portal.paging import PageRequest
    from tui.widgets.field import Field

LONGEST_KEYS = 20_000
"""Characters of twenty keys, most of them RSA."""


class SftpUserList(SubjectList[SftpUserView]):
    """Who signs in how, and where they are then."""

    TITLE = _("SFTP users")
    EMPTY = _("SFTP users bring files into the webspace and out of it. There is none yet: n makes the first.")
    FILE = "sftp-users"
    HELP = _("Who reaches the webspace by SFTP: by a password, by public keys, and until when.")
    REMOVED = _("The SFTP user was deleted.")

    def columns(self) -> Columns[SftpUserView]:
        """Name, directory, and how they sign in."""
        return Columns(
            Column(_("Name"), lambda view: literal(view.name), width=17, grow=1, sort="name"),
            Column(
                _("Directory"),
                lambda view: literal(view.settings.directory),
                width=12,
                grow=1,
                sort="directory",
            ),
            Column(_("Signs in by"), self._signs_in_by, width=19),
            Column(_("Last day"), self._last_day, width=12, min_terminal=100),
            published_column(),
        )

    async def listing(self, request: PageRequest) -> Listing[SftpUserView]:
        """A page of the users."""
        return await self.portal_call(self.portal.sftp_users.page, self.access, request)

    async def form_for_new(self) -> SftpUserForm:
        """A user that does not exist yet."""
        return SftpUserForm(self.access)

    async def form_for(self, view: SftpUserView) -> SftpUserForm:
        """A user that does."""
        return SftpUserForm(self.access, view)

    async def delete(self, view: SftpUserView) -> None:
        """Delete a user."""
        await self.portal_call(self.portal.sftp_users.remove, self.access, view.id)

    def called(self, view: SftpUserView) -> str:
        """Its name."""
        return view.name

    def exported(self, view: SftpUserView) -> Mapping[str, object]:
        """What makes it up; keys by their fingerprints."""
        settings = view.settings
        return {
            "name": view.name,
            "directory": settings.directory,
            "signs_in_by": settings.signs_in_by.value,
            "keys": [key.fingerprint for key in view.keys],
            "expires_on": settings.expires_on.isoformat() if settings.expires_on else "",
        }

    def _signs_in_by(self, view: SftpUserView) -> Content:
        if view.expired and view.settings.expires_on:
            day = formats.short_date(view.settings.expires_on, self.country)
            return literal(_("expired {day}").format(day=day), "$warning")
        words = {
            SignsInBy.OWN_PASSWORD: [_("password")],
            SignsInBy.MASTER_PASSWORD: [_("master password")],
            SignsInBy.KEYS: [],
        }[view.settings.signs_in_by]
        if view.keys:
            words = [ngettext("{n} key", "{n} keys", len(view.keys)).format(n=len(view.keys)), *words]
        return literal(", ".join(words))

    def _last_day(self, view: SftpUserView) -> Content:
        day = view.settings.expires_on
        return literal(formats.short_date(day, self.country) if day else "–", "" if day else "$quiet")


class KeysField(LinesField):
    """Public keys, one a line; a private one that was pasted goes at once, and is refused once."""

    _had_private = False

    @property
    def value(self) -> str:
        """What is entered; that it was a private key until it is mended or refused."""
        return "PRIVATE KEY" if self._had_private else super().value

    def wrong(self, sentence: str) -> None:
        """Say what is wrong, and keep no private key on the screen."""
        text = self.control.text
        if holds_private_key(text):
            self._had_private = True
            with self.prevent(PlainText.Changed):
                self.control.load_text("")
        elif text or sentence:
            self._had_private = False
        super().wrong(THATS_PRIVATE if self._had_private else sentence)


class SftpUserForm(FormModal[EnteredSftpUser, Made]):
    """Name, start directory, password, keys, last day."""

    TITLE = _("SFTP user")
    MODEL = EnteredSftpUser
    SAVED = _("The SFTP user was saved.")
    HELP = _(
        "Who signs in starts in the directory and sees nothing above it. A public key stands in a file that"
        " ends in .pub, such as ~/.ssh/id_ed25519.pub; the file without .pub is private and stays with you."
    )

    def __init__(self, access: PackageAccess, user: SftpUserView | None = None) -> None:
        """Edit `user`, or make a new one."""
        super().__init__()
        self.access, self.user = access, user
        self.seen = user.settings if user else SftpUserSettings.model_construct(name="")

    def about(self) -> str | Content:
        """The keys there are, by their fingerprints."""
        keys = self.user.keys if self.user else ()
        lines = [assemble((key.fingerprint, "$quiet"), "  ", literal(key.comment)) for key in keys]
        return literal("\n", lines=True).join(lines)

    def fields(self) -> Iterable[Field[Any]]:
        """Its settings."""
        seen = self.seen
        label = with_prefix(_("Name"), prefix_of(self.access))
        yield TextField("name", label, seen.name, _("letters a to z, digits and hyphens"), longest=20)
        hint = _("where it starts; / is the whole webspace")
        yield TextField("directory", _("Directory"), seen.directory, hint)
        ways = [
            (_("a password of its own"), SignsInBy.OWN_PASSWORD),
            (_("the master password"), SignsInBy.MASTER_PASSWORD),
            (_("public keys only"), SignsInBy.KEYS),
        ]
        yield ChoiceField("signs_in_by", _("Signs in by"), ways, seen.signs_in_by)
        yield PackageSecretField("password", _("Its password"), self.access, self._password_hint())
        keys = "\n".join(seen.public_keys)
        hint = _("optional; one a line: ssh-ed25519 AAAA… name")
        yield KeysField("public_keys", _("Public keys"), keys, hint, longest=LONGEST_KEYS)
        day = seen.expires_on.isoformat() if seen.expires_on else ""
        yield TextField("expires_on", _("Last day"), day, _("optional; such as 2027-03-31"), longest=10)

    def values(self) -> dict[str, str]:
        """Without a password of its own where it has none."""
        values = super().values()
        own = values.get("signs_in_by") == SignsInBy.OWN_PASSWORD
        return values if own else values | {"password": ""}

    def on_mount(self) -> None:
        """The password can be typed where it has one of its own."""
        super().on_mount()
        self._switch_password()

    def on_field_edited(self, event: Field.Edited) -> None:
        """Likewise."""
        if event.field == "signs_in_by":
            self._switch_password()

    async def save(self, entered: EnteredSftpUser) -> Made:
        """Add or change it."""
        users = self.portal.sftp_users
        if self.user is None:
            return await self.portal_call(users.add, self.access, entered)
        return await self.portal_call(users.change, self.access, self.user.id, entered, self.seen)

    def _password_hint(self) -> str:
        if self.user is not None and self.seen.signs_in_by is SignsInBy.OWN_PASSWORD:
            return _("empty: it stays as it is")
        return _("empty: we make one up and show it once")

    def _switch_password(self) -> None:
        own = self._field("signs_in_by").value == SignsInBy.OWN_PASSWORD
        self._field("password").control.disabled = not own
