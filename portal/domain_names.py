"""Domain names as people write them and as DNS knows them (IDNA 2008 with UTS 46 mapping)."""

from __future__ import annotations

import idna

from portal.errors import InvalidInput
from portal.i18n import _


def ascii_name(name: str) -> str:
    """The name in punycode, lower case, without a final dot; raises InvalidInput."""
    text = name.strip().rstrip(".")
    try:
        encoded = idna.encode(text, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        encoded = ""
    if "." not in encoded:
        raise InvalidInput(_("This is not a domain name, such as example.de."))
    return encoded


def unicode_name(name: str) -> str:
    """The name as people read it; raises InvalidInput."""
    return idna.decode(ascii_name(name))
