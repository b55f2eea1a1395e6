"""What may stand in a zone beside what: every rule with its sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from portal.dns.names import absolute, relative, require_name, require_no_address, shown_name
from portal.dns.values import LONGEST_TEXT, target_of
from portal.dns.zone_file import APEX
from portal.errors import InvalidInput
from portal.i18n import _
from storage.models.dns import DnsType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from portal.dns.lines import RecordLine

LEAST_TTL, MOST_TTL = 60, 86400

MOST_RECORDS = 20_000
"""Of one zone."""

MOST_OF_A_SET = 100
"""Records of one name and type: BIND loads no more (its setting max-records-per-type)."""

LONGEST_VALUE = 5 * LONGEST_TEXT
"""Characters of a value: four for each byte of a text, and its quotes."""

NULL_MX = "0 ."
"""Says that a name takes no mail (RFC 7505)."""

POINTING = {DnsType.MX, DnsType.SRV, DnsType.NS}
"""Point to hosts, which must not be nicknames (RFC 2181, 10.3; RFC 2782)."""

OF_HOSTS = {DnsType.A, DnsType.AAAA, DnsType.MX}
"""Belong to hosts, whose names have no underscore (RFC 952, RFC 1123; BIND refuses the zone)."""

HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")


def require_sound(line: RecordLine, zone: str) -> None:
    """Raise InvalidInput unless a record can stand in the zone, whatever else stands there."""
    if not LEAST_TTL <= line.ttl <= MOST_TTL:
        raise InvalidInput(ttl_rule(), "ttl")
    require_name(absolute(line.name, zone), "name")
    if line.name == APEX:
        _require_possible_at_the_top(line, zone)
    if line.type is DnsType.NS and line.name.startswith("*"):
        raise InvalidInput(_("NS records need a name of their own: * is not possible."), "name")
    if line.type in OF_HOSTS and not _is_host(absolute(line.name, zone).removeprefix("*.")):
        raise InvalidInput(
            _("The name of an {type} record has no underscore.").format(type=line.type.value), "name"
        )
    if len(line.value) > LONGEST_VALUE:
        sentence = _("This value has {n} characters in a zone file; {most} are possible.")
        raise InvalidInput(sentence.format(n=len(line.value), most=LONGEST_VALUE), "value")
    _require_target(line, zone)


def ttl_rule() -> str:
    """How long a record may be remembered."""
    return _("The TTL is from {least} to {most} seconds: a minute to a day.").format(
        least=LEAST_TTL, most=MOST_TTL
    )


def require_fitting(zone: str, standing: Collection[RecordLine], new: Collection[RecordLine]) -> None:
    """Raise InvalidInput unless new records can stand in a zone, each by itself and beside the others."""
    require_number(len(standing) + len(new))
    ground = Ground(zone, standing)
    for line in new:
        require_sound(line, zone)
        ground.require_fitting(line)
        ground.add(line)


def require_number(records: int) -> None:
    """Raise InvalidInput for more records than a zone takes."""
    if records > MOST_RECORDS:
        sentence = _("A zone has {most} records at most; with this it would have {n}.")
        raise InvalidInput(sentence.format(most=MOST_RECORDS, n=records), "value")


class Ground:
    """The records of a zone, against which others are checked."""

    def __init__(self, zone: str, lines: Iterable[RecordLine]) -> None:
        """Stand on these records of the zone, which is a domain in punycode."""
        self._zone = zone
        self._by_name: defaultdict[str, list[RecordLine]] = defaultdict(list)
        self._pointed_at: dict[str, RecordLine] = {}
        self._sets: defaultdict[tuple[str, DnsType], int] = defaultdict(int)
        self._keys: set[tuple[str, DnsType, str]] = set()
        self._null_mx: set[str] = set()
        for line in lines:
            self.add(line)

    def add(self, line: RecordLine) -> None:
        """From now on this record stands there, too."""
        self._sets[line.record_set] += 1
        self._keys.add(line.key)
        if self._sets[line.record_set] <= 1 or line.type is DnsType.CNAME:
            self._by_name[line.name].append(line)
        if line.type is DnsType.MX and line.value == NULL_MX:
            self._null_mx.add(line.name)
        if line.type in POINTING and (target := target_of(line.type, line.value)):
            self._pointed_at.setdefault(target, line)

    def require_fitting(self, line: RecordLine) -> None:
        """Raise InvalidInput unless a further record can stand beside these."""
        if line.key in self._keys:
            raise InvalidInput(_("This very record is there already."), "value")
        self._require_alone(line)
        self._require_null_mx_alone(line)
        self._require_real_target(line)
        if self._sets[line.record_set] >= MOST_OF_A_SET:
            sentence = _("{name} has {n} {type} records, and more are not possible.")
            raise InvalidInput(
                sentence.format(name=self._called(line.name), n=MOST_OF_A_SET, type=line.type.value), "name"
            )

    def _require_alone(self, line: RecordLine) -> None:
        others = sorted({other.type.value for other in self._by_name.get(line.name, ())})
        if line.type is DnsType.CNAME and others:
            sentence = _("A CNAME record stands alone, but {name} has other records: {types}.")
            types = ", ".join(others)
            raise InvalidInput(sentence.format(name=self._called(line.name), types=types), "name")
        if DnsType.CNAME.value in others:
            sentence = _("{name} has a CNAME record, beside which no other can stand.")
            raise InvalidInput(sentence.format(name=self._called(line.name)), "name")

    def _require_null_mx_alone(self, line: RecordLine) -> None:
        if line.type is not DnsType.MX or not self._sets[line.record_set]:
            return
        if line.value == NULL_MX:
            sentence = _("“0 .” says that {name} takes no mail, but it has other MX records.")
        elif line.name in self._null_mx:
            sentence = _(
                "{name} has the MX record “0 .”, which says that it takes no mail. Remove that first."
            )
        else:
            return
        raise InvalidInput(sentence.format(name=self._called(line.name)), "value")

    def _require_real_target(self, line: RecordLine) -> None:
        name = absolute(line.name, self._zone)
        if line.type is DnsType.CNAME and name in self._pointed_at:
            other = self._pointed_at[name]
            sentence = _("The {type} record of {other} points to {name}, which therefore cannot be a CNAME.")
            values = {"type": other.type.value, "other": self._called(other.name), "name": shown_name(name)}
            raise InvalidInput(sentence.format(**values), "name")
        target = target_of(line.type, line.value) if line.type in POINTING else None
        if target and _is_in(target, self._zone):
            found = self._by_name.get(relative(target, self._zone), ())
            if any(other.type is DnsType.CNAME for other in found):
                sentence = _("{name} is a CNAME record; {type} needs the name that it points to.")
                values = {"name": shown_name(target), "type": line.type.value}
                raise InvalidInput(sentence.format(**values), "value")

    def _called(self, name: str) -> str:
        return shown_name(self._zone if name == APEX else name)


def _require_possible_at_the_top(line: RecordLine, zone: str) -> None:
    if line.type is DnsType.CNAME:
        sentence = _("{zone} itself cannot be a CNAME record; use A and AAAA.")
        raise InvalidInput(sentence.format(zone=shown_name(zone)), "name")
    if line.type is DnsType.NS:
        sentence = _("The name servers of {zone} itself are ours; NS records are for names under it.")
        raise InvalidInput(sentence.format(zone=shown_name(zone)), "name")


def _require_target(line: RecordLine, zone: str) -> None:
    target = target_of(line.type, line.value)
    if target is None:
        return
    if not target:
        _require_nothing_meant(line)
        return
    require_no_address(target, zone)
    require_name(target, "value")
    if line.type in POINTING and not _is_host(target):
        raise InvalidInput(_("The name of a server has no underscore."), "value")


def _require_nothing_meant(line: RecordLine) -> None:
    """A single dot for a target: "there is none", where the type knows that."""
    if line.type is DnsType.MX and line.value != NULL_MX:
        raise InvalidInput(_("That a name takes no mail is written “0 .”, with priority 0."), "value")
    if line.type not in {DnsType.MX, DnsType.SRV}:
        raise InvalidInput(_("A single dot is no name to point to."), "value")


def _is_host(name: str) -> bool:
    return HOST.fullmatch(name) is not None


def _is_in(name: str, zone: str) -> bool:
    return name == zone or name.endswith(f".{zone}")
