"""The website builder: pages, their text and preview, and what is done to the whole website."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import work

from tui.i18n import _
from tui.screens.published import Published
from tui.screens.website.editor import PageEditor
from tui.screens.website.page_acts import PageActs
from tui.screens.website.tree import PageTree
from tui.text import plain
from tui.widgets.dialogs import ConfirmModal

if TYPE_CHECKING:
    import datetime as dt

    from portal.static_site.releases import BrokenOnPage, SiteReleases


class WebsiteScreen(PageActs, Published):
    """The keys of the whole website."""

    HELP = _("Write the pages of your website on the left, then publish it. F4 shows how a page will read.")
    QUESTION = _(
        "What this means:\n\n• Visitors of {domain} find no website from now on.\n• What was"
        " published {when}, and before, is removed from the webspace.\n• Your pages stay here;"
        " publishing brings the website back."
    )
    TAKEN_AWAY = _("Visitors find no website any more.")

    @property
    def releases(self) -> SiteReleases:
        """Those of the website."""
        return self.portal.releases

    def published(self) -> tuple[str, dt.datetime] | None:
        """What visitors see, as far as it was read."""
        site = self.site
        return (site.domain, site.published_at) if site is not None and site.published_at else None

    def show_again(self) -> None:
        """Read the website again."""
        self.read()

    @work(exclusive=True, group="act")
    async def action_back(self) -> None:
        """Leave; what was typed is a draft."""
        with self.told():
            await self.keep_draft()
            self.dismiss(None)

    @work(exclusive=True, group="act")
    async def action_publish(self) -> None:
        """Show what changed, and publish it."""
        from tui.screens.website.publishing import PublishWebsiteModal

        with self.told():
            await self.keep_draft()
            if await self.app.push_screen_wait(PublishWebsiteModal(self.access, self._domain)):
                self.read()

    @work(exclusive=True, group="act")
    async def action_site(self) -> None:
        """Change the settings of the website, or its legal texts."""
        from tui.screens.website.site_forms import LegalForm, SiteForm
        from tui.widgets.pick import PickModal

        if self.site is None:
            return
        things = (
            ("settings", _("Settings"), _("name, language, theme")),
            ("legal", _("Legal texts"), _("imprint and privacy")),
        )
        chosen = await self.app.push_screen_wait(PickModal(_("Website"), things))
        if chosen is None:
            return
        with self.told():
            site = await self.portal_call(self.portal.website.show, self.access)
            form: Any = (
                SiteForm(self.access, site.settings)
                if chosen == "settings"
                else LegalForm(self.access, site.legal)
            )
            if await self.app.push_screen_wait(form):
                self.read()

    @work(exclusive=True, group="act")
    async def action_versions(self) -> None:
        """Show the versions of the marked page, and go back to one."""
        from tui.screens.website.versions import VersionsModal

        marked = self.query_one(PageTree).marked
        if marked is None:
            return
        with self.told():
            await self.keep_draft()
            website = self.portal.website
            page = await self.portal_call(website.open, self.access, marked.id)
            versions = await self.portal_call(website.versions, self.access, marked.id)
            if not versions:
                self.notify(plain(_("Every save of the page becomes a version. There is none yet.")))
                return
            number: int | None = await self.app.push_screen_wait(VersionsModal(page, versions))
            if number is None or (page.draft is not None and not await self._is_sure()):
                return
            await self.portal_call(website.restore, self.access, marked.id, number)
            self.notify(plain(_("The page is what it was then. Publish it when you like.")))
            self.read_anew()

    async def _is_sure(self) -> bool:
        question = ConfirmModal(
            _("Go back?"),
            _("Something was typed on this page that is not saved. It is gone afterwards."),
            yes=_("Go back"),
            no=_("Keep"),
            is_danger=True,
        )
        return await self.app.push_screen_wait(question) is True

    @work(exclusive=True, group="act")
    async def action_images(self) -> None:
        """List the images that pages can show."""
        from tui.screens.website.images import image_list, no_images

        with self.told():
            images = await self.portal_call(self.portal.releases.images, self.access)
            await self.app.push_screen_wait(image_list(images) if images else no_images())

    @work(exclusive=True, group="act")
    async def action_broken(self) -> None:
        """List what does not work, and go to one of it."""
        from tui.screens.website.broken import broken_list

        with self.told():
            plan = await self.portal_call(self.portal.releases.plan, self.access)
            box: Any = broken_list(plan.broken)
            chosen = await self.app.push_screen_wait(box)
            if chosen is not None:
                await self._go_to(plan.broken[int(chosen)])

    async def _go_to(self, broken: BrokenOnPage) -> None:
        """Write on the page it stands on, in its line."""
        if broken.page_id is None:
            self.action_site()
            return
        await self.read(broken.page_id, write=True).wait()
        self.query_one(PageEditor).move_cursor((broken.broken.line - 1, 0))
