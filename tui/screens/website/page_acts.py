"""What is done to pages: adding, changing, moving, deleting, saving, linking."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work

from portal.errors import ChangedMeanwhile
from portal.static_site.writing import unread
from portal.validation import checked
from portal.website.models import PageContents
from tui import keys
from tui.i18n import _, ngettext
from tui.screens.website.editor import PageEditor
from tui.screens.website.panes import WebsitePanes
from tui.screens.website.tree import PageTree
from tui.text import literal, plain, sentence
from tui.widgets.dialogs import ConfirmModal

if TYPE_CHECKING:
    from textual.binding import BindingType

    from portal.website.views import PageRow, PageView

NEEDS_A_PAGE = {"edit", "delete", "home", "versions", "save", "link", "image"}
"""Actions that are about the marked page."""


class PageActs(WebsitePanes):
    """The keys of pages and of their text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f3", "drop", _("Drop draft"), _("Go back to the page as it was saved, after a question.")),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What needs a page is offered where there is one, and what needs a draft where there is one."""
        if action in NEEDS_A_PAGE and self.query_one(PageTree).marked is None:
            return False
        if action == "drop":
            return self.is_draft
        return super().check_action(action, parameters)

    @work(exclusive=True, group="act")
    async def action_new(self) -> None:
        """Add a page, and write on it."""
        from tui.screens.website.forms import NewPageForm

        with self.told():
            await self.keep_draft()
            marked = self.query_one(PageTree).marked
            above = self._row(marked.parent_id) if marked else None
            page_id = await self.app.push_screen_wait(NewPageForm(self.access, marked, above))
            if page_id is not None:
                self.read(page_id, write=True)

    @work(exclusive=True, group="act")
    async def action_edit(self) -> None:
        """Change what a page is called and how it is found."""
        from tui.screens.website.forms import PageSettingsForm

        marked = self.query_one(PageTree).marked
        if marked is None:
            return
        with self.told():
            await self.keep_draft()
            page = await self.portal_call(self.portal.website.open, self.access, marked.id)
            if await self.app.push_screen_wait(PageSettingsForm(self.access, page)):
                self.read_anew()

    @work(exclusive=True, group="act")
    async def action_delete(self) -> None:
        """Delete a page with all beneath it, once its name was typed."""
        from tui.widgets.type_to_delete import TypeToDelete

        marked = self.query_one(PageTree).marked
        if marked is None or self.site is None:
            return
        n = len(_beneath(self.site.pages, marked))
        goes = _("The page goes with its text and all its versions, and no backup of ours brings it back.")
        if n:
            words = ngettext("So does {n} page beneath it.", "So do {n} pages beneath it.", n)
            goes = f"{goes} {words.format(n=n)}"
        goes = _("{goes} Visitors see it until you publish.").format(goes=goes)
        with self.told():
            if await self.app.push_screen_wait(TypeToDelete(marked.title, literal(goes))):
                await self.portal_call(self.portal.website.remove, self.access, marked.id)
                self.notify(plain(_("Deleted.")))
                self.read_anew(keep=False)

    @work(exclusive=True, group="act")
    async def action_home(self) -> None:
        """Let visitors begin with the marked page."""
        marked = self.query_one(PageTree).marked
        if marked is not None:
            with self.told():
                await self.keep_draft()
                await self.portal_call(self.portal.website.make_home, self.access, marked.id)
                self.read_anew()

    @on(PageTree.Moved)
    @work(group="move")
    async def _moved(self, event: PageTree.Moved) -> None:
        async with self.moving:
            with self.told():
                if await self.portal_call(self.portal.website.move, self.access, event.page_id, event.step):
                    await self.show_site(event.page_id)

    def read_anew(self, *, keep: bool = True) -> None:
        """Read the website and the page that is written on, as both were changed.

        Args:
            keep: Whether that page is there still, so that what was typed on it is worth keeping.
        """
        marked = self.query_one(PageTree).marked
        self.forget_page(keep=keep)
        self.read(marked.id if marked else None)

    # Its text

    @work(exclusive=True, group="act")
    async def action_save(self) -> None:
        """Save the page as a version; where somebody else did so meanwhile, show both texts."""
        async with self.keeping:
            with self.told():
                await self._save()

    async def _save(self) -> None:
        page, text = self.page, self.query_one(PageEditor).text
        if page is None:
            return
        website = self.portal.website
        while True:
            try:
                entered = checked(PageContents, {"title": page.contents.title, "text": text})
                await self.portal_call(website.save, self.access, page, entered)
            except ChangedMeanwhile as changed:
                theirs: Any = changed.now
                mine = await self._whose(theirs, text)
                if mine is None:
                    return
                if not mine:
                    await self.portal_call(website.drop_draft, self.access, page)
                    break
                page = replace(theirs, draft=page.draft)
            else:
                self.notify(plain(_("The page was saved. Publish it when you like.")))
                break
        await self._go_on_from(page.id, text)

    @work(exclusive=True, group="act")
    async def action_drop(self) -> None:
        """Let go of what was typed since the page was saved, after a question."""
        page = self.page
        if page is None:
            return
        question = ConfirmModal(
            _("Drop the draft?"),
            sentence(
                _("What was typed on “{page}” since it was saved is gone afterwards."),
                page=literal(page.contents.title, max_width=40),
            ),
            yes=_("Drop it"),
            no=_("Keep"),
            is_danger=True,
        )
        with self.told():
            if not await self.app.push_screen_wait(question) or self.page is None:
                return
            async with self.keeping:
                await self.portal_call(self.portal.website.drop_draft, self.access, self.page)
                self.forget_page(keep=False)
            self.notify(plain(_("The page is as it was saved.")))
            self.read(page.id)

    async def _whose(self, theirs: PageView, text: str) -> bool | None:
        """Whether one's own text is to stand; None: go on writing."""
        from tui.screens.website.both_texts import BothTextsModal

        return await self.app.push_screen_wait(BothTextsModal(theirs.contents.text, text))

    async def _go_on_from(self, page_id: int, text: str) -> None:
        """Write on from what is saved now; where that is what stands there, the cursor stays."""
        page = await self.portal_call(self.portal.website.open, self.access, page_id)
        if self.query_one(PageEditor).text == text and same(page.contents.text, text):
            self.go_on(page)
        else:
            self.begin(page)
        await self.show_site(page_id)

    @work(exclusive=True, group="act")
    async def action_link(self) -> None:
        """Put in a link to another page, by its number, so that it is right wherever that page moves."""
        from tui.widgets.pick import PickModal

        if self.site is None:
            return
        things = [
            (str(row.id), plain("  " * row.depth + row.title, max_width=40), plain(row.address, max_width=24))
            for row in self.site.pages
        ]
        chosen = await self.app.push_screen_wait(PickModal(_("Which page?"), things))
        row = self._row(int(chosen)) if chosen else None
        if row is not None:
            editor = self.query_one(PageEditor)
            words = editor.selected_text or unread(row.title)
            editor.put_in(f"[{words}](page:{row.id})")

    @work(exclusive=True, group="act")
    async def action_image(self) -> None:
        """Put in an image with its alternative text."""
        from tui.screens.website.images import ImageForm, no_images

        with self.told():
            images = await self.portal_call(self.portal.releases.images, self.access)
            if not images:
                await self.app.push_screen_wait(no_images())
                return
            markdown = await self.app.push_screen_wait(ImageForm(images))
            if markdown:
                self.query_one(PageEditor).put_in(markdown)

    def _row(self, page_id: int | None) -> PageRow | None:
        pages = self.site.pages if self.site else ()
        return next((row for row in pages if row.id == page_id), None)


def same(stored: str, typed: str) -> bool:
    """Whether a text was stored as it was typed, but for blanks at ends of lines."""
    return stored.strip("\n").split("\n") == [line.rstrip() for line in typed.strip("\n").split("\n")]


def _beneath(pages: tuple[PageRow, ...], page: PageRow) -> list[PageRow]:
    """All pages beneath one."""
    ids, found = {page.id}, []
    for row in pages:  # from top to bottom: a page comes after the one above it
        if row.parent_id in ids:
            ids.add(row.id)
            found.append(row)
    return found
