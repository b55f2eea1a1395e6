"""Saving what stands in a zone: every save is a version of its own, and can be undone by the rules."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from portal.dns.lines import RecordLine, brought_into_line, difference
from portal.dns.rules import require_fitting
from portal.errors import Conflict, InvalidInput
from portal.i18n import _
from storage.models.dns import DnsRecord, DnsType, ZoneVersion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from portal.administration import Changing
    from portal.putting_back import Step
    from storage.models.domains import Domain
    from storage.models.history import PackageChange

KIND = "zone"
"""What the history calls a save of several records at once."""

STARTED = "started"
"""What a version is called that holds what a zone had before it was first saved."""

BY_PORTAL = "portal"


class Zone:
    """A zone while its package is changed.

    Attributes:
        domain: Whose.
        lines: What stands in it, in the order it was made.
    """

    def __init__(self, changing: Changing, domain: Domain) -> None:
        """Read the zone of a domain of the package."""
        self._changing = changing
        self.domain = domain
        rows = changing.work.dns.zone(changing.access, domain.id)
        self.lines = [RecordLine(*row[1:]) for row in rows]
        self._ids = {line.key: row[0] for line, row in zip(self.lines, rows, strict=True)}

    def without(self, lines: Iterable[RecordLine]) -> list[RecordLine]:
        """What stands in it besides these."""
        others = set(lines)
        return [line for line in self.lines if line not in others]

    def mates(self, line: RecordLine) -> list[RecordLine]:
        """The other records of the same name and type, which share its TTL."""
        return [
            other for other in self.lines if other.record_set == line.record_set and other.key != line.key
        ]

    def save(
        self, what: str, removed: Sequence[RecordLine], added: Sequence[RecordLine]
    ) -> dict[RecordLine, int]:
        """Take records away and bring others; one stand in the history, undoable as a whole.

        Args:
            what: A word of ours for what was done.
            removed: Records that stand in the zone.
            added: Records that fit into it by then; see `require_fitting`.

        Returns:
            The ids of what was added.
        """
        work, access = self._changing.work, self._changing.access
        records = work.dns.records(access, [self._ids[line.key] for line in removed])
        pairs = _successors(removed, added)
        going = [records[self._ids[line.key]] for line in removed if line not in pairs]
        made: dict[RecordLine, DnsRecord] = {}
        for line, successor in pairs.items():
            record = records[self._ids[line.key]]
            record.ttl, record.value, record.revision = (
                successor.ttl,
                successor.value,
                self._changing.revision,
            )
            made[successor] = record
        new = {line: self._made(line) for line in added if line not in made}
        work.administration.remove_all(going)
        work.administration.add_all(list(new.values()))
        number = self.version(what, removed, added)
        self._changing.note(
            KIND,
            what,
            self.domain.name,
            domain_id=self.domain.id,
            states=({"version": number - 1}, {"version": number}),
        )
        return {line: record.id for line, record in (made | new).items()}

    def version(
        self,
        what: str,
        removed: Sequence[RecordLine],
        added: Sequence[RecordLine],
        before: Sequence[RecordLine] | None = None,
    ) -> int:
        """Put a version on record, which is the zone's next; tells its number.

        A zone that was never saved first gets a version with what stood in it (`before`, or what was read),
        so that this can be restored.
        """
        stood = self.lines if before is None else before
        if stood and not self._changing.work.dns.has_versions(self.domain.id):
            self.domain.zone_version = max(self.domain.zone_version - 1, 0)  # that it has, or gets now
            self._put_on_record(STARTED, BY_PORTAL, (), stood)
        return self._put_on_record(what, self._changing.access.actor, removed, added)

    def _put_on_record(
        self, what: str, actor: str, removed: Iterable[RecordLine], added: Iterable[RecordLine]
    ) -> int:
        self.domain.zone_version += 1
        self._changing.work.dns.add_version(
            ZoneVersion(
                domain_id=self.domain.id,
                number=self.domain.zone_version,
                at=self._changing.now,
                actor=actor,
                what=what,
                removed=[line.as_json() for line in removed],
                added=[line.as_json() for line in added],
            )
        )
        return self.domain.zone_version

    def _made(self, line: RecordLine) -> DnsRecord:
        return DnsRecord(
            package_id=self._changing.package.id,
            domain_id=self.domain.id,
            name=line.name,
            type=line.type,
            ttl=line.ttl,
            value=line.value,
            revision=self._changing.revision,
        )


def zone_in(changing: Changing, domain_id: int | None) -> Zone:
    """The zone of one of the package's domains; raises Conflict if that is not among them any more."""
    domain = changing.work.domains.one(changing.access, domain_id or 0)
    if domain is None:
        raise Conflict(_("The domain of this is not among those that can be managed here any more."))
    return Zone(changing, domain)


def settle(changing: Changing, steps: Sequence[Step], action: str) -> None:
    """Check records that were put back by the rules of their zones, of which this makes versions.

    Raises:
        Conflict: They do not go together with what stands there now.
    """
    by_domain: defaultdict[int, list[Step]] = defaultdict(list)
    for step in steps:
        by_domain[(step.after or step.before or {}).get("domain_id", 0)].append(step)
    for domain_id, its in by_domain.items():
        change = difference(
            (RecordLine.from_json(step.before) for step in its if step.before),
            (RecordLine.from_json(step.after) for step in its if step.after),
        )
        if not (change.removed or change.added):
            continue
        zone = zone_in(changing, domain_id)
        others = zone.without(change.added)
        _require_going_together(zone, others, change.added)
        zone.version(action, change.removed, change.added, before=[*others, *change.removed])


def undo(changing: Changing, change: PackageChange) -> None:
    """Take back a save of several records, as far as they still are what it made them.

    Raises:
        Conflict: Nothing of it is left, or what it took away does not go together with what stands there now.
    """
    zone = zone_in(changing, change.domain_id)
    number = (change.after or {}).get("version", 0)
    version = changing.work.dns.version(changing.access, zone.domain.id, number)
    made, taken = _lines(version.added if version else ()), _lines(version.removed if version else ())
    standing = set(zone.lines)
    removed = [line for line in made if line in standing]
    others = zone.without(removed)
    keys = {line.key for line in others}
    added, _changed = brought_into_line([line for line in taken if line.key not in keys], others)
    if not (removed or added):
        raise Conflict(_("Nothing of this is left that could be undone."))
    _require_going_together(zone, others, added)
    zone.save("undone", removed, added)


def _lines(stored: Iterable[dict[str, object]]) -> list[RecordLine]:
    return [RecordLine.from_json(values) for values in stored]


def _require_going_together(
    zone: Zone, others: Collection[RecordLine], added: Collection[RecordLine]
) -> None:
    try:
        require_fitting(zone.domain.ascii_name, others, added)
    except InvalidInput as error:
        raise Conflict(error.message) from None
    shared = {line.record_set: line.ttl for line in others}
    for line in added:
        if shared.get(line.record_set, line.ttl) != line.ttl:
            sentence = _("The other {type} records of {name} have a TTL of {ttl} now, and share it.")
            values = {"type": line.type.value, "name": line.name, "ttl": shared[line.record_set]}
            raise Conflict(sentence.format(**values))


def _successors(removed: Iterable[RecordLine], added: Iterable[RecordLine]) -> dict[RecordLine, RecordLine]:
    """Which record becomes which other one: the same with another TTL, else one of the same name and type."""
    free = dict.fromkeys(added)
    pairs: dict[RecordLine, RecordLine] = {}
    going = list(removed)
    by_key = {line.key: line for line in free}
    for line in going:
        if line.key in by_key:
            pairs[line] = by_key[line.key]
            del free[pairs[line]]
    by_set: defaultdict[tuple[str, DnsType], list[RecordLine]] = defaultdict(list)
    for line in reversed(free):
        by_set[line.record_set].append(line)
    for line in going:
        if line not in pairs and by_set[line.record_set]:
            pairs[line] = by_set[line.record_set].pop()
    return pairs
