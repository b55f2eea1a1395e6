"""A shop with a webspace to publish its catalogue to, and what visitors find there."""

from __future__ import annotations

from email.parser import Parser
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from lxml import html

from portal.webshop.models import CategorySettings
from tests.portal.webshop.steps import Shop

if TYPE_CHECKING:
    from pathlib import Path

    from portal.static_site.releases import PublishPlan
    from portal.webshop.catalogue.releases import ShopReleases
    from portal.webshop.models import CatalogueSettings
    from tests.portal.house import House


class Front(Shop):
    """Jutta's shop, whose catalogue is published into `folder`."""

    def __init__(self, house: House, folder: Path) -> None:
        web = house.settings.web.model_copy(update={"root": str(folder)})
        house.settings = house.settings.model_copy(update={"web": web})
        house.portal = house.restarted()
        super().__init__(house)
        self.webspace = folder / str(self.package.id)
        self.webspace.mkdir(parents=True)

    @property
    def releases(self) -> ShopReleases:
        return self.portal.shop_releases

    @property
    def published(self) -> Path:
        """What visitors see."""
        return self.webspace / "website"

    def category(self, name: str, position: int = 0) -> int:
        return self.portal.shop_categories.add(self.access, CategorySettings(name=name, position=position))

    def looks(self, **changes: Any) -> None:
        """Change description or theme."""
        seen: CatalogueSettings = self.releases.show(self.access).settings
        self.releases.change(self.access, seen.model_copy(update=changes), seen)

    def change_settings(self, **changes: Any) -> None:
        seen = self.portal.shop.show(self.access).settings
        self.portal.shop.change_settings(self.access, seen.model_copy(update=changes), seen)

    def change_legal(self, **changes: Any) -> None:
        seen = self.portal.shop.show(self.access).legal
        self.portal.shop.change_legal(self.access, seen.model_copy(update=changes), seen)

    def change_opening(self, **changes: Any) -> None:
        seen = self.portal.shop.show(self.access).opening
        self.portal.shop.change_opening(self.access, seen.model_copy(update=changes), seen)

    def change_product(self, product_id: int, **changes: Any) -> None:
        products = self.portal.shop_products
        seen = products.show(self.access, product_id).settings
        products.change(self.access, product_id, seen.model_copy(update=changes), seen)

    def image(self, name: str, content: bytes = b"picture") -> None:
        """A file in the folder of images."""
        folder = self.webspace / "images"
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)

    # Publishing, and what came of it.

    def plan(self) -> PublishPlan:
        return self.releases.plan(self.access)

    def publish(self) -> bool:
        return self.releases.publish(self.access, self.plan())

    def paths(self, below: str = "") -> list[str]:
        """All files that visitors can fetch."""
        found = (self.published / below).rglob("*")
        return sorted(each.relative_to(self.published).as_posix() for each in found if each.is_file())

    def read(self, path: str) -> str:
        return (self.published / path).read_text("utf-8")

    def page(self, address: str) -> Any:
        """A page as a browser understands it."""
        path = address.strip("/")
        return html.fromstring(
            self.read(path if path.endswith(".html") else f"{path}/index.html".lstrip("/"))
        )

    def says(self, address: str) -> str:
        """The text of a page in one line."""
        return " ".join(" ".join(self.page(address).find(".//main").itertext()).split())


class OrderMail:
    """What a mail program opens by a link (RFC 6068)."""

    def __init__(self, link: str) -> None:
        assert link.isascii()
        assert not set(link) & set(' "<>\\^`{|}\n')
        parts = urlsplit(link)
        assert parts.scheme == "mailto"
        fields = dict(each.split("=", 1) for each in parts.query.split("&"))
        assert set(fields) == {"subject", "body"}
        self.to = unquote(parts.path)
        self.subject, self.body = (unquote(fields[name]) for name in ("subject", "body"))
        assert self.body.replace("\r\n", "").isprintable()
        parsed = Parser().parsestr(f"Subject: {self.subject}\n\n")
        assert parsed.keys() == ["Subject"]  # nothing that was typed became a header

    @property
    def lines(self) -> list[str]:
        return self.body.split("\r\n")
