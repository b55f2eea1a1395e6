"""Writing a zone file (RFC 1035, 5.1), as name servers read it and as customers take it with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.settings import DnsSettings

APEX = "@"
"""The name of the domain itself, relative to its zone."""

APEX_TTL = 86400
"""Seconds for which the name servers of the zone are remembered."""

DEFAULT_TTL = 3600

REFRESH, RETRY, EXPIRE, MINIMUM = 86400, 7200, 3_600_000, 3600
"""Seconds of the SOA record, as RIPE-203 recommends them; the last one is how long "no" is remembered."""


class Line(Protocol):
    """One record of a zone: an entity, or a view."""

    @property
    def name(self) -> str:
        """Relative to the zone, in punycode; `@` for the domain itself."""

    @property
    def type(self) -> str:
        """Such as MX."""

    @property
    def ttl(self) -> int:
        """Seconds."""

    @property
    def value(self) -> str:
        """In presentation form, with absolute names."""


def zone_text(ascii_name: str, serial: int, records: Iterable[Line], settings: DnsSettings) -> str:
    """A complete zone file: the same records give the same bytes, in whatever order they come.

    Args:
        ascii_name: The domain in punycode.
        serial: The version of the zone; a zone that was never saved has 1, too.
        records: What stands in it besides SOA and the provider's name servers.
        settings: What the provider puts into every zone.

    Raises:
        ValueError: A record would not stay in its line; none that was saved by the rules is such a one.
    """
    soa = f"{settings.nameservers[0]} {settings.hostmaster} {max(serial, 1)}"
    lines = [
        f"$ORIGIN {ascii_name}.",
        f"$TTL {DEFAULT_TTL}",
        f"@ {APEX_TTL} IN SOA {soa} {REFRESH} {RETRY} {EXPIRE} {MINIMUM}",
        *(f"@ {APEX_TTL} IN NS {server}" for server in dict.fromkeys(settings.nameservers)),
        *map(_written, sorted(records, key=canonical)),
    ]
    return "\n".join(lines) + "\n"


def canonical(record: Line) -> tuple[list[str], str, str]:
    """Where a record stands in its zone: the domain itself first, then as RFC 4034, 6.1 sorts names."""
    labels = [] if record.name == APEX else record.name.split(".")[::-1]
    return labels, str(record.type), record.value


def _written(record: Line) -> str:
    line = f"{record.name} {record.ttl} IN {record.type} {record.value}"
    if not (line.isascii() and line.isprintable()):
        raise ValueError(f"A {record.type} record would break out of its line.")
    return line
