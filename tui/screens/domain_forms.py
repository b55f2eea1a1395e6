"""The forms of domains: where they lead, a new subdomain, and the order of another domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.domains import NewDomain, NewSubdomain, SiteSettings, SiteTarget
from portal.domains.models import BELONGS
from tui.i18n import _
from tui.text import assemble, literal, sentence
from tui.widgets.field import ChoiceField, Field, PasswordField, TextField
from tui.widgets.form import Entered, FormModal
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.content import Content
    from textual.widget import Widget

    from portal.access import CustomerAccess, PackageAccess
    from portal.domains import DomainChoice, DomainView, SiteChoice


class TargetForm(FormModal[Entered, int]):
    """A form on where something leads; fields that do not belong to the chosen target are switched off."""

    HELP = _(
        "A directory of the webspace, what another domain of this package shows, another address, or parked:"
        " then a page says that nothing is here yet. 301 tells browsers to remember a redirect, 302 not to."
    )

    seen: SiteSettings

    def __init__(self, access: PackageAccess, targets: Sequence[SiteChoice], seen: SiteSettings) -> None:
        """Edit `seen`; `targets` are the domains to choose from, none where there are too many."""
        super().__init__()
        self.access, self.seen = access, seen
        self._targets = targets

    def target_fields(self) -> Iterable[Field[Any]]:
        """Where it leads."""
        seen = self.seen
        ways = [
            (_("a directory"), SiteTarget.DIRECTORY.value),
            (_("another domain"), SiteTarget.DOMAIN.value),
            (_("a redirect"), SiteTarget.REDIRECT.value),
            (_("parked"), SiteTarget.PARKED.value),
        ]
        yield ChoiceField("target", _("Leads to"), ways, seen.target.value)
        hint = _("in the webspace, such as /html")
        belonging: tuple[Field[Any], ...] = (
            TextField("directory", _("Directory"), seen.directory, hint),
            self._other_domain(),
            TextField(
                "redirect_to",
                _("Address"),
                seen.redirect_to,
                _("such as https://example.org/shop"),
                longest=2000,
            ),
            ChoiceField(
                "redirect_code",
                _("Redirect"),
                [(_("for good (301)"), "301"), (_("for now (302)"), "302")],
                str(seen.redirect_code),
            ),
        )
        for field in belonging:
            field.control.disabled = BELONGS[field.field] is not seen.target
            yield field

    def on_field_edited(self, event: Field.Edited) -> None:
        """Another target has other fields."""
        if event.field == "target":
            chosen = self._field("target").value
            for name, target in BELONGS.items():
                self._field(name).control.disabled = target.value != chosen
                self._say(name, "")

    def _other_domain(self) -> Field[Any]:
        """One of a few, or a name that is typed; what stands there is offered, whatever it is."""
        points_to = self.seen.points_to
        offered = {each.ascii_name: each.name for each in self._targets}
        if not offered:
            hint = _("a domain or subdomain of this package")
            return TextField("points_to", _("Domain"), points_to, hint, longest=253)
        if points_to:
            offered.setdefault(points_to, points_to)
        choices = [(name, ascii_name) for ascii_name, name in offered.items()]
        return ChoiceField("points_to", _("Domain"), choices, points_to or choices[0][1])


class DomainForm(TargetForm[SiteSettings]):
    """Where a domain or a subdomain leads."""

    TITLE = _("Where it leads")
    MODEL = SiteSettings
    SAVED = _("It was saved.")

    def __init__(self, access: PackageAccess, view: DomainView, targets: Sequence[SiteChoice]) -> None:
        """Edit the domain of `view`."""
        others = [each for each in targets if each.ascii_name != view.ascii_name]
        super().__init__(access, others, view.settings or SiteSettings())
        self._view = view

    def about(self) -> Content:
        """Which one, and for its owner who holds it."""
        view = self._view
        name = literal(view.name, "bold")
        if view.name != view.ascii_name:
            name = assemble(name, "  ", literal(view.ascii_name, "$quiet"))
        return literal("\n", lines=True).join([name, *_contacts(view)])

    def fields(self) -> Iterable[Field[Any]]:
        """Its target, and of a domain its address."""
        yield from self.target_fields()
        if not self._view.label:
            addresses = [
                (_("with and without www"), "both"),
                (_("without www"), "bare"),
                (_("with www"), "www"),
            ]
            hint = _("the other address leads to it")
            value = self.seen.default_address.value
            yield ChoiceField("default_address", _("Default address"), addresses, value, hint)

    async def save(self, entered: SiteSettings) -> int:
        """Change it."""
        return await self.portal_call(
            self.portal.domains.change, self.access, self._view.id, entered, self.seen
        )


class SubdomainForm(TargetForm[NewSubdomain]):
    """A new subdomain."""

    TITLE = _("New subdomain")
    MODEL = NewSubdomain
    SAVED = _("The subdomain was added.")
    AUTO_FOCUS = "#field-label .control"

    def __init__(
        self,
        access: PackageAccess,
        domains: Sequence[DomainChoice],
        targets: Sequence[SiteChoice],
        under: int,
    ) -> None:
        """Add one to one of `domains`, at first to that with the id `under`."""
        super().__init__(access, targets, SiteSettings())
        self._domains = domains
        self._under = under if under in {each.id for each in domains} else domains[0].id

    def fields(self) -> Iterable[Field[Any]]:
        """Its name, and where it leads."""
        domains = [(each.name, str(each.id)) for each in self._domains]
        yield TextField(
            "label", _("Subdomain"), hint=_("such as blog; * stands for all other names"), longest=190
        )
        yield ChoiceField("domain_id", _("of the domain"), domains, str(self._under))
        yield from self.target_fields()

    async def save(self, entered: NewSubdomain) -> int:
        """Add it."""
        return await self.portal_call(self.portal.domains.add, self.access, entered)


class OrderDomainForm(FormModal[NewDomain, int]):
    """The order of another domain: a contract act, for the owner only."""

    TITLE = _("Order a domain")
    MODEL = NewDomain
    SAVED = _("The domain was ordered; a confirmation is on its way.")
    HELP = _(
        "The name with its ending, such as example.de. As long as the package has room for included domains,"
        " it is one of them, afterwards an additional one. Until it is registered, the list calls it ordered."
    )

    def __init__(self, access: CustomerAccess, package_id: int, in_use: str) -> None:
        """Order one for the package; `in_use` says how many it has."""
        super().__init__()
        self.access, self._package_id, self._in_use = access, package_id, in_use

    def about(self) -> Content:
        """What the package has, and what it costs."""
        signed_in = self.login.signed_in
        return assemble(
            sentence(
                _("Concerns this package of customer number {number}."),
                number=signed_in.number if signed_in else "",
            ),
            "\n",
            (_("In use: {figures}.").format(figures=self._in_use), "$quiet") if self._in_use else "",
            "\n\n",
            _(
                "As long as included domains are left, it is one of them. An additional domain is billed as"
                " the price list says."
            ),
        )

    def fields(self) -> Iterable[Field[Any]]:
        """Its name, and the password."""
        yield TextField("name", _("Domain"), hint=_("such as example.de"), longest=253)
        yield PasswordField("password", _("Customer password"))

    def buttons(self) -> Iterable[Widget]:
        """Cancel before the order, in the words that the law wants (§312j BGB)."""
        yield PlainButton(_("Cancel"), id="cancel")
        yield PlainButton(_("Order with obligation to pay"), id="save", variant="primary")

    async def save(self, entered: NewDomain) -> int:
        """Order it."""
        return await self.portal_call(self.portal.domains.order, self.access, self._package_id, entered)


def _contacts(view: DomainView) -> Iterable[Content]:
    """Who holds a domain, and who is its Admin-C; nothing for whom that is not."""
    if view.holder is not None:
        yield sentence(_("Holder: {name}"), name=view.holder or _("the contract partner")).stylize("$quiet")
    if view.admin_c is not None:
        yield sentence(_("Admin-C: {name}"), name=view.admin_c or _("the holder")).stylize("$quiet")
