"""What changes a zone as a whole: a template, a zone file, an older version; shown before it is done."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual.widgets import Static

from portal.dns.names import shown_name
from portal.dns.plans import MOST_BYTES, How, OlderVersion, TemplateChoice, ZoneFileImport
from portal.dns.records import shown_value
from portal.dns.templates import Template
from portal.dns.zone_file import canonical
from portal.validation import checked
from tui.i18n import _, ngettext
from tui.importing import read_text
from tui.text import literal, sentence
from tui.widgets.box import SCROLL_KEYS
from tui.widgets.field import ChoiceField, LinesField, TextField
from tui.widgets.form import Entered, FormModal
from tui.widgets.plain import PlainButton
from tui.widgets.wizard import WizardModal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import PackageAccess
    from portal.dns.lines import RecordLine
    from portal.dns.service import Preview, ZoneView
    from tui.widgets.field import Field

SHOWN = 400
"""Lines of a preview; the others are counted."""

WIDTH = 66
"""Cells of a line."""


class ZoneWizard(WizardModal[Entered, int]):
    """Asks what is wanted, shows what that would change, and does it."""

    STEPS = 2
    SAVED = _("The zone was saved.")
    HELP = _("Say what you want, then see what goes and what comes. Nothing is changed before you confirm.")
    BINDINGS: ClassVar[list[BindingType]] = [*SCROLL_KEYS]

    def __init__(self, access: PackageAccess, zone: ZoneView) -> None:
        """Change the zone of a domain."""
        super().__init__()
        self.access, self.zone = access, zone
        self._preview: Preview | None = None

    def asking(self, draft: Mapping[str, str]) -> Iterable[Widget]:
        """The fields of the first step."""
        raise NotImplementedError

    def step(self, number: int, draft: Mapping[str, str]) -> Iterable[Widget]:
        """What is wanted, then what it would change."""
        if number == 1:
            yield Static(sentence(_("DNS of {domain}"), domain=literal(self.zone.name, "bold")), id="about")
            yield from self.asking(draft)
        elif self._preview is not None:
            yield Static(shown_preview(self._preview))

    async def leave_step(self, number: int, draft: Mapping[str, str]) -> None:  # noqa: ARG002
        """Ask what it would change."""
        wanted: Any = await asyncio.to_thread(checked, self.MODEL, draft)
        self._preview = await self.portal_call(
            self.portal.dns.preview, self.access, self.zone.domain_id, wanted
        )

    async def save(self, entered: Entered) -> int:
        """Do what was shown."""
        assert self._preview is not None  # noqa: S101 - there is no second step without it
        wanted: Any = entered
        return await self.portal_call(
            self.portal.dns.apply, self.access, self.zone.domain_id, wanted, self._preview.zone.version
        )


class TemplateWizard(ZoneWizard[TemplateChoice]):
    """Website and mail from a template."""

    TITLE = _("Template")
    MODEL = TemplateChoice
    CONFIRM = _("Set")

    def asking(self, draft: Mapping[str, str]) -> Iterable[Widget]:
        """Which one, and where the mail is."""
        choices = [
            (_("website and mail here"), Template.DEFAULT.value),
            (_("mail elsewhere"), Template.MAIL_ELSEWHERE.value),
            (_("no mail"), Template.NO_MAIL.value),
        ]
        chosen = draft.get("template", Template.DEFAULT.value)
        yield ChoiceField("template", _("Template"), choices, chosen, template_words(chosen))
        servers = LinesField(
            "mail_servers",
            _("Mail servers"),
            draft.get("mail_servers", ""),
            _("one a line, the first one is tried first"),
            longest=2600,
        )
        servers.display = chosen == Template.MAIL_ELSEWHERE
        yield servers

    def on_field_edited(self, event: Any) -> None:
        """Only mail elsewhere needs its servers."""
        if event.field == "template":
            chosen = self._field("template")
            chosen.hint(template_words(chosen.value))
            self._field("mail_servers").display = chosen.value == Template.MAIL_ELSEWHERE


class ImportWizard(ZoneWizard[ZoneFileImport]):
    """A zone file: by its path on the customer's own machine, pasted elsewhere."""

    TITLE = _("Import a zone file")
    MODEL = ZoneFileImport
    CONFIRM = _("Import")

    _content: str | None = None

    def asking(self, draft: Mapping[str, str]) -> Iterable[Widget]:
        """The file, and what becomes of what stands there."""
        if self.login.own_machine:
            hint = _("the path of a file, such as ~/Downloads/example.de.zone")
            yield TextField("text", _("Zone file"), draft.get("text", ""), hint, longest=4000)
        else:
            hint = _("paste what stands in it")
            yield LinesField("text", _("Zone file"), draft.get("text", ""), hint, longest=MOST_BYTES + 1)
        choices = [
            (_("replace all records"), How.REPLACE.value),
            (_("only add what is missing"), How.ADD.value),
        ]
        chosen = draft.get("how", How.REPLACE.value)
        hint = _("only $TTL and $ORIGIN can be used in it")
        yield ChoiceField("how", _("What to do"), choices, chosen, hint)

    def values(self) -> dict[str, str]:
        """What is entered, with what stands in the file in place of its path."""
        values = super().values()
        return values if self._content is None else values | {"text": self._content}

    async def submit(self) -> int | None:
        """Read the file before what stands in it is checked."""
        if self._step == 1 and self.login.own_machine:
            self._content = None
            path = self._field("text").value
            self._content = await asyncio.to_thread(read_text, path, MOST_BYTES, "text")
        return await super().submit()


class RestoreForm(FormModal[OlderVersion, int]):
    """An older version, after a look at what that changes."""

    TITLE = _("Restore")
    MODEL = OlderVersion
    SAVED = _("The version was restored.")
    HELP = _("What goes and what comes. Restoring makes a new version: nothing is lost.")
    BINDINGS: ClassVar[list[BindingType]] = [*SCROLL_KEYS]

    def __init__(self, access: PackageAccess, number: int, preview: Preview) -> None:
        """Restore version `number`, which would change what `preview` shows."""
        super().__init__()
        self.access, self._number, self._preview = access, number, preview

    def about(self) -> Content:
        """Which version, and what it would change."""
        template = _("Version {n} of {domain}\n\n{preview}")
        name, preview = literal(self._preview.zone.name, "bold"), shown_preview(self._preview)
        return sentence(template, n=self._number, domain=name, preview=preview)

    def fields(self) -> Iterable[Field[Any]]:
        """Nothing is to be entered."""
        return ()

    def buttons(self) -> Iterable[Widget]:
        """Cancel before restore."""
        yield PlainButton(_("Cancel"), id="cancel")
        yield PlainButton(_("Restore"), id="save", variant="primary")

    def values(self) -> dict[str, str]:
        """Which version."""
        return {"number": str(self._number)}

    async def save(self, entered: OlderVersion) -> int:
        """Do what was shown."""
        zone = self._preview.zone
        return await self.portal_call(
            self.portal.dns.apply, self.access, zone.domain_id, entered, zone.version
        )


def template_words(template: str) -> str:
    """What a template does."""
    words = {
        Template.DEFAULT: _("the domain and www lead to your webspace, mail comes to your mailboxes"),
        Template.MAIL_ELSEWHERE: _("the website stays, mail goes to the servers below"),
        Template.NO_MAIL: _("the website stays; this domain sends and takes no mail"),
    }
    return words[Template(template)]


def shown_preview(preview: Preview) -> Content:
    """What goes and what comes, in the order of the zone, then how much stays."""
    change = preview.change
    marked = [(line, "−", "$error") for line in change.removed] + [
        (line, "+", "$success") for line in change.added
    ]
    marked.sort(key=lambda each: (canonical(each[0]), each[1] == "+"))
    parts = [_line(*each) for each in marked[:SHOWN]]
    if len(marked) > SHOWN:
        more = len(marked) - SHOWN
        parts.append(literal(ngettext("… and {n} more", "… and {n} more", more).format(n=more), "$quiet"))
    if not marked:
        parts.append(literal(_("Nothing would change.")))
    kept = ngettext("= {n} record stays as it is", "= {n} records stay as they are", change.kept)
    parts.append(literal(kept.format(n=change.kept), "$quiet"))
    parts.extend(literal(note) for note in preview.notes)
    return literal("\n", lines=True).join(parts)


def _line(line: RecordLine, sign: str, colour: str) -> Content:
    words = f"{sign} {shown_name(line.name)} {line.ttl} {line.type.value} {shown_value(line)}"
    return literal(words, colour, max_width=WIDTH)
