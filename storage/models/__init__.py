"""One file a subject: the tables and their constraints. Importing this package makes all of them known."""

from storage.models import audit, customers, domains, messages, packages, products, sign_in
from storage.models.base import Base

__all__ = ["Base", "audit", "customers", "domains", "messages", "packages", "products", "sign_in"]
