"""What is shown of an act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from storage.models.contracts import ActKind


@dataclass(frozen=True, slots=True)
class ActView:
    """An act of the customer, or what fell due.

    Attributes:
        id: By which its paper is asked for.
        kind: What was done.
        at: When it was received, in UTC.
        effective_on: The first day it holds.
        domain: The main domain of the package it was about; empty: the whole customer number.
        details: In words of ours.
        has_paper: Whether there is a confirmation of it.
    """

    id: int
    kind: ActKind
    at: dt.datetime
    effective_on: dt.date
    domain: str
    details: str
    has_paper: bool


@dataclass(frozen=True, slots=True)
class ToldView:
    """What the customer was told of an act.

    Attributes:
        title: What it is.
        text: The letter, line by line.
    """

    title: str
    text: str


def reference_of(act_id: int) -> str:
    """By which customer and provider find an act again."""
    return f"V-{act_id:08}"


def event_of(act_id: int) -> str:
    """By which the messages that tell of an act are found."""
    return f"contract act {act_id}"
