"""What the demo's provider sells: five families, each a ladder of products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.models.products import Family, Product, Resource

if TYPE_CHECKING:
    from collections.abc import Mapping

GB = 1024
"""Sizes are kept in MB."""

YEAR, TWO_YEARS = 12, 24


@dataclass(frozen=True, slots=True)
class DemoProduct:
    """A product of the catalogue; its place in the family's ladder is its place in `CATALOGUE`.

    Attributes:
        code: What the operator calls it.
        name: What the customer calls it.
        family: Its ladder.
        price_cents: Gross, per billing period.
        billing_months: 1 or 12.
        quotas: How much it includes; what is not named has no limit, or is not part of it.
        minimum_months: How long it is ordered for at least.
    """

    code: str
    name: str
    family: Family
    price_cents: int
    billing_months: int
    quotas: Mapping[Resource, int]
    minimum_months: int = YEAR

    def entity(self, rank: int) -> Product:
        """As it is stored."""
        return Product(
            code=self.code,
            name=self.name,
            family=self.family,
            rank=rank,
            price_cents=self.price_cents,
            billing_months=self.billing_months,
            minimum_months=self.minimum_months,
            changeable=self.family is not Family.SERVER,
        )


def _hosting(
    domains: int, mailboxes: int, databases: int, mail_gb: int, webspace_gb: int
) -> dict[Resource, int]:
    """The quotas of webhosting; the small ones have no databases at all."""
    quotas = {
        Resource.DOMAINS: domains,
        Resource.ADDITIONAL_DOMAINS: 10 * domains,
        Resource.MAILBOXES: mailboxes,
        Resource.MAIL_STORAGE: mail_gb * GB,
        Resource.DATABASES: databases,
        Resource.WEBSPACE: webspace_gb * GB,
        Resource.SFTP_USERS: 1 + databases // 2,
        Resource.CRON_JOBS: databases,
        Resource.BACKUPS: 20,
    }
    return {resource: allowed for resource, allowed in quotas.items() if allowed}


def _site(domains: int, mailboxes: int, webspace_gb: int) -> dict[Resource, int]:
    """The quotas of a website builder or a webshop: pages and products are not limited."""
    return {
        Resource.DOMAINS: domains,
        Resource.MAILBOXES: mailboxes,
        Resource.MAIL_STORAGE: 2 * mailboxes * GB,
        Resource.WEBSPACE: webspace_gb * GB,
        Resource.BACKUPS: 20,
    }


def _mail(domains: int, mailboxes: int, mail_gb: int) -> dict[Resource, int]:
    return {
        Resource.DOMAINS: domains,
        Resource.MAILBOXES: mailboxes,
        Resource.MAIL_STORAGE: mail_gb * GB,
    }


def _server(domains: int, webspace_gb: int) -> dict[Resource, int]:
    return {Resource.DOMAINS: domains, Resource.WEBSPACE: webspace_gb * GB, Resource.BACKUPS: 16}


CATALOGUE = (
    DemoProduct("hosting-mini", "Mini", Family.HOSTING, 2388, YEAR, _hosting(1, 5, 0, 5, 5)),
    DemoProduct(
        "hosting-starter", "PowerWeb Starter", Family.HOSTING, 5988, YEAR, _hosting(2, 10, 0, 20, 25)
    ),
    DemoProduct("hosting-basic", "PowerWeb Basic", Family.HOSTING, 8388, YEAR, _hosting(3, 25, 5, 50, 50)),
    DemoProduct("hosting-plus", "PowerWeb Plus", Family.HOSTING, 11988, YEAR, _hosting(5, 50, 10, 200, 100)),
    DemoProduct("hosting-pro", "PowerWeb Pro", Family.HOSTING, 20388, YEAR, _hosting(10, 200, 50, 500, 250)),
    DemoProduct("builder-start", "Homepage Builder Start", Family.WEBSITE_BUILDER, 299, 1, _site(1, 2, 5), 1),
    DemoProduct("builder", "Homepage Builder", Family.WEBSITE_BUILDER, 599, 1, _site(2, 10, 20)),
    DemoProduct("builder-plus", "Homepage Builder Plus", Family.WEBSITE_BUILDER, 1199, 1, _site(3, 25, 50)),
    DemoProduct("shop-basic", "Webshop Basic", Family.WEBSHOP, 1499, 1, _site(1, 10, 20)),
    DemoProduct("shop-plus", "Webshop Plus", Family.WEBSHOP, 2999, 1, _site(3, 25, 50)),
    DemoProduct("shop-pro", "Webshop Pro", Family.WEBSHOP, 5999, 1, _site(5, 50, 200)),
    DemoProduct("mail-basic", "Mail Basic", Family.MAIL, 149, 1, _mail(1, 3, 15), 1),
    DemoProduct("mail-business", "Mail Business", Family.MAIL, 5388, YEAR, _mail(5, 50, 2500)),
    DemoProduct("server-s", "V-Server Linux S", Family.SERVER, 799, 1, _server(1, 120), 1),
    DemoProduct("server-l", "V-Server Linux L", Family.SERVER, 2199, 1, _server(3, 480), TWO_YEARS),
)
"""Each family from its smallest product upwards."""

BY_CODE = {product.code: product for product in CATALOGUE}


def smaller_than(product: DemoProduct) -> DemoProduct | None:
    """The next product down the ladder; None for the smallest and for those that cannot be changed."""
    ladder = [each for each in CATALOGUE if each.family is product.family]
    place = ladder.index(product)
    return ladder[place - 1] if place and product.family is not Family.SERVER else None


def entities() -> list[tuple[Product, Mapping[Resource, int]]]:
    """The whole catalogue as it is stored, with its quotas."""
    ranks: dict[Family, int] = {}
    made = []
    for product in CATALOGUE:
        ranks[product.family] = ranks.get(product.family, 0) + 10
        made.append((product.entity(ranks[product.family]), product.quotas))
    return made
