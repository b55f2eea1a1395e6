"""SSL: certificates of sites, and coming by HTTPS only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work

from portal.sites.ssl import CertificateStanding, CertificateView, HttpsSettings
from tui import formats, keys
from tui.i18n import _
from tui.text import assemble, literal, plain, sentence
from tui.widgets.dialogs import ConfirmModal
from tui.widgets.field import SwitchField
from tui.widgets.form import FormModal
from tui.widgets.record_list import Column, Columns
from tui.widgets.subject_list import SubjectList, published_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import PackageAccess
    from portal.administration import Listing
    from portal.paging import PageRequest
    from tui.widgets.field import Field


class CertificateList(SubjectList[CertificateView]):
    """The certificate of each site."""

    TITLE = _("SSL")
    EMPTY = _("Here stand the certificates of your websites. There is no website: a domain comes first.")
    FILE = "certificates"
    HELP = _(
        "Which website has a certificate, and until when. “c” orders one for the marked website; its visitors"
        " can be sent on to HTTPS."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("c", "order", _("Order certificate"), _("Order a certificate for the marked website.")),
    ]

    def columns(self) -> Columns[CertificateView]:
        """Site, certificate, HTTPS."""
        return Columns(
            Column(_("Name"), lambda view: literal(view.name), width=20, grow=1, sort="name"),
            Column(_("Certificate"), self._certificate, width=20, sort="certificate"),
            Column(_("HTTPS"), lambda view: _on(_("forced"), on=view.settings.force_https), width=6),
            Column(_("HSTS"), lambda view: _on(_("on"), on=view.settings.hsts), width=4, min_terminal=100),
            published_column(),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A certificate is offered where there is a site."""
        if action == "order":
            return self.highlighted is not None
        return super().check_action(action, parameters)

    async def listing(self, request: PageRequest) -> Listing[CertificateView]:
        """A page of the sites."""
        return await self.portal_call(self.portal.certificates.page, self.access, request)

    async def form_for(self, view: CertificateView) -> HttpsForm:
        """How a site is reached."""
        return HttpsForm(self.access, view)

    def called(self, view: CertificateView) -> str:
        """Its name."""
        return view.name

    def exported(self, view: CertificateView) -> Mapping[str, object]:
        """What is shown."""
        until = view.until.isoformat() if view.until else ""
        return {
            "name": view.name,
            "certificate": view.standing.value,
            "until": until,
            **view.settings.model_dump(),
        }

    @work
    async def action_order(self) -> None:
        """Order a certificate for the marked site, after a question."""
        view = self.highlighted
        if view is None:
            return
        question = ConfirmModal(
            _("Order a certificate?"),
            sentence(
                _("Order a certificate for {name}? It costs nothing, and is there a few minutes later."),
                name=literal(view.name, "bold"),
            ),
            yes=_("Order"),
            no=_("Leave as it is"),
        )
        if await self.app.push_screen_wait(question):
            with self.told():
                await self.portal_call(self.portal.certificates.order, self.access, view.id)
                self.notify(plain(_("The certificate was ordered.")))
                await self.saved(view.id)

    def _certificate(self, view: CertificateView) -> Content:
        day = formats.short_date(view.until, self.country) if view.until else ""
        near = formats.near_day(view.until, self.country) if view.until else ""
        words, style = {
            CertificateStanding.NONE: (_("none"), "$quiet"),
            CertificateStanding.ORDERED: (_("ordered"), "$accent"),
            CertificateStanding.VALID: (_("valid to {day}"), "$success"),
            CertificateStanding.SOON: (_("expires soon: {near}"), "$warning"),
            CertificateStanding.EXPIRED: (_("expired {day}"), "$error"),
            CertificateStanding.FAILED: (_("failed"), "$error"),
        }[view.standing]
        return literal(words.format(day=day, near=near), style)


class HttpsForm(FormModal[HttpsSettings, int]):
    """How a site is reached."""

    TITLE = _("HTTPS")
    MODEL = HttpsSettings
    SAVED = _("The settings were saved.")
    HELP = _(
        "“Force HTTPS” sends visitors who come without encryption on to HTTPS. HSTS tells their browsers to"
        " remember that for a year."
    )

    def __init__(self, access: PackageAccess, site: CertificateView) -> None:
        """Edit `site`."""
        super().__init__()
        self.access, self.site = access, site
        self.seen = site.settings

    def about(self) -> Content:
        """Which site."""
        return assemble(literal(self.site.name, "bold"))

    def fields(self) -> Iterable[Field[Any]]:
        """The two switches."""
        hint = _("send visitors from http:// on to https://")
        yield SwitchField("force_https", _("Force HTTPS"), hint, on=self.seen.force_https)
        hint = _("browsers remember that for a year")
        yield SwitchField("hsts", _("HSTS"), hint, on=self.seen.hsts)

    async def save(self, entered: HttpsSettings) -> int:
        """Change it."""
        certificates, site = self.portal.certificates, self.site.id
        return await self.portal_call(
            certificates.change, self.access, site, entered, self.seen, sure=self.sure
        )


def _on(words: str, *, on: bool) -> Content:
    return literal(words, "$success") if on else literal(_("off"), "$quiet")
