"""One file a subject: the tables and their constraints. Importing this package makes all of them known."""

from storage.models import (
    audit,
    backups,
    contracts,
    customers,
    databases,
    debits,
    dns,
    domains,
    history,
    invoices,
    mail,
    messages,
    packages,
    products,
    sign_in,
    statistics,
    webspace,
)
from storage.models.base import Base

__all__ = [
    "Base",
    "audit",
    "backups",
    "contracts",
    "customers",
    "databases",
    "debits",
    "dns",
    "domains",
    "history",
    "invoices",
    "mail",
    "messages",
    "packages",
    "products",
    "sign_in",
    "statistics",
    "webspace",
]
