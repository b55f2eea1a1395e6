"""What falls due, on its day and in its order."""

from portal.operator.due.report import DueReport
from portal.operator.due.service import FallingDue

__all__ = ["DueReport", "FallingDue"]
