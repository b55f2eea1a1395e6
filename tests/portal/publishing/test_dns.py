"""Zone files, as BIND loads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.models.dns import DnsType
from storage.models.domains import Domain
from storage.models.packages import PackageState
from tests.factories import domain
from tests.portal.publishing.press import Press, record, told
from tests.programs import ran

if TYPE_CHECKING:
    from storage.models.packages import Package

MUSTERFRAU = "musterfrau.de"


def loaded(press: Press, name: str = MUSTERFRAU) -> list[str]:
    """The zone as BIND holds it: records with single blanks."""
    said = ran("named-checkzone", "-D", "-o", "-", name, press.path(f"dns/{name}.zone"))
    return [" ".join(line.split()) for line in said.splitlines() if "\tIN\t" in line or " IN " in line]


def test_a_zone_holds_every_type_that_customers_may_set(press: Press, package: Package) -> None:
    zone_of = press.domain(MUSTERFRAU)
    values = {
        DnsType.A: ("www", "192.0.2.80"),
        DnsType.AAAA: ("www", "2001:db8::80"),
        DnsType.CNAME: ("blog", "www.example.net."),
        DnsType.MX: ("@", "10 mx.hosting.example."),
        DnsType.TXT: ("@", '"v=spf1 mx -all; (a) \\"b\\" \\\\ $x %y"'),
        DnsType.SRV: ("_sip._tcp", "10 5 5060 sip.example.net."),
        DnsType.CAA: ("@", '0 issue "letsencrypt.org"'),
        DnsType.NS: ("sub", "ns1.example.net."),
        DnsType.TLSA: ("_443._tcp", f"3 1 1 {'0b' * 32}"),
        DnsType.SSHFP: ("www", f"4 2 {'12' * 32}"),
    }
    assert set(values) == set(DnsType)
    press.add(*(record(zone_of, name, kind, value) for kind, (name, value) in values.items()))
    press.change(Domain, zone_of.id, zone_version=7)
    published = press.publish()
    assert published.left_out == ()
    zone = loaded(press)
    assert f"{MUSTERFRAU}. 86400 IN SOA ns1.hosting.example. hostmaster.hosting.example. 7" in "\n".join(zone)
    for kind in DnsType:
        assert any(f" IN {kind.value} " in line for line in zone), kind
    assert len(zone) == 1 + 2 + len(values)
    assert package.id


def test_a_domain_without_records_has_a_zone_all_the_same(press: Press, package: Package) -> None:
    press.house.domain(package, "bäckerei.de")
    press.house.change(package, state=PackageState.SUSPENDED)
    assert press.publish().counts.domains == 2
    assert len(loaded(press)) == 3
    assert len(loaded(press, "xn--bckerei-5wa.de")) == 3


def test_a_record_for_which_the_zone_would_be_refused_is_left_out(press: Press, package: Package) -> None:
    zone_of = press.domain(MUSTERFRAU)
    wrong = [
        ("a", DnsType.A, "not an address"),
        ("b", DnsType.A, "192.0.2.1\nevil IN A 192.0.2.66"),
        ("c", DnsType.TXT, '"open'),
        ("d", DnsType.TXT, '"a" ('),
        ("e", DnsType.TXT, '"' + "x" * 256 + '"'),
        ("f\nevil", DnsType.A, "192.0.2.1"),
        ("$INCLUDE", DnsType.A, "192.0.2.1"),
        ("g h", DnsType.A, "192.0.2.1"),
        ("-i", DnsType.A, "192.0.2.1"),
        (";j", DnsType.A, "192.0.2.1"),
        ("a.b.c." * 40 + "x", DnsType.A, "192.0.2.1"),
        ("@", DnsType.CNAME, "www.example.net."),
        ("www", DnsType.CNAME, "www.example.net."),
        ("@", DnsType.NS, "ns1.example.net."),
        ("lost", DnsType.NS, f"ns.lost.{MUSTERFRAU}."),
        ("under_score", DnsType.A, "192.0.2.1"),
        ("mx", DnsType.MX, "10 192.0.2.1."),
        ("ssh", DnsType.SSHFP, "4 2 1234"),
    ]
    press.add(
        record(zone_of, "www", DnsType.A, "192.0.2.80"),
        record(zone_of, "kept", DnsType.NS, f"ns.kept.{MUSTERFRAU}."),
        record(zone_of, "ns.kept", DnsType.A, "192.0.2.53"),
    )
    press.add(*(record(zone_of, name, kind, value) for name, kind, value in wrong))
    published = press.publish()
    assert told(published) == {("record", f"{name} {kind.value}") for name, kind, _value in wrong}
    zone = loaded(press)
    assert len(zone) == 3 + 3
    assert "evil" not in "".join(zone)
    assert package.id


def test_a_domain_that_is_no_name_is_left_out(press: Press, package: Package) -> None:
    for name in (
        "a b.de",
        "../../etc/passwd",
        "a\nb.de",
        "-a.de",
        "a..de",
        "ä.de",
        "A.de",
        "x" * 64 + ".de",
        "",
    ):
        press.add(domain(package.id, name=f"odd {name}", ascii_name=name))
    published = press.publish()
    assert press.names("dns") == [f"dns/{MUSTERFRAU}.zone"]
    assert {kind for kind, _name in told(published)} == {"domain"}
    assert press.lines("mail/virtual-domains") == [f"{MUSTERFRAU} p{package.id}"]
