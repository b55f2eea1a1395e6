"""Whose records are asked for, where a test needs no session."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Of:
    """All that is a customer's."""

    customer_id: int
