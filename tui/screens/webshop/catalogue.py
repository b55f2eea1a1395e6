"""The catalogue of a shop, as visitors see it: how it looks, publishing it, and turning back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work

from portal.webshop.models import CatalogueSettings
from tui import formats, keys
from tui.i18n import _, ngettext
from tui.screens.published import Published
from tui.screens.publishing import PublishModal
from tui.screens.themes import ThemeForm, theme_choices, theme_colours
from tui.text import assemble, literal, sentence
from tui.widgets.field import TextField
from tui.widgets.read_pane import ReadPane

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import PackageAccess
    from portal.static_site.releases import SiteReleases
    from portal.webshop.catalogue.releases import CatalogueView
    from tui.widgets.field import Field


class CataloguePane(ReadPane, Published):
    """What the catalogue is, and how far it is published."""

    HELP = _(
        "The pages by which visitors find your products and order by email. They stay as they are until you"
        " publish them anew: prices, texts and what is sold out, too."
    )
    QUESTION = _(
        "What this means:\n\n• Visitors of {domain} find no shop from now on.\n• What was published"
        " {when}, and before, is removed from the webspace.\n• Products and orders stay here; publishing"
        " brings the catalogue back."
    )
    TAKEN_AWAY = _("Visitors find no shop any more.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("p", "publish", _("Publish"), _("See what changed, and let visitors see it.")),
        keys.key("enter,e", "edit", _("Change"), _("Change description and theme.")),
        keys.key("t", "turn_back", _("Turn back"), _("Let visitors see what was published before.")),
        keys.key("u", "unpublish", _("Unpublish"), _("Let visitors see nothing any more.")),
        keys.RELOAD,
    ]

    def __init__(self, access: PackageAccess, country: str, *, id: str) -> None:  # noqa: A002
        """Show the catalogue of the package of `access`, moments as in `country`."""
        super().__init__(access, country, id=id)
        self._view: CatalogueView | None = None
        self.border_title = _("Catalogue")

    def on_show(self) -> None:
        """Read it, whenever it is come to: other things in the shop may have changed."""
        self.action_reload()

    @property
    def releases(self) -> SiteReleases:
        """Those of the shop."""
        return self.portal.shop_releases

    def published(self) -> tuple[str, dt.datetime] | None:
        """What visitors see, as far as it was read."""
        view = self._view
        return (view.domain, view.published_at) if view is not None and view.published_at else None

    def show_again(self) -> None:
        """Read it again."""
        self.action_reload()

    async def read(self) -> None:
        """Read how far it is; raises PortalError."""
        self._view = await self.portal_call(self.portal.shop_releases.show, self.access)

    def told_now(self) -> Content | None:
        """Where it is, what is in it, how it looks."""
        if self._view is None:
            return None
        zone = self.portal.settings.time_zone
        return literal("\n", lines=True).join(list(catalogue_lines(self._view, zone, self._country)))

    @work(exclusive=True, group="act")
    async def action_publish(self) -> None:
        """Show what changed, and publish it."""
        view = self._view
        if view is not None and await self.app.push_screen_wait(
            PublishCatalogueModal(self.access, view.domain)
        ):
            self.action_reload()

    @work(exclusive=True, group="act")
    async def action_edit(self) -> None:
        """Change how it looks."""
        with self.told():
            view = await self.portal_call(self.portal.shop_releases.show, self.access)
            if await self.app.push_screen_wait(CatalogueForm(self.access, view.settings)):
                self.action_reload()


class PublishCatalogueModal(PublishModal):
    """Publishes what the shop sells."""

    SEEN = _("Published. Visitors see your shop at\n\n{address}")
    TO_MEND = _("Settings, on the left, are where this is set right.")
    ALL_BROKEN = _("… and {n} more.")

    @property
    def releases(self) -> SiteReleases:
        """Those of the shop."""
        return self.portal.shop_releases


class CatalogueForm(ThemeForm[CatalogueSettings, bool]):
    """Description and theme."""

    TITLE = _("Catalogue")
    MODEL = CatalogueSettings
    SAVED = _("The catalogue was changed. Publish it when you like.")
    HELP = _(
        "What the shop is about in a sentence, and how its catalogue looks. Its name and language are those"
        " under “Who sells”. All themes can be read well and work without any script."
    )

    def __init__(self, access: PackageAccess, seen: CatalogueSettings) -> None:
        """Change `seen`."""
        super().__init__()
        self.access = access
        self.seen: CatalogueSettings = seen

    def fields(self) -> Iterable[Field[Any]]:
        """Both."""
        hint = _("optional; stands beneath the name of the shop")
        yield TextField("description", _("Description"), self.seen.description, hint, longest=300)
        yield self.theme_field(self.seen.theme.value)

    async def save(self, entered: CatalogueSettings) -> bool:
        """Change them."""
        await self.portal_call(self.portal.shop_releases.change, self.access, entered, self.seen)
        return True


def catalogue_lines(view: CatalogueView, zone: str, country: str) -> Iterator[Content]:
    """Where it is, what is in it, how it looks, and what stands against publishing it."""
    yield literal(view.domain, "bold")
    if view.published_at is None:
        yield assemble(("○ ", "$warning"), _("not published"))
    else:
        when = formats.soon(view.published_at, zone, country)
        yield sentence(_("{dot} published {when}"), dot=literal("●", "$success"), when=when)
    yield literal("")
    if view.is_open:
        yield literal(_what(view, country))
        if view.email:
            yield sentence(_("Orders come by email to {email}."), email=literal(view.email))
    else:
        yield literal(_("The shop is closed: visitors read that, and find no products."))
    yield literal("")
    theme = view.settings.theme.value
    [name] = [words for words, value in theme_choices() if value == theme]
    yield assemble((_("Theme"), "$quiet"), "  ", literal(name), "  ", theme_colours(theme))
    if view.settings.description:
        yield literal(view.settings.description)
    yield literal("")
    if view.missing:
        yield literal(_("Before it can be published:"), "bold")
        yield from (assemble(("• ", "$warning"), literal(each)) for each in view.missing)
        yield literal(PublishCatalogueModal.TO_MEND, "$quiet")
    else:
        yield literal(_("p shows what changed, and publishes it."), "$quiet")
        if view.published_at is not None:
            yield literal(_("t turns back to what was published before."), "$quiet")


def _what(view: CatalogueView, country: str) -> str:
    products, categories = (formats.number(n, country) for n in (view.products, view.categories))
    words = ngettext("{n} product is on sale", "{n} products are on sale", view.products).format(n=products)
    if not view.categories:
        return f"{words}."
    groups = ngettext("in {n} category.", "in {n} categories.", view.categories).format(n=categories)
    return f"{words} {groups}"
