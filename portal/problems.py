"""Sentences for what can be wrong with the database."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from portal.errors import ChangedMeanwhile, Conflict, Unavailable
from portal.i18n import _
from storage.errors import DatabaseProblem, Duplicate, Problem, Stale

if TYPE_CHECKING:
    from collections.abc import Iterator


def sentence(problem: DatabaseProblem) -> str:
    """What to tell somebody who only wants to use the portal, or to run it."""
    sentences = {
        Problem.MISSING: _("There is no database at {place}."),
        Problem.NOT_A_DATABASE: _("{place} is not a database of this program. Nothing was changed in it."),
        Problem.DAMAGED: _("The database {place} is damaged. Please restore it from a backup."),
        Problem.OLDER: _(
            "The database {place} is from an older version of this program."
            " “customer-login admin migrate” brings it up to date and makes a backup first."
        ),
        Problem.NEWER: _(
            "The database {place} is from a newer version of this program. Please update the program."
        ),
        Problem.OPEN_TO_OTHERS: _(
            "Other users of this computer can read {place}. Make it yours alone first: chmod 600."
        ),
        Problem.LOCKED: _(
            "The database is busy at the moment. Nothing was changed; please try again in a few seconds."
        ),
        Problem.READ_ONLY: _("The database can only be read at the moment. Nothing was changed."),
        Problem.FULL: _("There is no room left to save anything. Nothing was changed."),
        Problem.UNREACHABLE: _("The database cannot be reached at the moment. Nothing was changed. {place}"),
    }
    return sentences[problem.problem].format(place=problem.place).strip()


@contextmanager
def told() -> Iterator[None]:
    """Turn what storage reports into errors whose message the customer may read."""
    try:
        yield
    except DatabaseProblem as problem:
        raise Unavailable(sentence(problem)) from problem
    except Stale as stale:
        raise ChangedMeanwhile(
            _("Somebody changed the same data a moment ago. Nothing was changed; please save again."), {}
        ) from stale
    except Duplicate as duplicate:
        raise Conflict(
            _("The same was saved a moment ago, so nothing was changed. F5 shows it.")
        ) from duplicate
