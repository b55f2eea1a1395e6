"""Restoring a backup: which parts, then what that does, then doing it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from portal.backups.views import BackupPart, Preview, RestoreChoice, Restored
from portal.errors import ChangedMeanwhile
from portal.validation import checked
from tui import formats, keys
from tui.changes import field_words, kind_words
from tui.i18n import _, ngettext
from tui.text import assemble, literal, sentence
from tui.widgets.field import SwitchField
from tui.widgets.wizard import WizardModal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import PackageAccess
    from portal.backups.views import BackupView, Misfits, Named, PartPreview, Some
    from portal.errors import PortalError

INDENT = "  "


class RestoreWizard(WizardModal[RestoreChoice, Restored]):
    """Which parts of a backup come back; what was shown is what is done."""

    TITLE = _("Restore")
    MODEL = RestoreChoice
    STEPS = 2
    CONFIRM = _("Restore")
    SAVED = ""
    HELP = _(
        "Choose what shall come back; the next step shows what that does, and nothing happens before you"
        " confirm it there. F2 goes on, Esc goes back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("up", "scroll(-1)", _("Up"), _("Read further up."), show=False),
        keys.key("down", "scroll(1)", _("Down"), _("Read further down."), show=False),
        keys.key("pageup", "scroll(-10)", _("Page up"), _("Read further up."), show=False),
        keys.key("pagedown", "scroll(10)", _("Page down"), _("Read further down."), show=False),
    ]

    def __init__(self, access: PackageAccess, backup: BackupView, parts: Sequence[BackupPart]) -> None:
        """Restore `backup`; `parts` are those that the package can have something in."""
        super().__init__()
        self.access, self.backup = access, backup
        self._parts = tuple(parts)
        self.preview: Preview | None = None

    def step(self, number: int, draft: Mapping[str, str]) -> Iterable[Widget]:
        """The parts; then what their restore does."""
        if number == self.STEPS:
            yield Static(self._told(), id="preview")
            return
        yield Static(sentence(_("What of the backup of {moment} shall come back?"), moment=self._moment()))
        yield Static("")
        for part in self._parts:
            name = part.value
            yield SwitchField(name, _part_words(part), _about(part), on=draft.get(name, "yes") == "yes")

    async def leave_step(self, number: int, draft: Mapping[str, str]) -> None:  # noqa: ARG002
        """Ask what a restore of the chosen parts would do."""
        choice = await asyncio.to_thread(checked, RestoreChoice, draft)
        self.preview = await self.portal_call(
            self.portal.backups.preview, self.access, self.backup.id, choice.parts
        )

    async def save(self, entered: RestoreChoice) -> Restored:
        """Restore what was shown."""
        digest = self.preview.digest if self.preview else ""
        return await self.portal_call(
            self.portal.backups.restore, self.access, self.backup.id, entered.parts, digest
        )

    def action_scroll(self, lines: int) -> None:
        """Show what does not fit into the box."""
        self.query_one("#content").scroll_relative(y=lines, animate=False)

    def _show(self, error: PortalError) -> None:
        """Besides what is wrong: what a restore does now, if that is something else than before."""
        super()._show(error)
        if isinstance(error, ChangedMeanwhile) and isinstance(error.now, Preview):
            self.preview = error.now
            for shown in self.query("#preview").results(Static):
                shown.update(self._told())

    def _moment(self) -> Content:
        zone = self.portal.settings.time_zone
        return literal(formats.moment(self.backup.made_at, zone, self.login.country), "bold")

    def _told(self) -> Content:
        """The whole preview."""
        if self.preview is None:
            return literal("")
        lines = [self._kept_first(self.preview)]
        replaced = [_contents(part.part) for part in self.preview.parts if part.replaces_contents]
        if replaced:
            lines.append(self._replaced(replaced))
        for part in self.preview.parts:
            lines += _part_lines(part)
        return literal("\n", lines=True).join(lines)

    def _replaced(self, contents: Sequence[str]) -> Content:
        """What the servers put back, and what that costs."""
        return assemble(
            sentence(
                _("What the servers hold ({contents}) is put back as of {moment}; what came since is lost."),
                contents=", ".join(contents),
                moment=self._moment(),
            ),
            " ",
            _("Files follow when the package is next published."),
        )

    def _kept_first(self, preview: Preview) -> Content:
        """Whether there is a way back."""
        if not preview.is_kept:
            return literal(
                _(
                    "There is no room for a backup of the present state: what stands there now cannot be"
                    " brought back."
                ),
                "$error",
            )
        if not preview.give_way:
            return literal(_("The present state is kept first, in a backup of its own."))
        words = ngettext(
            "The present state is kept first, in a backup of its own; the daily one of {names} makes way.",
            "The present state is kept first, in a backup of its own; the daily ones of {names} make way.",
            len(preview.give_way),
        )
        return sentence(words, names=", ".join(preview.give_way))


def _part_lines(part: PartPreview) -> Iterable[Content]:
    """A part, and each thing that happens to it in a line of its own."""
    changes = (
        (_("comes back"), part.back, "$success"),
        (_("goes away"), part.gone, "$error"),
        (_("changes"), part.changed, "$warning"),
    )
    lines = [
        assemble(INDENT, (f"{words}: ", style), _named(some)) for words, some, style in changes if some.count
    ]
    lines += [_left_out(misfits) for misfits in part.misfits]
    yield literal("")
    title = literal(_part_words(part.part), "bold $accent")
    yield title if lines else assemble(title, (" · ", "$quiet"), (_("no difference"), "$quiet"))
    yield from lines


def _left_out(misfits: Misfits) -> Content:
    return assemble(INDENT, (_("does not fit: "), "$error"), _named(misfits.records), f" · {misfits.reason}")


def _named(some: Some) -> Content:
    """The first few by name, the others by number."""
    names = literal(", ").join([_name(named) for named in some.names])
    rest = some.count - len(some.names)
    if not rest:
        return names
    return assemble(names, ngettext(" and {n} more", " and {n} more", rest).format(n=rest))


def _name(named: Named) -> Content:
    name = assemble(f"{kind_words(named.word)} ", literal(named.name, "bold"))
    if not named.fields:
        return name
    return assemble(name, " (", ", ".join(field_words(field) for field in named.fields), ")")


def _part_words(part: BackupPart) -> str:
    return {
        BackupPart.MAIL: _("Email"),
        BackupPart.DATABASES: _("Databases"),
        BackupPart.WEBSPACE: _("Webspace"),
        BackupPart.SETTINGS: _("Settings"),
    }[part]


def _about(part: BackupPart) -> str:
    """What belongs to a part."""
    return {
        BackupPart.MAIL: _("addresses with passwords and mail"),
        BackupPart.DATABASES: _("databases with passwords and tables"),
        BackupPart.WEBSPACE: _("files, SFTP users, protected directories"),
        BackupPart.SETTINGS: _("subdomains, DNS records, PHP, cron jobs"),
    }[part]


def _contents(part: BackupPart) -> str:
    """What the servers hold of a part."""
    return {
        BackupPart.MAIL: _("mail"),
        BackupPart.DATABASES: _("tables of databases"),
        BackupPart.WEBSPACE: _("files"),
        BackupPart.SETTINGS: "",
    }[part]
