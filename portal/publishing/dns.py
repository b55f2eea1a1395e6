"""Zone files (RFC 1035): what name servers read of each domain."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from portal.dns.lines import RecordLine
from portal.dns.names import absolute
from portal.dns.rules import Ground, require_sound
from portal.dns.values import normal, parsed, target_of
from portal.dns.zone_file import zone_text
from portal.errors import InvalidInput
from portal.i18n import _
from portal.publishing.quoting import Unfit, host, text
from storage.models.dns import DnsType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.publishing.release import Release
    from storage.models.dns import DnsRecord
    from storage.repositories.publishing import PackageContents


def publish(contents: PackageContents, release: Release) -> None:
    """Write the zones of a package's domains. A suspended package keeps them: its mail still arrives."""
    stored: dict[int, list[DnsRecord]] = defaultdict(list)
    for record in contents.records:
        stored[record.domain_id].append(record)
    for domain in contents.domains:
        with release.entry(contents, "domain", domain.name):
            name = host(domain.ascii_name)
            lines = _fit(stored[domain.id], name, contents, release)
            zone = zone_text(name, domain.zone_version, lines, release.settings.dns)
            release.folder.write(f"dns/{name}.zone", zone)
            release.counts.domains += 1


def _fit(
    stored: Iterable[DnsRecord], zone: str, contents: PackageContents, release: Release
) -> list[RecordLine]:
    """The records without those for which name servers would refuse the whole zone."""
    ground = Ground(zone, ())
    fit: list[RecordLine] = []
    for record in stored:
        with release.entry(contents, "record", _called(record)):
            line = _line(record, zone, ground)
            ground.add(line)
            fit.append(line)
    addressed = {absolute(line.name, zone) for line in fit if line.type in {DnsType.A, DnsType.AAAA}}
    lost = [line for line in fit if _is_lost(line, zone, addressed)]
    for line in lost:
        reason = _("its name server has no address in this zone")
        release.leave_out(contents, "record", _called(line), reason)
    return [line for line in fit if line not in lost]


def _line(record: DnsRecord, zone: str, ground: Ground) -> RecordLine:
    """The record as dnspython writes it: so it is one record in one line, whatever was stored."""
    try:
        value = normal(record.type, parsed(record.type, text(record.value)))
        line = RecordLine(record.name, record.type, record.ttl, value)
        require_sound(line, zone)
        ground.require_fitting(line)
    except InvalidInput as error:
        raise Unfit(error.message) from None
    return line


def _is_lost(line: RecordLine, zone: str, addressed: set[str]) -> bool:
    """Whether it names a name server inside this zone that has no address in it (RFC 1912, 2.3)."""
    if line.type is not DnsType.NS:
        return False
    target = target_of(line.type, line.value) or ""
    inside = target == zone or target.endswith(f".{zone}")
    return inside and target not in addressed


def _called(record: DnsRecord | RecordLine) -> str:
    return f"{record.name} {record.type.value}"
