"""The use cases of DNS: one domain's zone at a time."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from portal.administration import Listing, Technical
from portal.dns.lines import Difference, RecordLine, difference
from portal.dns.names import Doubts
from portal.dns.plans import Place, planned
from portal.dns.records import RecordView, entry_of, purpose
from portal.dns.rules import require_fitting
from portal.dns.zone_file import zone_text
from portal.dns.zones import BY_PORTAL, Zone, zone_in
from portal.domain_names import ascii_name
from portal.errors import ChangedMeanwhile, InvalidInput, NotFound
from portal.i18n import _, ngettext
from portal.kinds import DNS_RECORD
from portal.validation import require_unchanged
from storage.models.dns import DnsRecord

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from portal.access import PackageAccess
    from portal.administration import Changing, Looking
    from portal.dns.plans import Plan, Wanted
    from portal.dns.records import RecordEntry
    from portal.paging import PageRequest
    from storage.models.dns import ZoneVersion
    from storage.models.domains import Domain
    from storage.repositories.packages import PackageScope
    from storage.work import Work


@dataclass(frozen=True, slots=True)
class ZoneView:
    """Whose zone is shown.

    Attributes:
        domain_id: For everything that is asked about it.
        name: The domain in Unicode.
        ascii_name: In punycode.
        version: How often it was saved.
    """

    domain_id: int
    name: str
    ascii_name: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ZonePage(Listing[RecordView]):
    """A page of a zone.

    Attributes:
        zone: Whose it is.
    """

    zone: ZoneView


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of a zone.

    Attributes:
        zone: Whose it is, and the version that this stands on.
        change: What goes and what comes.
        notes: Sentences on what was left out or adapted.
    """

    zone: ZoneView
    change: Difference
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version of a zone.

    Attributes:
        id: Its own.
        number: Which one; also the serial of its zone.
        at: When, in UTC.
        by_owner: Whether the owner made it, or else the webmaster; None: it was there before.
        what: A word of ours for what was done.
        removed: How many records it took away.
        added: How many it brought.
        names: Of whose records, the first few.
    """

    id: int
    number: int
    at: dt.datetime
    by_owner: bool | None
    what: str
    removed: int
    added: int
    names: tuple[str, ...]


SHOWN_NAMES = 3


class Dns(Technical):
    """The zones of one package's domains."""

    def page(self, access: PackageAccess, domain_id: int | None, request: PageRequest) -> ZonePage:
        """A page of a domain's records, by default of the main one; orders: name, type.

        The filter finds names, types and values. Raises NotFound.
        """
        with self._looking(access) as looking:
            domain = self._domain(looking.work, access, domain_id)
            page = looking.work.dns.page_of(access, domain.id, request, _meant(request.filter))
            listing = looking.listing(page.of(lambda record: _view(record, looking)), request)
            return ZonePage(listing.page, listing.standing, zone=_zone(domain))

    def add(self, access: PackageAccess, domain_id: int, entered: RecordEntry, *, sure: bool = False) -> int:
        """Add a record; tells its id.

        Raises:
            InvalidInput: It cannot be read, or does not go together with what stands there.
            Doubtful: A name lacks its final dot, or others would get its TTL, and `sure` is not set.
        """
        with self._changing(access) as changing:
            zone = self._zone_of(changing, domain_id)
            line = self._line(zone, entered, zone.lines, Doubts(sure))
            mates = self._of_another_ttl(zone, line)
            if mates:
                added = zone.save("added", mates, [line, *_with_ttl(mates, line.ttl)])[line]
            else:
                record = DnsRecord(package_id=access.package_id, domain_id=domain_id, **_columns(line))
                changing.add(DNS_RECORD, record)
                zone.version("added", (), [line])
                added = record.id
            changing.commit()
            return added

    def change(
        self,
        access: PackageAccess,
        record_id: int,
        entered: RecordEntry,
        seen: RecordEntry,
        *,
        sure: bool = False,
    ) -> int:
        """Change a record; tells its id.

        Raises as `add` does, and ChangedMeanwhile if `seen` is out of date.
        """
        with self._changing(access) as changing:
            record = changing.one(DNS_RECORD, record_id)
            require_unchanged(seen, entry_of(record))
            zone, before = zone_in(changing, record.domain_id), RecordLine.of(record)
            line = self._line(zone, entered, zone.without([before]), Doubts(sure), before)
            if line == before:
                return record.id
            mates = [mate for mate in self._of_another_ttl(zone, line) if mate != before]
            changed = record.id
            if mates:
                made = zone.save("changed", [before, *mates], [line, *_with_ttl(mates, line.ttl)])
                changed = made[line]
            else:
                changing.edit(DNS_RECORD, record, _columns(line))
                zone.version("changed", [before], [line])
            changing.commit()
            return changed

    def remove(self, access: PackageAccess, record_id: int) -> None:
        """Remove a record; raises NotFound."""
        with self._changing(access) as changing:
            record = changing.one(DNS_RECORD, record_id)
            zone, line = zone_in(changing, record.domain_id), RecordLine.of(record)
            changing.remove(DNS_RECORD, record)
            zone.version("removed", [line], ())
            changing.commit()

    def preview(self, access: PackageAccess, domain_id: int, wanted: Wanted) -> Preview:
        """What a template, a zone file or an older version would make of a zone.

        Raises:
            InvalidInput: The file or the mail servers cannot be used; with a sentence for each line.
            NotFound: There is no such domain or version.
            Conflict: An older version does not keep to today's rules.
        """
        return self._planned(access, domain_id, wanted)[0]

    def apply(self, access: PackageAccess, domain_id: int, wanted: Wanted, version: int) -> int:
        """Do what was previewed on a version of the zone; tells the version that this made.

        Raises as `preview` does, and ChangedMeanwhile if the zone was saved again since.
        """
        # Reading a long file takes its time, in which others can write.
        preview, plan = self._planned(access, domain_id, wanted)
        with self._changing(access) as changing:
            zone = self._zone_of(changing, domain_id)
            if not version == preview.zone.version == zone.domain.zone_version:
                raise ChangedMeanwhile(
                    _("Somebody changed this zone a moment ago. Please go back and look again."), {}
                )
            if preview.change.removed or preview.change.added:
                zone.save(plan.what, preview.change.removed, preview.change.added)
                changing.commit()
            return zone.domain.zone_version

    def zone_file(self, access: PackageAccess, domain_id: int) -> str:
        """The whole zone as name servers read it; raises NotFound."""
        with self._looking(access) as looking:
            domain = self._domain(looking.work, access, domain_id)
            rows = looking.work.dns.zone(access, domain.id)
            lines = [RecordLine(*row[1:]) for row in rows]
            return zone_text(domain.ascii_name, domain.zone_version, lines, self._means.settings.dns)

    def versions(self, access: PackageAccess, domain_id: int, request: PageRequest) -> Listing[VersionView]:
        """A page of a zone's versions; its order is `number`."""
        with self._looking(access) as looking:
            page = looking.work.dns.versions(access, domain_id, request)
            return looking.listing(page.of(_version), request)

    def _domain(self, work: Work, access: PackageScope, domain_id: int | None) -> Domain:
        if domain_id is None:
            living = work.domains.living_of(access)
            domain = living[0] if living else None
        else:
            domain = work.domains.one(access, domain_id)
        if domain is None:
            raise NotFound(_("There is no domain here whose DNS could be managed."))
        return domain

    def _zone_of(self, changing: Changing, domain_id: int) -> Zone:
        return Zone(changing, self._domain(changing.work, changing.access, domain_id))

    def _line(
        self,
        zone: Zone,
        entered: RecordEntry,
        others: Collection[RecordLine],
        doubts: Doubts,
        before: RecordLine | None = None,
    ) -> RecordLine:
        """What was entered, once it fits beside `others` and all doubts are settled."""
        line = entered.line(zone.domain.ascii_name, doubts)
        require_fitting(zone.domain.ascii_name, others, [line])
        mates = [mate for mate in self._of_another_ttl(zone, line) if mate != before]
        if mates:
            sentence = ngettext(
                "{name} has another {type} record, with a TTL of {ttl}. Save again to change that, too.",
                "{name} has {n} other {type} records, with a TTL of {ttl}. Save again to change those, too.",
                len(mates),
            )
            name = zone.domain.name if line.name == "@" else entered.name
            doubts.ask(
                sentence.format(name=name, n=len(mates), type=line.type.value, ttl=mates[0].ttl), "ttl"
            )
        doubts.settle()
        return line

    def _of_another_ttl(self, zone: Zone, line: RecordLine) -> list[RecordLine]:
        return [mate for mate in zone.mates(line) if mate.ttl != line.ttl]

    def _planned(self, access: PackageAccess, domain_id: int, wanted: Wanted) -> tuple[Preview, Plan]:
        with self._looking(access) as looking:
            domain = self._domain(looking.work, access, domain_id)
            standing = [RecordLine(*row[1:]) for row in looking.work.dns.zone(access, domain.id)]
            place = Place(looking.work, access, domain, standing, self._means.settings.dns)
            plan = planned(place, wanted)
            return Preview(_zone(domain), difference(standing, plan.lines), plan.notes), plan


def _view(record: DnsRecord, looking: Looking) -> RecordView:
    return RecordView(record.id, entry_of(record), purpose(record), looking.is_published(record))


def _zone(domain: Domain) -> ZoneView:
    return ZoneView(domain.id, domain.name, domain.ascii_name, domain.zone_version)


def _version(version: ZoneVersion) -> VersionView:
    names = dict.fromkeys(values["name"] for values in (*version.added, *version.removed))
    return VersionView(
        id=version.id,
        number=version.number,
        at=version.at,
        by_owner=None if version.actor == BY_PORTAL else version.actor.startswith("owner"),
        what=version.what,
        removed=len(version.removed),
        added=len(version.added),
        names=tuple(names)[:SHOWN_NAMES],
    )


def _columns(line: RecordLine) -> dict[str, Any]:
    return {"name": line.name, "type": line.type, "ttl": line.ttl, "value": line.value}


def _with_ttl(lines: Sequence[RecordLine], ttl: int) -> list[RecordLine]:
    return [replace(line, ttl=ttl) for line in lines]


def _meant(text: str) -> list[str]:
    """What a filter may stand for in the database, where names are in punycode and text in ASCII."""
    if not text:
        return []
    if text.isascii():
        return [text]
    meant = ["".join(f"\\{byte:03}" if byte > 0x7E else chr(byte) for byte in text.encode())]  # noqa: PLR2004
    with suppress(InvalidInput):
        meant.append(ascii_name(f"{text}.x").removesuffix(".x"))
    return meant
