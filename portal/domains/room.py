"""How domains fit into a package: included ones first, then additional ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.models.domains import DomainKind
from storage.models.products import Resource

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class DomainRoom:
    """How many domains a package has, and may have.

    Attributes:
        included: Those that its product includes, the main domain among them.
        most_included: How many there may be of them.
        additional: Those that are billed beside the product.
        most_additional: How many there may be of them.
    """

    included: int
    most_included: int
    additional: int
    most_additional: int

    @classmethod
    def of(cls, kinds: Mapping[DomainKind, int], quotas: Mapping[Resource, int]) -> DomainRoom:
        """The room for domains by what a package has and what its product includes."""
        additional = kinds.get(DomainKind.ADDITIONAL, 0)
        return cls(
            included=sum(kinds.values()) - additional,
            most_included=quotas.get(Resource.DOMAINS, 0),
            additional=additional,
            most_additional=quotas.get(Resource.ADDITIONAL_DOMAINS, 0),
        )

    def shares(self, domains: int) -> tuple[int, int]:
        """How many of so many more domains are included, and how many would be additional."""
        included = min(domains, max(self.most_included - self.included, 0))
        return included, domains - included

    def next_kind(self) -> DomainKind | None:
        """How the next domain belongs to the package; None: there is no room for it."""
        included, additional = self.shares(1)
        if included:
            return DomainKind.INCLUDED
        return DomainKind.ADDITIONAL if self.additional + additional <= self.most_additional else None
