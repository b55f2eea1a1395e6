"""When cron jobs run: five fields or a word, as crontab(5) has them, and the moments that come of it."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, Field

from portal.errors import InvalidInput
from portal.i18n import _
from portal.validation import Cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WORDS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
"""Words in place of five fields (crontab(5)); `@reboot` is none of ours: no customer restarts a server."""

ANY_DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
WEEKDAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 1)}

ITEM = re.compile(r"(?:\*|(\w+)(?:-(\w+))?)(?:/([0-9]{1,2}))?", re.ASCII)
"""One item of a field: all or some, and every so many of them. Cron knows no `L`, `W` or `#`."""

FIELDS: tuple[tuple[int, int, Mapping[str, int], str], ...] = (
    (0, 59, {}, _("The first field is the minute: numbers from 0 to 59, such as 30, 0,30, 10-20 or */15.")),
    (0, 23, {}, _("The second field is the hour: numbers from 0 to 23, such as 4, 6,18, 8-18 or */2.")),
    (1, 31, {}, _("The third field is the day of the month: numbers from 1 to 31, such as 1, 1,15 or *.")),
    (1, 12, MONTHS, _("The fourth field is the month: numbers from 1 to 12, names such as jan, or *.")),
    (0, 7, WEEKDAYS, _("The fifth field is the weekday: 0 to 7 (both are Sunday), names such as mon, or *.")),
)
"""Least and greatest number, names, and what to say of a field that is not understood."""


def runs(schedule: str, after: dt.datetime) -> Iterator[dt.datetime]:
    """The moments at which a schedule runs, in the time zone of `after`; none if cron does not understand it.

    As Debian's cron has it: a fixed time in the hour that is missing in spring comes right after it, one in
    the hour that comes twice in autumn comes once; with `*` for minute or hour the clock is followed.
    """
    with suppress(CronSimError):
        yield from CronSim(WORDS.get(schedule, schedule), after)


def good(value: str) -> str:
    """A schedule that cron understands and that comes one day; raises InvalidInput."""
    if value.startswith("@"):
        return _word(value.lower())
    fields = value.lower().split()
    if len(fields) != len(FIELDS):
        raise InvalidInput(_("Five fields are needed: minute, hour, day, month, weekday; or @daily."))
    for field, (least, greatest, names, sentence) in zip(fields, FIELDS, strict=True):
        if not all(_is_good(item, least, greatest, names) for item in field.split(",")):
            raise InvalidInput(sentence)
    schedule = " ".join(fields)
    try:
        next(CronSim(schedule, ANY_DAY))
    except (CronSimError, StopIteration):
        raise InvalidInput(_("This never comes: there is no such day.")) from None
    return schedule


Schedule = Annotated[Cleaned, Field(min_length=1, max_length=100), AfterValidator(good)]
"""A schedule in its normal form, which is in small letters."""


def _word(word: str) -> str:
    if word not in WORDS:
        known = ", ".join(known for known in WORDS if known not in {"@midnight", "@annually"})
        raise InvalidInput(_("Known words are {words}.").format(words=known))
    return word


def _is_good(item: str, least: int, greatest: int, names: Mapping[str, int]) -> bool:
    """Whether a field's item means something within its bounds."""
    found = ITEM.fullmatch(item)
    if found is None:
        return False
    first, last, step = found.groups()
    numbers = [names.get(word, int(word) if word.isdecimal() else -1) for word in (first, last) if word]
    if any(not least <= number <= greatest for number in numbers) or numbers != sorted(numbers):
        return False
    return step is None or (len(numbers) != 1 and 1 <= int(step) <= greatest)
