"""What is entered to split a package."""

from __future__ import annotations

from pydantic import Field

from portal.validation import Input, OptionalDay

MOST_DOMAINS = 1000
"""Domains that one order can move."""


class SplitDetails(Input):
    """What is asked once domains and target are chosen."""

    new_main_id: int | None = None
    """What becomes the main domain of those that stay, where the main domain goes."""
    target_main_id: int | None = None
    """The main domain of a new package, among those that move."""
    on: OptionalDay = None
    """The day of the split; None: at once."""


class SplitWish(SplitDetails):
    """Everything that makes up an order."""

    package_id: int
    """Which package is split."""
    domain_ids: tuple[int, ...] = Field(min_length=1, max_length=MOST_DOMAINS)
    """Which of its domains go."""
    target_id: int | None = None
    """Where they go; None: to a new package."""
    product: str = ""
    """The code of what the new package is."""
