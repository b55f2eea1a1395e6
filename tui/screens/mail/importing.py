"""Importing addresses: which file, what it would do, and its passwords with a progress bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.mail.models import LARGEST_FILE, MailFile
from tui import formats
from tui.i18n import _, ngettext
from tui.text import assemble, literal, plain, sentence
from tui.widgets.dialogs import ConfirmModal, NoticeModal
from tui.widgets.import_form import ImportForm, problem_words
from tui.widgets.progress import ProgressModal

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from textual.content import Content

    from portal.mail.importing import Imported, ImportPreview, WaitingPasswords
    from tui.screens.mail.list import MailList

NAMED = 8
"""Addresses whose password was refused that are named."""


@dataclass(frozen=True, slots=True)
class Previewed:
    """A file, and what it would do."""

    file: MailFile
    preview: ImportPreview


class MailImportForm(ImportForm[Previewed]):
    """Asks for the file; nothing is imported yet."""

    TITLE = _("Import addresses")
    HELP = _(
        "A CSV file whose first line names the columns: address, kind, password, size_mb, targets, enabled."
        " An export of this list is such a file. First you see what it would do."
    )
    COLUMNS = "address, kind, password, size_mb, targets, enabled"
    EXAMPLE = _("such as ~/Downloads/email.csv")
    LARGEST = LARGEST_FILE

    async def preview(self, content: bytes) -> Previewed:
        """Ask what it would do."""
        file = MailFile(content=content)
        return Previewed(file, await self.portal_call(self.portal.mail_import.preview, self.access, file))


async def import_addresses(listed: MailList) -> None:
    """Ask for a file, show what it would do, import it; raises PortalError."""
    if not listed.login.own_machine:
        listed.notify(
            plain(_("Files can be imported only where the portal runs on your own computer.")),
            severity="warning",
        )
        return
    chosen = await listed.app.push_screen_wait(MailImportForm(listed.access))
    if chosen is None:
        return
    words = preview_words(chosen.preview, listed.country)
    if not chosen.preview.good:
        await listed.app.push_screen_wait(NoticeModal(_("Nothing was imported"), words))
        return
    question = ConfirmModal(_("Import?"), words, yes=_("Import"), no=_("Cancel"))
    if not await listed.app.push_screen_wait(question):
        return
    mail_import = listed.portal.mail_import
    done = await listed.portal_call(mail_import.run, listed.access, chosen.file)
    await listed.reload()
    if done.waiting.total:
        await _hash(listed, done.waiting)
        await listed.reload()
    _tell(listed, done)


async def _hash(listed: MailList, waiting: WaitingPasswords) -> None:
    about = _(
        "The addresses are there. Now their passwords are secured, which takes a while. Mailboxes that are"
        " not reached have no password yet."
    )
    steps = _steps(listed, waiting)
    await listed.app.push_screen_wait(ProgressModal(_("Import addresses"), about, waiting.total, steps))
    await listed.portal_call(listed.portal.mail_import.keep_passwords, listed.access, waiting)


async def _steps(listed: MailList, waiting: WaitingPasswords) -> AsyncGenerator[int, None]:
    while waiting.left:
        await listed.portal_call(listed.portal.mail_import.hash_passwords, listed.access, waiting)
        yield waiting.done


def _tell(listed: MailList, done: Imported) -> None:
    """How many came, and how many of them nobody can sign in to yet."""
    n = done.addresses
    lines = [ngettext("{n} address was imported.", "{n} addresses were imported.", n).format(n=n)]
    without = done.mailboxes - done.waiting.done + len(done.waiting.refused)
    if without:
        lines.append(
            ngettext(
                "{n} mailbox has no password yet; “p” gives it one.",
                "{n} mailboxes have no password yet; “p” gives them one.",
                without,
            ).format(n=without)
        )
    if done.waiting.refused:
        named = ", ".join(done.waiting.refused[:NAMED])
        more = _("{names} …").format(names=named) if len(done.waiting.refused) > NAMED else named
        lines.append(_("These passwords were too weak: {names}").format(names=more))
        listed.app.push_screen(NoticeModal(_("Imported"), "\n\n".join(lines)))
    else:
        listed.notify(plain(" ".join(lines)))


def preview_words(preview: ImportPreview, country: str) -> Content:
    """What an import would do, or why it would not."""
    if preview.good:
        return _comes(preview, country)
    return problem_words(preview.refusal, preview.problems, preview.n_problems)


def _comes(preview: ImportPreview, country: str) -> Content:
    boxes, others = preview.mailboxes, preview.others
    without = boxes - preview.passwords
    size, left = formats.size(preview.size_mb, country), formats.size(preview.left_mb, country)
    counted = (
        (boxes, ngettext("{n} mailbox, {size}", "{n} mailboxes, {size} in all", boxes)),
        (others, ngettext("{n} alias, forward or catch-all", "{n} aliases, forwards and catch-alls", others)),
        (without, ngettext("{n} mailbox gets no password yet", "{n} mailboxes get no password yet", without)),
    )
    lines = [
        sentence(template, n=formats.number(n, country), size=literal(size)) for n, template in counted if n
    ]
    room = sentence(
        _("There is room for {n} mailboxes and {size} in the package."),
        n=formats.number(preview.mailboxes_left, country),
        size=left,
    )
    names = ", ".join(preview.first) + (" …" if boxes + others > len(preview.first) else "")
    return literal("\n", lines=True).join([*lines, room, assemble("\n", literal(names, "$quiet"))])
