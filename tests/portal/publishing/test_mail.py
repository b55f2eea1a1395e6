"""Postfix' maps, Dovecot's passwd-file and mail filters, as the real programs read them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from storage.models.dns import DnsType
from storage.models.domains import DomainState
from storage.models.mail import MailKind, SpamAction
from storage.models.packages import PackageState
from tests.portal.publishing.press import Press, mail, record, told
from tests.programs import Postfix, ran, running_dovecot, sieve_tested

if TYPE_CHECKING:
    from pathlib import Path

    from storage.models.packages import Package

PASSWORD = "Birke Teller Ozean Igel"

PROVIDER = "postmaster@hosting.example"

MUSTERFRAU = "musterfrau.de"


@pytest.fixture
def postfix(tmp_path: Path) -> Postfix:
    return Postfix(tmp_path / "postfix")


def found(postfix: Postfix, press: Press, key: str, table: str = "virtual") -> str | None:
    return postfix.found(press.path(f"mail/{table}"), key)


def test_postfix_knows_where_every_address_leads(press: Press, package: Package, postfix: Postfix) -> None:
    domain = press.domain(MUSTERFRAU)
    erika = f"erika@{MUSTERFRAU}"
    press.add(
        mail(domain, "erika"),
        mail(domain, "rechnung", MailKind.FORWARD, targets=[erika, "steuer@büro.example"]),
        mail(domain, "team", MailKind.ALIAS, targets=[erika]),
        mail(domain, "*", MailKind.CATCH_ALL, targets=["alles@example.org"]),
        mail(domain, "alt", MailKind.FORWARD, targets=[erika], enabled=False),
    )
    published = press.publish()
    assert published.left_out == ()
    assert published.counts.addresses == 4
    assert {
        key: found(postfix, press, key)
        for key in (
            erika,
            f"rechnung@{MUSTERFRAU}",
            f"team@{MUSTERFRAU}",
            f"@{MUSTERFRAU}",
            f"alt@{MUSTERFRAU}",
        )
    } == {
        erika: erika,
        f"rechnung@{MUSTERFRAU}": f"{erika}, steuer@xn--bro-hoa.example",
        f"team@{MUSTERFRAU}": erika,
        f"@{MUSTERFRAU}": "alles@example.org",
        f"alt@{MUSTERFRAU}": None,
    }
    assert found(postfix, press, MUSTERFRAU, "virtual-domains") == f"p{package.id}"
    assert found(postfix, press, "fremd.example", "virtual-domains") is None
    assert found(postfix, press, erika, "virtual-mailboxes") == f"{MUSTERFRAU}/erika/"
    assert found(postfix, press, f"team@{MUSTERFRAU}", "virtual-mailboxes") is None
    for table in ("virtual", "virtual-domains", "virtual-mailboxes"):
        postfix.build(press.path(f"mail/{table}"))


def test_the_provider_gets_mail_to_postmaster_and_abuse_of_domains_without(
    press: Press, package: Package, postfix: Postfix
) -> None:
    press.house.domain(package, "zweite.de")
    domain = press.domain(MUSTERFRAU)
    press.add(
        mail(domain, "postmaster"),
        mail(domain, "abuse", MailKind.FORWARD, targets=["x@example.org"], enabled=False),
        mail(domain, "*", MailKind.CATCH_ALL, targets=["alles@example.org"]),
    )
    press.publish()
    addresses = {
        f"{local}@{name}": found(postfix, press, f"{local}@{name}")
        for local in ("postmaster", "abuse")
        for name in (MUSTERFRAU, "zweite.de")
    }
    assert addresses == {
        f"postmaster@{MUSTERFRAU}": f"postmaster@{MUSTERFRAU}",
        f"abuse@{MUSTERFRAU}": PROVIDER,
        "postmaster@zweite.de": PROVIDER,
        "abuse@zweite.de": PROVIDER,
    }


def test_domains_are_written_as_dns_knows_them(press: Press, package: Package, postfix: Postfix) -> None:
    press.house.domain(package, "bäckerei.de")
    press.add(mail(press.domain("bäckerei.de"), "info", password_hash=None))
    press.publish()
    assert found(postfix, press, "xn--bckerei-5wa.de", "virtual-domains")
    assert found(postfix, press, "info@xn--bckerei-5wa.de") == "info@xn--bckerei-5wa.de"
    assert press.lines("mail/passwd")[0].startswith("info@xn--bckerei-5wa.de:")


@pytest.mark.parametrize(
    ("servers", "has_address", "ours"),
    [
        ((), False, True),
        (("10 mx.hosting.example.",), False, True),
        (("10 mx.example.net.", "20 MX.hosting.example."), False, True),
        (("10 mx.example.net.",), False, False),
        (("0 .",), False, False),
        (("10 mx.example.net.",), True, True),
    ],
)
def test_mail_to_a_domain_that_has_none_here_is_not_kept_from_other_servers(
    press: Press, package: Package, servers: tuple[str, ...], *, has_address: bool, ours: bool
) -> None:
    assert package.id
    domain = press.domain(MUSTERFRAU)
    press.add(*(record(domain, "@", DnsType.MX, value) for value in servers))
    if has_address:
        press.add(mail(domain, "info"))
    press.publish()
    assert (press.read("mail/virtual-domains") != "") is ours
    assert (press.read("mail/virtual") != "") is ours


def test_dovecot_signs_in_who_has_a_password_and_nobody_else(press: Press, package: Package) -> None:
    assert package.id
    domain = press.domain(MUSTERFRAU)
    verifier = press.house.hasher.hash(PASSWORD)
    press.add(
        mail(domain, "erika", password_hash=verifier, size_mb=2048),
        mail(domain, "aus", password_hash=verifier, enabled=False),
        mail(domain, "neu", password_hash=None),
        mail(domain, "team", MailKind.ALIAS, targets=[f"erika@{MUSTERFRAU}"]),
    )
    press.publish()
    with running_dovecot(press.path("mail/passwd")) as dovecot:
        tries = {
            ("erika", PASSWORD): True,
            ("erika", "Nicht dieses Passwort"): False,
            ("erika", ""): False,
            ("aus", PASSWORD): False,
            ("neu", "!"): False,
            ("neu", "{CRYPT}!"): False,
            ("team", PASSWORD): False,
        }
        assert {each: dovecot.signs_in(f"{each[0]}@{MUSTERFRAU}", each[1]) for each in tries} == tries
        assert "quota_rule\t*:storage=2048M" in dovecot.user(f"erika@{MUSTERFRAU}")
        assert dovecot.user(f"neu@{MUSTERFRAU}")
        assert not dovecot.user(f"aus@{MUSTERFRAU}")


def test_a_suspended_package_keeps_its_mail_and_an_ended_one_does_not(press: Press, package: Package) -> None:
    press.add(mail(press.domain(MUSTERFRAU), "erika"))
    press.house.change(package, state=PackageState.SUSPENDED)
    press.publish()
    assert f"erika@{MUSTERFRAU} erika@{MUSTERFRAU}" in press.lines("mail/virtual")
    press.house.change(package, state=PackageState.ENDED)
    press.publish()
    assert press.read("mail/virtual") + press.read("mail/virtual-domains") + press.read("mail/passwd") == ""


@pytest.mark.parametrize(
    ("state", "served"),
    [
        (DomainState.ORDERED, False),
        (DomainState.ACTIVE, True),
        (DomainState.TERMINATED, True),
        (DomainState.ENDED, False),
    ],
)
def test_a_domain_serves_from_the_day_it_is_active_until_its_end(
    press: Press, package: Package, state: DomainState, *, served: bool
) -> None:
    press.house.domain(package, "zweite.de", state=state)
    press.add(mail(press.domain("zweite.de"), "info"))
    press.publish()
    everything = "".join(press.read(name) for name in press.names())
    assert ("zweite.de" in everything) is served
    assert press.path("dns/zweite.de.zone").exists() is served


# Addresses that servers would not understand.


ODD = (
    "-rf", "#raute", ".punkt", "punkt.", "zwei..punkte", "a/b", "a b", "a\tb", "a\nroot: x", "a\\b", 'a"b',
    "a:b", "a,b", "ä", "a@b", "", "o'brien",
)  # fmt: skip


def test_mailboxes_that_servers_would_not_understand_are_left_out_and_told(
    press: Press, package: Package
) -> None:
    assert package.id
    domain = press.domain(MUSTERFRAU)
    press.add(mail(domain, "erika"), *(mail(domain, odd, address=f"odd {odd}") for odd in ODD))
    published = press.publish()
    assert told(published) == {("mailbox", f"odd {odd}") for odd in ODD}
    assert len(press.lines("mail/passwd")) == 1
    assert len(press.lines("mail/virtual")) == 3


def test_one_target_that_cannot_be_leaves_the_whole_forward_out(press: Press, package: Package) -> None:
    assert package.id
    domain = press.domain(MUSTERFRAU)
    press.add(
        mail(domain, "a", MailKind.FORWARD, targets=["x@example.org", "|/bin/sh@example.org", "no address"]),
        mail(domain, "b", MailKind.FORWARD, targets=[]),
        mail(domain, "c", MailKind.FORWARD, targets=["x@example.org", "X@EXAMPLE.org"]),
    )
    published = press.publish()
    assert told(published) == {("forward", f"a@{MUSTERFRAU}"), ("forward", f"b@{MUSTERFRAU}")}
    assert f"c@{MUSTERFRAU} x@example.org, X@example.org" in press.lines("mail/virtual")


def test_a_verifier_that_is_none_is_no_password(press: Press, package: Package) -> None:
    assert package.id
    for verifier in ("geheim", "{PLAIN}geheim", "", "$argon2id$v=19$m=8,t=1,p=1$YWI$YWI\nroot:{PLAIN}x"):
        domain = press.domain(MUSTERFRAU)
        press.add(mail(domain, f"m{len(verifier)}", password_hash=verifier))
    published = press.publish()
    assert len(told(published)) == 3
    assert press.read("mail/passwd") == f"m0@{MUSTERFRAU}:{{CRYPT}}!::::::userdb_quota_rule=*:storage=100M\n"


# Mail filters.


@pytest.mark.parametrize("spam", SpamAction)
@pytest.mark.parametrize("replies", [False, True])
def test_sieve_takes_every_filter(press: Press, package: Package, spam: SpamAction, *, replies: bool) -> None:
    assert package.id
    domain = press.domain(MUSTERFRAU)
    senders: dict[str, Any] = {
        "spam_allowed": ["oma@example.org", "@büro.example"],
        "spam_blocked": ["@spam.example"],
    }
    press.add(
        mail(
            domain, "erika", spam=spam, reply_enabled=replies, reply_subject='Urlaub "am" \\Meer',
            reply_text='Bin weg.\n.\n"Bis bald" \\o/ ${x} {0} %\n', reply_from=dt.date(2026, 7, 1),
            reply_until=dt.date(2026, 12, 5), reply_days=7, **senders,
        ),
        mail(domain, "team", MailKind.ALIAS, targets=[f"Erika@{MUSTERFRAU}"]),
    )  # fmt: skip
    published = press.publish()
    assert published.left_out == ()
    script = press.path(f"mail/sieve/erika@{MUSTERFRAU}.sieve")
    if spam is SpamAction.OFF and not replies:
        assert not script.exists()
        return
    ran("sievec", script, script.with_suffix(".svbin"))
    if replies:
        assert f':addresses ["erika@{MUSTERFRAU}", "team@{MUSTERFRAU}"]' in script.read_text()
        assert '"ge" "date" "2026-07-01"' in script.read_text()


def test_an_auto_reply_begins_and_ends_at_midnight_where_the_provider_is(
    press: Press, package: Package
) -> None:
    assert package.id
    press.add(
        mail(
            press.domain(MUSTERFRAU), "erika", spam=SpamAction.OFF, reply_enabled=True, reply_text="Weg.",
            reply_from=dt.date(2026, 10, 25), reply_until=dt.date(2026, 10, 25),
        )
    )  # fmt: skip
    press.publish()
    script = press.read(f"mail/sieve/erika@{MUSTERFRAU}.sieve")
    # The clocks go back that night: the day begins in summer time and ends in winter time.
    assert 'currentdate :zone "+0200" :value "ge" "date" "2026-10-25"' in script
    assert 'currentdate :zone "+0100" :value "le" "date" "2026-10-25"' in script


MESSAGE = """\
From: {sender}
To: erika@musterfrau.de
Subject: Hallo
Message-ID: <1@example.org>
{more}
Guten Tag
"""


@pytest.mark.parametrize(
    ("spam", "sender", "more", "becomes"),
    [
        (SpamAction.MOVE, "a@example.org", "", "store message in folder: INBOX"),
        (SpamAction.MOVE, "a@example.org", "X-Spam-Flag: YES\n", "store message in folder: Junk"),
        (SpamAction.MOVE, "a@example.org", "X-Spam: Yes\n", "store message in folder: Junk"),
        (SpamAction.MOVE, "a@spam.example", "", "store message in folder: Junk"),
        (SpamAction.MOVE, "oma@example.org", "X-Spam-Flag: YES\n", "store message in folder: INBOX"),
        (SpamAction.MOVE, "x@xn--bro-hoa.example", "X-Spam: Yes\n", "store message in folder: INBOX"),
        (SpamAction.MARK, "a@spam.example", "", "add IMAP flags: $Junk"),
        (SpamAction.REJECT, "a@spam.example", "", "reject"),
        (SpamAction.OFF, "a@spam.example", "X-Spam: Yes\n", "store message in folder: INBOX"),
    ],
)
def test_sieve_does_with_spam_what_was_chosen(
    press: Press, package: Package, spam: SpamAction, sender: str, more: str, becomes: str
) -> None:
    assert package.id
    press.add(
        mail(
            press.domain(MUSTERFRAU), "erika", spam=spam, reply_enabled=True, reply_text="Bin weg.",
            spam_allowed=["oma@example.org", "@büro.example"], spam_blocked=["@spam.example"],
        )
    )  # fmt: skip
    press.publish()
    script = press.path(f"mail/sieve/erika@{MUSTERFRAU}.sieve")
    message = MESSAGE.format(sender=sender, more=more)
    said = sieve_tested(script, message, sender, f"erika@{MUSTERFRAU}")
    assert becomes in said
    assert ("vacation" in said) is (becomes.endswith("INBOX"))
