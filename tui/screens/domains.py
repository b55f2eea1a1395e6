"""The domains of a package, each with its subdomains beneath it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work

from portal.access import CustomerAccess
from portal.domains import DomainKind, DomainState, DomainView, SiteTarget
from tui import formats, keys
from tui.figures import figure_words
from tui.i18n import _
from tui.text import assemble, literal, plain
from tui.widgets.record_list import Column, Columns
from tui.widgets.subject_list import SubjectList, published_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import BindingType
    from textual.content import Content

    from portal.administration import Listing
    from portal.packages import Standing
    from portal.paging import PageRequest
    from tui.screens.domain_forms import DomainForm, SubdomainForm

INDENT = "  "
"""Before a subdomain, which stands beneath its domain."""


class DomainList(SubjectList[DomainView]):
    """Names, where they lead, and the state of each domain."""

    TITLE = _("Domains")
    EMPTY = _("This package has no domain yet.")
    FILE = "domains"
    REMOVED = _("The subdomain was deleted.")
    HELP = _(
        "The domains of this package with their subdomains beneath, and where each leads. “n” makes a"
        " subdomain. Names in other alphabets show their technical name beside."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("a", "order", _("Order domain"), _("Order another domain for this package.")),
    ]

    _standing: Standing | None = None

    def columns(self) -> Columns[DomainView]:
        """Name, where it leads, kind, state, since when."""
        return Columns(
            Column(_("Name"), _name, width=20, grow=3, sort="name"),
            Column(_("Leads to"), _leads_to, width=10, grow=1),
            Column(_("Kind"), _kind, width=11, sort="kind", min_terminal=92),
            Column(_("State"), _state, width=12, sort="state"),
            Column(_("Since"), self._since, width=11, sort="registered", min_terminal=130),
            published_column(min_terminal=150),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only subdomains are deleted, only what lives is changed, and only owners order."""
        view = self.highlighted
        if action == "order":
            return self.access.by_owner
        if action in {"edit", "delete"} and (view is None or view.settings is None):
            return False
        if action == "delete" and view is not None and not view.label:
            return False
        return super().check_action(action, parameters)

    def show_standing(self, standing: Standing) -> None:
        """Keep the figures for an order."""
        self._standing = standing
        super().show_standing(standing)

    async def listing(self, request: PageRequest) -> Listing[DomainView]:
        """A page of domains and subdomains."""
        return await self.portal_call(self.portal.domains.page, self.access, request)

    async def form_for_new(self) -> SubdomainForm | None:
        """A subdomain, under the marked domain at first."""
        from tui.screens.domain_forms import SubdomainForm

        choices = await self.portal_call(self.portal.domains.choices, self.access)
        if not choices:
            self.notify(plain(_("There is no domain that a subdomain could be made under.")))
            return None
        targets = await self.portal_call(self.portal.domains.targets, self.access)
        under = self.highlighted.domain_id if self.highlighted else 0
        return SubdomainForm(self.access, choices, targets, under)

    async def form_for(self, view: DomainView) -> DomainForm:
        """Where one leads."""
        from tui.screens.domain_forms import DomainForm

        targets = await self.portal_call(self.portal.domains.targets, self.access)
        return DomainForm(self.access, view, targets)

    async def delete(self, view: DomainView) -> None:
        """Delete a subdomain."""
        await self.portal_call(self.portal.domains.remove, self.access, view.id)

    def called(self, view: DomainView) -> str:
        """Its name."""
        return view.name

    def exported(self, view: DomainView) -> Mapping[str, object]:
        """What is shown, in words that stay the same."""
        return {
            "name": view.name,
            "ascii_name": view.ascii_name,
            "kind": "subdomain" if view.label else view.kind.value,
            "leads_to": leads_to(view),
            "state": view.state.value,
            "since": view.registered_on.isoformat(),
        }

    @work
    async def action_order(self) -> None:
        """Order another domain: the owner's, with the customer password."""
        from tui.screens.domain_forms import OrderDomainForm

        signed_in = self.login.signed_in
        if signed_in is None or not isinstance(signed_in.access, CustomerAccess):
            return
        figures = self._standing.figures if self._standing else ()
        in_use = ", ".join(figure_words(figure, self.country) for figure in figures)
        form = OrderDomainForm(signed_in.access, self.access.package_id, in_use)
        site_id = await self.app.push_screen_wait(form)
        if site_id is not None:
            await self.saved(site_id)

    def _since(self, view: DomainView) -> Content:
        return literal(formats.short_date(view.registered_on, self.country), "$quiet")


def leads_to(view: DomainView) -> str:
    """What a visitor finds: a directory, another domain, an address, or nothing."""
    settings = view.settings
    if settings is None:
        return ""
    if settings.target is SiteTarget.DIRECTORY:
        return settings.directory
    if settings.target is SiteTarget.DOMAIN:
        return view.points_to
    if settings.target is SiteTarget.REDIRECT:
        return f"{settings.redirect_code} {settings.redirect_to}"
    return _("parked")


def _leads_to(view: DomainView) -> Content:
    shown = leads_to(view)
    if view.settings is not None and view.settings.target is SiteTarget.DOMAIN:
        return assemble(("→ ", "$quiet"), literal(shown))
    parked = view.settings is not None and view.settings.target is SiteTarget.PARKED
    return literal(shown, "$quiet" if parked else "")


def _name(view: DomainView) -> Content:
    name = assemble(INDENT if view.label else "", literal(view.name))
    if view.name == view.ascii_name:
        return name
    return assemble(name, "  ", literal(view.ascii_name, "$quiet"))


def _kind(view: DomainView) -> Content:
    return literal(_("subdomain") if view.label else domain_kind(view.kind))


def domain_kind(kind: DomainKind) -> str:
    """How a domain belongs to its package, in words."""
    words = {
        DomainKind.MAIN: _("main domain"),
        DomainKind.INCLUDED: _("included"),
        DomainKind.ADDITIONAL: _("additional"),
    }
    return words[kind]


def _state(view: DomainView) -> Content:
    return domain_state(view.state)


def domain_state(state: DomainState) -> Content:
    """Where a domain is in its life, in words."""
    states = {
        DomainState.ORDERED: ("$warning", _("ordered")),
        DomainState.ACTIVE: ("$success", _("active")),
        DomainState.TERMINATED: ("$error", _("terminated")),
        DomainState.ENDED: ("$quiet", _("ended")),
    }
    colour, words = states[state]
    return assemble(("● ", colour), words)
