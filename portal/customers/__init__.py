"""Customer data: address, telephone and fax, email, bank data, customer password."""

from portal.customers.service import Customers
from portal.customers.views import CustomerView

__all__ = ["CustomerView", "Customers"]
