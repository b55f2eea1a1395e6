"""What is done to a site that visitors see already: turning back, and taking it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.widget import Widget

from tui import formats
from tui.calls import PortalCalls
from tui.i18n import _
from tui.text import literal, plain, sentence
from tui.widgets.dialogs import ConfirmModal

if TYPE_CHECKING:
    import datetime as dt

    from portal.access import PackageAccess
    from portal.static_site.releases import SiteReleases

NEEDS_PUBLISHED = {"turn_back", "unpublish"}
"""Actions on what visitors see."""


class Published(Widget, PortalCalls):
    """A pane or screen of a site. A subclass binds the actions, and says which site and how it is told of."""

    QUESTION: ClassVar[str]
    """What taking it away means, with room for the `domain`, and `when` it was published."""

    TAKEN_AWAY: ClassVar[str]
    """Said afterwards."""

    access: PackageAccess

    @property
    def releases(self) -> SiteReleases:
        """What publishes it."""
        raise NotImplementedError

    def published(self) -> tuple[str, dt.datetime] | None:
        """Under which domain visitors see it, and since when; None: they do not, or it is not known yet."""
        raise NotImplementedError

    def show_again(self) -> None:
        """Read anew what is shown of it here."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what is published can be turned back or taken away."""
        if action in NEEDS_PUBLISHED and self.published() is None:
            return False
        return super().check_action(action, parameters)

    @work(exclusive=True, group="act")
    async def action_turn_back(self) -> None:
        """Let visitors see what was published before, at once: the same key turns forward again."""
        with self.told():
            await self.portal_call(self.releases.turn_back, self.access)
            words = _("Visitors see what was published before. The same key turns forward again.")
            self.notify(plain(words))
            self.show_again()

    @work(exclusive=True, group="act")
    async def action_unpublish(self) -> None:
        """Let visitors see nothing any more, after a question."""
        seen = self.published()
        if seen is None:
            return
        domain, at = seen
        when = formats.soon(at, self.portal.settings.time_zone, self.login.country)
        question = sentence(self.QUESTION, domain=literal(domain), when=when)
        box = ConfirmModal(_("Unpublish?"), question, yes=_("Unpublish"), no=_("Keep"), is_danger=True)
        with self.told():
            if await self.app.push_screen_wait(box):
                await self.portal_call(self.releases.take_away, self.access)
                self.notify(plain(self.TAKEN_AWAY))
                self.show_again()
