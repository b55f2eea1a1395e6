"""The versions of a page, with what differs from what stands there now."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.widgets import OptionList, Static

from tui import formats, keys
from tui.changes import who_words
from tui.i18n import _
from tui.screens.website.differences import differences
from tui.text import literal, plain, sentence
from tui.widgets.box import Box
from tui.widgets.pick import PickList, pickable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.website.views import PageView, VersionView


class VersionsModal(Box[int]):
    """Answers the number of the version to go back to."""

    HELP = _(
        "Every save of this page. Beneath stands what differs: lines with − stand in the marked version"
        " alone, lines with + are on the page now. Enter makes the page what it was then."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("escape", "close", _("Close"), _("Close this.")),
        keys.key("ctrl+d", "read_on(8)", _("Further down"), _("Read on in what differs.")),
        keys.key("ctrl+u", "read_on(-8)", _("Further up"), _("Read back in what differs.")),
    ]
    DEFAULT_CSS = """
    VersionsModal > #box {
        width: 100;
    }
    VersionsModal PickList, VersionsModal PickList:focus {
        max-height: 30vh;
    }
    VersionsModal #differs {
        height: 35vh;
        border-top: solid $edge;
    }
    """

    def __init__(self, page: PageView, versions: Sequence[VersionView]) -> None:
        """Show the `versions` of a page."""
        super().__init__()
        self._page, self._versions = page, versions

    def heading(self) -> Content:
        """Whose versions."""
        return sentence(_("Versions · {page}"), page=literal(self._page.contents.title, max_width=40))

    def content(self) -> Iterable[Widget]:
        """When, by whom; and what differs."""
        zone, country = self.portal.settings.time_zone, self.login.country
        yield PickList(
            *pickable(
                [
                    (
                        str(version.number),
                        formats.moment(version.saved_at, zone, country),
                        plain(f"{who_words(by_owner=version.by_owner)} · {version.title}", max_width=60),
                    )
                    for version in self._versions
                ]
            )
        )
        with VerticalScroll(id="differs", can_focus=False):
            yield Static(id="lines")

    def on_mount(self) -> None:
        """Begin with the newest."""
        picks = self.query_one(PickList)
        picks.highlighted = 0
        picks.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what differs."""
        event.stop()
        version = self._versions[event.option_index]
        self.query_one("#lines", Static).update(differences(version.text, self._page.contents.text))
        self.query_one("#differs").scroll_home(animate=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go back to it."""
        event.stop()
        self.dismiss(self._versions[event.option_index].number)

    def action_read_on(self, lines: int) -> None:
        """Read on in what differs."""
        self.query_one("#differs").scroll_relative(y=lines, animate=False)

    def action_close(self) -> None:
        """Leave the page as it is."""
        self.dismiss(None)
