"""Domain names as people write them and as DNS knows them (IDNA 2008 with UTS 46 mapping)."""

from __future__ import annotations

import re

import idna

from portal.errors import InvalidInput
from portal.i18n import _

DOTS = ".\u3002\uff0e\uff61"
"""The full stop, and what UTS 46 takes for one."""

LONGEST_LABEL, LONGEST_NAME = 63, 253
"""Characters of punycode between two dots, and of a whole name (RFC 1035)."""

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


def readable_name(name: str) -> str:
    """The name as people read it, `*.` in front included; what cannot be read stays as it stands."""
    star = "*." if name.startswith("*.") else ""
    try:
        return star + unicode_name(name.removeprefix(star))
    except (InvalidInput, idna.IDNAError):
        return name


def is_under(name: str, above: str) -> bool:
    """Whether a name in punycode is `above` or stands below it."""
    return name == above or name.endswith(f".{above}")


def subdomain_label(label: str) -> str:
    """What stands before a domain, in punycode and lower case, such as `blog`, or `*`.

    Args:
        label: As typed, in Unicode or punycode; `*` alone is every name without a site (RFC 4592).

    Raises:
        InvalidInput: It is not made of letters, digits and hyphens (RFC 1123, IDNA 2008).
    """
    if "_" in label:
        raise InvalidInput(_("No website has an underscore in its name; DNS has records that do."))
    if label == "*":
        return label
    if any(len(part) > LONGEST_LABEL for part in re.split(f"[{DOTS}]", label)):
        raise InvalidInput(_("Between two dots stand 63 characters at most."))
    try:
        return idna.encode(label, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise InvalidInput(
            _("Please use letters, digits and hyphens, such as blog or blog.shop, or * for all other names.")
        ) from None
