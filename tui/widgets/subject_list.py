"""The list of a technical subject: making, changing, removing and exporting what stands in it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import work

from portal.administration import Made
from tui import formats, keys
from tui.figures import figure_words
from tui.i18n import _, ngettext
from tui.text import literal, plain, sentence
from tui.widgets.dialogs import ConfirmModal, NoticeModal
from tui.widgets.exports import EXPORT, Exports
from tui.widgets.record_list import Column, RecordList
from tui.widgets.record_list.list_keys import LIST_KEYS
from tui.widgets.usage_bar import UsageBar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content
    from textual.screen import ModalScreen

    from portal.access import PackageAccess
    from portal.administration import Listing
    from portal.packages import Standing
    from portal.paging import Page, PageRequest
    from tui.widgets.record_list.drawing import Drawing

V = TypeVar("V")

ROOMY = 100
"""From so many columns on, the border says when the package was last published."""


class SubjectList(RecordList[V], Exports, inherit_bindings=False):
    """A list of one technical subject. A subclass says what stands in it and which forms make and change it.

    Views have an `id`. `n`, `e` and `d` are offered where `form_for_new`, `form_for` and `delete` are given.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("n", "new", _("New"), _("Make a new one.")),
        keys.key("enter,e", "edit", _("Edit"), _("Change the marked one.")),
        keys.key("d", "delete", _("Delete"), _("Delete the marked one.")),
        EXPORT,
        *LIST_KEYS[1:],  # what they call Open is Edit here
    ]

    TITLE: ClassVar[str]
    """What stands in the border."""

    EMPTY: ClassVar[str]
    """What this is, and which key makes the first one."""

    ORDER: ClassVar[tuple[str, bool]] = ("", False)
    """The order at first, and whether that is turned round."""

    FILTERABLE: ClassVar[bool] = True
    """Whether the portal can filter it."""

    REMOVED: ClassVar[str] = _("Deleted.")
    """The notice after deleting."""

    def __init__(self, access: PackageAccess, country: str, *, id: str) -> None:  # noqa: A002
        """List what the package of `access` has, dates as in `country`."""
        self.access, self.country = access, country
        sort, descending = self.ORDER
        super().__init__(
            self._fetch,
            self.columns(),
            empty=self.EMPTY,
            sort=sort,
            descending=descending,
            filterable=self.FILTERABLE,
            id=id,
        )
        self.border_title = literal(self.TITLE)

    # What a subclass says

    def columns(self) -> Drawing[V]:
        """How a row looks."""
        raise NotImplementedError

    async def listing(self, request: PageRequest) -> Listing[V]:
        """Ask the portal for a page."""
        raise NotImplementedError

    async def form_for_new(self) -> ModalScreen[Any] | None:
        """The form for a new one, which answers its id, or `Made`; None: there is none to show."""
        raise NotImplementedError

    async def form_for(self, view: V) -> ModalScreen[Any] | None:
        """The form that changes one; it answers likewise."""
        raise NotImplementedError

    def question(self, view: V) -> ModalScreen[bool]:
        """What is asked before one is deleted."""
        name = self.called(view)
        return ConfirmModal(
            _("Delete?"),
            sentence(_("Delete {name}?"), name=literal(name, "bold")),
            yes=_("Delete"),
            no=_("Keep"),
            is_danger=True,
        )

    async def is_sure(self, view: V) -> bool:
        """Ask before one is deleted; raises PortalError if it cannot be."""
        answer = await self.app.push_screen_wait(self.question(view))
        return answer is True

    async def delete(self, view: V) -> None:
        """Delete one."""
        raise NotImplementedError

    def called(self, view: V) -> str:
        """What a row is called, in a question."""
        raise NotImplementedError

    def exported(self, view: V) -> Mapping[str, object]:
        """A row of an exported file; never a secret."""
        return asdict(view)  # type: ignore[call-overload,no-any-return] # views are dataclasses

    # What is common to all

    def compose(self) -> ComposeResult:
        """The list, and a bar for the first quota beneath."""
        yield from super().compose()
        yield UsageBar()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what this subject has, and what needs a row only where there is one."""
        given = {"new": "form_for_new", "edit": "form_for", "delete": "delete"}.get(action)
        if given is not None and getattr(type(self), given) is getattr(SubjectList, given):
            return False
        if action in {"edit", "delete", "export"} and self.highlighted is None:
            return False
        return action != "choose" and super().check_action(action, parameters)

    def show_standing(self, standing: Standing) -> None:
        """Say in the border how full it is, and how far it is published."""
        parts = [literal(figure_words(figure, self.country)) for figure in standing.figures]
        zone = self.portal.settings.time_zone if self.app.size.width >= ROOMY else None
        parts.insert(len(parts) if zone else 0, literal(publishing(standing, self.country, zone)))
        self.border_subtitle = literal(" · ").join([part for part in parts if part.plain])
        self.query_one(UsageBar).show(standing.figures[-1] if standing.figures else None)

    async def exported_rows(self) -> list[Mapping[str, object]]:
        """All rows of the list, in its order, as far as the filter lets them through."""
        return [self.exported(view) async for view in self.export_rows()]

    async def saved(self, record_id: int | None = None) -> None:
        """Show what was saved, and mark it."""
        await self.reload(None if record_id is None else lambda view: getattr(view, "id", None) == record_id)

    def on_record_list_highlighted(self) -> None:
        """What is offered depends on the row."""
        self.screen.refresh_bindings()

    @work
    async def action_new(self) -> None:
        """Make a new one."""
        await self._ask(self.form_for_new())

    @work
    async def action_edit(self) -> None:
        """Change the marked one."""
        if self.highlighted is not None:
            await self._ask(self.form_for(self.highlighted))

    @work
    async def action_delete(self) -> None:
        """Delete the marked one, after a question."""
        view = self.highlighted
        with self.told():
            if view is None or not await self.is_sure(view):
                return
            await self.delete(view)
            self.notify(plain(self.REMOVED))
            await self.reload()

    async def _ask(self, form: Any) -> None:
        with self.told():
            screen = await form
            if screen is None:
                return
            answer = await self.app.push_screen_wait(screen)
            if isinstance(answer, Made):
                await self.saved(answer.id)
                if answer.secret is not None:
                    self.app.push_screen(secret_notice(answer.name, answer.secret))
            elif answer is not None:
                await self.saved(answer if isinstance(answer, int) else None)

    async def _fetch(self, request: PageRequest) -> Page[V]:
        listing = await self.listing(request)
        if listing.standing is not None and self.is_attached:
            self.show_standing(listing.standing)
        return listing.page


def publishing(standing: Standing, country: str, zone: str | None) -> str:
    """How far a package is published; without a time zone the moment is left out."""
    n, at = standing.unpublished, standing.published_at
    when = formats.soon(at, zone, country) if at and zone else ""
    if n and zone is None:
        return _("{n} unpublished").format(n=n)
    if n:
        words = ngettext("{n} change not yet published", "{n} changes not yet published", n).format(n=n)
        return _("{words}, last published {when}").format(words=words, when=when) if when else words
    if at is None:
        return ""
    return _("published {when}").format(when=when) if when else _("published")


def secret_notice(name: str, secret: str) -> NoticeModal:
    """A password that was made up, shown this once."""
    text = sentence(
        _("The password of {name} is\n\n{secret}\n\nIt is shown this once only: please keep it safe."),
        name=literal(name, "bold"),
        secret=literal(secret, "bold $accent"),
    )
    return NoticeModal(_("New password"), text)


def published_column(min_terminal: int = 110) -> Column[Any]:
    """Whether servers read the row as it stands; there is room for it on wide screens only."""
    return Column(_("Servers"), _published, width=17, min_terminal=min_terminal)


def _published(view: Any) -> Content:
    return literal("") if view.published else literal(_("not yet published"), "$warning")
