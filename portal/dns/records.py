"""Records as customers enter and see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from portal.dns.lines import RecordLine
from portal.dns.names import owner_name, shown_name
from portal.dns.rules import LEAST_TTL, LONGEST_VALUE, MOST_TTL, ttl_rule
from portal.dns.values import text_of, value_of
from portal.dns.zone_file import APEX, DEFAULT_TTL
from portal.errors import InvalidInput
from portal.i18n import _
from portal.text import clean
from portal.validation import Cleaned, Input
from storage.models.dns import DnsType

__all__ = ["DnsType", "RecordEntry", "RecordView", "entry_of", "purpose", "shown_value"]

if TYPE_CHECKING:
    from portal.dns.names import Doubts
    from portal.dns.zone_file import Line


def _clean_value(value: object) -> object:
    """Blanks inside count, since TXT keeps them; line breaks do not come in."""
    if not isinstance(value, str):
        return value
    cleaned = clean(value, lines=True).strip(" ")
    return clean(cleaned) if "\n" in cleaned or "\t" in cleaned else cleaned


def _ttl(value: int) -> int:
    if not LEAST_TTL <= value <= MOST_TTL:
        raise InvalidInput(ttl_rule())
    return value


class RecordEntry(Input):
    """A record as it is typed."""

    name: Annotated[Cleaned, Field(max_length=254)] = APEX
    """Relative to the zone, or with a final dot; `@` or nothing for the domain itself."""
    type: DnsType = DnsType.A
    ttl: Annotated[int, AfterValidator(_ttl)] = DEFAULT_TTL
    value: Annotated[str, BeforeValidator(_clean_value), Field(min_length=1, max_length=LONGEST_VALUE)]

    def line(self, zone: str, doubts: Doubts) -> RecordLine:
        """The record as a zone holds it; what could be meant otherwise goes to `doubts`.

        Raises:
            InvalidInput: A name or the value cannot be read.
        """
        problems: dict[str, str] = {}
        name = value = ""
        try:
            name = owner_name(self.name, zone, doubts)
        except InvalidInput as error:
            problems |= error.problems
        try:
            value = value_of(self.type, self.value, zone, doubts)
        except InvalidInput as error:
            problems |= error.problems
        if problems:
            raise InvalidInput(_("Please check what is marked."), problems=problems)
        return RecordLine(name, self.type, self.ttl, value)


def entry_of(record: Line) -> RecordEntry:
    """What stands in the database as one would type it, even if today's rules would refuse it."""
    return RecordEntry.model_construct(
        name=shown_name(record.name),
        type=DnsType(record.type),
        ttl=record.ttl,
        value=shown_value(record),
    )


def shown_value(record: Line) -> str:
    """A value as people read it: text without its quotes, where that says the same."""
    return text_of(record.value) if record.type == DnsType.TXT else record.value


def purpose(record: Line) -> str:
    """What a record of mail is for: SPF (RFC 7208), DKIM (RFC 6376) or DMARC (RFC 7489); else nothing."""
    name, text = record.name.casefold(), shown_value(record).casefold()
    if record.type in {DnsType.TXT, DnsType.CNAME} and "_domainkey" in name.split("."):
        return "DKIM"
    if record.type != DnsType.TXT:
        return ""
    if name.split(".")[0] == "_dmarc" and text.startswith("v=dmarc1"):
        return "DMARC"
    return "SPF" if text.split(" ")[0] == "v=spf1" else ""


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as the list shows it.

    Attributes:
        id: For opening it.
        entry: What makes it up, as it would be typed.
        purpose: SPF, DKIM, DMARC, or nothing.
        published: Whether servers read it as it stands.
    """

    id: int
    entry: RecordEntry
    purpose: str
    published: bool
