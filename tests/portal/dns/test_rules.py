"""What may stand in a zone: every rule as a table of cases, each with the sentence the customer reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.dns.names import Doubts
from portal.dns.records import RecordEntry
from portal.dns.rules import MOST_OF_A_SET, MOST_RECORDS, require_fitting, require_number
from portal.errors import Doubtful, InvalidInput
from portal.validation import checked
from tests.hostile import HOSTILE
from tests.portal.dns.steps import ZONE, entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.dns.lines import RecordLine

SHA256 = "ab" * 32


def line(words: str, *, sure: bool = False) -> RecordLine:
    doubts = Doubts(sure)
    read = entry(words).line(ZONE, doubts)
    doubts.settle()
    return read


def stand_together(*words: str) -> None:
    """Put each beside those before it."""
    standing: list[RecordLine] = []
    for each in words:
        require_fitting(ZONE, standing, [line(each)])
        standing.append(line(each))


def refusal(*words: str) -> dict[str, str]:
    """The sentences for the last one; those before it can stand."""
    stand_together(*words[:-1])
    with pytest.raises(InvalidInput) as refused:
        stand_together(*words)
    return refused.value.problems


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("www A 192.0.2.80", "192.0.2.80"),
        ("www AAAA 2001:DB8:0:0::80", "2001:db8::80"),
        ("www CNAME Web.Example.NET.", "web.example.net."),
        ("www CNAME @", "beispiel.de."),
        ("www CNAME web", "web.beispiel.de."),
        ("s1._domainkey CNAME s1._domainkey.mailer.example.", "s1._domainkey.mailer.example."),
        ("@ MX 10 müller.example.", "10 xn--mller-kva.example."),
        ("@ MX 0 .", "0 ."),
        ("_sip._tcp SRV 10 5 5060 sip.example.net.", "10 5 5060 sip.example.net."),
        ("_sip._tcp SRV 0 0 0 .", "0 0 0 ."),
        ('@ CAA 0 issue "letsencrypt.org"', '0 issue "letsencrypt.org"'),
        ("@ CAA 0 issue letsencrypt.org", '0 issue "letsencrypt.org"'),
        ("shop NS ns1.example.net.", "ns1.example.net."),
        (f"_443._tcp TLSA 3 1 1 {SHA256.upper()}", f"3 1 1 {SHA256}"),
        (f"@ SSHFP 4 2 {SHA256.upper()}", f"4 2 {SHA256}"),
        ("@ TXT v=spf1 mx -all", '"v=spf1 mx -all"'),
        ('@ TXT "one" "two"', '"one" "two"'),
        ('@ TXT say "hi" \\ now; 5% of $PATH', '"say \\"hi\\" \\\\ now; 5% of $PATH"'),
        ("@ TXT two  blanks", '"two  blanks"'),
        ("@ TXT Grüße", '"Gr\\195\\188\\195\\159e"'),
        ('@ TXT "a\\"b" "\\195\\188"', '"a\\"b" "\\195\\188"'),
        ("@ TXT " + "x" * 300, '"' + "x" * 255 + '" "' + "x" * 45 + '"'),
        ('@ TXT "' + "x" * 300 + '"', '"' + "x" * 255 + '" "' + "x" * 45 + '"'),
    ],
)
def test_values_have_one_normal_form(words: str, value: str) -> None:
    stand_together(words)
    assert line(words).value == value


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("@", "@"),
        ("www", "www"),
        ("WWW", "www"),
        ("www.beispiel.de.", "www"),
        ("beispiel.de.", "@"),
        ("a.b", "a.b"),
        ("müller", "xn--mller-kva"),
        ("MÜLLER.beispiel.de.", "xn--mller-kva"),
        ("*", "*"),
        ("*.shop", "*.shop"),
        ("ｗｗｗ", "www"),
        ("a。b", "a.b"),
        ("x" * 63, "x" * 63),
    ],
)
def test_names_are_relative_to_the_zone(typed: str, name: str) -> None:
    assert line(f"{typed} A 192.0.2.1").name == name


@pytest.mark.parametrize(
    ("words", "field", "asked_about", "meant"),
    [
        ("@ MX 10 mail.example.net", "value", "mail.example.net", "10 mail.example.net."),
        ("www CNAME web.beispiel.de", "value", "web.beispiel.de", "web.beispiel.de."),
        ("_sip._tcp SRV 1 1 9 sip.example.net", "value", "sip.example.net", "1 1 9 sip.example.net."),
        ("shop NS ns1.example.net", "value", "ns1.example.net", "ns1.example.net."),
        ("@ MX 10 müller.example", "value", "müller.example", "10 xn--mller-kva.example."),
        ("www.beispiel.de A 192.0.2.1", "name", "www.beispiel.de", "192.0.2.1"),
        ("beispiel.de A 192.0.2.1", "name", "beispiel.de", "192.0.2.1"),
    ],
)
def test_a_name_without_its_dot_is_asked_about_and_not_guessed(
    words: str, field: str, asked_about: str, meant: str
) -> None:
    with pytest.raises(Doubtful) as asked:
        line(words)
    assert asked.value.field == field
    assert asked.value.message == (
        f"{asked_about} without a final dot would mean {asked_about}.beispiel.de."
        f" Save again to mean {asked_about}."
    )
    assert line(words, sure=True).value == meant
    assert not line(words, sure=True).name.endswith("beispiel.de")


def test_two_names_without_their_dots_are_asked_about_together() -> None:
    with pytest.raises(Doubtful) as asked:
        line("a.beispiel.de CNAME b.example.net")
    assert asked.value.message.count("Save again") == 2


@pytest.mark.parametrize(
    ("records", "field", "sentence"),
    [
        # CNAME
        (
            ["www A 192.0.2.1", "www TXT x", "www CNAME web"],
            "name",
            "A CNAME record stands alone, but www has other records: A, TXT.",
        ),
        (
            ["www CNAME web", "www A 192.0.2.1"],
            "name",
            "www has a CNAME record, beside which no other can stand.",
        ),
        (
            ["www CNAME web", "www CNAME web2"],
            "name",
            "A CNAME record stands alone, but www has other records: CNAME.",
        ),
        (["@ CNAME web"], "name", "beispiel.de itself cannot be a CNAME record; use A and AAAA."),
        # Targets
        (
            ["@ MX 10 192.0.2.1"],
            "value",
            "192.0.2.1 is an address, and here a name is needed: addresses stand in A and AAAA.",
        ),
        (
            ["@ MX 10 192.0.2.1."],
            "value",
            "192.0.2.1 is an address, and here a name is needed: addresses stand in A and AAAA.",
        ),
        (
            ["s SRV 1 1 1 2001:db8::1"],
            "value",
            "2001:db8::1 is an address, and here a name is needed: addresses stand in A and AAAA.",
        ),
        (
            ["www CNAME 192.0.2.1"],
            "value",
            "192.0.2.1 is an address, and here a name is needed: addresses stand in A and AAAA.",
        ),
        (
            ["shop NS 192.0.2.1.beispiel.de."],
            "value",
            "192.0.2.1 is an address, and here a name is needed: addresses stand in A and AAAA.",
        ),
        (
            ["mail CNAME mx.example.net.", "@ MX 10 mail"],
            "value",
            "mail.beispiel.de is a CNAME record; MX needs the name that it points to.",
        ),
        (
            ["sip CNAME x.example.net.", "_sip._tcp SRV 1 1 5060 sip.beispiel.de."],
            "value",
            "sip.beispiel.de is a CNAME record; SRV needs the name that it points to.",
        ),
        (
            ["ns CNAME x.example.net.", "shop NS ns"],
            "value",
            "ns.beispiel.de is a CNAME record; NS needs the name that it points to.",
        ),
        (
            ["@ MX 10 mail", "mail CNAME mx.example.net."],
            "name",
            "The MX record of beispiel.de points to mail.beispiel.de, which therefore cannot be a CNAME.",
        ),
        (["@ MX 10 my_host.example."], "value", "The name of a server has no underscore."),
        # No mail
        (
            ["@ MX 0 .", "@ MX 10 mx.example.net."],
            "value",
            "beispiel.de has the MX record “0 .”, which says that it takes no mail. Remove that first.",
        ),
        (
            ["@ MX 10 mx.example.net.", "@ MX 0 ."],
            "value",
            "“0 .” says that beispiel.de takes no mail, but it has other MX records.",
        ),
        (["@ MX 10 ."], "value", "That a name takes no mail is written “0 .”, with priority 0."),
        (["www CNAME ."], "value", "A single dot is no name to point to."),
        (["shop NS ."], "value", "A single dot is no name to point to."),
        # Name servers
        (
            ["@ NS ns1.example.net."],
            "name",
            "The name servers of beispiel.de itself are ours; NS records are for names under it.",
        ),
        (["*.shop NS ns1.example.net."], "name", "NS records need a name of their own: * is not possible."),
        # Names
        (
            [f"{'x' * 64} A 192.0.2.1"],
            "name",
            "“xxxxxxxxxxxxxxxxxxxx…” has 64 characters; between two dots 63 are possible.",
        ),
        (
            [f"{'.'.join(['x' * 60] * 4)} A 192.0.2.1"],
            "name",
            "With its domain this name has 255 characters; 253 are possible.",
        ),
        (
            [f"www CNAME {'.'.join(['x' * 62] * 4)}.net."],
            "value",
            "With its domain this name has 255 characters; 253 are possible.",
        ),
        (
            ["a.*.b A 192.0.2.1"],
            "name",
            "A * can only be the whole first part of a record's name, such as *.shop.",
        ),
        (
            ["a* A 192.0.2.1"],
            "name",
            "A * can only be the whole first part of a record's name, such as *.shop.",
        ),
        (
            ["www CNAME *.example.net."],
            "value",
            "A * can only be the whole first part of a record's name, such as *.shop.",
        ),
        (
            ["a..b A 192.0.2.1"],
            "name",
            "A name consists of letters, digits and hyphens, with single dots between its parts.",
        ),
        (
            ["-a A 192.0.2.1"],
            "name",
            "A name consists of letters, digits and hyphens, with single dots between its parts.",
        ),
        (["ü\u2603 A 192.0.2.1"], "name", "“ü☃” cannot be part of a domain name."),
        (["www.example.net. A 192.0.2.1"], "name", "www.example.net. is outside of beispiel.de."),
        (["_x A 192.0.2.1"], "name", "The name of an A record has no underscore."),
        (["_x MX 10 mx.example.net."], "name", "The name of an MX record has no underscore."),
        # Duplicates
        (["www A 192.0.2.1", "WWW A 192.0.2.1"], "value", "This very record is there already."),
        (["@ MX 10 MX.example.", "@ MX 10 mx.example."], "value", "This very record is there already."),
        (["@ TXT a", '@ TXT "a"'], "value", "This very record is there already."),
        # What each type takes
        (["www A 192.0.2"], "value", "A takes an IPv4 address, such as 192.0.2.80."),
        (["www A 2001:db8::1"], "value", "A takes an IPv4 address, such as 192.0.2.80."),
        (["www AAAA 192.0.2.1"], "value", "AAAA takes an IPv6 address, such as 2001:db8::80."),
        (["@ MX mx.example."], "value", "MX takes priority and mail server, such as 10 mx.example.net."),
        (["@ MX ten mx.example."], "value", "MX takes priority and mail server, such as 10 mx.example.net."),
        (
            ["@ MX 70000 mx.example."],
            "value",
            "MX takes priority and mail server, such as 10 mx.example.net.",
        ),
        (
            ["s SRV 1 1 sip.example."],
            "value",
            "SRV takes priority, weight, port and server, such as 10 5 5060 sip.example.net.",
        ),
        (["@ CAA issue x"], "value", 'CAA takes flag, tag and text, such as 0 issue "letsencrypt.org".'),
        (["www CNAME a b"], "value", "CNAME takes a name, such as www.example.net."),
        (
            ["_443._tcp TLSA 3 1 1 xyz"],
            "value",
            "TLSA takes usage, selector, kind and digest, such as 3 1 1 0b9f….",
        ),
        (
            ["_443._tcp TLSA 3 1 1 abcd"],
            "value",
            "TLSA takes usage, selector, kind and digest, such as 3 1 1 0b9f….",
        ),
        (["@ SSHFP 4 1 abcd"], "value", "SSHFP takes algorithm, kind and fingerprint, such as 4 2 123f…."),
        (['@ TXT "open'], "value", "A quotation mark is missing, or something stands between the strings."),
        (['@ TXT "a" b'], "value", "A quotation mark is missing, or something stands between the strings."),
        (
            ['@ TXT "a\\999"'],
            "value",
            "A quotation mark is missing, or something stands between the strings.",
        ),
        (["@ TXT " + "ü" * 2001], "value", "This text has 4002 bytes; 4000 are possible."),
    ],
)
def test_what_cannot_stand_is_refused_with_a_sentence(
    records: Sequence[str], field: str, sentence: str
) -> None:
    assert refusal(*records) == {field: sentence}


@pytest.mark.parametrize("ttl", ["0", "59", "86401", "-1", "604800"])
def test_a_ttl_is_a_minute_to_a_day(ttl: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked(RecordEntry, {"name": "www", "type": "A", "ttl": ttl, "value": "192.0.2.1"})
    assert refused.value.problems == {"ttl": "The TTL is from 60 to 86400 seconds: a minute to a day."}


def test_everything_that_is_wrong_is_told_at_once() -> None:
    assert refusal("a..b A x") == {
        "name": "A name consists of letters, digits and hyphens, with single dots between its parts.",
        "value": "A takes an IPv4 address, such as 192.0.2.80.",
    }


def test_a_set_has_a_hundred_records_at_most() -> None:
    many = [f"www A 192.0.2.{n}" for n in range(MOST_OF_A_SET)]
    assert refusal(*many, "www A 192.0.2.200") == {
        "name": "www has 100 A records, and more are not possible."
    }


def test_a_zone_has_twenty_thousand_records_at_most() -> None:
    require_number(MOST_RECORDS)
    with pytest.raises(InvalidInput, match="20000 records at most; with this it would have 20001"):
        require_number(MOST_RECORDS + 1)


@pytest.mark.parametrize("kind", ["A", "CNAME", "MX", "TXT", "CAA", "SRV"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_typed_breaks_out_of_its_line(kind: str, text: str) -> None:
    for words in (f"x {kind} {text}", f"{text} {kind} 192.0.2.1"):
        try:
            read = line(words, sure=True)
            require_fitting(ZONE, [], [read])
        except (InvalidInput, ValueError):
            continue
        assert read.value.isascii()
        assert read.value.isprintable()
        assert read.name.isascii()
        assert " " not in read.name
