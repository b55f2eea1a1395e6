"""What may be entered about email, and the sentences for what may not."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any
from unicodedata import category

import pytest

from portal.errors import InvalidInput
from portal.mail.models import (
    AutoReply,
    DeliverySettings,
    MailboxPassword,
    MailboxSettings,
    MailFile,
    NewDelivery,
    NewMailbox,
    SpamSettings,
)
from portal.validation import checked
from tests.hostile import HOSTILE

SIGNS = "Only the letters a to z, digits, single dots and some signs can stand here."
CATCH_ALL = "An asterisk alone is a catch-all: please choose that kind."
NO_SIZE = "This is not a size, such as 500 MB or 2 GB."
NO_ADDRESS = "This is not a complete email address, such as name@example.de."
EMPTY = "Please fill in this field."
DAY = "A day is written like this: 2026-03-31."
NO_DOMAIN = "Entry 1: This is not a domain name, such as example.de."
TWICE = "@a.example stands there twice."
NEEDED = "An auto-reply that is on needs this."


def refused(model: Any, field: str, **values: object) -> str:
    with pytest.raises(InvalidInput) as caught:
        checked(model, values)
    return caught.value.problems.get(field, f"only {caught.value.problems}")


def local_part(typed: str) -> str:
    return checked(NewDelivery, {"local_part": typed, "domain_id": 1, "targets": "a@b.example"}).local_part


def refused_local_part(typed: str) -> str:
    as_forward = refused(NewDelivery, "local_part", local_part=typed, domain_id=1, targets="a@b.example")
    assert refused(NewMailbox, "local_part", local_part=typed, domain_id=1, size_mb=1) == as_forward
    return as_forward


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("info", "info"),
        ("INFO", "info"),
        (" Anna.Marie ", "anna.marie"),
        ("o'neill", "o'neill"),
        ("a+b-c_d", "a+b-c_d"),
        ("!#$%&'*+-=?^_`{|}~", "!#$%&'*+-=?^_`{|}~"),
        ("x" * 64, "x" * 64),
    ],
)
def test_what_stands_before_the_at_is_a_dot_atom_in_small_letters(typed: str, kept: str) -> None:
    assert local_part(typed) == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", EMPTY),
        (".info", SIGNS),
        ("info.", SIGNS),
        ("in..nen", SIGNS),
        ("../../etc", SIGNS),
        ("in nen", SIGNS),
        ('"info"', SIGNS),
        ("in,nen", SIGNS),
        ("in\\nen", SIGNS),
        ("in:nen", SIGNS),
        ("müller", SIGNS),
        ("straße", SIGNS),
        ("i\u0307nfo", SIGNS),
        ("\uff49nfo", SIGNS),
        ("*", CATCH_ALL),
        ("info@meine.example", "Only what stands before the @ belongs here; the domain is chosen by itself."),
        ("-info", "An address cannot begin with -."),
        ("#info", "An address cannot begin with #."),
        ("a/b", "A slash cannot stand here: the mail server would take it for a folder."),
        ("x" * 65, "This is too long: 64 characters at most."),
        ("info\n", "Character U+000A cannot be used here. Please remove it."),
    ],
)
def test_what_cannot_stand_before_the_at(typed: str, sentence: str) -> None:
    assert refused_local_part(typed) == sentence


@pytest.mark.parametrize("typed", ["o'neill", "'"])
def test_a_mailbox_is_called_as_the_mail_server_can_store_it(typed: str) -> None:
    assert local_part(typed) == typed  # a forward can be called so
    assert refused(NewMailbox, "local_part", local_part=typed, domain_id=1, size_mb=1) == (
        "A mailbox cannot have ' in its name; a forward to a mailbox can."
    )


@pytest.mark.parametrize(
    ("typed", "megabytes"),
    [
        ("500", 500), ("500 MB", 500), ("500mb", 500), ("2 GB", 2048), ("1.5 GB", 1536), ("1,5 gb", 1536),
        ("0.25GB", 256), (10, 10),
    ],
)  # fmt: skip
def test_a_size_is_written_in_mb_or_gb(typed: object, megabytes: int) -> None:
    assert checked(MailboxSettings, {"size_mb": typed}).size_mb == megabytes


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", EMPTY),
        ("0", "This must be at least 1."),
        ("99999999", "This must be at most 10000000."),
        ("-5", NO_SIZE),
        ("1.5", NO_SIZE),
        ("1.000 MB", NO_SIZE),
        ("5 TB", NO_SIZE),
        ("much", NO_SIZE),
        ("1e3", NO_SIZE),
        ("٣", NO_SIZE),
    ],
)
def test_what_is_no_size(typed: str, sentence: str) -> None:
    assert refused(MailboxSettings, "size_mb", size_mb=typed) == sentence


def test_targets_stand_one_on_a_line_and_keep_their_order() -> None:
    typed = "anna@example.org\n\n  Bernd@EXAMPLE.org \r\ninfo@xn--mller-kva.example"
    assert checked(DeliverySettings, {"targets": typed}).targets == (
        "anna@example.org",
        "Bernd@example.org",
        "info@müller.example",
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", EMPTY),
        (" \n ", EMPTY),
        ("anna", f"Entry 1: {NO_ADDRESS}"),
        ("anna@example.org\nbernd", f"Entry 2: {NO_ADDRESS}"),
        ('"anna marie"@example.org', f"Entry 1: {NO_ADDRESS}"),
        ("anna@example.org ANNA@example.org", "ANNA@example.org stands there twice."),
        ("*@example.org", "Entry 1: Mail can be delivered to one address only, not to all of a domain."),
        (
            "müller@example.org",
            "Entry 1: Only the letters a to z, digits and some signs can stand before the @.",
        ),
        (
            "\n".join(f"a{n}@example.org" for n in range(1001)),
            "These are 1001 entries; 1000 at most can stand here.",
        ),
    ],
)
def test_what_cannot_be_delivered_to(typed: str, sentence: str) -> None:
    assert refused(DeliverySettings, "targets", targets=typed) == sentence


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"reply_enabled": "yes", "reply_subject": "", "reply_text": "Bald."}, "reply_subject", NEEDED),
        ({"reply_enabled": "yes", "reply_subject": "Weg", "reply_text": " \n "}, "reply_text", NEEDED),
        ({"reply_enabled": "no", "reply_from": "soon"}, "reply_from", DAY),
        (
            {"reply_enabled": "no", "reply_from": "2026-12-24", "reply_until": "2026-12-23"},
            "reply_until",
            "This day is before the first one.",
        ),
        ({"reply_enabled": "no", "reply_days": "0"}, "reply_days", "This must be at least 1."),
        ({"reply_enabled": "no", "reply_days": "32"}, "reply_days", "This must be at most 31."),
        ({"reply_enabled": "no", "reply_subject": "a\r\nBcc: b"}, "reply_subject",
         "Character U+000A cannot be used here. Please remove it."),
        ({"reply_enabled": "no", "reply_text": "x" * 4001}, "reply_text",
         "This is too long: 4000 characters at most."),
    ],
)  # fmt: skip
def test_what_an_auto_reply_cannot_be(values: dict[str, str], field: str, sentence: str) -> None:
    assert refused(AutoReply, field, **values) == sentence


def test_an_auto_reply_may_last_one_day_and_have_no_end() -> None:
    day = {"reply_from": "2026-12-24", "reply_until": "2026-12-24"}
    assert checked(AutoReply, {"reply_enabled": "no"} | day).reply_until == dt.date(2026, 12, 24)
    said = {
        "reply_enabled": "yes",
        "reply_subject": "Weg",
        "reply_text": "Zeile 1\nZeile 2",
        "reply_until": "",
    }
    assert checked(AutoReply, said).reply_until is None


def test_senders_are_addresses_or_domains() -> None:
    entered = {"spam": "mark", "spam_allowed": "anna@example.org @Example.COM @xn--mller-kva.example"}
    assert checked(SpamSettings, entered).spam_allowed == (
        "anna@example.org",
        "@example.com",
        "@müller.example",
    )


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"spam": "eat"}, "spam", "This must be one of 'move', 'mark', 'reject' or 'off'."),
        ({"spam": "off", "spam_allowed": "example.org"}, "spam_allowed", f"Entry 1: {NO_ADDRESS}"),
        ({"spam": "off", "spam_blocked": "@"}, "spam_blocked", NO_DOMAIN),
        ({"spam": "off", "spam_blocked": "@a.example @A.example"}, "spam_blocked", TWICE),
        ({"spam": "off", "spam_allowed": "@a.example", "spam_blocked": "@a.example"}, "spam_blocked",
         "@a.example stands in both lists."),
        ({"spam": "off", "spam_blocked": " ".join(f"@a{n}.example" for n in range(501))}, "spam_blocked",
         "These are 501 entries; 500 at most can stand here."),
    ],
)  # fmt: skip
def test_who_cannot_be_a_sender(values: dict[str, str], field: str, sentence: str) -> None:
    assert refused(SpamSettings, field, **values) == sentence


def test_a_password_is_typed_twice_or_not_at_all() -> None:
    assert refused(MailboxPassword, "again", password="a", again="b") == "This is not the same as above."
    assert checked(MailboxPassword, {}).password == ""


def test_a_file_is_bounded() -> None:
    assert refused(MailFile, "content", content=b"x" * (10 * 1024 * 1024 + 1)) == (
        "This file is too large: 10 MB at most."
    )


def test_passwords_and_files_are_not_in_what_is_printed() -> None:
    entered = {"local_part": "a", "domain_id": 1, "size_mb": 1, "password": "canary", "again": "canary"}
    assert "canary" not in repr(checked(NewMailbox, entered))
    assert "canary" not in repr(MailFile(content=b"canary"))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_strings_are_refused_or_kept_as_they_are(text: str) -> None:
    for model, values in (
        (NewMailbox, {"local_part": text, "domain_id": 1, "size_mb": 1}),
        (MailboxSettings, {"size_mb": text}),
        (DeliverySettings, {"targets": text}),
        (SpamSettings, {"spam": "off", "spam_allowed": text, "spam_blocked": text}),
        (AutoReply, {"reply_enabled": "yes", "reply_subject": text, "reply_text": text}),
        (AutoReply, {"reply_enabled": "no", "reply_from": text, "reply_until": text, "reply_days": text}),
    ):
        with suppress(InvalidInput):
            entered = checked(model, values)
            kept = " ".join(str(value) for value in entered.model_dump().values())
            assert not any(category(c)[0] == "C" for c in kept if c not in "\n\t")
