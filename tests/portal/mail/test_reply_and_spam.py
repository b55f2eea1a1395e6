"""Auto-replies and spam."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from portal.errors import ChangedMeanwhile, InvalidInput
from portal.mail.models import AutoReply, SpamSettings
from storage.models.mail import SpamAction
from tests.portal.mail.steps import listed, mailbox

if TYPE_CHECKING:
    from portal.portal import Portal
    from tests.portal.technical import Place

TODAY = dt.date(2026, 11, 22)
"""In these stories."""


def away(begins: dt.date | None, until: dt.date | None, *, enabled: bool = True) -> AutoReply:
    return AutoReply(
        reply_enabled=enabled,
        reply_subject="Weg",
        reply_text="Bin weg.",
        reply_from=begins,
        reply_until=until,
    )


@pytest.mark.parametrize(
    ("begins", "until", "is_away"),
    [
        (None, None, True),
        (0, 0, True),
        (-3, 5, True),
        (None, 5, True),
        (-3, None, True),
        (1, 5, False),
        (1, None, False),
    ],
)
def test_who_is_away_is_so_from_the_first_day_to_the_last(
    here: Place, portal: Portal, begins: int | None, until: int | None, is_away: bool
) -> None:
    box = mailbox(here, "info")
    first, last = (None if n is None else TODAY + dt.timedelta(days=n) for n in (begins, until))
    portal.mail.set_auto_reply(here.owner, box, away(first, last), portal.mail.show(here.owner, box).reply)
    [view] = listed(here)
    assert (view.away, view.away_until) == (is_away, last if is_away else None)
    assert set(here.history()[-1].fields) >= {"reply_enabled", "reply_subject", "reply_text"}


def test_away_ends_after_the_last_day_where_the_provider_is(here: Place, portal: Portal) -> None:
    box = mailbox(here, "info")
    portal.mail.set_auto_reply(here.owner, box, away(TODAY, TODAY), portal.mail.show(here.owner, box).reply)
    here.house.clock.moment = dt.datetime(2026, 11, 22, 22, 59, tzinfo=dt.UTC)
    here.sign_in()
    assert listed(here)[0].away
    here.house.clock.forward(minutes=1)  # midnight in Berlin
    assert not listed(here)[0].away


def test_an_auto_reply_that_is_over_cannot_be_switched_on(here: Place, portal: Portal) -> None:
    box = mailbox(here, "info")
    before, over = portal.mail.show(here.owner, box).reply, TODAY - dt.timedelta(days=1)
    with pytest.raises(InvalidInput) as caught:
        portal.mail.set_auto_reply(here.owner, box, away(None, over), before)
    assert caught.value.problems == {"reply_until": "This day is over."}
    portal.mail.set_auto_reply(here.owner, box, away(None, over, enabled=False), before)


def test_an_auto_reply_changed_meanwhile_is_shown(here: Place, portal: Portal) -> None:
    box = mailbox(here, "info")
    seen = portal.mail.show(here.owner, box).reply
    portal.mail.set_auto_reply(here.webmaster, box, away(None, TODAY), seen)
    with pytest.raises(ChangedMeanwhile) as caught:
        portal.mail.set_auto_reply(here.owner, box, away(None, None), seen)
    assert caught.value.stored == {
        "reply_enabled": "yes",
        "reply_subject": "Weg",
        "reply_text": "Bin weg.",
        "reply_until": "2026-11-22",
    }


def test_spam_settings_are_kept_and_can_be_undone(here: Place, portal: Portal) -> None:
    box = mailbox(here, "info")
    before = portal.mail.show(here.owner, box).spam
    assert before == SpamSettings(spam=SpamAction.MOVE)
    after = SpamSettings(
        spam=SpamAction.REJECT, spam_allowed=("anna@example.org",), spam_blocked=("@werbung.example",)
    )
    portal.mail.set_spam(here.owner, box, after, before)
    assert portal.mail.show(here.owner, box).spam == after
    change = here.history()[-1]
    assert change.fields == ["spam", "spam_allowed", "spam_blocked"]
    portal.history.undo(here.owner, change.id)
    assert portal.mail.show(here.owner, box).spam == before
    with pytest.raises(ChangedMeanwhile):
        portal.mail.set_spam(here.owner, box, after, after)
