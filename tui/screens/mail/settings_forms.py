"""The forms on what only mailboxes have: password, auto-reply, spam."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.administration import Made
from portal.mail.models import AutoReply, MailboxPassword, SpamSettings
from portal.mail.views import SpamAction
from tui.changes import kind_words
from tui.i18n import _
from tui.text import assemble, literal
from tui.widgets.box import Answer
from tui.widgets.field import ChoiceField, LinesField, PasswordField, SwitchField, TextField
from tui.widgets.form import Entered, FormModal
from tui.widgets.new_password import PackageSecretField

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from textual.content import Content

    from portal.access import PackageAccess
    from portal.mail.views import MailDetails
    from tui.widgets.field import Field

SENDERS = 130_000
"""Characters that may be typed as senders."""


def password_fields(access: PackageAccess) -> Iterable[Field[Any]]:
    """A new password, twice."""
    hint = _("empty: we make one up and show it once")
    yield PackageSecretField("password", _("Password"), access, hint)
    yield PasswordField("again", _("Once more"))


class DetailForm(FormModal[Entered, Answer]):
    """A form on an address that exists."""

    def __init__(self, access: PackageAccess, details: MailDetails) -> None:
        """Edit what is set about the address of `details`."""
        super().__init__()
        self.access, self.details = access, details
        self.seen = self.shown()

    def shown(self) -> Any:
        """The part of the details that is edited."""
        return self.details.settings

    def about(self) -> Content:
        """Which address."""
        kind = literal(f"  {kind_words(self.details.kind)}", "$quiet")
        return assemble(literal(self.details.address, "bold"), kind)


class MailboxPasswordForm(DetailForm[MailboxPassword, Made]):
    """Another password for a mailbox."""

    TITLE = _("New password")
    MODEL = MailboxPassword
    SAVED = _("The password was changed.")
    HELP = _("What mail programs sign in with. Left empty, a password is made up and shown this once.")

    def fields(self) -> Iterable[Field[Any]]:
        """The password, twice."""
        return password_fields(self.access)

    async def save(self, entered: MailboxPassword) -> Made:
        """Change it."""
        return await self.portal_call(self.portal.mail.set_password, self.access, self.details.id, entered)


class AutoReplyForm(DetailForm[AutoReply, int]):
    """What senders are answered, and when."""

    TITLE = _("Auto-reply")
    MODEL = AutoReply
    SAVED = _("The auto-reply was saved.")
    HELP = _(
        "Whoever writes to this mailbox is answered so, from the first day to the last; either may stay"
        " empty. The same sender is answered again only after some days."
    )

    def shown(self) -> AutoReply:
        """The auto-reply."""
        return self.details.reply

    def fields(self) -> Iterable[Field[Any]]:
        """Whether, what, when, how often."""
        seen: AutoReply = self.seen
        yield SwitchField("reply_enabled", _("Switched on"), on=seen.reply_enabled)
        yield TextField("reply_subject", _("Subject"), seen.reply_subject)
        yield LinesField("reply_text", _("Text"), seen.reply_text, longest=4000)
        hint = _("optional; such as 2026-12-24")
        yield TextField("reply_from", _("From"), _written(seen.reply_from), hint, longest=20)
        yield TextField(
            "reply_until", _("Until"), _written(seen.reply_until), _("optional; the last day"), longest=20
        )
        days = _("days until the same sender is answered again, 1 to 31")
        yield TextField(
            "reply_days", _("Again after"), str(seen.reply_days), days, restrict="[0-9]*", longest=2
        )

    async def save(self, entered: AutoReply) -> int:
        """Save it."""
        mail = self.portal.mail
        return await self.portal_call(mail.set_auto_reply, self.access, self.details.id, entered, self.seen)


class SpamForm(DetailForm[SpamSettings, int]):
    """What becomes of spam, and who is taken for what."""

    TITLE = _("Spam")
    MODEL = SpamSettings
    SAVED = _("The spam filter was saved.")
    HELP = _(
        "Mail from senders you allow is never taken for spam, mail from those you block always. A whole"
        " domain is written with an @ before it, such as @example.org."
    )

    def shown(self) -> SpamSettings:
        """The spam filter."""
        return self.details.spam

    def fields(self) -> Iterable[Field[Any]]:
        """What becomes of it, and the two lists."""
        seen: SpamSettings = self.seen
        actions = [
            (_("move it to the folder Spam"), SpamAction.MOVE.value),
            (_("mark it in the subject"), SpamAction.MARK.value),
            (_("reject it"), SpamAction.REJECT.value),
            (_("nothing: the filter is off"), SpamAction.OFF.value),
        ]
        yield ChoiceField("spam", _("What to do"), actions, seen.spam.value)
        hint = _("optional; addresses or @domains, one on a line")
        yield LinesField("spam_allowed", _("Never spam"), "\n".join(seen.spam_allowed), hint, longest=SENDERS)
        yield LinesField(
            "spam_blocked", _("Always spam"), "\n".join(seen.spam_blocked), hint, longest=SENDERS
        )

    async def save(self, entered: SpamSettings) -> int:
        """Save it."""
        mail = self.portal.mail
        return await self.portal_call(mail.set_spam, self.access, self.details.id, entered, self.seen)


def _written(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()
