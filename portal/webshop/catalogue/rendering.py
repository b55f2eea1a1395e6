"""A catalogue as files, one after the other: the same shop gives the same bytes, always."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from portal.documents.words import words_of
from portal.static_site.framing import WORDS as FRAME_WORDS
from portal.static_site.framing import Entry, Frame, Listed, environment, safe
from portal.static_site.slugs import derived, free
from portal.static_site.writing import Broken, Fault, Targets, as_html
from portal.webshop.catalogue.contents import Group, Item, image_address, paragraphs
from portal.webshop.catalogue.index import index_of, pages_of, sort_key
from portal.webshop.catalogue.ordering import OrderForm
from portal.webshop.catalogue.words import WORDS
from storage.models.webshop import OptionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from jinja2 import Template

    from portal.documents.words import Words as Formats
    from portal.webshop.catalogue.contents import Shown
    from portal.webshop.catalogue.words import Words
    from storage.models.webshop import ShopProduct

FOLDER = Path(__file__).parent / "templates"

PAGE = 48
"""Products on a page of a list."""

ON_HOME = 4
"""Products of a category that the first page shows."""

MOST_ON_HOME = 12
"""Categories that it shows products of."""

IN_MENU = 6
"""Categories that stand in the menu."""

LONGEST_SUMMARY = 160
"""Signs that search engines show of a page."""

LEGAL = ("imprint", "terms", "withdrawal", "privacy", "shipping")
"""The legal texts, each at an address of its name."""

A_TO_Z = "/a-z/"

DEFAULTS = {"address": "", "summary": "", "path": (), "tables": (), "pager": None}
"""What templates show only where it is given."""


@dataclass(slots=True)
class Rendering:
    """A catalogue that becomes files.

    Attributes:
        shop: What is shown.
        products: Those on sale, one after the other.
        pictures: The names of the images that there are.
        read: The content of an image; None: it is gone.
        broken: What does not work, with the name of what it stands on; complete once all files are made.
    """

    shop: Shown
    products: Iterable[ShopProduct]
    pictures: Collection[str]
    read: Callable[[str], bytes | None]
    broken: list[tuple[str, Broken]] = field(default_factory=list)
    frame: Frame = field(init=False)
    words: Words = field(init=False)
    _formats: Formats = field(init=False)
    _money: Callable[[int], str] = field(init=False)
    _order: OrderForm = field(init=False)
    _groups: dict[int | None, Group] = field(init=False)
    _listed: list[Listed] = field(default_factory=list)
    _is_shown: dict[str, bool] = field(default_factory=dict)
    """Whether a picture is among the files, by its name."""
    _menus: dict[tuple[str, str], list[list[Entry]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shop = self.shop
        self.words, self._formats = WORDS[shop.language], words_of(shop.language)
        self._money = cache(self._formats.money)
        self._order = OrderForm(shop, self._money)
        self._groups = _groups(shop, self.words)
        foot = [Entry(self._called(name), f"/{name}/") for name in LEGAL if self._has(name)]
        self.frame = Frame(shop.name, shop.description, shop.language, shop.theme, shop.domain, foot)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """All files by path. Products come first: what is on the other pages is known only then."""
        if self.shop.is_open:
            yield from self._catalogue()
        else:
            said = paragraphs(self.shop.text) or [[self.words.closed]]
            yield self._page("/", "closed.html", self.shop.name, text=said, summary=self.shop.description)
        for name in filter(self._has, LEGAL):
            yield self._legal(name)
        lost = as_html(self.frame.words.lost_text, Targets({}, {}))
        html = self._html("text.html", self.frame.words.lost, menu=self._menu(), text=safe(lost))
        yield "404.html", html.encode()
        for path, text in self.frame.own_files(self._listed, _look()):
            yield path, text.encode()

    # What a shop sells

    def _catalogue(self) -> Iterator[tuple[str, bytes]]:
        sold: dict[int | None, list[Item]] = {id_: [] for id_ in self._groups}
        for product in self.products:
            yield from self._picture(product)
            item = self._item(product)
            sold[item.group.id].append(item)
            yield self._product(product, item)
        for items in sold.values():
            items.sort(key=_by_name)
        shelves = [(group, sold[id_]) for id_, group in self._groups.items() if group.is_shown or sold[id_]]
        yield self._home(shelves)
        yield self._page("/categories/", "categories.html", self.words.categories, shelves=shelves)
        for group, items in shelves:
            yield from self._shelf(group, items)
        yield from self._index(sorted((item for _group, items in shelves for item in items), key=_by_name))
        yield self._page(
            "/order/",
            "order.html",
            self.words.order,
            form=self._order,
            steps=self.words.order_steps,
            email=self.shop.email,
        )

    def _picture(self, product: ShopProduct) -> Iterator[tuple[str, bytes]]:
        """The file of its picture, once; what is not there is told."""
        name = product.picture
        if name and name not in self._is_shown:
            content = self.read(name) if name in self.pictures else None
            self._is_shown[name] = content is not None
            if content is not None:
                yield f"images/{name}", content
        if name and not self._is_shown[name]:
            self.broken.append((f"{product.number} {product.name}", Broken(Fault.NO_IMAGE, name, 0)))

    def _item(self, product: ShopProduct) -> Item:
        return Item(
            number=product.number,
            name=product.name,
            price=self._money(product.price_cents),
            is_there=product.stock > 0,
            group=self._groups.get(product.category_id) or self._groups[None],
            picture=image_address(product.picture) if self._is_shown.get(product.picture) else "",
        )

    def _product(self, product: ShopProduct, item: Item) -> tuple[str, bytes]:
        words, rate = self.words, product.tax_rate
        return self._page(
            item.address,
            "product.html",
            item.name,
            above=item.group.address,
            path=[Entry(item.group.name, item.group.address)],
            summary=shorten(product.text[: 2 * LONGEST_SUMMARY], LONGEST_SUMMARY, placeholder=" …"),
            item=item,
            tax=words.tax.format(rate=self._formats.percent(rate)) if rate else words.no_tax,
            text=paragraphs(product.text),
            order=self._order.link_of(item) if item.is_there else "",
        )

    def _home(self, shelves: Sequence[tuple[Group, Sequence[Item]]]) -> tuple[str, bytes]:
        shown = PAGE if len(shelves) == 1 else ON_HOME
        parts = [(group, items[:shown], len(items)) for group, items in shelves[:MOST_ON_HOME] if items]
        return self._page(
            "/",
            "home.html",
            self.shop.name,
            summary=self.shop.description,
            text=paragraphs(self.shop.text),
            parts=parts,
            has_more=len(shelves) > MOST_ON_HOME,
        )

    def _shelf(self, group: Group, items: Sequence[Item]) -> Iterator[tuple[str, bytes]]:
        """A category, page by page."""
        pages = [items[first : first + PAGE] for first in range(0, len(items) or 1, PAGE)]
        for number, page in enumerate(pages, 1):
            yield self._numbered(group.address, number, len(pages), "category.html", group.name, items=page)

    def _index(self, items: Sequence[Item]) -> Iterator[tuple[str, bytes]]:
        """The index: in one page where it is short, else each letter on pages of its own."""
        index = index_of(items)
        title, template = self.words.a_to_z, "index.html"
        whole = pages_of([found for words in index.values() for found in words])
        if len(whole) == 1:
            letters = [Entry(letter.upper(), f"#{letter}") for letter in index]
            yield self._page(A_TO_Z, template, title, letters=letters, parts=list(index.items()))
            return
        letters = [Entry(letter.upper(), f"{A_TO_Z}{letter}/") for letter in index]
        yield self._page(A_TO_Z, template, title, letters=letters, parts=[])
        for letter, words in index.items():
            here = [replace(entry, here="page" if entry.title == letter.upper() else "") for entry in letters]
            pages = pages_of(words)
            for number, page in enumerate(pages, 1):
                yield self._numbered(
                    f"{A_TO_Z}{letter}/",
                    number,
                    len(pages),
                    template,
                    f"{title}: {letter.upper()}",
                    above=A_TO_Z,
                    letters=here,
                    parts=[(letter, page)],
                )

    def _legal(self, name: str) -> tuple[str, bytes]:
        written = as_html(self.shop.legal[name], Targets({}, {}), breaks=True)
        title = self._called(name)
        self.broken += [(title, each) for each in written.broken]
        tables = [
            (heading, [(each.name, self._order.costs(each.price_cents)) for each in options])
            for heading, kind in (
                (self.words.shipping_kinds, OptionKind.SHIPPING),
                (self.words.payment_kinds, OptionKind.PAYMENT),
            )
            if name == "shipping" and (options := [each for each in self.shop.options if each.kind is kind])
        ]
        return self._page(f"/{name}/", "text.html", title, text=safe(written), tables=tables)

    # Pages

    def _page(
        self, address: str, template: str, title: str, *, above: str = "", **content: Any
    ) -> tuple[str, bytes]:
        """A page that search engines find; `above` stands for it in the menu, where it does not itself."""
        self._listed.append(Listed(address))
        menu = self._menu(above or address, "true" if above else "page")
        html = self._html(template, title, address=address, menu=menu, **content)
        path = address.removeprefix("/")
        return (path if path.endswith(".html") else f"{path}index.html"), html.encode()

    def _numbered(
        self, address: str, number: int, pages: int, template: str, title: str, **content: Any
    ) -> tuple[str, bytes]:
        """One of several pages, which lead to each other."""
        places = [f"{address}{each}/" if each > 1 else address for each in (number - 1, number, number + 1)]
        words = self.words.page.format(page=number, pages=pages)
        pager = {
            "before": places[0] if number > 1 else "",
            "words": words,
            "after": places[2] if number < pages else "",
        }
        if number > 1:
            title, content = f"{title}, {words}", {"above": address} | content
        return self._page(places[1], template, title, pager=pager if pages > 1 else None, **content)

    def _html(self, template: str, title: str, *, menu: Sequence[Sequence[Entry]], **content: Any) -> str:
        return _template(template).render(
            DEFAULTS | content | {"frame": self.frame, "said": self.words, "title": title, "navigation": menu}
        )

    def _menu(self, address: str = "", here: str = "") -> list[list[Entry]]:
        """Categories, and beneath them what leads to every product; what is open is marked."""
        if not self.shop.is_open:
            return []
        if (address, here) not in self._menus:
            words = self.words
            groups = [group for group in self._groups.values() if group.is_shown]
            rows = [
                [(group.name, group.address) for group in groups[:IN_MENU]],
                [(words.a_to_z, A_TO_Z), (words.order, "/order/"), (words.shipping, "/shipping/")],
            ]
            if len(groups) > IN_MENU:
                rows[0].append((words.all_categories, "/categories/"))
            self._menus[address, here] = [
                [Entry(title, where, here if where == address else "") for title, where in row]
                for row in rows
                if row
            ]
        return self._menus[address, here]

    def _has(self, name: str) -> bool:
        return bool(self.shop.legal[name].strip())

    def _called(self, name: str) -> str:
        """What a legal text is called."""
        own = FRAME_WORDS[self.shop.language]
        words = self.words
        return {
            "imprint": own.imprint,
            "terms": words.terms,
            "withdrawal": words.withdrawal,
            "privacy": own.privacy,
            "shipping": words.shipping,
        }[name]


def _groups(shop: Shown, words: Words) -> dict[int | None, Group]:
    """The categories in their order, and last what is in none."""
    groups: dict[int | None, Group] = {}
    taken: set[str] = set()
    others = words.others if any(shop.counts.get(id_) for id_ in shop.categories) else words.everything
    for id_, name in (*shop.categories.items(), (None, others)):
        slug = free(derived(name), taken)
        taken.add(slug)
        groups[id_] = Group(id_, name, slug, is_shown=bool(shop.counts.get(id_)))
    return groups


def _by_name(item: Item) -> tuple[str, str]:
    return sort_key(item.name), item.number


@cache
def _look() -> str:
    """The rules of what only shops have."""
    return (FOLDER / "shop.css").read_text("utf-8")


@cache
def _template(name: str) -> Template:
    return environment(FOLDER).get_template(name)
