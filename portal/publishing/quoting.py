"""Text that people typed, as each file wants it: quoted so that it stays in its place, or refused.

What the rules of the portal let through is harmless; nothing here relies on that. Whatever stands in the
database by an older rule, an import or a mistake either comes out as one value of one line, or not at all.
"""

from __future__ import annotations

import re
import unicodedata

from portal.domain_names import ascii_name
from portal.errors import InvalidInput
from portal.i18n import _

HOST = re.compile(r"(?!.{254})(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)[a-z0-9-]{1,63}(?<!-)", re.ASCII)
"""A name that a server can have (RFC 1123, 2.1), in punycode and lower case."""

LOCAL_PART = re.compile(r"(?![#.-])(?!.*\.\.)[A-Za-z0-9!#$%&'*+=?^_`{|}~.-]{1,64}(?<!\.)", re.ASCII)
"""What stands before the @ (RFC 5321, 4.1.2), as far as every program in the way takes it as it is.

Postfix takes no "-" in front, its maps and Dovecot's no "#", and a "/" would lead to another folder.
"""

LONGEST_ADDRESS = 254
"""RFC 5321, 4.5.3.1.3, without the angle brackets."""

ARGON2ID = re.compile(
    r"\$argon2id\$v=19\$m=\d{1,10},t=\d{1,10},p=\d{1,3}\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+", re.ASCII
)
BCRYPT = re.compile(r"\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}", re.ASCII)

LONGEST_PARAMETER = 4000
"""Bytes; nginx reads its configuration in pieces of 4096."""

INVISIBLE = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories that end a line somewhere, or are no text."""


class Unfit(ValueError):
    """An entry cannot be published; the message says why, in words of ours alone."""


def text(value: str, *, lines: bool = False) -> str:
    """The value, if it is text of one line; with `lines`, line feeds and tabs may be in it."""
    for character in value:
        if unicodedata.category(character) in INVISIBLE and not (lines and character in "\n\t"):
            raise Unfit(_("it holds the character U+{code:04X}").format(code=ord(character)))
    return value


def host(name: str) -> str:
    """A host name, as it is."""
    if not HOST.fullmatch(name):
        raise Unfit(_("it is no host name"))
    return name


def address(value: str) -> str:
    """An email address with its domain in punycode."""
    local_part, _at, domain = value.rpartition("@")
    if not LOCAL_PART.fullmatch(local_part):
        raise Unfit(_("it is no email address that mail servers take"))
    try:
        found = f"{local_part}@{host(ascii_name(domain))}"
    except InvalidInput:
        raise Unfit(_("it is no email address that mail servers take")) from None
    if len(found) > LONGEST_ADDRESS:
        raise Unfit(_("it is too long for an email address"))
    return found


def directory(path: str) -> str:
    """A path inside a package, without the "/" at its end; empty for the package's own directory."""
    names = text(path).split("/")
    if names[0] or ".." in names or "." in names or "\\" in path:
        raise Unfit(_("it is no directory inside the package"))
    return "".join(f"/{name}" for name in names if name)


def argon2id(verifier: str) -> str:
    """A verifier of argon2id, as it is."""
    if not ARGON2ID.fullmatch(verifier):
        raise Unfit(_("its password is not kept as argon2id"))
    return verifier


def bcrypt(verifier: str) -> str:
    """A verifier of bcrypt, as it is."""
    if not BCRYPT.fullmatch(verifier):
        raise Unfit(_("its password is not kept as bcrypt"))
    return verifier


def nginx(value: str) -> str:
    """A parameter of nginx; a "$" would begin a variable, and nothing takes that from it."""
    if "$" in value:
        raise Unfit(_("the web server takes no “$” here"))
    return nginx_path(value)


def nginx_path(value: str) -> str:
    """A parameter of nginx where a "$" is a sign like any other: the beginning of a path in an address."""
    escaped = text(value).replace("\\", "\\\\").replace('"', '\\"')
    if len(escaped.encode()) > LONGEST_PARAMETER:
        raise Unfit(_("it is too long for the web server"))
    return f'"{escaped}"'


def quoted_string(value: str) -> str:
    """The inside of a quoted string of an HTTP header (RFC 9110, 5.6.4)."""
    return text(value).replace("\\", "\\\\").replace('"', '\\"')


def sieve(value: str, *, lines: bool = False) -> str:
    """A string of Sieve (RFC 5228, 2.4.2)."""
    escaped = text(value, lines=lines).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def sieve_list(values: list[str]) -> str:
    """A list of strings of Sieve."""
    return f"[{', '.join(map(sieve, values))}]"


def literal(value: str) -> str:
    """A string of SQL that means the same with and without escapes by backslashes."""
    if "\\" in text(value):
        raise Unfit(_("it holds a backslash"))
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def identifier(name: str, quote: str = '"') -> str:
    """A name of SQL: in double quotes for PostgreSQL, in backticks for MariaDB."""
    return f"{quote}{text(name).replace(quote, quote * 2)}{quote}"


def owned(name: str, package_id: int, separator: str) -> str:
    """A name on a server that all packages share: it must begin with the package's own prefix.

    Otherwise an entry could stand for somebody else's database, or for the server's own administrator.
    """
    if not re.fullmatch(rf"p{package_id}{separator}[a-z0-9_-]{{1,56}}", name, re.ASCII):
        raise Unfit(_("its name is none of this package"))
    return name


def system_user(package_id: int) -> str:
    """What a package is called on the servers: the owner of its files, under whom its programs run."""
    return f"p{package_id}"
