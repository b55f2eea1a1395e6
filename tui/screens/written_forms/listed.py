"""The list of forms: printing another one, saving one again, withdrawing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work

from portal.written_forms import FormKind, FormState, FormView
from tui import documents, formats, keys
from tui.i18n import _
from tui.screens.written_forms.words import ABOUT_KINDS, KINDS, exported, kind_words, state_words
from tui.text import assemble, literal, plain, sentence
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.exports import EXPORT, Exports
from tui.widgets.pick import PickModal
from tui.widgets.record_list import Column, Columns, RecordList
from tui.widgets.record_list.list_keys import FILTER, MOVING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import CustomerAccess
    from portal.packages import PackageView
    from portal.paging import Page, PageRequest

OF_A_ROW = {"save_pdf", "open_pdf", "export"}


class FormList(RecordList[FormView], Exports, inherit_bindings=False):
    """All forms of the customer, newest first."""

    FILE = "forms"
    HELP = _(
        "What needs a signature: each form that you printed, and what became of it. “n” fills in a new one,"
        " “p” saves the marked one as PDF again, “d” withdraws one that you have not sent."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("n", "new", _("New"), _("Fill in and print a new form.")),
        keys.key("enter,p", "save_pdf", _("Save PDF"), _("Save the marked form to your downloads.")),
        keys.key("o", "open_pdf", _("Open PDF"), _("Open the marked form in your PDF viewer.")),
        keys.key("d", "withdraw", _("Withdraw"), _("Give the marked form up: it was not sent.")),
        FILTER,
        EXPORT,
        keys.key("s", "sort", _("Sort"), _("Sort by the next column, then reversed."), show=False),
        keys.key("escape", "clear_filter", _("All rows"), _("Clear the filter.")),
        keys.RELOAD,
        *MOVING,
    ]

    def __init__(
        self,
        access: CustomerAccess,
        country: str,
        kinds: tuple[FormKind, ...],
        marked: PackageView | None,
    ) -> None:
        """List the forms of the customer of `access`.

        Args:
            access: Whose.
            country: Whose way of writing dates.
            kinds: What a new one can be here.
            marked: The package that is offered first for a new one.
        """
        self.access, self.country = access, country
        self._kinds, self._marked = kinds, marked
        empty = _(
            "You have printed no form yet. Press n to fill one in: it gets a number, both of you sign it, and"
            " you send it to us. What becomes of it stands here."
        )
        super().__init__(
            self._fetch, self._columns(), empty=empty, sort="printed", descending=True, id="forms"
        )
        self.border_title = literal(_("Your forms"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what the marked form and the place allow."""
        view = self.highlighted
        if action in OF_A_ROW and view is None:
            return False
        if action == "open_pdf" and not self.login.own_machine:
            return False
        if action == "withdraw":
            return view is not None and view.state is FormState.PRINTED
        return super().check_action(action, parameters)

    def on_record_list_highlighted(self) -> None:
        """What is offered depends on the form."""
        self.screen.refresh_bindings()

    async def exported_rows(self) -> list[Mapping[str, object]]:
        """All forms of the list, in its order, as far as the filter lets them through."""
        return [exported(view) async for view in self.export_rows()]

    @work(exclusive=True, group="ask")
    async def action_new(self) -> None:
        """Fill in a new form, and save it."""
        from tui.screens.written_forms.choosing import chosen_object
        from tui.screens.written_forms.filling import FillForm

        with self.told():
            kind = await self._kind()
            chosen = None if kind is None else await chosen_object(self, self.access, kind, self._marked)
            if chosen is None:
                return
            done = await self.app.push_screen_wait(FillForm(self.access, chosen))
            if done is not None:
                await self.reload(lambda view: view.id == done.id)
                await self._hand_over(done)

    @work(exclusive=True, group="ask")
    async def action_save_pdf(self) -> None:
        """Save the marked form: always the same bytes."""
        if self.highlighted is not None:
            with self.told():
                await self._hand_over(self.highlighted)

    @work(exclusive=True, group="ask")
    async def action_open_pdf(self) -> None:
        """Open the marked form in the system's viewer."""
        if self.highlighted is not None:
            with self.told():
                await documents.view(self, *await self._paper(self.highlighted))

    @work(exclusive=True, group="ask")
    async def action_withdraw(self) -> None:
        """Give the marked form up, after a question."""
        view = self.highlighted
        if view is None:
            return
        question = sentence(
            _("Withdraw {number}? What is printed must not be sent any more; you can print another one."),
            number=literal(view.number, "bold"),
        )
        ask = ConfirmModal(_("Withdraw"), question, yes=_("Withdraw"), no=_("Keep"), is_danger=True)
        with self.told():
            if await self.app.push_screen_wait(ask):
                await self.portal_call(self.portal.written_forms.withdraw, self.access, view.id)
                await self.reload(lambda each: each.id == view.id)

    async def _kind(self) -> FormKind | None:
        """What is to be printed."""
        if len(self._kinds) == 1:
            return self._kinds[0]
        things = [(kind.value, KINDS[kind], ABOUT_KINDS[kind]) for kind in self._kinds]
        picked = await self.app.push_screen_wait(PickModal(_("New form"), things))
        if picked is None:
            return None
        return FormKind(picked)

    async def _hand_over(self, view: FormView) -> None:
        """Save a form; where no file can be written, say how the customer gets it."""
        if self.login.own_machine:
            await documents.save(self, *await self._paper(view))
            return
        words = _(
            "Files are saved only where the portal runs on your own computer. Our customer service sends you"
            " {number}."
        )
        self.notify(plain(words.format(number=view.number)), severity="warning")

    async def _paper(self, view: FormView) -> tuple[str, bytes]:
        paper = await self.portal_call(self.portal.written_forms.paper, self.access, view.id)
        return _("form-{number}.pdf").format(number=paper.number), paper.content

    async def _fetch(self, request: PageRequest) -> Page[FormView]:
        return await self.portal_call(self.portal.written_forms.page, self.access, request)

    def _columns(self) -> Columns[FormView]:
        """Number, what it is, what about, from whom to whom, when, where it is."""
        return Columns(
            Column(_("Number"), _number, width=13, sort="printed"),
            Column(_("Form"), _kind, width=17, sort="kind"),
            Column(_("What about"), _about, width=14, grow=1),
            Column(_("From → to"), _parties, width=24, grow=2, min_terminal=100),
            Column(_("Printed"), self._printed, width=11, min_terminal=90),
            Column(_("State"), self._state, width=14, sort="state"),
        )

    def _printed(self, view: FormView) -> Content:
        return literal(formats.short_date(view.printed_at.date(), self.country), "$quiet")

    def _state(self, view: FormView) -> Content:
        return state_words(view, self.country)


def _number(view: FormView) -> Content:
    return literal(view.number, _emphasis(view))


def _kind(view: FormView) -> Content:
    return literal(kind_words(view.kind, view.role), _emphasis(view))


def _about(view: FormView) -> Content:
    return literal(view.about, _emphasis(view))


def _parties(view: FormView) -> Content:
    return assemble(literal(view.present), (" → ", "$quiet"), literal(view.other or "…"))


def _emphasis(view: FormView) -> str:
    return "$quiet" if view.state is FormState.WITHDRAWN else ""
