"""What may be entered about email: addresses, where they deliver to, auto-reply, spam, an import file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from portal.customers.email import Address
from portal.domain_names import unicode_name
from portal.errors import InvalidInput
from portal.i18n import _
from portal.text import clean
from portal.validation import Cleaned, Input, Lines, OptionalDay, OptionalSecret, problems_of
from storage.models.mail import SpamAction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST_LOCAL_PART = 64
"""Characters before the @ (RFC 5321, 4.5.3.1.1)."""

ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
DOT_ATOM = re.compile(rf"{ATOM}(?:\.{ATOM})*")
"""What may stand before the @ without quotes (RFC 5321, 4.1.2), in small letters."""

NOT_FIRST = "-#"
"""Postfix takes the one for an option, the other for a remark."""

NOT_IN_MAILBOXES = set("'")
"""Dovecot finds no mailbox with an apostrophe in its name."""

ANY = "*"
"""Stands for every address of a domain that has none of its own."""

SEPARATORS = re.compile(r"[\s,;]+")

MOST_LINES = 1000
"""Addresses in one field, whatever the provider allows: what is longer is not even looked at."""

MOST_SENDERS = 500
MOST_MEGABYTES = 10_000_000

SIZE = re.compile(r"([0-9]{1,8})(?:[.,]([0-9]{1,2}))?(MB|GB)?", re.IGNORECASE)
MB_IN_GB = 1024

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes of an import file."""

_ADDRESS = TypeAdapter[str](Address)


def _local_part(value: str) -> str:
    if "@" in value:
        raise InvalidInput(_("Only what stands before the @ belongs here; the domain is chosen by itself."))
    if value == ANY:
        raise InvalidInput(_("An asterisk alone is a catch-all: please choose that kind."))
    if not DOT_ATOM.fullmatch(small := value.lower()):
        raise InvalidInput(_("Only the letters a to z, digits, single dots and some signs can stand here."))
    if small[0] in NOT_FIRST:
        raise InvalidInput(_("An address cannot begin with {sign}.").format(sign=small[0]))
    if "/" in small:
        raise InvalidInput(_("A slash cannot stand here: the mail server would take it for a folder."))
    return small


def _megabytes(value: object) -> object:
    """Such as "2 GB", "1.5 GB" or "500 MB"; a bare number is MB."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        raise InvalidInput(_("Please fill in this field."))
    found = SIZE.fullmatch("".join(value.split()))
    in_gb = found is not None and (found[3] or "").upper() == "GB"
    if found is None or (found[2] and not in_gb):
        raise InvalidInput(_("This is not a size, such as 500 MB or 2 GB."))
    return round(float(f"{found[1]}.{found[2] or 0}") * MB_IN_GB) if in_gb else int(found[1])


def _each(value: object, keep: Callable[[str], str], most: int) -> object:
    """The entries of several lines, each kept once."""
    if isinstance(value, str):
        value = [entry for entry in SEPARATORS.split(value) if entry]
    if not isinstance(value, (list, tuple)):
        return value
    if len(value) > most:
        raise InvalidInput(
            _("These are {n} entries; {most} at most can stand here.").format(n=len(value), most=most)
        )
    return _without_twins(_kept(number, entry, keep) for number, entry in enumerate(value, 1))


def _kept(number: int, entry: object, keep: Callable[[str], str]) -> str:
    try:
        return keep(entry if isinstance(entry, str) else "")
    except InvalidInput as error:
        raise InvalidInput(_("Entry {n}: {sentence}").format(n=number, sentence=error.message)) from None


def _without_twins(entries: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for entry in entries:
        if entry.lower() in found:
            raise InvalidInput(_("{address} stands there twice.").format(address=entry))
        found[entry.lower()] = entry
    return tuple(found.values())


def _target(value: str) -> str:
    try:
        address = _ADDRESS.validate_python(value)
    except ValidationError as error:
        raise InvalidInput(problems_of(error)[""]) from None
    if address.startswith(f"{ANY}@"):
        raise InvalidInput(_("Mail can be delivered to one address only, not to all of a domain."))
    return address


def _sender(value: str) -> str:
    return f"@{unicode_name(clean(value[1:]))}" if value.startswith("@") else _target(value)


def _targets(value: object) -> object:
    targets = _each(value, _target, MOST_LINES)
    if targets == ():
        raise InvalidInput(_("Please fill in this field."))
    return targets


def _senders(value: object) -> object:
    return _each(value, _sender, MOST_SENDERS)


LocalPart = Annotated[
    Cleaned, Field(min_length=1, max_length=LONGEST_LOCAL_PART), AfterValidator(_local_part)
]
"""What stands before the @: in small letters, never quoted."""

Megabytes = Annotated[int, BeforeValidator(_megabytes), Field(ge=1, le=MOST_MEGABYTES)]
"""A size in MB."""

Targets = Annotated[tuple[str, ...], BeforeValidator(_targets)]
"""Addresses, none of them twice; one on a line, or with blanks between."""

Senders = Annotated[tuple[str, ...], BeforeValidator(_senders)]
"""Addresses, or domains as `@example.org`, none of them twice."""


class MailboxSettings(Input):
    """What can be changed about a mailbox."""

    size_mb: Megabytes
    enabled: bool = True


class DeliverySettings(Input):
    """What can be changed about an alias, a forward or a catch-all."""

    targets: Targets
    enabled: bool = True


class NewSecret(Input):
    """A password that somebody chooses, twice; or nothing, so that one is made up."""

    password: OptionalSecret = Field(default="", repr=False)
    again: OptionalSecret = Field(default="", repr=False)

    @field_validator("again")
    @classmethod
    def _same(cls, value: str, info: ValidationInfo) -> str:
        if "password" in info.data and value != info.data["password"]:
            raise InvalidInput(_("This is not the same as above."))
        return value


class NewMailbox(MailboxSettings, NewSecret):
    """A mailbox that does not exist yet."""

    local_part: LocalPart
    domain_id: int

    @field_validator("local_part")
    @classmethod
    def _storable(cls, value: str) -> str:
        if NOT_IN_MAILBOXES & set(value):
            raise InvalidInput(_("A mailbox cannot have ' in its name; a forward to a mailbox can."))
        return value


class NewDelivery(DeliverySettings):
    """An alias or a forward that does not exist yet."""

    local_part: LocalPart
    domain_id: int


class NewCatchAll(DeliverySettings):
    """Where mail to all addresses of a domain goes that it does not have."""

    domain_id: int


class MailboxPassword(NewSecret):
    """Another password for a mailbox."""


class AutoReply(Input):
    """What senders are answered, and when."""

    reply_enabled: bool
    reply_subject: Annotated[Cleaned, Field(max_length=200)] = ""
    reply_text: Annotated[Lines, Field(max_length=4000)] = ""
    reply_from: OptionalDay = None
    reply_until: OptionalDay = None
    reply_days: Annotated[int, Field(ge=1, le=31)] = 1

    @field_validator("reply_subject", "reply_text")
    @classmethod
    def _said(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("reply_enabled") and not value.strip():
            raise InvalidInput(_("An auto-reply that is on needs this."))
        return value

    @field_validator("reply_until")
    @classmethod
    def _later(cls, value: OptionalDay, info: ValidationInfo) -> OptionalDay:
        begins = info.data.get("reply_from")
        if value is not None and begins is not None and value < begins:
            raise InvalidInput(_("This day is before the first one."))
        return value


class SpamSettings(Input):
    """What becomes of mail that is taken for spam, and who is taken for what."""

    spam: SpamAction
    spam_allowed: Senders = ()
    spam_blocked: Senders = ()

    @field_validator("spam_blocked")
    @classmethod
    def _one_list(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        allowed = {sender.lower() for sender in info.data.get("spam_allowed", ())}
        for sender in value:
            if sender.lower() in allowed:
                raise InvalidInput(_("{sender} stands in both lists.").format(sender=sender))
        return value


class MailFile(Input):
    """A file of addresses to import."""

    content: bytes = Field(repr=False)

    @field_validator("content")
    @classmethod
    def _bounded(cls, value: bytes) -> bytes:
        if len(value) > LARGEST_FILE:
            raise InvalidInput(
                _("This file is too large: {n} MB at most.").format(n=LARGEST_FILE // 1024 // 1024)
            )
        return value
