"""Addresses that a site sends its visitors to (RFC 3986)."""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address
from urllib.parse import SplitResult, quote, urlsplit

from portal.domain_names import ascii_name
from portal.errors import InvalidInput
from portal.i18n import _

SCHEMES = {"http", "https"}

LONGEST = 2000
"""Characters of a whole address, written as servers read it."""

MOST_PORT = 65_535

ALLOWED = "/%:@!$&'()*+,;=-._~?"
"""What may stand in path, query and fragment as it is; everything else is percent-encoded."""

LOOSE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def redirect_url(value: str) -> str:
    """The address as servers read it: host in punycode, everything in ASCII; raises InvalidInput.

    Args:
        value: As typed, cleaned; with http:// or https:// in front.
    """
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise _no_address() from None
    if parts.scheme not in SCHEMES:
        raise InvalidInput(_("An address begins with https:// or http://."))
    if "@" in parts.netloc:
        raise InvalidInput(_("An address that everybody is sent to has no user name in it."))
    if not parts.hostname or "\\" in value or " " in parts.netloc or port == 0:
        raise _no_address()
    url = f"{parts.scheme}://{_host(parts)}{f':{port}' if port else ''}{_rest(parts)}"
    if len(url) > LONGEST:
        raise InvalidInput(_("This is too long: {n} characters at most.").format(n=LONGEST))
    return url


def host_of(url: str) -> str:
    """The host of a right address, in punycode; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    try:
        address = ip_address(host)
    except ValueError:
        return ascii_name(host)
    return f"[{address}]" if isinstance(address, IPv6Address) else str(address)


def _rest(parts: SplitResult) -> str:
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{quote(_percented(parts.fragment), safe=ALLOWED)}" if parts.fragment else ""
    return quote(_percented(parts.path + query), safe=ALLOWED) + fragment


def _percented(text: str) -> str:
    return LOOSE_PERCENT.sub("%25", text)


def _no_address() -> InvalidInput:
    return InvalidInput(_("This is not an address, such as https://example.de/shop."))
