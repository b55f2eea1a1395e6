"""Zone files: real name servers take them, they say just what stands in the zone, and always the same."""

from __future__ import annotations

import random
import string
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from dns.rdatatype import to_text
from dns.zone import from_text
from hypothesis import given
from hypothesis import strategies as st

from portal.dns.lines import RecordLine
from portal.dns.names import Doubts
from portal.dns.records import RecordEntry, entry_of
from portal.dns.rules import require_fitting
from portal.dns.templates import default_records
from portal.dns.zone_file import zone_text
from portal.errors import InvalidInput
from portal.settings import DnsSettings
from portal.validation import checked
from storage.models.dns import DnsType
from tests.hostile import HOSTILE
from tests.portal.dns.steps import ZONE, entry
from tests.programs import ran

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SETTINGS = DnsSettings()

EVERY_TYPE = [
    "@ A 192.0.2.80",
    "@ AAAA 2001:db8::80",
    "www CNAME @",
    "@ MX 10 mail",
    "@ MX 20 mx.example.net.",
    "mail 300 A 192.0.2.25",
    "nomail MX 0 .",
    "_sip._tcp SRV 10 5 5060 sip.example.net.",
    "_ldap._tcp SRV 0 0 0 .",
    '@ CAA 0 issue "letsencrypt.org; accounturi=https://acme.example/1"',
    "shop NS ns1.example.net.",
    "shop NS ns1.shop",
    "ns1.shop A 192.0.2.53",
    f"_443._tcp TLSA 3 1 1 {'ab' * 32}",
    f"@ SSHFP 4 2 {'cd' * 32}",
    "*.apps A 192.0.2.81",
    "*.apps TXT any of them",
    "müller A 192.0.2.82",
    "s1._domainkey TXT v=DKIM1; k=rsa; p=" + "A" * 720,
    "_dmarc TXT v=DMARC1; p=reject; rua=mailto:dmarc@beispiel.de",
]

NASTY_TEXTS = [
    *('say "hi"', 'only"', "\\", '\\"', "a\\b", "'", "`id`", "${HOME}", "%s %n %d", "a  b", "@"),
    *("$ORIGIN evil.example.", "$INCLUDE /etc/passwd", "IN A 192.0.2.1", "; no comment"),
    *("( never closed", ") never opened", "Grüße aus Köln", "日本語", '"\\010\\013" "\\000"', '""'),
    *("x" * 255, "x" * 256, "ü" * 2000),
]


def lines(*words: str) -> list[RecordLine]:
    """Records by the rules, each beside those before it."""
    standing: list[RecordLine] = []
    for each in words:
        new = entry(each).line(ZONE, Doubts(sure=True))
        require_fitting(ZONE, standing, [new])
        standing.append(new)
    return standing


def hostile() -> list[RecordLine]:
    """What the rules let through of everything hostile, in every type, as value and as name."""
    standing: list[RecordLine] = []
    texts = [*HOSTILE.values(), *NASTY_TEXTS]
    for number, text in enumerate(texts):
        for kind in DnsType:
            for name, value in ((f"n{number}-{kind.lower()}", text), (text, "192.0.2.1")):
                try:
                    values = {"name": name, "type": kind, "value": value}
                    new = checked(RecordEntry, values).line(ZONE, Doubts(sure=True))
                    require_fitting(ZONE, standing, [new])
                except InvalidInput:
                    continue
                standing.append(new)
    return standing


def named_checkzone(text: str, folder: Path, zone: str = ZONE) -> str:
    """What BIND's own program says; it must accept the zone."""
    (folder / "zone").write_text(text, "ascii")
    return ran("named-checkzone", "-k", "fail", "-r", "fail", "-i", "local", zone, folder / "zone")


def understood(text: str, zone: str = ZONE) -> set[RecordLine]:
    """What dnspython finds in a zone file, besides what the provider puts there."""
    found = from_text(text, origin=f"{zone}.", relativize=False)
    records = set()
    for name, ttl, rdata in found.iterate_rdatas():
        kind = to_text(rdata.rdtype)
        relative = str(name).removesuffix(f"{zone}.").removesuffix(".") or "@"
        if kind == "SOA" or (kind == "NS" and relative == "@"):
            continue
        records.add(RecordLine(relative, DnsType(kind), ttl, rdata.to_text()))
    return records


def test_bind_accepts_every_type(tmp_path: Path) -> None:
    said = named_checkzone(zone_text(ZONE, 7, lines(*EVERY_TYPE), SETTINGS), tmp_path)
    assert "loaded serial 7" in said
    assert "warning" not in said


def test_bind_accepts_an_empty_zone_and_the_default_one(tmp_path: Path) -> None:
    assert "loaded serial 1" in named_checkzone(zone_text(ZONE, 0, [], SETTINGS), tmp_path)
    named_checkzone(zone_text(ZONE, 1, default_records(SETTINGS), SETTINGS), tmp_path)


def test_bind_accepts_whatever_hostile_input_the_rules_let_through(tmp_path: Path) -> None:
    records = hostile()
    assert len(records) > 60
    text = zone_text(ZONE, 1, records, SETTINGS)
    named_checkzone(text, tmp_path)
    assert understood(text) == set(records)
    assert len(text.split("\n")) == len(records) + 6  # every record stayed in its line


def test_bind_accepts_texts_with_everything_that_has_a_meaning_in_zone_files(tmp_path: Path) -> None:
    records = lines(*(f"t{number} TXT {text}" for number, text in enumerate(NASTY_TEXTS)))
    assert len(records) == len(NASTY_TEXTS)
    text = zone_text(ZONE, 1, records, SETTINGS)
    named_checkzone(text, tmp_path)
    assert understood(text) == set(records)


def test_the_same_records_give_the_same_bytes_in_whatever_order_they_come() -> None:
    records = lines(*EVERY_TYPE)
    text = zone_text(ZONE, 7, records, SETTINGS)
    for seed in range(10):
        random.Random(seed).shuffle(records)  # noqa: S311 - no secret
        assert zone_text(ZONE, 7, records, SETTINGS) == text


def test_a_zone_file_reads_so() -> None:
    records = lines("www A 192.0.2.1", "@ MX 10 mx.example.net.", "b.a 300 A 192.0.2.2", "a A 192.0.2.3")
    assert zone_text(ZONE, 3, records, SETTINGS).split("\n") == [
        "$ORIGIN beispiel.de.",
        "$TTL 3600",
        "@ 86400 IN SOA ns1.hosting.example. hostmaster.hosting.example. 3 86400 7200 3600000 3600",
        "@ 86400 IN NS ns1.hosting.example.",
        "@ 86400 IN NS ns2.hosting.example.",
        "@ 3600 IN MX 10 mx.example.net.",
        "a 3600 IN A 192.0.2.3",
        "b.a 300 IN A 192.0.2.2",
        "www 3600 IN A 192.0.2.1",
        "",
    ]


def test_neither_the_portal_nor_templates_load_dnspython() -> None:
    code = "import sys, portal.portal, portal.dns.templates; print('dns.name' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_what_would_break_out_of_its_line_is_never_written() -> None:
    with pytest.raises(ValueError, match="break out"):
        zone_text(ZONE, 1, [RecordLine("x", DnsType.TXT, 60, '"a"\n@ IN A 192.0.2.66')], SETTINGS)


def values_of(kind: DnsType) -> st.SearchStrategy[str]:
    """What somebody may type for a value, right or wrong."""
    number = st.integers(0, 70_000).map(str)
    label = st.one_of(
        st.from_regex(r"[a-zA-Z0-9]{1,12}", fullmatch=True),
        st.text(string.ascii_letters + string.digits + "-_äß", min_size=1, max_size=12),
    )
    name = (
        st.lists(label, min_size=1, max_size=4)
        .map(".".join)
        .flatmap(lambda text: st.sampled_from([text, f"{text}.", "@", "."]))
    )
    hexadecimal = (
        st.sampled_from([20, 32, 64]).flatmap(lambda n: st.binary(min_size=n, max_size=n)).map(bytes.hex)
    )
    quoted = st.one_of(st.text(string.printable, max_size=40).map('"{}"'.format), st.text(max_size=20))
    shapes: dict[DnsType, st.SearchStrategy[str]] = {
        DnsType.A: st.ip_addresses(v=4).map(str),
        DnsType.AAAA: st.ip_addresses(v=6).map(str),
        DnsType.CNAME: name,
        DnsType.NS: name,
        DnsType.MX: st.tuples(number, name).map(" ".join),
        DnsType.SRV: st.tuples(number, number, number, name).map(" ".join),
        DnsType.TXT: st.one_of(st.text(max_size=600), st.text(string.printable[:95], max_size=600), quoted),
        DnsType.CAA: st.tuples(st.sampled_from(["0 issue", "128 iodef", "0 x"]), quoted).map(" ".join),
        DnsType.TLSA: st.tuples(*[st.sampled_from("0123")] * 3, hexadecimal).map(" ".join),
        DnsType.SSHFP: st.tuples(*[st.sampled_from("1234")] * 2, hexadecimal).map(" ".join),
    }
    return st.one_of(shapes[kind], shapes[kind], st.text(max_size=60))


usual = st.sampled_from(["@", "www", "*", "_sip._tcp", "a.b", "beispiel.de.", "müller", "x", "y.x", "*.z"])

names = st.one_of(
    usual,
    usual,
    st.text(string.ascii_letters + string.digits + "-_.*ü", min_size=1, max_size=70),
)

records_typed = st.sampled_from(DnsType).flatmap(
    lambda kind: st.tuples(names, st.just(kind), st.integers(60, 86400), values_of(kind))
)


def accepted(typed: Iterable[tuple[str, DnsType, int, str]]) -> list[RecordLine]:
    """Those that the rules take, one after the other."""
    standing: list[RecordLine] = []
    shared: dict[object, int] = {}
    for name, kind, ttl, value in typed:
        try:
            values = {"name": name, "type": kind, "ttl": ttl, "value": value}
            line = checked(RecordEntry, values).line(ZONE, Doubts(sure=True))
            line = RecordLine(line.name, line.type, shared.setdefault(line.record_set, ttl), line.value)
            require_fitting(ZONE, standing, [line])
        except InvalidInput:
            continue
        standing.append(line)
    return standing


@given(st.lists(records_typed, min_size=1, max_size=20))
def test_whatever_the_rules_accept_is_read_back_as_the_same_records(
    typed: list[tuple[str, DnsType, int, str]],
) -> None:
    records = accepted(typed)
    assert understood(zone_text(ZONE, 1, records, SETTINGS)) == set(records)


@given(st.lists(records_typed, min_size=1, max_size=20))
def test_what_is_shown_of_a_record_can_be_typed_again(typed: list[tuple[str, DnsType, int, str]]) -> None:
    for line in accepted(typed):
        shown = entry_of(line)
        again = checked(RecordEntry, shown.model_dump())
        assert again.line(ZONE, Doubts(sure=True)) == line
