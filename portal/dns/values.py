"""The values of records: read by dnspython, and kept in one normal form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portal.dns.names import Doubts, target_name
from portal.errors import InvalidInput
from portal.i18n import _
from storage.models.dns import DnsType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dns.rdata import Rdata

LONGEST_STRING = 255
"""Bytes of one string of a TXT record (RFC 1035, 3.3)."""

LONGEST_TEXT = 4000
"""Bytes of a whole TXT record; keys of DKIM take a few hundred."""

TARGETS = {DnsType.CNAME: "target", DnsType.NS: "target", DnsType.MX: "exchange", DnsType.SRV: "target"}
"""The types that end in a name, and what dnspython calls it."""

NUMBERS = {DnsType.CNAME: 0, DnsType.NS: 0, DnsType.MX: 1, DnsType.SRV: 3}
"""How many numbers stand in front of that."""

QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\s+|$)')

ESCAPED = re.compile(r"\\(\d{3}|.)", re.DOTALL)


def shape(kind: DnsType) -> str:
    """What a value of this type consists of, with an example."""
    shapes = {
        DnsType.A: _("an IPv4 address, such as 192.0.2.80"),
        DnsType.AAAA: _("an IPv6 address, such as 2001:db8::80"),
        DnsType.CNAME: _("a name, such as www.example.net."),
        DnsType.MX: _("priority and mail server, such as 10 mx.example.net."),
        DnsType.TXT: _("text, such as v=spf1 mx -all"),
        DnsType.SRV: _("priority, weight, port and server, such as 10 5 5060 sip.example.net."),
        DnsType.CAA: _('flag, tag and text, such as 0 issue "letsencrypt.org"'),
        DnsType.NS: _("a name server, such as ns1.example.net."),
        DnsType.TLSA: _("usage, selector, kind and digest, such as 3 1 1 0b9f…"),
        DnsType.SSHFP: _("algorithm, kind and fingerprint, such as 4 2 123f…"),
    }
    return shapes[kind]


def value_of(kind: DnsType, typed: str, zone: str, doubts: Doubts) -> str:
    """What was typed, in its normal form.

    Args:
        kind: The record's type.
        typed: One line; of TXT the plain text, or strings in quotes.
        zone: The domain in punycode: names without dots belong to it.
        doubts: Collects what is to be asked.

    Raises:
        InvalidInput: It is no value of this type.
    """
    if kind is DnsType.TXT:
        return text_value(typed)
    if kind in TARGETS:
        *numbers, name = typed.split() or [""]
        if len(numbers) != NUMBERS[kind] or not name:
            raise unreadable(kind)
        typed = " ".join([*numbers, target_name(name, zone, doubts)])
    return normal(kind, parsed(kind, typed))


def parsed(kind: DnsType, text: str) -> Rdata:
    """A value whose names are absolute; raises InvalidInput."""
    from dns.exception import DNSException
    from dns.rdata import from_text

    try:
        return from_text("IN", kind.value, text, relativize=False)
    except (DNSException, ValueError):
        raise unreadable(kind) from None


def normal(kind: DnsType, rdata: Rdata) -> str:
    """The one form in which a value is kept: names in lower case, strings in quotes, ASCII alone."""
    if kind is DnsType.TXT:
        return _quoted(rdata.strings)  # type: ignore[attr-defined]
    if kind in TARGETS:
        name = TARGETS[kind]
        rdata = rdata.replace(**{name: getattr(rdata, name).canonicalize()})
    return rdata.to_text()


def unreadable(kind: DnsType) -> InvalidInput:
    """The refusal of a value, telling what would do."""
    sentence = _("{type} takes {shape}").format(type=kind.value, shape=shape(kind))
    return InvalidInput(sentence if sentence.endswith(".") else f"{sentence}.", "value")


def target_of(kind: DnsType, value: str) -> str | None:
    """The name that a record points to, without its final dot; None if it points to none."""
    return value.rpartition(" ")[2].removesuffix(".") if kind in TARGETS else None


# TXT


def text_value(typed: str) -> str:
    """Plain text, or strings in quotes, as strings of 255 bytes at most; raises InvalidInput."""
    data = _unquoted(typed) if typed.startswith('"') else [typed.encode()]
    if data is None:
        raise InvalidInput(
            _("A quotation mark is missing, or something stands between the strings."), "value"
        )
    size = sum(map(len, data))
    if size > LONGEST_TEXT:
        sentence = _("This text has {n} bytes; {most} are possible.")
        raise InvalidInput(sentence.format(n=size, most=LONGEST_TEXT), "value")
    return _quoted(piece for each in data for piece in _pieces(each))


def text_of(value: str) -> str:
    """The value of a TXT record as people type it: plain text, or strings in quotes where it must be so."""
    data = _unquoted(value) or []
    plain = b"".join(data).decode("utf-8", "replace")
    return plain if plain and plain.isprintable() and _is_typed_so(plain, value) else value


def _is_typed_so(plain: str, value: str) -> bool:
    return plain == plain.strip() and len(plain.encode()) <= LONGEST_TEXT and _again(plain) == value


def _again(plain: str) -> str | None:
    try:
        return text_value(plain)
    except InvalidInput:
        return None


def _pieces(data: bytes) -> list[bytes]:
    starts = range(0, max(len(data), 1), LONGEST_STRING)
    return [data[start : start + LONGEST_STRING] for start in starts]


def _unquoted(text: str) -> list[bytes] | None:
    """The strings; None where something else stands between them."""
    strings, end = [], 0
    for found in QUOTED.finditer(text):
        if found.start() != end:
            return None
        codes = [code for code in ESCAPED.findall(found[1]) if code.isdecimal() and len(code) == 3]  # noqa: PLR2004
        if any(int(code) > LONGEST_STRING for code in codes):
            return None
        strings.append(_unescaped(found[1]))
        end = found.end()
    return strings if end == len(text) else None


def _unescaped(text: str) -> bytes:
    result, end = b"", 0
    for found in ESCAPED.finditer(text):
        result += text[end : found.start()].encode()
        code = found[1]
        result += bytes([int(code)]) if len(code) == 3 else code.encode()  # noqa: PLR2004
        end = found.end()
    return result + text[end:].encode()


def _quoted(strings: Iterable[bytes]) -> str:
    return " ".join(f'"{"".join(map(_escaped, string))}"' for string in strings)


def _escaped(byte: int) -> str:
    if byte in b'"\\':
        return f"\\{chr(byte)}"
    return chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03}"  # noqa: PLR2004 - what ASCII prints
