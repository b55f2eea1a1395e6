"""Publishing a site: what changed since last time, then how far it is, then where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.content import Content
from textual.widgets import Button, Static

from portal.errors import ChangedMeanwhile, PortalError
from portal.static_site.writing import Fault
from tui import keys
from tui.i18n import _, ngettext
from tui.text import assemble, literal, sentence
from tui.widgets.box import SCROLL_KEYS, Box
from tui.widgets.plain import PlainButton
from tui.widgets.progress import progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from portal.access import PackageAccess
    from portal.static_site.releases import BrokenOnPage, PublishPlan, SiteReleases

MOST = 6
"""Files of a kind that are named."""

OFTEN = 0.1
"""Seconds between two looks at how far it is."""


FAULTS = {
    Fault.NO_PAGE: _("leads to a page that is not there"),
    Fault.NO_IMAGE: _("is an image that is not in the folder “images”"),
    Fault.NO_ALT: _("is an image without alternative text"),
    Fault.ELSEWHERE: _("is an image from elsewhere, which is not shown"),
    Fault.UNSAFE: _("is an address that is not followed"),
}


class PublishModal(Box[bool]):
    """Answers whether a site was published. A subclass says which, and how it is spoken of."""

    HELP = _(
        "What visitors will see that they do not see yet. Publishing replaces all of it at once; what was"
        " published before is kept, and “t” turns back to it."
    )
    SEEN: ClassVar[str]
    """Where visitors see it, with room for the `address`."""

    TO_MEND: ClassVar[str]
    """Where what is missing is set right."""

    ALL_BROKEN: ClassVar[str]
    """Where more than the first `n` of what does not work stands."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("escape", "close", _("Close"), _("Close this.")),
        keys.key("left,right", "app.focus_next", _("Other button"), _("Go to the other button."), show=False),
        *SCROLL_KEYS,
    ]

    def __init__(self, access: PackageAccess, domain: str) -> None:
        """Publish the site of the package of `access`, found under `domain`."""
        super().__init__()
        self.title = _("Publish")
        self.access, self._domain = access, domain
        self._plan: PublishPlan | None = None
        self._done, self._total = 0, 0
        self._is_publishing, self._is_published = False, False

    @property
    def releases(self) -> SiteReleases:
        """What publishes it."""
        raise NotImplementedError

    def content(self) -> Iterable[Widget]:
        """What changed, and then what happened."""
        yield Static(literal(_("Comparing with what is published …")), id="plan")

    def buttons(self) -> Iterable[Widget]:
        """Closing, and once it is known what would change, publishing."""
        yield PlainButton(_("Close"), id="close")
        yield PlainButton(_("Publish"), id="publish", variant="primary", disabled=True)

    def on_mount(self) -> None:
        """Compare."""
        self._compare()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While it is written there is nothing to do."""
        return None if self._is_publishing and action == "close" else super().check_action(action, parameters)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Leave."""
        self.dismiss(self._is_published)

    @work
    async def _compare(self) -> None:
        try:
            self._show_plan(await self.portal_call(self.releases.plan, self.access))
        except PortalError as error:
            self._tell(literal(error.message, "$error"))

    def _show_plan(self, plan: PublishPlan, before: str = "") -> None:
        self._plan = plan
        first = [literal(before, "$warning")] if before else []
        self._tell(Content("\n").join([*first, *self._plan_lines(plan)]))
        button = self.query_one("#publish", PlainButton)
        button.disabled = bool(plan.missing) or not (plan.added or plan.changed or plan.removed)
        if not button.disabled:
            button.focus()

    @on(Button.Pressed, "#publish")
    @work(exclusive=True)
    async def _publish(self) -> None:
        plan = self._plan
        if plan is None or self._is_publishing:
            return
        self._be_busy(busy=True)
        watching = self.set_interval(OFTEN, self._show_progress)
        try:
            await self.portal_call(self.releases.publish, self.access, plan, self._note)
        except ChangedMeanwhile as changed:
            self._be_busy(busy=False)
            now: Any = changed.now
            self._show_plan(now, changed.message)
        except PortalError as error:
            self._be_busy(busy=False)
            self._tell(literal(error.message, "$error"))
        else:
            self._is_published = True
            self._be_busy(busy=False)
            self._tell(self._where())
            self.query_one("#publish").display = False
            self.query_one("#close").focus()
        finally:
            watching.stop()

    def _note(self, done: int, total: int) -> None:
        """Called in the thread that writes."""
        self._done, self._total = done, total

    def _show_progress(self) -> None:
        if self._is_publishing:
            self._tell(assemble(_("Writing files …"), progress_bar(self._done, self._total, leaving=False)))

    def _where(self) -> Content:
        address = literal(f"https://{self._domain}/", "bold $accent")
        files = _(
            "Its files are in the folder “website” of your webspace. “t” turns back to what was published"
            " before."
        )
        return Content("\n\n").join([sentence(self.SEEN, address=address), literal(files)])

    def _plan_lines(self, plan: PublishPlan) -> Iterator[Content]:
        """What publishing would change, what does not work, and what stands against it."""
        for missing in plan.missing:
            yield literal(f"✗ {missing}", "$error")
        if plan.missing:
            yield literal(self.TO_MEND, "$quiet")
        if not (plan.added or plan.changed or plan.removed):
            yield literal(_("Visitors see all of it already."))
        yield from _files(plan.added, "+", "$success")
        yield from _files(plan.changed, "~", "$warning")
        yield from _files(plan.removed, "−", "$error")
        n = len(plan.broken)
        if n:
            yield literal("")
            words = ngettext("{n} link or image does not work:", "{n} links or images do not work:", n)
            yield literal(words.format(n=n), "$warning")
            yield from (broken_words(each) for each in plan.broken[:MOST])
            if n > MOST:
                yield literal(self.ALL_BROKEN.format(n=n - MOST), "$quiet")

    def _be_busy(self, *, busy: bool) -> None:
        self._is_publishing = busy
        for button in self.query(PlainButton):
            button.disabled = busy
        self.refresh_bindings()

    def _tell(self, words: Content) -> None:
        self.query_one("#plan", Static).update(words)


def _files(paths: Sequence[str], sign: str, colour: str) -> Iterator[Content]:
    yield from (literal(f"{sign} {_address(path)}", colour) for path in paths[:MOST])
    if len(paths) > MOST:
        words = ngettext("{sign} … and {n} more file", "{sign} … and {n} more files", len(paths) - MOST)
        yield literal(words.format(sign=sign, n=len(paths) - MOST), colour)


def _address(path: str) -> str:
    """Where a file is found: that of a page at the page's address."""
    return f"/{path.removesuffix('index.html')}"


def broken_words(each: BrokenOnPage) -> Content:
    """Such as "Touren, line 4: page:99 leads to a page that is not there"."""
    with_line, without = _("{page}, line {line}: {target} {fault}"), _("{page}: {target} {fault}")
    return sentence(
        with_line if each.broken.line else without,
        page=literal(page_words(each), "bold", max_width=24),
        line=each.broken.line,
        target=literal(each.broken.target, "$accent", max_width=24),
        fault=FAULTS[each.broken.fault],
    )


def page_words(each: BrokenOnPage) -> str:
    """What the page is called that it stands on."""
    return each.page or _("Imprint or privacy")
