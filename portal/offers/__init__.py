"""Offers of the month."""

from portal.offers.models import NewOffer, OfferWish, PackageWish, ServiceWish
from portal.offers.service import Offers
from portal.offers.views import (
    BookablePackage,
    OfferDetails,
    OfferPlan,
    OfferTerms,
    OfferView,
    OrderedOffer,
    Phase,
    Standing,
)

__all__ = [
    "BookablePackage",
    "NewOffer",
    "OfferDetails",
    "OfferPlan",
    "OfferTerms",
    "OfferView",
    "OfferWish",
    "Offers",
    "OrderedOffer",
    "PackageWish",
    "Phase",
    "ServiceWish",
    "Standing",
]
