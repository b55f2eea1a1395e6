"""The catalogue of a shop: how it looks, publishing it, and turning back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.domain_names import ascii_name
from portal.errors import Conflict
from portal.i18n import _
from portal.static_site.releases import BrokenOnPage, ReadSite, SiteReleases
from portal.validation import require_unchanged
from portal.webshop.catalogue.contents import Option, Shown
from portal.webshop.models import CatalogueSettings, LegalTexts
from portal.webshop.settings import blank, missing_sentences, require_webshop

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from portal.access import PackageAccess
    from portal.administration import Changing, Looking
    from portal.static_site.images import ImageFolder
    from storage.models.packages import Package
    from storage.models.webshop import Shop
    from storage.repositories.packages import PackageScope
    from storage.work import Work

TO_CLOSE = ("name", "imprint", "privacy")
"""What visitors of a closed shop must be able to read, too (§5 DDG, Art. 13 GDPR)."""


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """A shop's catalogue.

    Attributes:
        domain: Under which it is published, in Unicode.
        settings: How it looks.
        is_open: Whether it shows products; else only what the shop says about being closed.
        email: Where orders go; empty: that is not known yet.
        products: How many products are on sale.
        categories: In how many categories.
        missing: What stands against publishing, in sentences.
        published_at: When it was published; None: it is not.
    """

    domain: str
    settings: CatalogueSettings
    is_open: bool
    email: str
    products: int
    categories: int
    missing: tuple[str, ...]
    published_at: dt.datetime | None


class ShopReleases(SiteReleases):
    """What the web server has of a shop."""

    KIND = "catalogue"

    def show(self, access: PackageAccess) -> CatalogueView:
        """How the catalogue looks and how far it is published; raises Conflict where there is no shop."""
        with self._looking(access) as looking:
            package, shop = _shop(looking, access)
            counts = looking.work.webshop.counts_on_sale(access)
            return CatalogueView(
                domain=package.main_domain,
                settings=_settings(shop),
                is_open=shop.is_open,
                email=shop.email,
                products=sum(counts.values()),
                categories=len(counts.keys() - {None}),
                missing=tuple(_missing(looking.work, access, shop)),
                published_at=shop.published_at,
            )

    def change(self, access: PackageAccess, entered: CatalogueSettings, seen: CatalogueSettings) -> None:
        """Change how the catalogue looks.

        Raises:
            ChangedMeanwhile: `seen` is out of date.
            Conflict: The package is no webshop.
        """
        with self._changing(access) as changing:
            shop = _shop_to_change(changing)
            stored = _settings(shop)
            require_unchanged(seen, stored)
            changed = [name for name, value in entered if value != getattr(stored, name)]
            for name in changed:
                setattr(shop, name, getattr(entered, name))
            if changed:
                changing.note(self.KIND, "changed", "", fields=changed, servers=False)
                changing.commit()

    def _read(self, looking: Looking) -> ReadSite:
        access = looking.access
        package, shop = _shop(looking, access)
        broken: list[BrokenOnPage] = []
        files = _files(
            looking, _shown(looking.work, access, package, shop), self._image_folder(access), broken
        )
        about = sum(looking.work.webshop.counts_on_sale(access).values()) if shop.is_open else 0
        missing = tuple(_missing(looking.work, access, shop))
        return ReadSite(shop.name, shop.published_at, missing, files, broken, about)

    def _note_published(self, changing: Changing, site: ReadSite) -> bool:  # noqa: ARG002 - see below
        """What an order changes meanwhile, such as the last one in stock, is there at the next publishing."""
        _shop_to_change(changing).published_at = changing.now
        return True

    def _note_turned_back(self, changing: Changing) -> str:
        shop = _shop_to_change(changing)
        shop.published_at = changing.now
        return shop.name

    def _note_taken_away(self, changing: Changing) -> str:
        shop = _shop_to_change(changing)
        if shop.published_at is None:
            raise Conflict(_("The catalogue is not published."))
        shop.published_at = None
        return shop.name


def _files(
    looking: Looking, shown: Shown, folder: ImageFolder, broken: list[BrokenOnPage]
) -> Iterator[tuple[str, bytes]]:
    from portal.webshop.catalogue.rendering import Rendering

    names = {image.name for image in folder.images()}
    rendering = Rendering(shown, looking.work.webshop.on_sale(looking.access), names, folder.read)
    yield from rendering.files()
    broken += [BrokenOnPage(None, name, each) for name, each in rendering.broken]


def _shown(work: Work, access: PackageScope, package: Package, shop: Shop) -> Shown:
    return Shown(
        name=shop.name,
        description=shop.description,
        language=shop.language,
        theme=shop.theme,
        domain=ascii_name(package.main_domain),
        email=shop.email,
        is_open=shop.is_open,
        text=shop.opening_text,
        legal={name: getattr(shop, name) for name in LegalTexts.model_fields},
        options=[Option(each.kind, each.name, each.price_cents) for each in work.webshop.offered(access)],
        categories={each.id: each.name for each in work.webshop.all_categories(access)},
        counts=work.webshop.counts_on_sale(access),
    )


def _missing(work: Work, access: PackageScope, shop: Shop) -> Iterator[str]:
    """What stands against publishing: an open shop sells, a closed one only says that it is closed."""
    found = missing_sentences(work, access, shop)
    yield from (sentence for name, sentence in found if shop.is_open or name in TO_CLOSE)


def _shop(looking: Looking, access: PackageAccess) -> tuple[Package, Shop]:
    package, product = looking.work.packages.current(access)
    require_webshop(product)
    return package, looking.work.webshop.shop(access) or blank(access.package_id)


def _shop_to_change(changing: Changing) -> Shop:
    require_webshop(changing.product)
    return changing.work.webshop.shop_to_change(changing.access)


def _settings(shop: Shop) -> CatalogueSettings:
    """What stands in the database is shown as it is, even if today's rules would refuse it."""
    return CatalogueSettings.model_construct(description=shop.description, theme=shop.theme)
