"""Removing addresses, and undoing what was done to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.errors import ChangedMeanwhile, Conflict
from portal.mail.models import DeliverySettings, MailboxSettings
from storage.models.domains import DomainState
from storage.models.mail import MailAddress
from storage.models.products import Resource
from tests.portal.mail.steps import (
    addresses,
    alias,
    catch_all,
    delivery,
    forward,
    listed,
    mailbox,
    remove,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.portal import Portal
    from tests.portal.technical import Place


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(Conflict) as caught:
        act()
    return caught.value.message


def undo_newest(here: Place) -> None:
    here.house.portal.history.undo(here.owner, here.history()[-1].id)


def test_what_goes_is_told_before(here: Place, portal: Portal) -> None:
    box = mailbox(here, "info", 500)
    mailbox(here, "buero")
    alias(here, "team", "buero@meine.example", "info@meine.example")
    with here.house.storage.writing() as work:
        work._session.get_one(MailAddress, box).used_mb = 123
        work.commit()
    goes = portal.mail.removal(here.owner, box)
    assert (goes.address, goes.used_mb, goes.lose) == ("info@meine.example", 123, ("team@meine.example",))
    assert goes.postmaster == ""
    assert portal.mail.removal(here.owner, mailbox(here, "abuse")).postmaster == "postmaster@hosting.example"


def test_a_removed_mailbox_gives_its_room_back_and_is_taken_out_of_targets(here: Place) -> None:
    box = mailbox(here, "info", 500)
    forward(here, "rechnung", "Info@meine.example", "anna@example.org")
    forward(here, "informant", "myinfo@meine.example")
    remove(here, box)
    assert [(view.address, view.targets) for view in listed(here)] == [
        ("informant@meine.example", ("myinfo@meine.example",)),
        ("rechnung@meine.example", ("anna@example.org",)),
    ]
    assert (here.used(Resource.MAILBOXES), here.used(Resource.MAIL_STORAGE)) == (0, 0)
    changed, removed = here.history()[-2:]
    assert (changed.name, changed.fields) == ("rechnung@meine.example", ["targets"])
    assert (removed.name, removed.action, removed.undoable) == ("info@meine.example", "removed", False)


def test_what_something_delivers_to_and_to_nothing_else_stays(here: Place) -> None:
    box = mailbox(here, "info")
    forward(here, "rechnung", "info@meine.example")
    assert refusal(lambda: remove(here, box)) == (
        "rechnung@meine.example delivers to info@meine.example only. Please change or delete that first."
    )
    catch_all(here, "info@meine.example")
    assert refusal(lambda: remove(here, box)) == (
        "*@meine.example, rechnung@meine.example deliver to info@meine.example only."
        " Please change or delete those first."
    )
    assert "info@meine.example" in addresses(here)


def test_the_webmaster_does_not_learn_what_the_owner_keeps(here: Place, portal: Portal) -> None:
    box, second = mailbox(here, "info"), mailbox(here, "buero")
    forward(here, "geheim", "info@meine.example", domain=1)
    forward(here, "auch", "buero@meine.example", "anna@example.org", domain=1)
    here.close(1)
    assert refusal(lambda: portal.mail.removal(here.webmaster, box)) == (
        "An address that only the owner manages delivers to info@meine.example only."
        " Please change or delete that first."
    )
    assert portal.mail.removal(here.webmaster, second).lose == ()
    remove(here, second, here.webmaster)
    assert listed(here, filter="auch")[0].targets == ("anna@example.org",)


def test_more_than_was_shown_does_not_go(here: Place, portal: Portal) -> None:
    box = mailbox(here, "info")
    shown = portal.mail.removal(here.owner, box)
    forward(here, "neu", "info@meine.example", "anna@example.org")
    with pytest.raises(ChangedMeanwhile) as caught:
        portal.mail.remove(here.owner, box, shown)
    assert caught.value.message == (
        "What delivers to this address was changed a moment ago. Please look again."
    )
    assert len(addresses(here)) == 2


def test_a_removed_forward_comes_back_by_an_undo(here: Place) -> None:
    remove(here, forward(here, "team", "anna@example.org"))
    assert addresses(here) == []
    undo_newest(here)
    assert [(view.address, view.targets) for view in listed(here)] == [
        ("team@meine.example", ("anna@example.org",))
    ]


def test_an_undo_makes_no_circle(here: Place, portal: Portal) -> None:
    first = forward(here, "a", "b@meine.example", "anna@example.org")
    seen = DeliverySettings(targets=("b@meine.example", "anna@example.org"))
    portal.mail.change_delivery(here.owner, first, DeliverySettings(targets=("anna@example.org",)), seen)
    change = here.history()[-1].id
    forward(here, "b", "a@meine.example")
    with pytest.raises(Conflict) as caught:
        portal.history.undo(here.owner, change)
    assert caught.value.message.startswith("Mail would go round in circles: ")
    assert listed(here, filter="a@m")[0].targets == ("anna@example.org",)


def test_an_undo_leaves_no_alias_without_its_mailbox(here: Place) -> None:
    box = mailbox(here, "info")
    team = alias(here, "team", "info@meine.example")
    remove(here, team)
    change = here.history()[-1].id
    remove(here, box)
    assert refusal(lambda: here.house.portal.history.undo(here.owner, change)) == (
        "info@meine.example is no mailbox of this package; a forward can deliver there."
    )


def test_an_undo_takes_nothing_away_that_something_delivers_to(here: Place) -> None:
    forward(here, "a", "anna@example.org")
    change = here.history()[-1].id
    forward(here, "b", "a@meine.example")
    assert refusal(lambda: here.house.portal.history.undo(here.owner, change)) == (
        "b@meine.example delivers to a@meine.example. Please change or delete that first."
    )


def test_an_undo_needs_room_in_the_pool(here: Place, portal: Portal) -> None:
    box, seen = mailbox(here, "info", 10_000), MailboxSettings(size_mb=10_000)
    portal.mail.change_mailbox(here.owner, box, MailboxSettings(size_mb=100), seen)
    change = here.history()[-1].id
    mailbox(here, "buero", 5000)
    sentence = "Of the 10240 MB of mail storage only 5140 MB are left."
    assert refusal(lambda: portal.history.undo(here.owner, change)) == sentence
    assert here.used(Resource.MAIL_STORAGE) == 5100


def test_an_undo_needs_the_domain(here: Place, portal: Portal) -> None:
    outside = portal.mail.add_forward(here.owner, delivery(here, "team", "anna@example.org", domain=1))
    remove(here, outside)
    here.change_domain(1, state=DomainState.ENDED)
    assert refusal(lambda: undo_newest(here)) == ("The domain of this is not in this package any more.")


def test_a_replaced_catch_all_comes_back(here: Place) -> None:
    catch_all(here, "anna@example.org")
    catch_all(here, "bernd@example.org", sure=True)
    undo_newest(here)
    assert listed(here)[0].targets == ("anna@example.org",)
