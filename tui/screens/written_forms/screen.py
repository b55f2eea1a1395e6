"""The screen of forms: the list, and what becomes of the marked one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.written_forms import FormKind
from tui.i18n import _
from tui.screens.written_forms.listed import FormList
from tui.screens.written_forms.words import details, kind_words
from tui.text import literal, sentence
from tui.widgets.about import About
from tui.widgets.page import CustomerScreen

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from portal.access import CustomerAccess
    from portal.packages import PackageView
    from portal.written_forms import FormView
    from tui.calls import PortalCalls
    from tui.widgets.record_list import messages


class FormAbout(About):
    """What there is to know of the marked form; nothing where there is none."""

    DEFAULT_CSS = """
    FormAbout {
        height: auto;
        max-height: 50vh;
    }
    """


class FormsScreen(CustomerScreen):
    """All forms of the customer."""

    def __init__(
        self, access: CustomerAccess, kinds: tuple[FormKind, ...], marked: PackageView | None
    ) -> None:
        """Show the forms of the customer of `access`; a new one is of `kinds`, at first on `marked`."""
        super().__init__(access)
        self._kinds, self._marked = kinds, marked

    def place(self) -> str:
        """Here."""
        return _("Forms to be signed")

    def body(self) -> ComposeResult:
        """The list, and the marked form."""
        yield FormList(self.access, self.login.country, self._kinds, self._marked)
        about = FormAbout()
        about.display = False
        yield about

    def on_record_list_highlighted(self, event: messages.Highlighted) -> None:
        """Show what became of the marked form."""
        view: FormView | None = event.view
        about = self.query_one(FormAbout)
        about.display = view is not None
        if view is not None:
            title = sentence(_("{form} {number}"), form=kind_words(view.kind, view.role), number=view.number)
            about.border_title = title
            settings = self.portal.settings
            about.update(details(view, self.login.country, settings.time_zone, settings))
        else:
            about.update(literal(""))
        self.refresh_bindings()


async def open_name_forms(asking: PortalCalls, access: CustomerAccess, marked: PackageView | None) -> None:
    """The forms, from where name, owner and Admin-C are changed."""
    kinds = (FormKind.HANDOVER, FormKind.HOLDER)
    await asking.app.push_screen_wait(FormsScreen(access, kinds, marked))


async def open_transfer_forms(
    asking: PortalCalls, access: CustomerAccess, marked: PackageView | None
) -> None:
    """The forms, from where packages and domains are transferred."""
    await asking.app.push_screen_wait(FormsScreen(access, (FormKind.TRANSFER,), marked))


async def open_holder_forms(asking: PortalCalls, access: CustomerAccess, marked: PackageView | None) -> None:
    """The forms, from where a domain's holder is changed."""
    await asking.app.push_screen_wait(FormsScreen(access, (FormKind.HOLDER,), marked))
