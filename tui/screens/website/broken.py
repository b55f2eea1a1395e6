"""What does not work on the pages: links and images that lead nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import _
from tui.screens.publishing import FAULTS, page_words
from tui.text import plain
from tui.widgets.dialogs import NoticeModal
from tui.widgets.pick import PickModal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.screen import ModalScreen

    from portal.static_site.releases import BrokenOnPage


def broken_list(broken: Sequence[BrokenOnPage]) -> ModalScreen[str] | NoticeModal:
    """All of it; answers the place of the chosen one in that list."""
    if not broken:
        return NoticeModal(_("Broken links"), _("Every link and every image on your pages works."))
    things = [
        (
            str(place),
            plain(
                _("{page}, line {line}").format(page=page_words(each), line=each.broken.line), max_width=26
            ),
            plain(f"{each.broken.target} {FAULTS[each.broken.fault]}", max_width=80),
        )
        for place, each in enumerate(broken)
    ]
    return PickModal(_("Broken links"), things)
