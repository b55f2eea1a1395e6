"""Splitting a package: domains go to another package, or to one of their own, with all that hangs on them."""

from portal.splitting.models import SplitDetails, SplitWish
from portal.splitting.service import Splitting
from portal.splitting.views import (
    DomainChoice,
    NewPackage,
    PendingSplit,
    Split,
    SplitMisfit,
    SplitOffer,
    SplitPlan,
    TargetChoice,
)

__all__ = [
    "DomainChoice",
    "NewPackage",
    "PendingSplit",
    "Split",
    "SplitDetails",
    "SplitMisfit",
    "SplitOffer",
    "SplitPlan",
    "SplitWish",
    "Splitting",
    "TargetChoice",
]
