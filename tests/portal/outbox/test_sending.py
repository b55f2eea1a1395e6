"""What leaves, and how it looks to those who get it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.contract_acts.recording import put_on_record
from portal.documents.confirmation import Told
from portal.errors import Conflict, InvalidInput
from portal.operator.outbox.composing import in_short_lines, mail_address
from portal.operator.outbox.rules import pause
from portal.settings import SmtpSettings
from portal.validation import checked
from storage.models.contracts import ActKind, ContractAct
from storage.models.messages import MessageKind
from storage.repositories.messages import About
from tests.portal.invoices.steps import bill, invoices, payer
from tests.portal.outbox.steps import ANNA

if TYPE_CHECKING:
    from tests.portal.house import House
    from tests.portal.outbox.steps import Post

INJECTIONS = [
    "Hallo\r\nBcc: alle@example.org",
    "Hallo\nBcc: alle@example.org",
    "Hallo\rBcc: alle@example.org",
    "Hallo\n\nGanz anderer Text",
    "Hallo\x01\x1b[2J\x07",
    "Hallo\u2028Bcc: alle@example.org",
    "Hallo\u202egnp.exe",
    "Hallo\x85Bcc: alle@example.org",
    "=?utf-8?q?Hallo=0D=0ABcc:_alle@example.org?=",
    "=?utf-8?b?SGFsbG8NCkJjYzogYWxsZUBleGFtcGxlLm9yZw==?=",
]


def test_a_mail_says_who_it_is_from_to_whom_and_that_a_program_wrote_it(post: Post) -> None:
    post.tell("jutta@müßig-söhne.de", "Größe: ✓ Ihre Anschrift wurde geändert, Jutta Müller-Lüdenscheidt")
    report = post.send()
    assert (report.sent, report.deferred, report.failed, report.trouble) == (1, 0, [], "")
    [taken] = post.server.taken
    assert taken.sender == "kundenservice@xn--mller-hosting-wob.example"
    assert taken.to == ["jutta@xn--mig-shne-qya8u7b.de"]
    mail = taken.mail
    assert mail["From"] == "Musterhost Kundenservice <kundenservice@xn--mller-hosting-wob.example>"
    assert mail["To"] == taken.to[0]
    assert mail["Subject"] == "Größe: ✓ Ihre Anschrift wurde geändert, Jutta Müller-Lüdenscheidt"
    assert mail["Date"].datetime == post.house.clock.now()
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@xn--mller-hosting-wob.example>")
    assert mail["List-Unsubscribe"] is None
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content_charset() == "utf-8"
    assert mail.get_content() == "Guten Tag,\r\n\r\nIhre Anschrift wurde geändert.\r\n"
    assert taken.content.isascii()
    assert all(len(line) <= 78 for line in taken.content.split(b"\r\n"))
    [sent] = post.mails()
    assert (sent.state.value, sent.tries, sent.sent_at, sent.due_at) == (
        "sent", 1, post.house.clock.now(), None,
    )  # fmt: skip
    assert post.send().tried == 0
    assert len(post.server.taken) == 1


def test_only_the_connection_of_the_run_is_used(post: Post) -> None:
    for number in range(45):
        post.tell(f"person{number}@post.example")
    assert post.send().sent == 45
    assert post.server.connections == 1
    assert sorted(mail.to[0] for mail in post.server.taken) == sorted(
        f"person{number}@post.example" for number in range(45)
    )
    assert len({mail.mail["Message-ID"] for mail in post.server.taken}) == 45


def test_one_event_told_to_two_addresses_is_two_mails(house: House, post: Post) -> None:
    with house.storage.writing() as work:
        for address in ("jutta@post.example", "jutta@arbeit.example"):
            work.messages.queue(
                post.customer.id, "address changed", address, "Anschrift", "Text", house.clock.now()
            )
        work.commit()
    assert post.send().sent == 2
    assert [mail.to for mail in post.server.taken] == [["jutta@post.example"], ["jutta@arbeit.example"]]
    access = house.access(post.customer)
    assert house.portal.messages.count_unread(access) == 1


def test_lines_are_short_and_nothing_gets_lost() -> None:
    url = "https://hosting.example/" + "a" * 90
    sentence = "Ein Satz, der so lang ist, dass er in mehrere Zeilen muss, damit jeder ihn lesen kann."
    text = f"{sentence} {url}\n\nEnde"
    lines = in_short_lines(text).split("\n")
    assert all(len(line) <= 76 or line == url for line in lines)
    assert " ".join(lines).split() == text.split()
    assert lines[-2:] == ["", "Ende"]


def test_a_text_of_a_megabyte_arrives_whole(post: Post) -> None:
    body = "Zeile mit Umlauten: äöüß. " * 40_000
    post.tell(body=body)
    assert post.send().sent == 1
    [taken] = post.server.taken
    assert taken.mail.get_content().split() == body.split()


@pytest.mark.parametrize("hostile", INJECTIONS)
def test_nothing_stored_becomes_a_header_of_its_own(post: Post, hostile: str) -> None:
    post.set_up(sender_name="Musterhost", unsubscribe="weg@hosting.example")
    post.tell(subject=hostile, body=f"Text {hostile}", about=About(MessageKind.OFFER, "de"))
    assert post.send().sent == 1
    [taken] = post.server.taken
    head, _blank, body = taken.content.partition(b"\r\n\r\n")
    names = [line.split(b":")[0] for line in head.split(b"\r\n") if not line.startswith(b" ")]
    assert sorted(names) == [
        b"Auto-Submitted", b"Content-Language", b"Content-Transfer-Encoding", b"Content-Type", b"Date",
        b"From", b"List-Unsubscribe", b"MIME-Version", b"Message-ID", b"Subject", b"To",
    ]  # fmt: skip
    assert taken.mail["Bcc"] is None
    assert taken.to == ["jutta@post.example"]
    assert b"\x1b" not in taken.content
    assert b"\x01" not in taken.content
    assert "\u202e" not in taken.mail.get_content() + str(taken.mail["Subject"])
    assert b"\n" not in body.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "hostile", [*INJECTIONS, "kein@", "zwei@@post.example", "<x@post.example>, y@post.example"]
)
def test_an_address_that_is_none_gets_nothing_and_staff_are_told(post: Post, hostile: str) -> None:
    address = hostile if "@" in hostile and "Bcc" not in hostile else f"{hostile}@post.example"
    post.tell(address=address)
    post.tell(address="richtig@post.example")
    report = post.send()
    assert report.sent == 1
    [failure] = report.failed
    assert failure.reason == "The address is not valid."
    assert [mail.to for mail in post.server.taken] == [["richtig@post.example"]]
    assert post.states() == ["failed", "sent"]
    assert post.send().tried == 0


def test_a_name_of_the_sender_is_one_whatever_it_looks_like(post: Post) -> None:
    post.set_up(sender_name='=?utf-8?q?A=0D=0ABcc:_alle@example.org?= "M, <x@y.example>" Müller')
    post.tell()
    assert post.send().sent == 1
    [taken] = post.server.taken
    assert taken.mail["Bcc"] is None
    assert [address.addr_spec for address in taken.mail["From"].addresses] == [taken.sender]
    assert "Müller" in taken.mail["From"].addresses[0].display_name


def test_the_settings_take_no_injection_either() -> None:
    for name in ("sender", "unsubscribe"):
        values = {"host": "localhost", "sender": "a@b.example", name: "a@b.de\nBcc: c@d.de"}
        with pytest.raises(InvalidInput) as caught:
            checked(SmtpSettings, values)
        assert list(caught.value.problems) == [name]
    with pytest.raises(InvalidInput):
        checked(SmtpSettings, {"host": "localhost", "sender": "a@b.example", "sender_name": "Muster\nBcc: x"})


@pytest.mark.parametrize(
    ("address", "on_the_wire"),
    [
        ("jutta@post.example", "jutta@post.example"),
        ("Jutta.M+x@Post.Example", "Jutta.M+x@post.example"),
        ("info@müller-beispiel.de", "info@xn--mller-beispiel-gsb.de"),
        ("info@xn--mller-beispiel-gsb.de", "info@xn--mller-beispiel-gsb.de"),
    ],
)
def test_addresses_as_mail_servers_know_them(address: str, on_the_wire: str) -> None:
    assert mail_address(address) == on_the_wire


def test_letters_beyond_ascii_before_the_at_sign_are_no_address() -> None:
    with pytest.raises(InvalidInput):
        mail_address("jürgen@post.example")


def test_an_invoice_goes_with_its_document_and_it_is_the_one_of_the_portal(house: House, post: Post) -> None:
    customer = payer(house, invoice_email="buchhaltung@post.example")
    house.package(customer)
    bill(house)
    assert post.send().sent == 1
    [taken] = post.server.taken
    access = house.access(customer)
    [invoice] = invoices(house, access)
    document = house.portal.invoices.pdf(access, invoice.id).content
    assert taken.to == ["buchhaltung@post.example"]
    assert taken.mail["Subject"] == f"Ihre Rechnung {invoice.number}"
    [attached] = taken.mail.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == f"Rechnung-{invoice.number}.pdf"
    assert attached.get_payload(decode=True) == document
    text = taken.mail.get_body()
    assert text is not None
    assert "liegt im Kundenlogin bereit" in " ".join(text.get_content().split())


def test_a_contract_act_goes_with_its_confirmation(house: House, post: Post) -> None:
    act = ContractAct(
        customer_id=post.customer.id,
        kind=ActKind.TERMINATED,
        at=house.clock.now(),
        effective_on=dt.date(2026, 12, 31),
    )
    with house.storage.writing() as work:
        act_id = put_on_record(
            work, house.settings, post.customer, act, Told("Kündigung", "Ende."), ["alt@post.example"]
        )
        work.commit()
    assert post.send().sent == 2
    for taken in post.server.taken:
        [attached] = taken.mail.iter_attachments()
        assert attached.get_filename() == "Bestaetigung-V-00000001.pdf"
        paper = house.portal.contract_acts.paper(house.access(post.customer), act_id)
        assert attached.get_payload(decode=True) == paper


def test_offers_can_be_unsubscribed_from_and_nothing_else(post: Post) -> None:
    post.set_up(unsubscribe="abmelden@müller-hosting.example")
    for kind in MessageKind:
        post.tell(f"{kind.value}@post.example", about=About(kind, "de"))
    assert post.send().sent == len(MessageKind)
    offers = [taken for taken in post.server.taken if taken.mail["List-Unsubscribe"]]
    [offer] = offers
    assert offer.to == ["offer@post.example"]
    header = str(offer.mail["List-Unsubscribe"])
    to, token = header.removeprefix("<mailto:").removesuffix(">").split("?subject=")
    assert to == "abmelden@xn--mller-hosting-wob.example"
    assert header.encode() in offer.content, "mail programs read it unencoded and unfolded"
    assert post.house.portal.operator.outbox.unsubscribe(ANNA, f" {token} ") == "offer@post.example"
    assert post.house.portal.operator.outbox.unsubscribe(ANNA, token) == "offer@post.example"
    post.tell("offer@post.example", about=About(MessageKind.OFFER, "de"))
    post.tell("offer@post.example", about=About(MessageKind.TICKET, "de"))
    report = post.send()
    assert (report.sent, report.suppressed) == (1, 1)
    assert post.states()[-2:] == ["suppressed", "sent"]


def test_without_an_address_for_that_offers_tell_no_way_to_unsubscribe(post: Post) -> None:
    post.tell(about=About(MessageKind.OFFER, "de"))
    post.send()
    assert post.server.taken[0].mail["List-Unsubscribe"] is None


def test_without_a_mail_server_mail_waits_and_can_be_read(post: Post) -> None:
    portal = post.set_up(host="")
    post.tell()
    with pytest.raises(Conflict, match=r"fill in \[smtp\] in portal\.toml"):
        portal.operator.outbox.send(ANNA)
    [mail] = post.mails()
    assert (mail.state.value, mail.subject) == ("queued", "Ihre Anschrift")
    assert "wurde geändert" in portal.operator.outbox.show(ANNA, mail.number).body


def test_pauses_double_within_bounds() -> None:
    minutes = [pause(tries, 0.5) / dt.timedelta(minutes=1) for tries in (1, 2, 3, 6, 7, 36, 5000)]
    assert minutes == [5, 10, 20, 160, 240, 240, 240]
    assert pause(1, 0) == dt.timedelta(minutes=4)
    assert pause(1, 1) == dt.timedelta(minutes=6)
    five_days = sum((pause(tries, 0.5) for tries in range(1, 36)), dt.timedelta())
    assert dt.timedelta(days=4) < five_days < dt.timedelta(days=6)


def test_a_mail_has_the_same_bytes_on_every_try(house: House, post: Post) -> None:
    customer = payer(house)
    house.package(customer)
    bill(house)
    seen: list[bytes] = []
    post.server.behaviour.at_content = lambda mail: seen.append(mail.content)
    post.server.behaviour.to_content = lambda _mail: "451 try again later"
    post.send()
    house.clock.forward(hours=1)
    post.server.behaviour.to_content = lambda _mail: "250 OK"
    assert post.send().sent == 1
    first, second = seen
    assert first == second
