"""What does not work on the pages: links and images that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.static_site.writing import Fault
from tui.i18n import _
from tui.text import literal, plain, sentence
from tui.widgets.dialogs import NoticeModal
from tui.widgets.pick import PickModal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content
    from textual.screen import ModalScreen

    from portal.static_site.releases import BrokenOnPage

FAULTS = {
    Fault.NO_PAGE: _("leads to a page that is not there"),
    Fault.NO_IMAGE: _("is an image that is not in the folder “images”"),
    Fault.NO_ALT: _("is an image without alternative text"),
    Fault.ELSEWHERE: _("is an image from elsewhere, which is not shown"),
    Fault.UNSAFE: _("is an address that is not followed"),
}


def broken_words(each: BrokenOnPage) -> Content:
    """Such as "Touren, line 4: page:99 leads to a page that is not there"."""
    return sentence(
        _("{page}, line {line}: {target} {fault}"),
        page=literal(_page(each), "bold", max_width=24),
        line=each.broken.line,
        target=literal(each.broken.target, "$accent", max_width=24),
        fault=FAULTS[each.broken.fault],
    )


def broken_list(broken: Sequence[BrokenOnPage]) -> ModalScreen[str] | NoticeModal:
    """All of it; answers the place of the chosen one in that list."""
    if not broken:
        return NoticeModal(_("Broken links"), _("Every link and every image on your pages works."))
    things = [
        (
            str(place),
            plain(_("{page}, line {line}").format(page=_page(each), line=each.broken.line), max_width=26),
            plain(f"{each.broken.target} {FAULTS[each.broken.fault]}", max_width=80),
        )
        for place, each in enumerate(broken)
    ]
    return PickModal(_("Broken links"), things)


def _page(each: BrokenOnPage) -> str:
    return each.page or _("Imprint or privacy")
