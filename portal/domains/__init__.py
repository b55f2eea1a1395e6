"""Domains of a package and their subdomains: their list, where they lead, and ordering another one."""

from portal.domains.models import (
    DefaultAddress,
    DomainKind,
    DomainState,
    NewDomain,
    NewSubdomain,
    SiteSettings,
    SiteTarget,
)
from portal.domains.service import Domains
from portal.domains.views import DomainChoice, DomainView, SiteChoice

__all__ = [
    "DefaultAddress",
    "DomainChoice",
    "DomainKind",
    "DomainState",
    "DomainView",
    "Domains",
    "NewDomain",
    "NewSubdomain",
    "SiteChoice",
    "SiteSettings",
    "SiteTarget",
]
