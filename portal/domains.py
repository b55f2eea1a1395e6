"""Domains of a package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.use_case import UseCases
from storage.models.domains import DomainKind, DomainState

if TYPE_CHECKING:
    import datetime as dt

    from portal.access import PackageAccess
    from portal.paging import Page, PageRequest
    from storage.repositories.domains import DomainRow

__all__ = ["DomainKind", "DomainState", "DomainView", "Domains"]


@dataclass(frozen=True, slots=True)
class DomainView:
    """A domain as the list shows it.

    Attributes:
        id: For opening it.
        name: In Unicode.
        ascii_name: In punycode; the same as `name` for most.
        kind: Main, included or additional.
        state: Where it is in its life at the registry.
        registered_on: Since when.
    """

    id: int
    name: str
    ascii_name: str
    kind: DomainKind
    state: DomainState
    registered_on: dt.date


@dataclass(frozen=True, slots=True)
class DomainChoice:
    """A domain that something can be made under.

    Attributes:
        id: What forms hand over.
        name: In Unicode.
        ascii_name: In punycode.
    """

    id: int
    name: str
    ascii_name: str


class Domains(UseCases):
    """The domains of one package."""

    def page(self, access: PackageAccess, request: PageRequest) -> Page[DomainView]:
        """A page of the package's domains; orders: name, kind, state, registered."""
        with self._reading(access) as work:
            return work.domains.page_of(access, request).of(_view)

    def choices(self, access: PackageAccess) -> tuple[DomainChoice, ...]:
        """The living domains that may be managed, the main domain first."""
        with self._reading(access) as work:
            found = work.domains.living_of(access)
            return tuple(DomainChoice(each.id, each.name, each.ascii_name) for each in found)


def _view(row: DomainRow) -> DomainView:
    return DomainView(row.id, row.name, row.ascii_name, row.kind, row.state, row.registered_on)
