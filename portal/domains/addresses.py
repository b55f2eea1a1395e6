"""The address of a subdomain in DNS: it comes and goes with it, unless the zone says something else there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.dns.lines import RecordLine
from portal.dns.zone_file import DEFAULT_TTL
from portal.dns.zones import Zone
from storage.models.dns import DnsType

if TYPE_CHECKING:
    from portal.administration import Changing
    from portal.settings import DnsSettings
    from storage.models.domains import Domain

LEADING = {DnsType.A, DnsType.AAAA, DnsType.CNAME}
"""Types that say where a name leads."""


def give_address(changing: Changing, domain: Domain, label: str, settings: DnsSettings) -> None:
    """Let a new subdomain lead to the web server, if nothing in the zone leads it elsewhere.

    Args:
        changing: The transaction.
        domain: Above the subdomain.
        label: What stands before the domain, in punycode.
        settings: Where the web server is.
    """
    zone = Zone(changing, domain)
    above = {label.split(".", dots)[-1] for dots in range(label.count(".") + 1)}
    led = any(line.name == label and line.type in LEADING for line in zone.lines)
    delegated = any(line.type is DnsType.NS and line.name in above for line in zone.lines)
    if not led and not delegated:
        zone.save("added", (), _lines(label, settings))


def take_address(changing: Changing, domain: Domain, label: str, settings: DnsSettings) -> None:
    """Take the web server's address of a subdomain away that is there no longer; other records stay."""
    zone = Zone(changing, domain)
    ours = {(line.name, line.type, line.value) for line in _lines(label, settings)}
    going = [line for line in zone.lines if (line.name, line.type, line.value) in ours]
    if going:
        zone.save("removed", going, ())


def _lines(label: str, settings: DnsSettings) -> list[RecordLine]:
    return [
        RecordLine(label, DnsType.A, DEFAULT_TTL, str(settings.web_ipv4)),
        RecordLine(label, DnsType.AAAA, DEFAULT_TTL, str(settings.web_ipv6)),
    ]
