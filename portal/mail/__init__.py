"""Email: mailboxes, aliases, forwards, catch-alls, auto-replies, spam, and importing many at once."""

from portal.mail.importing import MailImport
from portal.mail.service import Mail

__all__ = ["Mail", "MailImport"]
