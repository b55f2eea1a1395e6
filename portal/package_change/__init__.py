"""Changing a package to another product of its family: at once upwards, in time downwards."""

from portal.package_change.service import PackageChange
from portal.package_change.views import (
    ChangeKind,
    ChangeOffer,
    ChangePlan,
    Misfit,
    OrderedChange,
    ProductOption,
    QuotaChange,
)

__all__ = [
    "ChangeKind",
    "ChangeOffer",
    "ChangePlan",
    "Misfit",
    "OrderedChange",
    "PackageChange",
    "ProductOption",
    "QuotaChange",
]
