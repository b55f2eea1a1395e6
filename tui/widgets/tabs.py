"""A subject with several lists: their names on one line, and one of them at a time beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from textual import on, work
from textual.containers import Vertical
from textual.widgets import ContentSwitcher

from tui import keys
from tui.i18n import _
from tui.widgets.modes import Modes
from tui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from portal.access import Access
    from portal.packages import Resource
    from tui.screens.package import PackageScreen


class Tab(NamedTuple):
    """One of the lists.

    Attributes:
        name: Its id.
        label: What it is called.
        opens: Makes the list, from an access, a country and an `id`.
        needs: What the product must include for it; None: nothing.
    """

    name: str
    label: str
    opens: Callable[..., RecordList[Any]]
    needs: Resource | None = None


class SubjectTabs(Vertical):
    """A subclass says which lists there are. Each is made when it is first shown."""

    TABS: ClassVar[tuple[Tab, ...]]

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("left", "step(-1)", _("Tab before"), _("Show the list before this one."), show=False),
        keys.key("right", "step(1)", _("Next tab"), _("Show the list after this one.")),
    ]
    DEFAULT_CSS = """
    SubjectTabs {
        height: 1fr;
    }
    SubjectTabs > Modes {
        height: 2;
        padding: 0 1;
    }
    """

    def __init__(self, access: Access, country: str, *, id: str) -> None:  # noqa: A002
        """Lists of what is seen with `access`, dates as in `country`."""
        super().__init__(id=id)
        self.access, self.country = access, country
        self._tabs: list[Tab] = []

    def compose(self) -> ComposeResult:
        """The names, if there are several, and the first list."""
        self._tabs = [tab for tab in self.TABS if tab.needs is None or self._includes(tab.needs)]
        if len(self._tabs) > 1:
            modes = Modes(*(tab.label for tab in self._tabs))
            modes.can_focus = False  # the arrow keys work in the list
            yield modes
        first = self._tabs[0]
        yield ContentSwitcher(self._made(first), initial=first.name)

    @property
    def shown(self) -> RecordList[Any]:
        """The list that is shown."""
        switcher = self.query_one(ContentSwitcher)
        return cast("RecordList[Any]", switcher.visible_content)

    def focus(self, scroll_visible: bool = True) -> Self:  # noqa: FBT001, FBT002 - as Textual has it
        """Give the focus to the list."""
        self.shown.focus(scroll_visible)
        return self

    def action_reload(self) -> None:
        """Read the list again."""
        self.shown.action_reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """There is no other list to go to where the product includes only one."""
        return action != "step" or len(self._tabs) > 1

    def action_step(self, step: int) -> None:
        """Show a neighbour; behind the last one comes the first."""
        modes = self.query_one(Modes)
        modes.chosen = (modes.chosen + step) % len(self._tabs)

    @on(Modes.Changed)
    def _changed(self, event: Modes.Changed) -> None:
        event.stop()
        self._show(self._tabs[event.chosen])

    @work(exclusive=True, group="tab")
    async def _show(self, tab: Tab) -> None:
        switcher = self.query_one(ContentSwitcher)
        made = next(iter(switcher.query(f"#{tab.name}").results(RecordList)), None)
        if made is not None:
            made.action_reload()
        else:
            await switcher.add_content(self._made(tab))
        switcher.current = tab.name
        self.focus()

    def _includes(self, needed: Resource) -> bool:
        return cast("PackageScreen", self.screen).includes(needed)

    def _made(self, tab: Tab) -> RecordList[Any]:
        return tab.opens(self.access, self.country, id=tab.name)
