"""Ending what was agreed: terminating, retracting that, withdrawing from an order."""

from portal.termination.models import Termination
from portal.termination.service import Terminations
from portal.termination.views import (
    Acknowledged,
    AuthInfo,
    EndingKind,
    EndingView,
    LeavingDomain,
    TerminationPlan,
    WithdrawalPlan,
)
from storage.models.termination import FollowUp

__all__ = [
    "Acknowledged",
    "AuthInfo",
    "EndingKind",
    "EndingView",
    "FollowUp",
    "LeavingDomain",
    "Termination",
    "TerminationPlan",
    "Terminations",
    "WithdrawalPlan",
]
