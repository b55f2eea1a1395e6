"""Domain names as people write them and as DNS knows them (IDNA 2008 with UTS 46 mapping)."""

from __future__ import annotations

import re

import idna

from portal.errors import InvalidInput
from portal.i18n import _

DOTS = ".\u3002\uff0e\uff61"
"""The full stop, and what UTS 46 takes for one."""


LABEL = "(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"

PLAIN = re.compile(rf"(?!.{{254}})(?:{LABEL}\.)+{LABEL}")
"""Most names: both forms are the same, and there is no need to look at their letters one by one."""


def ascii_name(name: str) -> str:
    """The name in punycode, lower case, without a final dot; raises InvalidInput."""
    if PLAIN.fullmatch(name):
        return name
    try:
        encoded = idna.encode(name.strip().rstrip(DOTS), uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        encoded = ""
    if "." not in encoded:
        raise InvalidInput(_("This is not a domain name, such as example.de."))
    return encoded


def unicode_name(name: str) -> str:
    """The name as people read it; raises InvalidInput."""
    encoded = ascii_name(name)
    return encoded if PLAIN.fullmatch(encoded) else idna.decode(encoded)
