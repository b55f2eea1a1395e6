"""What is entered to terminate something."""

from __future__ import annotations

from pydantic import Field

from portal.validation import Input, OptionalDay, OptionalLine
from storage.models.termination import FollowUp


class Termination(Input):
    """When something shall end, why, and what becomes of domains."""

    ends_on: OptionalDay = None
    """The last day; None: the earliest."""
    reason: OptionalLine = ""
    follow_ups: dict[int, FollowUp] = Field(default_factory=dict)
    """By the ids of domains; of those that are left out, another provider may have the name."""
