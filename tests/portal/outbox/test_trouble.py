"""Servers that defer, refuse, hang, hang up or are gone: nothing is lost, and nothing leaves twice."""

from __future__ import annotations

import datetime as dt
import socket
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from portal.operator.outbox import DeliveryState
from portal.operator.outbox.views import Failure
from portal.settings import Security
from tests.mail_server import LOGIN, OK, PASSWORD, LocalMailServer, make_certificate
from tests.portal.outbox.steps import Post

if TYPE_CHECKING:
    from pathlib import Path

    from tests.mail_server import Taken
    from tests.portal.house import House

FULL = "452 4.2.2 Mailbox full"
UNKNOWN = "550 5.1.1 No such user here"


def test_a_mail_that_is_deferred_is_tried_again_after_ever_longer_pauses(post: Post) -> None:
    post.tell()
    post.server.behaviour.to_recipient = lambda _to: FULL
    pauses = []
    for tries in range(1, 9):
        report = post.send()
        assert (report.deferred, report.sent, report.failed) == (1, 0, [])
        [mail] = post.mails()
        assert (mail.state.value, mail.tries, mail.reason) == ("queued", tries, FULL)
        assert mail.due_at is not None
        pauses.append((mail.due_at - post.house.clock.now()) / dt.timedelta(minutes=1))
        assert post.send().tried == 0, "it is not its turn yet"
        post.house.clock.moment = mail.due_at
    for minutes, planned in zip(pauses, (5, 10, 20, 40, 80, 160, 240, 240), strict=True):
        assert 0.8 * planned <= minutes <= 1.2 * planned
    assert len(set(pauses)) == 8
    post.server.behaviour.to_recipient = lambda _to: OK
    assert post.send().sent == 1
    assert [(mail.tries, mail.reason) for mail in post.mails()] == [(9, "")]


def test_a_mail_that_is_deferred_for_ever_fails_in_the_end(post: Post) -> None:
    post.set_up(most_tries=3)
    post.tell()
    post.server.behaviour.to_content = lambda _mail: "451 4.7.1 Greylisted"
    for _try in range(3):
        report = post.send()
        post.house.clock.forward(hours=5)
    assert [(each.address, each.reason) for each in report.failed] == [
        ("jutta@post.example", "451 4.7.1 Greylisted")
    ]
    assert post.states() == ["failed"]


def test_a_mail_that_is_refused_is_not_tried_again_and_the_others_leave(post: Post) -> None:
    for address in ("niemand@post.example", "jutta@post.example"):
        post.tell(address)
    post.server.behaviour.to_recipient = lambda to: UNKNOWN if to.startswith("niemand") else OK
    report = post.send()
    assert report.sent == 1
    assert report.failed == [Failure(post.mails()[0].number, "niemand@post.example", UNKNOWN)]
    post.house.clock.forward(days=3)
    assert post.send().tried == 0
    assert post.states() == ["failed", "sent"]


def test_a_refusal_of_the_content_is_final_too(post: Post) -> None:
    post.tell()
    post.server.behaviour.to_content = lambda _mail: "554 5.6.0 Not\x1b[2J here"
    post.send()
    [mail] = post.mails()
    assert mail.state is DeliveryState.FAILED
    assert mail.reason.startswith("554 5.6.0 Not")
    assert "\x1b" not in mail.reason


def test_a_server_that_takes_nothing_from_us_stops_the_run_and_fails_no_mail(post: Post) -> None:
    for number in range(3):
        post.tell(f"person{number}@post.example")
    post.server.behaviour.to_sender = lambda _sender: "553 5.7.1 Sender not allowed"
    report = post.send()
    assert report.tried == 0
    assert "takes no mail from kundenservice@" in report.trouble
    assert "553 5.7.1 Sender not allowed" in report.trouble
    assert [(mail.state.value, mail.tries) for mail in post.mails()] == [("queued", 0)] * 3
    post.server.behaviour.to_sender = lambda _sender: OK
    assert post.send().sent == 3


def test_a_mail_too_large_for_the_server_fails_alone(post: Post) -> None:
    post.tell("gross@post.example", body="x" * 1000)
    post.tell("klein@post.example")
    answers = iter(["552 5.3.4 Message too big", OK])
    post.server.behaviour.to_sender = lambda _sender: next(answers)
    report = post.send()
    assert (report.sent, [each.address for each in report.failed]) == (1, ["gross@post.example"])


def test_a_server_that_hangs_holds_up_one_mail_at_a_time(post: Post) -> None:
    post.set_up(timeout_seconds=1)
    for number in range(5):
        post.tell(f"person{number}@post.example")
    post.server.behaviour.hangs = True
    report = post.send()
    assert (report.deferred, report.sent) == (3, 0)
    assert report.trouble == "The connection broke off: no answer in time."
    assert [mail.tries for mail in post.mails()] == [1, 1, 1, 0, 0]
    post.server.behaviour.hangs = False
    assert post.send().sent == 2
    post.house.clock.forward(minutes=10)
    assert post.send().sent == 3


def test_a_connection_that_breaks_off_is_made_anew_and_the_mail_tried_later(post: Post) -> None:
    for number in range(3):
        post.tell(f"person{number}@post.example")

    def first_only(mail: Taken) -> None:
        post.server.behaviour.breaks_off = mail.to == ["person0@post.example"]

    post.server.behaviour.at_content = first_only
    report = post.send()
    assert (report.sent, report.deferred, report.trouble) == (2, 1, "")
    assert post.server.connections == 2
    post.server.behaviour.at_content = lambda _mail: None
    post.server.behaviour.breaks_off = False
    post.house.clock.forward(minutes=10)
    assert post.send().sent == 1
    assert Counter(mail.to[0] for mail in post.server.taken) == {
        f"person{n}@post.example": 1 for n in range(3)
    }


def test_what_a_server_took_before_it_hung_up_comes_once_more_under_the_same_id(post: Post) -> None:
    post.tell()
    post.server.behaviour.breaks_off = post.server.behaviour.keeps_it = True
    assert post.send().deferred == 1
    post.server.behaviour.breaks_off = False
    post.house.clock.forward(minutes=10)
    assert post.send().sent == 1
    first, second = (mail.mail["Message-ID"] for mail in post.server.taken)
    assert first == second


def test_a_server_that_is_gone_for_a_day_loses_nothing_and_gets_nothing_twice(post: Post) -> None:
    post.server.stop()
    for hour in range(24):
        post.tell(f"hour{hour}@post.example")
        report = post.send()
        assert report.trouble == "127.0.0.1 cannot be reached: Connection refused."
        assert report.tried == 0
        post.house.clock.forward(hours=1)
    assert {(mail.state.value, mail.tries) for mail in post.mails()} == {("queued", 0)}
    post.server.start()
    assert post.send().sent == 24
    assert post.send().tried == 0
    assert Counter(mail.to[0] for mail in post.server.taken) == {
        f"hour{hour}@post.example": 1 for hour in range(24)
    }


def test_a_server_that_goes_away_in_between_gets_the_rest_later(post: Post) -> None:
    for number in range(3):
        post.tell(f"person{number}@post.example")
    post.server.behaviour.to_recipient = lambda to: (
        "421 4.3.2 Going down" if to != "person0@post.example" else OK
    )
    report = post.send()
    assert (report.sent, report.deferred) == (1, 2)
    post.server.behaviour.to_recipient = lambda _to: OK
    post.house.clock.forward(minutes=10)
    assert post.send().sent == 2
    assert len(post.server.taken) == 3


def test_something_else_than_a_mail_server_is_no_reason_to_touch_anything(post: Post) -> None:
    post.tell()
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        post.set_up(port=silent.getsockname()[1], timeout_seconds=1)
        report = post.send()
    assert report.trouble == "127.0.0.1 cannot be reached: no answer in time."
    assert [(mail.state.value, mail.tries) for mail in post.mails()] == [("queued", 0)]


def test_a_name_that_nobody_has_is_told(post: Post) -> None:
    post.tell()
    post.set_up(host="mail.invalid", security="starttls")
    assert post.send().trouble.startswith("mail.invalid cannot be reached: ")


# TLS and logging in.


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_mail_leaves_by_tls_with_a_login(house: House, tmp_path: Path, security: Security) -> None:
    certificate, trusted = make_certificate(tmp_path)
    wrapped = security is Security.TLS
    with LocalMailServer(certificate, wrapped=wrapped, asks_for_login=not wrapped) as server:
        post = Post(house, server)
        post.set_up(
            security=security,
            ca_file=str(trusted),
            login="" if wrapped else LOGIN,
            password="" if wrapped else PASSWORD,
        )
        post.tell()
        report = post.send()
        assert (report.sent, report.trouble) == (1, "")
        assert len(server.taken) == 1


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_certificate_that_nobody_vouches_for_gets_no_mail(
    house: House, tmp_path: Path, security: Security
) -> None:
    certificate, _trusted = make_certificate(tmp_path)
    with LocalMailServer(certificate, wrapped=security is Security.TLS) as server:
        post = Post(house, server)
        post.set_up(security=security)
        post.tell()
        assert post.send().trouble.startswith("The certificate of 127.0.0.1 is not trusted: ")
        assert post.states() == ["queued"]


def test_a_certificate_of_another_name_gets_no_mail(house: House, tmp_path: Path) -> None:
    certificate, trusted = make_certificate(tmp_path, "mail.anders.example")
    with LocalMailServer(certificate) as server:
        post = Post(house, server)
        post.set_up(security="starttls", ca_file=str(trusted))
        post.tell()
        assert "is not trusted" in post.send().trouble
        assert not server.taken


def test_a_server_without_tls_gets_no_mail_where_tls_is_asked_for(post: Post) -> None:
    post.set_up(security="starttls")
    post.tell()
    report = post.send()
    assert report.trouble == "127.0.0.1 offers no TLS, or no login; nothing was sent."
    assert not post.server.taken
    assert post.states() == ["queued"]


def test_a_wrong_login_fails_no_mail_and_tells_no_password(house: House, tmp_path: Path) -> None:
    certificate, trusted = make_certificate(tmp_path)
    with LocalMailServer(certificate, asks_for_login=True) as server:
        post = Post(house, server)
        post.set_up(security="starttls", ca_file=str(trusted), login=LOGIN, password="geheimes-falsches")
        post.tell()
        report = post.send()
        assert report.trouble.startswith("127.0.0.1 does not accept the login: 535 ")
        assert "geheimes" not in report.trouble + repr(house.settings) + house.everything()
        post.set_up(security="starttls", ca_file=str(trusted))
        assert "530" in post.send().trouble, "a server that asks for a login gets no mail without one"
        assert [(mail.state.value, mail.tries) for mail in post.mails()] == [("queued", 0)]


# How much leaves.


def test_an_address_gets_so_much_an_hour_and_the_rest_later(post: Post) -> None:
    post.set_up(an_address_hourly=3)
    for number in range(8):
        post.tell("jutta@post.example", subject=f"Nr. {number}")
    post.tell("karl@post.example")
    report = post.send()
    assert (report.sent, report.put_off) == (4, 5)
    post.house.clock.forward(minutes=59)
    assert post.send().sent == 0
    post.house.clock.forward(minutes=2)
    assert post.send().sent == 3
    post.house.clock.forward(hours=2)
    assert post.send().sent == 2
    told = [mail.mail["Subject"] for mail in post.server.taken if mail.to == ["jutta@post.example"]]
    assert told == [f"Nr. {number}" for number in range(8)], "in the order they were queued"
    assert {mail.tries for mail in post.mails()} == {1}


def test_very_many_mails_to_one_address_hold_up_no_other(post: Post) -> None:
    post.set_up(an_address_hourly=2)
    for number in range(250):
        post.tell("jutta@post.example", subject=f"Nr. {number}")
    post.tell("karl@post.example")
    report = post.send()
    assert (report.sent, report.put_off) == (3, 248)
    assert ["karl@post.example"] in [mail.to for mail in post.server.taken]


def test_a_run_sends_so_much_and_the_next_one_the_rest(post: Post) -> None:
    post.set_up(most_a_run=25)
    for number in range(40):
        post.tell(f"person{number}@post.example")
    assert post.send().sent == 25
    assert post.send().sent == 15
    assert post.states() == ["sent"] * 40


def test_a_run_that_is_stopped_leaves_the_rest_to_the_next(post: Post) -> None:
    for number in range(10):
        post.tell(f"person{number}@post.example")
    assert post.send(lambda: len(post.server.taken) >= 4).sent == 4
    assert Counter(post.states()) == {"sent": 4, "queued": 6}
    assert post.send().sent == 6
