"""What is coming for a customer: deadlines, as a list and as a calendar."""

from portal.deadlines.service import Deadlines
from portal.deadlines.views import DeadlineKind, DeadlineView

__all__ = ["DeadlineKind", "DeadlineView", "Deadlines"]
