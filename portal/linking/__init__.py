"""Linking customer numbers: several under one account, each of which goes on signing in."""

from portal.linking.models import LinkNumbers, OtherNumber
from portal.linking.service import Linking
from portal.linking.views import Apart, LinkedNumber, LinkPlan, Part, Unlike

__all__ = [
    "Apart",
    "LinkNumbers",
    "LinkPlan",
    "LinkedNumber",
    "Linking",
    "OtherNumber",
    "Part",
    "Unlike",
]
