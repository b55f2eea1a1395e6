"""What the provider's staff do: at the command line, on the computer where the database is."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.operator.customers import CustomerCare
    from portal.operator.importing import Importing
    from portal.use_case import Means


class Operator:
    """The subjects of the operator, each loaded when it is first used."""

    def __init__(self, means: Means) -> None:
        self._means = means

    @cached_property
    def customers(self) -> CustomerCare:
        """Adding, showing, locking customers; new passwords."""
        from portal.operator.customers import CustomerCare

        return CustomerCare(self._means)

    @cached_property
    def importing(self) -> Importing:
        """Bringing products, customers and packages in from a file."""
        from portal.operator.importing import Importing

        return Importing(self._means)
