"""Deadlines as a calendar that every program reads (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from icalendar import Alarm, Calendar, Event

from portal.deadlines.views import DeadlineKind
from portal.deadlines.words import sentence_of, summary_of
from portal.languages import language_of
from portal.terms import ONE_DAY
from portal.text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.deadlines.views import DeadlineView
    from storage.models.customers import Customer

A_WEEK_BEFORE = -dt.timedelta(days=7)

NAMES = {"de": "Fristen", "en": "Deadlines"}


def calendar_of(found: Iterable[DeadlineView], customer: Customer, brand: str, now: dt.datetime) -> str:
    """A calendar with a whole day for each deadline; the same deadlines at the same moment, the same text.

    A deadline keeps its UID when its day moves, so that a calendar that is imported again moves it too.

    Args:
        found: What is coming.
        customer: Whose; the text is in their language.
        brand: Who made the calendar.
        now: When.
    """
    language = language_of(customer.language)
    calendar = Calendar()
    calendar.add("prodid", f"-//{harmless(brand)}//Customer Login//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    name = f"{NAMES[language]} {customer.number}"
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    for view in found:
        calendar.add_component(_event(view, customer, language, now))
    content: bytes = calendar.to_ical()
    return content.decode()


def _event(view: DeadlineView, customer: Customer, language: str, now: dt.datetime) -> Event:
    event = Event()
    event.add("uid", str(uuid.uuid5(uuid.NAMESPACE_URL, f"customer-login:{customer.number}:{view.id}")))
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("dtstart", view.day)
    event.add("dtend", view.day + ONE_DAY)
    summary = harmless(summary_of(view, language))
    event.add("summary", summary)
    event.add("description", harmless(sentence_of(view, language)))
    event.add("transp", "TRANSPARENT")
    if view.kind is DeadlineKind.NOTICE:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", summary)
        alarm.add("trigger", A_WEEK_BEFORE)
        event.add_component(alarm)
    return event
