"""DNS: the records of one domain at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work

from portal.dns.records import DnsType, RecordEntry, RecordView
from portal.dns.values import shape
from portal.dns.zone_file import DEFAULT_TTL
from tui import keys
from tui.i18n import _
from tui.text import assemble, literal, sentence
from tui.widgets.field import ChoiceField, TextField
from tui.widgets.form import FormModal
from tui.widgets.record_list import Column, Columns
from tui.widgets.subject_list import SubjectList, published_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType
    from textual.content import Content
    from textual.screen import ModalScreen

    from portal.access import PackageAccess
    from portal.administration import Listing
    from portal.dns.service import ZoneView
    from portal.paging import PageRequest
    from tui.widgets.field import Field

LONGEST = 20_000


class DnsList(SubjectList[RecordView]):
    """The records of a zone; another key leads to another domain's."""

    TITLE = _("DNS")
    EMPTY = _("Records say where a domain's website and mail are. None yet: n makes one, t sets a template.")
    FILE = "dns"
    HELP = _(
        "The records of one domain; “@” is the domain itself. “w” shows another domain, “t” sets a template,"
        " “i” imports a zone file, “v” lists the versions, any of which can be restored."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("w", "other_domain", _("Other domain"), _("Show the records of another domain.")),
        keys.key("t", "template", _("Template"), _("Set web and mail from a template.")),
        keys.key("i", "import", _("Import"), _("Import a zone file."), show=False),
        keys.key("v", "versions", _("Versions"), _("List the versions of this zone, to restore one.")),
    ]

    def __init__(self, access: PackageAccess, country: str, *, id: str) -> None:  # noqa: A002
        """List the records of the main domain, at first."""
        super().__init__(access, country, id=id)
        self._zone: ZoneView | None = None
        self._chosen: int | None = None

    def columns(self) -> Columns[RecordView]:
        """Name, type, TTL, value."""
        return Columns(
            Column(_("Name"), lambda view: literal(view.entry.name), width=14, grow=1, sort="name"),
            Column(_("Type"), lambda view: literal(view.entry.type.value), width=6, sort="type"),
            Column(_("TTL"), lambda view: literal(view.entry.ttl, "$quiet"), width=6, min_terminal=100),
            Column(_("Value"), _value, width=22, grow=2),
            published_column(),
        )

    async def listing(self, request: PageRequest) -> Listing[RecordView]:
        """A page of the records."""
        asked = self._chosen
        page = await self.portal_call(self.portal.dns.page, self.access, asked, request)
        if self._chosen == asked and self._zone != page.zone:
            self._zone, self._chosen = page.zone, page.zone.domain_id
            self.border_title = sentence(_("DNS · {domain}"), domain=page.zone.name)
            self.screen.refresh_bindings()
        return page

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Before a zone was read there is nothing to change."""
        if action in {"new", "other_domain", "template", "import", "versions"} and self._zone is None:
            return False
        return super().check_action(action, parameters)

    async def form_for_new(self) -> RecordForm | None:
        """A record that does not exist yet."""
        return RecordForm(self.access, self._zone) if self._zone else None

    async def form_for(self, view: RecordView) -> RecordForm | None:
        """A record that does."""
        return RecordForm(self.access, self._zone, view) if self._zone else None

    async def delete(self, view: RecordView) -> None:
        """Delete a record."""
        await self.portal_call(self.portal.dns.remove, self.access, view.id)

    def called(self, view: RecordView) -> str:
        """Name, type and value."""
        return f"{view.entry.name} {view.entry.type.value} {view.entry.value}"

    def exported(self, view: RecordView) -> Mapping[str, object]:
        """What makes it up."""
        return {**view.entry.model_dump(mode="json"), "purpose": view.purpose}

    def export_name(self) -> str:
        """By the domain."""
        return f"{self.FILE}-{self._zone.ascii_name}" if self._zone else self.FILE

    def export_kinds(self) -> list[tuple[str, str, str]]:
        """A zone file, too."""
        return [("zone", _("Zone file"), _("for name servers")), *super().export_kinds()]

    async def export_text(self, kind: str) -> str:
        """A zone file is always the whole zone."""
        if self._zone is None or kind != "zone":
            return await super().export_text(kind)
        return await self.portal_call(self.portal.dns.zone_file, self.access, self._zone.domain_id)

    @work
    async def action_other_domain(self) -> None:
        """Show another domain's records."""
        from tui.widgets.pick import PickModal

        with self.told():
            domains = await self.portal_call(self.portal.domains.choices, self.access)
            things = [(str(each.id), each.name, "") for each in domains]
            shown = str(self._zone.domain_id) if self._zone else None
            marked = shown if shown in {name for name, _called, _about in things} else None
            chosen = await self.app.push_screen_wait(PickModal(_("Domain"), things, marked))
            if chosen is None:
                return
            self._chosen = int(chosen)
            self.action_first()
            await self.reload()

    @work
    async def action_template(self) -> None:
        """Set web and mail from a template."""
        from tui.screens.dns_plans import TemplateWizard

        if self._zone is not None:
            await self._plan(TemplateWizard(self.access, self._zone))

    @work
    async def action_import(self) -> None:
        """Import a zone file."""
        from tui.screens.dns_plans import ImportWizard

        if self._zone is not None:
            await self._plan(ImportWizard(self.access, self._zone))

    @work
    async def action_versions(self) -> None:
        """List the versions, to restore one."""
        from tui.screens.dns_versions import VersionsModal

        if self._zone is not None:
            await self._plan(VersionsModal(self.access, self._zone))

    async def _plan(self, screen: ModalScreen[Any]) -> None:
        """Show what changes the whole zone; the list is read again afterwards."""
        if await self.app.push_screen_wait(screen) is not None:
            await self.reload()


def _value(view: RecordView) -> Content:
    """The value; what a record of mail is for stands in front of it."""
    value = literal(view.entry.value)
    return assemble((view.purpose, "$accent"), " ", value) if view.purpose else value


class RecordForm(FormModal[RecordEntry, int]):
    """One record."""

    TITLE = _("DNS record")
    MODEL = RecordEntry
    SAVED = _("The record was saved.")
    HELP = _(
        "“@” is the domain itself, “www” the name under it. Names elsewhere end in a dot: mail.example.net."
        " TXT is typed as plain text; quotes and splitting are seen to."
    )

    def __init__(self, access: PackageAccess, zone: ZoneView, record: RecordView | None = None) -> None:
        """Edit `record` of a zone, or make a new one."""
        super().__init__()
        self.access, self.zone, self.record = access, zone, record
        new = RecordEntry.model_construct(name="", type=DnsType.A, ttl=DEFAULT_TTL, value="")
        self.seen = record.entry if record else new

    def about(self) -> Content:
        """Whose record it is."""
        return sentence(_("A record of {domain}."), domain=literal(self.zone.name, "bold"))

    def fields(self) -> Iterable[Field[Any]]:
        """Type first: the others depend on it."""
        seen = self.seen
        kinds = [(kind.value, kind.value) for kind in DnsType]
        yield ChoiceField("type", _("Type"), kinds, seen.type.value)
        hint = _("such as www; @ or nothing for the domain itself")
        yield TextField("name", _("Name"), seen.name, hint, longest=254)
        yield TextField("value", _("Value"), seen.value, shape(seen.type), longest=LONGEST)
        hint = _("seconds, from 60 to 86400")
        yield TextField("ttl", _("TTL"), str(seen.ttl), hint, restrict=r"\d*", longest=5)

    async def save(self, entered: RecordEntry) -> int:
        """Add or change it."""
        dns = self.portal.dns
        if self.record is None:
            domain_id = self.zone.domain_id
            return await self.portal_call(dns.add, self.access, domain_id, entered, sure=self.sure)
        return await self.portal_call(
            dns.change, self.access, self.record.id, entered, self.seen, sure=self.sure
        )

    def on_field_edited(self, event: Any) -> None:
        """Each type takes another value."""
        if event.field == "type":
            self._field("value").hint(shape(DnsType(self._field("type").value)))
