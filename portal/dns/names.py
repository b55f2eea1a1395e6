"""Names in a zone as people type them, and as the zone holds them (RFC 1035, 2.3.4; RFC 5891)."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field

import idna

from portal.dns.zone_file import APEX
from portal.domain_names import DOTS
from portal.errors import Doubtful, InvalidInput
from portal.i18n import _

LONGEST_LABEL, LONGEST_NAME = 63, 253

LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
"""Letters, digits, hyphens inside, and the underscore of service names (RFC 8552)."""

_UNIFORM_DOTS = str.maketrans(dict.fromkeys(DOTS, "."))


@dataclass
class Doubts:
    """What was understood in one way and could have been meant in another; asked about all at once.

    Attributes:
        sure: Whether the customer saved again after being asked.
    """

    sure: bool = False
    _asked: list[tuple[str, str]] = field(default_factory=list)

    def ask(self, sentence: str, about: str) -> None:
        """Note a doubt about an input."""
        self._asked.append((sentence, about))

    def settle(self) -> None:
        """Raise Doubtful with everything that is to be asked, unless the customer is sure."""
        if self._asked and not self.sure:
            raise Doubtful(" ".join(sentence for sentence, _about in self._asked), self._asked[0][1])


def owner_name(typed: str, zone: str, doubts: Doubts) -> str:
    """The name of a record, relative to its zone: `@`, `www`, and `www.example.de.` are understood.

    Raises:
        InvalidInput: It is no name, or outside of the zone.
    """
    text = typed.strip().translate(_UNIFORM_DOTS)
    if text in {"", APEX}:
        return APEX
    name = _encoded(text.removesuffix("."), "name")
    inside = name == zone or name.endswith(f".{zone}")
    if text.endswith(".") and not inside:
        raise InvalidInput(_("{name} is outside of {zone}.").format(name=text, zone=zone), "name")
    if not inside:
        require_name(f"{name}.{zone}", "name")
        return name
    if not text.endswith("."):
        doubts.ask(_missing_dot(name, zone), "name")
    require_name(name, "name")
    return relative(name, zone)


def target_name(typed: str, zone: str, doubts: Doubts) -> str:
    """A name that a record points to, absolute with its final dot; "." is the name of nothing.

    A single word is a name of the zone; several words without a final dot are asked about.

    Raises:
        InvalidInput: It is no name, or an address.
    """
    text = typed.strip().translate(_UNIFORM_DOTS)
    if text in {".", APEX}:
        return "." if text == "." else f"{zone}."
    require_no_address(text, zone)
    name = _encoded(text.removesuffix("."), "value")
    if not text.endswith("."):
        if "." in name:
            doubts.ask(_missing_dot(name, zone), "value")
        else:
            name = f"{name}.{zone}"
    require_name(name, "value")
    return f"{name}."


def require_name(name: str, about: str) -> None:
    """Raise InvalidInput unless an absolute name (without its final dot) can stand in a zone."""
    if len(name) > LONGEST_NAME:
        sentence = _("With its domain this name has {n} characters; {most} are possible.")
        raise InvalidInput(sentence.format(n=len(name), most=LONGEST_NAME), about)
    for number, label in enumerate(name.split(".")):
        if label == "*" and number == 0 and about == "name":
            continue
        if "*" in label:
            raise InvalidInput(
                _("A * can only be the whole first part of a record's name, such as *.shop."), about
            )
        if len(label) > LONGEST_LABEL:
            sentence = _("“{label}…” has {n} characters; between two dots {most} are possible.")
            raise InvalidInput(sentence.format(label=label[:20], n=len(label), most=LONGEST_LABEL), about)
        if not LABEL.fullmatch(label):
            raise InvalidInput(
                _("A name consists of letters, digits and hyphens, with single dots between its parts."),
                about,
            )


def require_no_address(target: str, zone: str) -> None:
    """Raise InvalidInput if what should be a name is an address, or was one before the zone was added."""
    for text in (target.removesuffix("."), target.removesuffix(".").removesuffix(f".{zone}")):
        try:
            ipaddress.ip_address(text)
        except ValueError:
            continue
        sentence = _("{address} is an address, and here a name is needed: addresses stand in A and AAAA.")
        raise InvalidInput(sentence.format(address=text), "value")


def relative(name: str, zone: str) -> str:
    """An absolute name without final dot, relative to the zone that it is in."""
    return APEX if name == zone else name.removesuffix(f".{zone}")


def absolute(name: str, zone: str) -> str:
    """A name relative to the zone, in full and without final dot."""
    return zone if name == APEX else f"{name}.{zone}"


def shown_name(name: str) -> str:
    """A name as people read it: in Unicode where it stands for that."""
    if "xn--" not in name:
        return name
    return ".".join(map(_shown_label, name.split(".")))


def _shown_label(label: str) -> str:
    try:
        return idna.decode(label) if label.startswith("xn--") else label
    except idna.IDNAError:
        return label


def _encoded(name: str, about: str) -> str:
    return ".".join(
        label.lower() if label.isascii() else _in_punycode(label, about) for label in name.split(".")
    )


def _in_punycode(label: str, about: str) -> str:
    try:
        return idna.encode(label, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise InvalidInput(
            _("“{label}” cannot be part of a domain name.").format(label=label[:63]), about
        ) from None


def _missing_dot(name: str, zone: str) -> str:
    return _("{name} without a final dot would mean {name}.{zone}. Save again to mean {name}.").format(
        name=shown_name(name), zone=shown_name(zone)
    )
