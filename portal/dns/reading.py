"""Reading a zone file (RFC 1035, 5.1) that a customer brings: every line that is wrong is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from portal.dns.lines import RecordLine
from portal.dns.names import relative
from portal.dns.rules import LEAST_TTL, MOST_RECORDS, MOST_TTL, require_sound, ttl_rule
from portal.dns.values import LONGEST_TEXT, normal, unreadable
from portal.dns.zone_file import APEX, DEFAULT_TTL
from portal.errors import InvalidInput
from portal.i18n import _, ngettext
from storage.models.dns import DnsType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dns.name import Name
    from dns.tokenizer import Tokenizer

DIRECTIVES = {"$TTL", "$ORIGIN"}

SHOWN_PROBLEMS = 12
"""Lines that are told to be wrong; the others are counted."""

STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"|\\.|;.*|([()])')
"""Brackets are what joins lines, but not in strings, escapes and comments."""

CLASSES = {"IN", "CH", "HS", "CS"}


@dataclass
class ZoneFile:
    """What stands in a zone file.

    Attributes:
        lines: The records, with the line of the file on which each begins.
        problems: What is wrong, by line of the file.
        left_out: How many SOA and NS records of the domain itself there were.
    """

    lines: list[tuple[int, RecordLine]] = field(default_factory=list)
    problems: dict[int, str] = field(default_factory=dict)
    left_out: int = 0

    def require_sound(self) -> None:
        """Raise InvalidInput, telling the first lines that are wrong, and how many more there are."""
        told = sorted(self.problems.items())
        if not told:
            return
        words = [
            _("Line {n}: {problem}").format(n=n, problem=problem) for n, problem in told[:SHOWN_PROBLEMS]
        ]
        if (more := len(told) - SHOWN_PROBLEMS) > 0:
            words.append(ngettext("… and {n} more line.", "… and {n} more lines.", more).format(n=more))
        raise InvalidInput("\n".join(words), "text")


def read_zone_file(text: str, zone: str) -> ZoneFile:
    """Read a zone file for the domain `zone`, in punycode; nothing is raised for what is wrong in it."""
    return _Reading(zone).read(text)


class _Reading:
    """One reading: what was said before counts for the lines that follow."""

    def __init__(self, zone: str) -> None:
        from dns.name import from_text

        self._zone = zone
        self._origin = from_text(f"{zone}.")
        self._owner: Name | None = None
        self._ttl = DEFAULT_TTL
        self._file = ZoneFile()

    def read(self, text: str) -> ZoneFile:
        from dns.exception import DNSException

        for number, entry in self._entries(text):
            if len(self._file.lines) > MOST_RECORDS:
                sentence = _("A zone has {most} records at most; this file has more.")
                self._file.problems[number] = sentence.format(most=MOST_RECORDS)
                break
            try:
                self._read_entry(number, entry)
            except InvalidInput as error:
                self._file.problems[number] = next(iter(error.problems.values()), error.message)
            except (DNSException, ValueError):
                self._file.problems[number] = _("This cannot be read as a record.")
        return self._file

    def _entries(self, text: str) -> Iterator[tuple[int, str]]:
        """The entries of the file with the number of their first line: one line each, unless in brackets."""
        begun, depth, gathered = 0, 0, list[str]()
        for number, line in enumerate(text.split("\n"), 1):
            if not gathered:
                begun = number
            gathered.append(line)
            depth += sum({"(": 1, ")": -1}.get(found, 0) for found in STRUCTURE.findall(line))
            if depth <= 0:
                yield begun, "\n".join(gathered)
                depth, gathered = 0, []
        if gathered:
            self._file.problems[begun] = _("A bracket is opened here and never closed.")

    def _read_entry(self, number: int, entry: str) -> None:
        from dns.tokenizer import Tokenizer

        tokens = Tokenizer(entry)
        first = tokens.get(want_leading=True)
        if first.is_eol_or_eof():
            return
        if first.is_whitespace():
            if tokens.get().is_eol_or_eof():
                return
            tokens = Tokenizer(entry.lstrip(" \t"))
            if self._owner is None:
                raise InvalidInput(_("This record has no name, and none stands above it."))
        elif first.value.startswith("$"):
            self._read_directive(first.value, tokens)
            return
        else:
            self._owner = self._name(first.value)
        self._read_record(number, tokens)

    def _read_directive(self, directive: str, tokens: Tokenizer) -> None:
        from dns.ttl import from_text

        if directive.upper() not in DIRECTIVES:
            sentence = _("{directive} cannot be used here; only $TTL and $ORIGIN can.")
            raise InvalidInput(sentence.format(directive=directive[:20].upper()))
        value = tokens.get_string()
        if directive.upper() == "$ORIGIN":
            self._origin = self._name(value)
            return
        ttl = from_text(value)
        if not LEAST_TTL <= ttl <= MOST_TTL:
            raise InvalidInput(ttl_rule())
        self._ttl = ttl

    def _read_record(self, number: int, tokens: Tokenizer) -> None:
        from dns.ttl import BadTTL, from_text

        assert self._owner is not None  # noqa: S101 - the caller saw to that
        ttl, word = self._ttl, tokens.get_string()
        for _word in range(2):
            if word.upper() in CLASSES:
                if word.upper() != "IN":
                    raise InvalidInput(_("Only records of the class IN can stand in a zone."))
                word = tokens.get_string()
                continue
            try:
                ttl = from_text(word)
            except BadTTL:
                break
            word = tokens.get_string()
        self._read_value(number, word.upper(), ttl, tokens)

    def _read_value(self, number: int, word: str, ttl: int, tokens: Tokenizer) -> None:
        name = self._relative(self._owner)
        if word == "SOA" or (word == "NS" and name == APEX):
            self._file.left_out += 1
            return
        if word not in DnsType.__members__:
            raise InvalidInput(_("{type} records cannot be set here.").format(type=word[:20]))
        kind = DnsType[word]
        line = RecordLine(name, kind, ttl, self._value(kind, tokens))
        require_sound(line, self._zone)
        self._file.lines.append((number, line))

    def _value(self, kind: DnsType, tokens: Tokenizer) -> str:
        from dns.exception import DNSException
        from dns.name import IDNA_2008_UTS_46
        from dns.rdata import from_text

        try:
            rdata = from_text(
                "IN", kind.value, tokens, self._origin, relativize=False, idna_codec=IDNA_2008_UTS_46
            )
        except (DNSException, ValueError):
            raise unreadable(kind) from None
        value = normal(kind, rdata)
        if kind is DnsType.TXT and len(b"".join(rdata.strings)) > LONGEST_TEXT:  # type: ignore[attr-defined]
            raise InvalidInput(_("This text has more than {most} bytes.").format(most=LONGEST_TEXT))
        return value

    def _name(self, text: str) -> Name:
        from dns.name import IDNA_2008_UTS_46, from_text

        return from_text(text, self._origin, IDNA_2008_UTS_46)

    def _relative(self, owner: Name | None) -> str:
        name = str(owner).lower().removesuffix(".")
        if name != self._zone and not name.endswith(f".{self._zone}"):
            raise InvalidInput(_("{name} is outside of {zone}.").format(name=name, zone=self._zone))
        return relative(name, self._zone)
