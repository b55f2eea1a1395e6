"""What all that can end has in common, for use cases and for what falls due."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from portal.termination.views import Contents, EndingKind
    from storage.models.contracts import ActKind
    from storage.models.domains import Domain
    from storage.models.termination import DomainEnd, FollowUp
    from storage.repositories.contracts import Agreed
    from storage.work import Work


@dataclass(frozen=True, slots=True)
class Acts:
    """How what is done to a kind of thing stands on record."""

    terminated: ActKind
    retracted: ActKind
    ended: ActKind


class Ending(ABC):
    """Something that can end; its package is locked by whoever changes it.

    Attributes:
        kind: What it is.
        acts: How what is done to it stands on record.
        agreed: The package that it is or belongs to.
    """

    kind: ClassVar[EndingKind]
    acts: ClassVar[Acts]

    def __init__(self, work: Work, agreed: Agreed) -> None:
        self._work = work
        self.agreed = agreed

    @property
    @abstractmethod
    def id(self) -> int:
        """Of the package, the domain or the service."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What it is called."""

    @property
    @abstractmethod
    def has_ended(self) -> bool:
        """Whether it is over."""

    @property
    @abstractmethod
    def terminated_at(self) -> dt.datetime | None:
        """When notice was received for it; None: it was not, or was retracted."""

    @property
    @abstractmethod
    def ends_on(self) -> dt.date | None:
        """Its last day, where notice was given for it or for its package."""

    @abstractmethod
    def earliest(self, received: dt.date) -> dt.date:
        """Its last day if notice is received on that day."""

    @abstractmethod
    def contents(self, follow_ups: Mapping[int, FollowUp]) -> Contents:
        """What ends with it; of a domain that is not named, another provider may have the name."""

    @abstractmethod
    def terminate(
        self, at: dt.datetime, ends_on: dt.date, contents: Contents
    ) -> Sequence[tuple[Domain, DomainEnd]]:
        """Have it end on a day, with those contents; answers the domains that are transferred."""

    @abstractmethod
    def retract(self) -> None:
        """Have it stay; raises Conflict where that cannot be any more."""

    @abstractmethod
    def end(self, at: dt.datetime) -> None:
        """End it, now."""

    @property
    def product(self) -> str:
        """What a package is; empty for all else."""
        return ""

    @property
    def package_ends_on(self) -> dt.date | None:
        """What it cannot outlast; None: nothing is agreed, or it is the package itself."""
        return self.agreed.contract.ends_on

    def ends_minimum_term(self, _day: dt.date) -> bool:
        """Whether that is the last day of its minimum term."""
        return False


class OrderedEnding(Ending):
    """Something under a contract of its own: consumers may withdraw from its order."""

    withdrawn: ClassVar[ActKind]
    """How that stands on record."""

    @property
    @abstractmethod
    def ordered_at(self) -> dt.datetime | None:
        """When it was ordered; None: it began with that."""

    @property
    @abstractmethod
    def started_on(self) -> dt.date:
        """The first day of its contract."""

    @abstractmethod
    def withdraw(self, at: dt.datetime, today: dt.date) -> None:
        """End it at once; nothing of it is billed or credited by its periods any more."""
