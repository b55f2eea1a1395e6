"""Importing products: which file, what it would do, and doing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.webshop.importing import FIELDS
from tui import formats
from tui.i18n import _, ngettext
from tui.importing import MB
from tui.text import literal, plain, sentence
from tui.widgets.dialogs import ConfirmModal, NoticeModal
from tui.widgets.import_form import ImportForm, problem_words

if TYPE_CHECKING:
    from textual.content import Content

    from portal.webshop.importing import ProductImportPreview
    from tui.screens.webshop.products import ProductList


@dataclass(frozen=True, slots=True)
class Previewed:
    """A file, and what it would do."""

    content: bytes
    preview: ProductImportPreview


class ProductImportForm(ImportForm[Previewed]):
    """Asks for the file."""

    TITLE = _("Import products")
    HELP = _(
        "A CSV file with commas or semicolons, in UTF-8 or Latin-1. A number that the shop knows changes that"
        " product, another one adds a product. Columns that are left out stay as they are."
    )
    COLUMNS = ", ".join(FIELDS)
    EXAMPLE = _("such as ~/Downloads/products.csv")
    LARGEST = 100 * MB

    async def preview(self, content: bytes) -> Previewed:
        """Ask what it would do."""
        preview = await self.portal_call(self.portal.shop_import.preview, self.access, content)
        return Previewed(content, preview)


async def import_products(listed: ProductList) -> None:
    """Ask for a file, show what it would do, import it; raises PortalError."""
    if not listed.login.own_machine:
        words = _("Files can be imported only where the portal runs on your own computer.")
        listed.notify(plain(words), severity="warning")
        return
    chosen = await listed.app.push_screen_wait(ProductImportForm(listed.access))
    if chosen is None:
        return
    preview = chosen.preview
    if not preview.good:
        wrong = problem_words(preview.refusal, preview.problems, preview.n_problems)
        await listed.app.push_screen_wait(NoticeModal(_("Nothing was imported"), wrong))
    elif not preview.added and not preview.changed:
        listed.notify(plain(_("All of it stands in the shop already.")))
    else:
        would = preview_words(preview, listed.country)
        question = ConfirmModal(_("Import?"), would, yes=_("Import"), no=_("Cancel"))
        if await listed.app.push_screen_wait(question):
            done = await listed.portal_call(listed.portal.shop_import.run, listed.access, chosen.content)
            told = ngettext("{n} product was imported.", "{n} products were imported.", done)
            listed.notify(plain(told.format(n=formats.number(done, listed.country))))
            await listed.saved()


def preview_words(preview: ProductImportPreview, country: str) -> Content:
    """What an import would do, and how the file was read."""
    made, changed, same = preview.added, preview.changed, preview.unchanged
    counted = (
        (made, ngettext("{n} product is added", "{n} products are added", made)),
        (changed, ngettext("{n} product is changed", "{n} products are changed", changed)),
        (same, ngettext("{n} product stays as it is", "{n} products stay as they are", same)),
    )
    lines = [sentence(template, n=formats.number(n, country)) for n, template in counted if n]
    if preview.categories:
        names = ", ".join(preview.categories)
        lines.append(sentence(_("New categories: {names}"), names=names))
    delimiter = {",": _("commas"), ";": _("semicolons")}.get(preview.delimiter, preview.delimiter)
    read = sentence(_("Read as {encoding} with {delimiter}."), encoding=preview.encoding, delimiter=delimiter)
    shown = preview.first if made + changed + same <= len(preview.first) else (*preview.first, "…")
    parts = [*lines, read.stylize("$quiet"), literal(""), *(literal(each, "$quiet") for each in shown)]
    return literal("\n", lines=True).join(parts)
