"""What changes a zone as a whole: a template, a zone file, an older version; each shown before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeAlias

from pydantic import AfterValidator, Field

from portal.dns.lines import RecordLine, brought_into_line
from portal.dns.names import Doubts, relative, shown_name, target_name
from portal.dns.reading import read_zone_file
from portal.dns.rules import Ground, require_fitting, require_number
from portal.dns.templates import Template, set_from
from portal.dns.values import target_of
from portal.errors import Conflict, InvalidInput, NotFound
from portal.i18n import _, ngettext
from portal.validation import Input, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.access import PackageAccess
    from portal.dns.reading import ZoneFile
    from portal.settings import DnsSettings
    from storage.models.domains import Domain
    from storage.work import Work

KB = 1024

MOST_BYTES = KB * KB
"""Of a zone file; 20 000 records usually fit."""

MOST_SERVERS = 10

MOST_DOUBTS = 5
"""Names that are asked about in one import."""


class How(StrEnum):
    """What an import does with what stands there."""

    REPLACE = "replace"
    ADD = "add"


def _bounded(text: str) -> str:
    size = len(text.encode("utf-8", "replace"))
    if size > MOST_BYTES:
        sentence = _("A zone file has {most} KB at most; this one has {n}.")
        raise InvalidInput(sentence.format(most=MOST_BYTES // KB, n=-(-size // KB)))
    for number, line in enumerate(text.split("\n"), 1):
        if not line.removesuffix("\r").replace("\t", " ").isprintable():
            raise InvalidInput(_("This is no zone file: line {n} is not text.").format(n=number))
    return text.replace("\r\n", "\n")


class TemplateChoice(Input):
    """Which template, and where mail goes if that is elsewhere."""

    template: Template = Template.DEFAULT
    mail_servers: Annotated[Lines, Field(max_length=2600)] = ""
    """Names, one a line, the first one tried first."""


class ZoneFileImport(Input):
    """A zone file, and whether it replaces everything or is only added."""

    text: Annotated[str, Field(min_length=1), AfterValidator(_bounded)]
    how: How = How.REPLACE


class OlderVersion(Input):
    """A version to go back to."""

    number: int = Field(ge=1)


Wanted: TypeAlias = TemplateChoice | ZoneFileImport | OlderVersion


@dataclass(frozen=True, slots=True)
class Plan:
    """What would stand in a zone.

    Attributes:
        what: A word of ours for the change, for version and history.
        lines: The records.
        notes: Sentences on what was left out or adapted.
    """

    what: str
    lines: tuple[RecordLine, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """What a plan is made for.

    Attributes:
        work: The transaction.
        access: Who asks.
        domain: Whose zone.
        standing: What stands in it.
        settings: What the provider puts into zones.
    """

    work: Work
    access: PackageAccess
    domain: Domain
    standing: Sequence[RecordLine]
    settings: DnsSettings


def planned(place: Place, wanted: Wanted) -> Plan:
    """What a zone would become.

    Raises:
        InvalidInput: The file or the mail servers cannot be used.
        Conflict: An older version does not keep to today's rules.
        NotFound: There is no such version.
    """
    if isinstance(wanted, TemplateChoice):
        return _from_template(place, wanted)
    if isinstance(wanted, ZoneFileImport):
        return _from_file(place, wanted)
    return _from_version(place, wanted)


def _from_template(place: Place, wanted: TemplateChoice) -> Plan:
    zone = place.domain.ascii_name
    servers: tuple[str, ...] = ()
    if wanted.template is Template.MAIL_ELSEWHERE:
        servers = _servers(wanted.mail_servers, zone)
    lines = set_from(wanted.template, place.standing, place.settings, servers)
    stood = set(place.standing)
    kept = [line for line in lines if line in stood]
    new, _changed = brought_into_line((line for line in lines if line not in stood), kept)
    try:
        require_fitting(zone, kept, new)
    except InvalidInput as error:
        raise InvalidInput(error.message, "mail_servers" if servers else "template") from None
    return Plan("template", (*kept, *new))


def _servers(typed: str, zone: str) -> tuple[str, ...]:
    """Whole names: here nobody means a name of the zone by several words, and the preview shows them."""
    names = typed.replace(",", " ").split()
    if not 0 < len(names) <= MOST_SERVERS:
        raise InvalidInput(
            _("Please name your mail servers, {most} at most.").format(most=MOST_SERVERS), "mail_servers"
        )
    try:
        return tuple(dict.fromkeys(target_name(name, zone, Doubts(sure=True)) for name in names))
    except InvalidInput as error:
        raise InvalidInput(error.message, "mail_servers") from None


def _from_file(place: Place, wanted: ZoneFileImport) -> Plan:
    read = read_zone_file(wanted.text, place.domain.ascii_name)
    standing = place.standing if wanted.how is How.ADD else ()
    there = {line.key for line in standing}
    lines = [(number, line) for number, line in read.lines if line.key not in there]
    _require_fitting_lines(read, lines, place.domain.ascii_name, standing)
    read.require_sound()
    if not read.lines:
        raise InvalidInput(_("There is no record in this file that could be imported."), "text")
    new, changed = brought_into_line((line for _number, line in lines), standing)
    return Plan("imported", (*standing, *new), tuple(_notes(place.domain, read, changed)))


def _require_fitting_lines(
    read: ZoneFile, lines: Sequence[tuple[int, RecordLine]], zone: str, standing: Sequence[RecordLine]
) -> None:
    """Note in `read` which lines do not go together with what stands there, or with lines before them."""
    try:
        require_number(len(standing) + len(lines))
    except InvalidInput as error:
        raise InvalidInput(error.message, "text") from None
    ground = Ground(zone, standing)
    for number, line in lines:
        try:
            ground.require_fitting(line)
        except InvalidInput as error:
            read.problems.setdefault(number, error.message)
        else:
            ground.add(line)


def _notes(domain: Domain, read: ZoneFile, changed: int) -> list[str]:
    notes = []
    if read.left_out:
        sentence = _("SOA and name servers of {domain} itself are ours, so those of the file were left out.")
        notes.append(sentence.format(domain=domain.name))
    if changed:
        sentence = ngettext(
            "Records of one name and type share one TTL: {n} record got that of the others.",
            "Records of one name and type share one TTL: {n} records got that of the others.",
            changed,
        )
        notes.append(sentence.format(n=changed))
    notes.extend(_doubtful(domain, read))
    return notes


def _doubtful(domain: Domain, read: ZoneFile) -> list[str]:
    """Names of several words that are in no other record of the file: they may lack their final dot."""
    zone = domain.ascii_name
    names = {line.name for _number, line in read.lines}
    notes: list[str] = []
    for number, line in read.lines:
        target = target_of(line.type, line.value) or ""
        meant = relative(target, zone)
        if target.endswith(f".{zone}") and "." in meant and meant not in names and len(notes) < MOST_DOUBTS:
            sentence = _("Line {n}: without a final dot {name} means {whole}. Is that so?")
            notes.append(sentence.format(n=number, name=shown_name(meant), whole=shown_name(target)))
    return notes


def _from_version(place: Place, wanted: OlderVersion) -> Plan:
    if place.work.dns.version(place.access, place.domain.id, wanted.number) is None:
        raise NotFound(_("There is no version {n} of this zone.").format(n=wanted.number))
    lines = dict.fromkeys(place.standing)
    for version in place.work.dns.versions_after(place.access, place.domain.id, wanted.number):
        for values in version.added:
            lines.pop(RecordLine.from_json(values), None)
        lines |= dict.fromkeys(RecordLine.from_json(values) for values in version.removed)
    try:
        require_fitting(place.domain.ascii_name, (), lines)
    except InvalidInput as error:
        sentence = _("That version does not keep to today's rules: {reason}")
        raise Conflict(sentence.format(reason=error.message)) from None
    return Plan("restored", tuple(lines))
