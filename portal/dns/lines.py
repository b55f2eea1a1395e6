"""One record of a zone as a plain value, as rules, previews, versions and templates handle it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from storage.models.dns import DnsType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portal.dns.zone_file import Line


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record.

    Attributes:
        name: Relative to the zone, in punycode and lower case; `@` for the domain itself.
        type: Such as MX.
        ttl: Seconds.
        value: In presentation form, in its normal form; names in it are absolute and in lower case.
    """

    name: str
    type: DnsType
    ttl: int
    value: str

    @classmethod
    def of(cls, record: Line) -> RecordLine:
        """What stands in the database, as a line."""
        return cls(record.name, DnsType(record.type), record.ttl, record.value)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> RecordLine:
        """The line that `as_json` told, or the history: what else stands there is left out."""
        return cls(values["name"], DnsType(values["type"]), values["ttl"], values["value"])

    def as_json(self) -> dict[str, Any]:
        """The line as a version holds it."""
        return {"name": self.name, "type": self.type.value, "ttl": self.ttl, "value": self.value}

    @property
    def record_set(self) -> tuple[str, DnsType]:
        """Name and type: the records that share one TTL (RFC 2181, 5.2)."""
        return self.name, self.type

    @property
    def key(self) -> tuple[str, DnsType, str]:
        """What makes two records duplicates of one another, whatever their TTL."""
        return self.name, self.type, self.value


@dataclass(frozen=True, slots=True)
class Difference:
    """What makes one set of records into another.

    Attributes:
        removed: What goes.
        added: What comes.
        kept: How many stay as they are.
    """

    removed: tuple[RecordLine, ...]
    added: tuple[RecordLine, ...]
    kept: int


def difference(standing: Iterable[RecordLine], wanted: Iterable[RecordLine]) -> Difference:
    """What goes and what comes; both in the order given."""
    before, after = dict.fromkeys(standing), dict.fromkeys(wanted)
    removed = tuple(line for line in before if line not in after)
    return Difference(
        removed, tuple(line for line in after if line not in before), len(before) - len(removed)
    )


def brought_into_line(
    lines: Iterable[RecordLine], leading: Iterable[RecordLine] = ()
) -> tuple[list[RecordLine], int]:
    """The records with one TTL for each name and type, and how many had another one.

    Args:
        lines: The records.
        leading: Records whose TTL counts; otherwise that of the first of a set does, as in BIND.
    """
    shared = {line.record_set: line.ttl for line in leading}
    result: list[RecordLine] = []
    changed = 0
    for line in lines:
        ttl = shared.setdefault(line.record_set, line.ttl)
        changed += ttl != line.ttl
        result.append(line if ttl == line.ttl else replace(line, ttl=ttl))
    return result, changed
