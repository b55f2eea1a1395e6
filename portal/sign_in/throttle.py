"""The throttle: a try is taken from its buckets before any secret is looked at (safety.md, "Sign-in")."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.errors import Throttled
from portal.i18n import _, ngettext
from storage.errors import Duplicate

if TYPE_CHECKING:
    from portal.use_case import Means
    from storage.models.sign_in import ThrottleBucket
    from storage.work import Work

RACES = 4
"""A try falls in three buckets: each can be made by somebody else meanwhile, then all of them are there."""

ROUNDING = 1e-6
"""What parts of a try may lack after they were added up: fewer than a second's worth."""

ONE_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Try:
    """One try at a secret.

    Attributes:
        account: Whose secret: kind and name, such as `customer 10012345`; known or not, it counts the same.
        source: Where it comes from.
    """

    account: str
    source: str

    @property
    def account_key(self) -> str:
        """The account, not to be read from the database."""
        return _hashed("account", self.account)

    @property
    def source_key(self) -> str:
        """The source, not to be read from the database."""
        return _hashed("source", self.source)


class Throttle:
    """Token buckets in the database: they outlive the program and hold for all its processes."""

    def __init__(self, means: Means) -> None:
        self._means = means

    def reserve(self, attempt: Try, field: str | None = None) -> None:
        """Take one try from every bucket it falls in, and commit that; raises Throttled.

        A source that signed in to the account before has a bucket of its own, so that strangers who
        empty the account's bucket cannot lock its owner out.
        """
        wait = self._reserved(attempt, RACES)
        if wait:
            raise Throttled(told_wait(wait), wait, field)

    def give_back(self, work: Work, attempt: Try) -> None:
        """The secret was right: this source's bucket is full again, the others get one try back."""
        limits = self._means.settings.sign_in
        for key, bucket in work.sign_ins.buckets(self._capacities(work, attempt)).items():
            own = key == _hashed("pair", attempt.account, attempt.source)
            bucket.tokens = float(limits.tries) if own else bucket.tokens + 1

    def _reserved(self, attempt: Try, races: int) -> int:
        try:
            with self._means.storage.writing() as work:
                wait = self._take(work, attempt)
                work.commit()
        except Duplicate:
            if races == 1:
                raise
            return self._reserved(attempt, races - 1)
        return wait

    def _take(self, work: Work, attempt: Try) -> int:
        """Seconds to wait, 0 if a try was taken."""
        now, seconds = self._means.clock.now(), self._means.settings.sign_in.seconds_for_a_try
        capacities = self._capacities(work, attempt)
        buckets = work.sign_ins.buckets(capacities)
        for key, capacity in capacities.items():
            bucket = buckets.get(key)
            if bucket is None:
                buckets[key] = work.sign_ins.add_bucket(key, capacity, now)
            else:
                _refill(bucket, capacity, now, seconds)
        lacking = max(1 - bucket.tokens for bucket in buckets.values())
        if lacking > ROUNDING:
            return math.ceil(lacking * seconds)
        for bucket in buckets.values():
            bucket.tokens -= 1
        return 0

    def _capacities(self, work: Work, attempt: Try) -> dict[str, int]:
        limits = self._means.settings.sign_in
        own = {_hashed("pair", attempt.account, attempt.source): limits.tries}
        if work.sign_ins.knows(attempt.account_key, attempt.source_key):
            return own
        return own | {
            attempt.account_key: limits.tries_of_an_account,
            attempt.source_key: limits.tries_of_a_source,
        }


def told_wait(seconds: int) -> str:
    """The refusal, telling how long to wait."""
    if seconds < ONE_MINUTE:
        wait = ngettext("{n} second", "{n} seconds", seconds).format(n=seconds)
    else:
        minutes = math.ceil(seconds / ONE_MINUTE)
        wait = ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    return _("Too many tries. Please wait {wait} and try again.").format(wait=wait)


def _refill(bucket: ThrottleBucket, capacity: int, now: dt.datetime, seconds: int) -> None:
    passed = max((now - bucket.counted_at) / dt.timedelta(seconds=seconds), 0.0)
    bucket.tokens = min(float(capacity), bucket.tokens + passed)
    bucket.counted_at = now


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "backslashreplace")).hexdigest()
