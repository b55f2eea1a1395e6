"""What customers do with what they were told: list, read, keep its documents."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from portal.errors import NotFound, Unavailable
from portal.i18n import _
from portal.messages.papers import paper_of
from portal.messages.views import MessageView, OpenedMessage
from portal.use_case import UseCases

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.messages.views import Paper
    from portal.paging import Page, PageRequest
    from storage.models.messages import Message
    from storage.work import Work


class Messages(UseCases):
    """A customer's own messages."""

    def page(self, access: CustomerAccess, request: PageRequest) -> Page[MessageView]:
        """A page of messages, by when the customer was told; the filter finds subjects and texts."""
        with self._reading(access) as work:
            return work.messages.page(access, request).of(
                lambda row: MessageView(row[0], row[1], row[2], row[3], row[4] is None, bool(row[5]))
            )

    def count_unread(self, access: CustomerAccess) -> int:
        """How many messages were not opened yet."""
        with self._reading(access) as work:
            return work.messages.count_unread(access)

    def read(self, access: CustomerAccess, message_id: int) -> OpenedMessage:
        """Open a message; from then on it counts as read. Raises NotFound.

        Where nothing can be written it is shown all the same, and stays unread.
        """
        with self._reading(access) as work:
            message = _own(work, access, message_id)
            opened = OpenedMessage(_view(message), message.body, work.messages.addresses(message.id))
        if opened.view.is_unread:
            with suppress(Unavailable), self._writing(access) as work:
                work.messages.mark_read(access, message_id, self._means.clock.now())
                work.commit()
        return opened

    def mark_all_read(self, access: CustomerAccess, newest_id: int) -> int:
        """Take all messages as read up to the newest that was shown; how many were not."""
        with self._writing(access) as work:
            marked = work.messages.mark_all_read(access, newest_id, self._means.clock.now())
            work.commit()
            return marked

    def paper(self, access: CustomerAccess, message_id: int) -> Paper:
        """The document that goes with a message; raises NotFound where none does."""
        with self._reading(access) as work:
            found = paper_of(self._means, work, _own(work, access, message_id))
            if found is None:
                raise NotFound(_("No document goes with this message."))
            return found


def _own(work: Work, access: CustomerAccess, message_id: int) -> Message:
    message = work.messages.one_owned_by(access, message_id)
    if message is None:
        raise NotFound(_("There is no such message under your customer number."))
    return message


def _view(message: Message) -> MessageView:
    has_paper = message.invoice_id is not None or message.act_id is not None
    return MessageView(
        message.id, message.kind, message.subject, message.queued_at, message.read_at is None, has_paper
    )
