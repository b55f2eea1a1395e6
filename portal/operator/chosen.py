"""The package that an act of the operator is about: stands where a package access does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChosenPackage:
    """One package, with all that its owner sees.

    Attributes:
        package_id: Which.
        by_owner: Nothing is kept from the operator.
    """

    package_id: int
    by_owner: bool = True
