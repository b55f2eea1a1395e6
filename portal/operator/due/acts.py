"""What one kind of act that falls due must tell, and do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from portal.use_case import UseCases

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from portal.access import OperatorAccess
    from portal.operator.due.report import DueReport
    from storage.work import Work


class DueActs(UseCases, ABC):
    """Acts of one kind."""

    @abstractmethod
    def due(self, work: Work, on: dt.date) -> Iterable[tuple[dt.date, int]]:
        """On which days by `on` something is due, and the ids of what it is due for; in one read."""

    @abstractmethod
    def carry_out(self, access: OperatorAccess, key: int, day: dt.date, report: DueReport) -> None:
        """Do what is due for one of them, in one transaction; nothing if it is not due any more.

        Args:
            access: Who has it done.
            key: Of what.
            day: When it fell due.
            report: Where it is counted.
        """
