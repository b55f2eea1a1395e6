"""Some lines of an import file together: checked against what there is, then written in few statements."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from portal.operator.importing.customers import CustomersIn
from portal.operator.importing.models import CustomerLine, Initial, OfferLine, PackageLine, ProductLine
from portal.operator.importing.offers import OffersIn
from portal.operator.importing.packages import PackagesIn
from portal.operator.importing.products import ProductsIn

if TYPE_CHECKING:
    from portal.operator.importing.ground import Ground
    from portal.operator.importing.models import AnyLine

Kind = TypeVar("Kind", ProductLine, CustomerLine, PackageLine, OfferLine)

MOST_LINES, MOST_BYTES, MOST_PASSWORDS, MOST_DOMAINS = 500, 1_000_000, 32, 5000
"""When a batch is full: bounds memory, the length of statements, and the time until progress is told."""

HASHING_THREADS = 2
"""argon2 takes 64 MiB each (safety.md)."""


class Batch:
    """Lines that are right in themselves, in the order of the file."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._lines: list[tuple[int, AnyLine]] = []
        self._bytes = self._domains = self._passwords = 0

    def take(self, number: int, model: AnyLine, size: int) -> None:
        """Add a line that was read."""
        self._lines.append((number, model))
        self._bytes += size
        if isinstance(model, PackageLine):
            self._domains += len(model.domains)
        if isinstance(model, Initial) and model.password:
            self._passwords += 1

    @property
    def is_full(self) -> bool:
        """Whether it is time to write."""
        return (
            len(self._lines) >= MOST_LINES
            or self._bytes >= MOST_BYTES
            or self._passwords >= MOST_PASSWORDS
            or self._domains >= MOST_DOMAINS
        )

    def write(self) -> None:
        """Check all lines, and write those that are right: others may refer to them."""
        packages_of, offers_of = self._of(PackageLine), self._of(OfferLine)
        products = ProductsIn(self._ground, self._of(ProductLine))
        customers = CustomersIn(self._ground, self._of(CustomerLine))
        packages = PackagesIn(self._ground, packages_of, products, customers)
        offers = OffersIn(self._ground, offers_of, products)
        codes = {model.product for _line, model in packages_of}
        codes.update(model.contract.becomes for _line, model in packages_of if model.contract.becomes)
        codes.update(code for _line, model in offers_of for code in (model.product, *model.owned) if code)
        products.write(codes)
        customers.check({model.customer for _line, model in packages_of})
        packages.check()
        if self._passwords:
            with ThreadPoolExecutor(HASHING_THREADS) as pool:
                customers.hash(pool)
                packages.hash(pool)
        customers.write()
        packages.write()
        offers.write()
        self._ground.work.forget()

    def _of(self, kind: type[Kind]) -> list[tuple[int, Kind]]:
        return [(number, model) for number, model in self._lines if isinstance(model, kind)]
