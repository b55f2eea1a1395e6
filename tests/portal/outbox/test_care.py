"""What staff look at and decide."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.errors import Conflict, InvalidInput, NotFound
from portal.operator.outbox import DeliveryState
from portal.settings import load_settings
from tests.mail_server import OK
from tests.portal.outbox.steps import ANNA

if TYPE_CHECKING:
    from pathlib import Path

    from tests.portal.house import House
    from tests.portal.outbox.steps import Post

TODAY = dt.date(2026, 11, 22)


def test_the_list_has_the_newest_first_by_state_and_customer(house: House, post: Post) -> None:
    stranger = house.customer()
    for number in range(3):
        post.tell(f"person{number}@post.example", subject=f"Nr. {number}")
    post.server.behaviour.to_recipient = lambda to: OK if to != "person1@post.example" else "550 No"
    post.send()
    care = house.portal.operator.outbox
    assert [mail.subject for mail in care.list(ANNA)] == ["Nr. 2", "Nr. 1", "Nr. 0"]
    assert [mail.subject for mail in care.list(ANNA, DeliveryState.FAILED)] == ["Nr. 1"]
    assert len(list(care.list(ANNA, None, post.customer.number))) == 3
    assert list(care.list(ANNA, None, stranger.number)) == []
    with pytest.raises(NotFound):
        care.list(ANNA, None, "99999999")


def test_a_mail_is_shown_with_its_text_and_whether_it_was_read(house: House, post: Post) -> None:
    post.tell(subject="Ihre Anschrift")
    care = house.portal.operator.outbox
    [mail] = post.mails()
    shown = care.show(ANNA, mail.number)
    assert (shown.mail, shown.read_at, shown.paper) == (mail, None, "")
    assert shown.body.startswith("Guten Tag")
    access = house.access(post.customer)
    house.portal.messages.mark_all_read(access, 10)
    assert care.show(ANNA, mail.number).read_at == house.clock.now()
    with pytest.raises(NotFound):
        care.show(ANNA, 4711)


def test_what_failed_can_be_put_back(house: House, post: Post) -> None:
    post.tell()
    post.server.behaviour.to_recipient = lambda _to: "550 Unknown"
    post.send()
    [mail] = post.mails()
    post.server.behaviour.to_recipient = lambda _to: OK
    care = house.portal.operator.outbox
    care.again(ANNA, mail.number)
    with pytest.raises(Conflict, match="is queued"):
        care.again(ANNA, mail.number)
    assert post.send().sent == 1
    with pytest.raises(Conflict, match="is sent"):
        care.again(ANNA, mail.number)
    assert [mail.tries for mail in post.mails()] == [1]
    assert house.actions().count("mail put back") == 1


def test_what_waits_since_long_ago_can_be_left_unsent(house: House, post: Post) -> None:
    post.tell("alt@post.example")
    house.clock.forward(days=2)
    post.tell("neu@post.example")
    care = house.portal.operator.outbox
    with pytest.raises(InvalidInput, match="yet to come"):
        care.suppress(ANNA, TODAY + dt.timedelta(days=30))
    assert care.suppress(ANNA, TODAY) == 1
    assert care.suppress(ANNA, TODAY) == 0
    assert post.send().sent == 1
    assert post.states() == ["suppressed", "sent"]
    care.again(ANNA, post.mails()[0].number)
    assert post.send().sent == 1


def test_a_run_is_on_record_if_it_did_something(house: House, post: Post) -> None:
    post.send()
    assert "mail sent" not in house.actions()
    post.tell()
    post.send()
    [entry] = [entry for entry in house.audit() if entry.action == "mail sent"]
    assert (entry.actor, entry.details) == ("operator anna", "1 sent, 0 deferred, 0 failed")


def test_nobody_unsubscribes_by_guessing(post: Post) -> None:
    post.tell()
    for guess in ("", "0" * 32, post.house.portal.operator.outbox.show(ANNA, 1).message_id):
        with pytest.raises(NotFound):
            post.house.portal.operator.outbox.unsubscribe(ANNA, guess)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('host = "mail.example"', "Please say with “sender” which address mail comes from."),
        (
            'host = "mail.example"\nsender = "a@b.example"\nsecurity = "none"',
            "Without TLS mail goes to a server on this computer only",
        ),
        ('host = "mail.example"\nsender = "a@b.example"\nsecurity = "ssl"', "This must be one of"),
        ('host = "mail.example\\nx"\nsender = "a@b.example"', "This is not the name of a server"),
        ('host = "mail.example"\nsender = "nobody"', "not a complete email address"),
        ('host = "mail.example"\nsender = "a@b.example"\npassword = "grün"', "Only letters without accents"),
        ('host = "mail.example"\nsender = "a@b.example"\nport = 0', "at least 1"),
    ],
)
def test_settings_of_the_mail_server_that_make_no_sense(tmp_path: Path, written: str, said: str) -> None:
    path = tmp_path / "portal.toml"
    path.write_text(f"[smtp]\n{written}", "utf-8")
    with pytest.raises(InvalidInput, match=said):
        load_settings(path)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", "LOCALHOST"])
def test_on_this_computer_mail_may_go_without_tls(tmp_path: Path, host: str) -> None:
    path = tmp_path / "portal.toml"
    path.write_text(f'[smtp]\nhost = "{host}"\nsender = "a@b.example"\nsecurity = "none"')
    assert load_settings(path).smtp.host == host
