"""A message as a mail: the same bytes on every try (RFC 5322, 2045, 2047, 3834, 2369)."""

from __future__ import annotations

import textwrap
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from portal.customers.email import normal_address
from portal.domain_names import ascii_name
from portal.errors import InvalidInput
from portal.i18n import _
from portal.text import harmless
from storage.models.messages import MessageKind

if TYPE_CHECKING:
    from portal.messages.views import Paper
    from portal.settings import Settings
    from storage.models.messages import Delivery, Message

WIDTH = 76
"""Characters of a line of text."""


class _Verbatim(UnstructuredHeader, BaseHeader):
    """A header that stands in one line, however long: encoded or folded, a URI would be another one."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


def _policy() -> Policy:
    """Lines end as SMTP has it, and everything is ASCII: every server takes that."""
    headers = HeaderRegistry()
    headers.map_to_type("list-unsubscribe", _Verbatim)
    return SMTP.clone(cte_type="7bit", header_factory=headers)


def mail_address(address: str) -> str:
    """An address as mail servers know it, its domain in punycode; raises InvalidInput if it is none.

    One with an encoded word in it would be a valid one (RFC 5322), but no header can hold it (RFC 2047).
    """
    local, _at, domain = normal_address(address).rpartition("@")
    if "=?" in local:
        raise InvalidInput(_("This address cannot stand in a mail."))
    return f"{local}@{ascii_name(domain)}"


def composed(settings: Settings, delivery: Delivery, message: Message, paper: Paper | None) -> bytes:
    """The whole mail.

    Args:
        settings: Who sends.
        delivery: To whom.
        message: What.
        paper: The document that goes with it.

    Raises:
        InvalidInput: The address is none.
    """
    smtp = settings.smtp
    sender = mail_address(smtp.sender)
    mail = EmailMessage(policy=_policy())
    mail["Date"] = format_datetime(message.queued_at.astimezone(ZoneInfo(settings.time_zone)))
    mail["From"] = Address(_in_a_header(smtp.sender_name or settings.brand), addr_spec=sender)
    mail["To"] = Address(addr_spec=mail_address(delivery.address))
    mail["Subject"] = _in_a_header(message.subject)
    mail["Message-ID"] = f"<{delivery.token}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    if message.kind is MessageKind.OFFER and smtp.unsubscribe and delivery.unsubscribe_token:
        to = mail_address(smtp.unsubscribe)
        mail["List-Unsubscribe"] = f"<mailto:{to}?subject={delivery.unsubscribe_token}>"
    mail.set_content(in_short_lines(harmless(message.body, lines=True)))
    mail["Content-Language"] = message.language
    if paper is not None:
        mail.add_attachment(paper.content, maintype="application", subtype="pdf", filename=paper.name)
        mail.set_boundary(f"part-{delivery.token}")
    return mail.as_bytes()


def _in_a_header(text: str) -> str:
    """One line that is taken for nothing but text.

    What looks like an encoded word (RFC 2047) would be decoded on its way into the header, line breaks in it
    included: behind one, another header could begin.
    """
    return " ".join(harmless(text).replace("=?", "= ?").split())


def in_short_lines(text: str) -> str:
    """The text in lines of at most 76 characters, broken at blanks; what is longer, such as a URL, stays."""
    wrapper = textwrap.TextWrapper(WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n".join(
        line for paragraph in text.rstrip("\n").split("\n") for line in wrapper.wrap(paragraph) or [""]
    )
