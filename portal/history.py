"""The history of a package, and undoing what can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.administration import Listing, Technical
from portal.errors import Conflict, NotFound
from portal.i18n import _
from portal.kinds import BY_WORD
from portal.putting_back import undo

if TYPE_CHECKING:
    import datetime as dt

    from portal.access import PackageAccess
    from portal.administration import Looking
    from portal.paging import PageRequest
    from storage.models.history import PackageChange


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change, as the history shows it.

    Attributes:
        id: For undoing it.
        at: When, in UTC.
        by_owner: Whether the owner did it, or else the webmaster.
        kind: What kind of record, in a word of ours.
        action: What was done, likewise.
        name: What the record is called.
        fields: What was changed in it.
        published: Whether servers read it.
        undoable: Whether it can be undone now.
        undone: Whether it was.
    """

    id: int
    at: dt.datetime
    by_owner: bool
    kind: str
    action: str
    name: str
    fields: tuple[str, ...]
    published: bool
    undoable: bool
    undone: bool


class History(Technical):
    """What was done in a package."""

    def page(self, access: PackageAccess, request: PageRequest) -> Listing[ChangeView]:
        """A page of the history; its order is `when`. The filter finds names and kinds."""
        with self._looking(access) as looking:
            page = looking.work.history.page_of(access, request)
            return looking.listing(page.of(lambda change: _view(looking, change)), request)

    def undo(self, access: PackageAccess, change_id: int) -> None:
        """Undo a change; that is a change of its own.

        Raises:
            NotFound: It is not in this package's history.
            Conflict: It cannot be undone, was undone, or the record was changed again since.
        """
        with self._changing(access) as changing:
            change = changing.work.history.one(access, change_id)
            if change is None:
                raise NotFound(_("This is not there any more. F5 shows what is."))
            if change.undone:
                raise Conflict(_("This was undone already."))
            if not change.undoable:
                raise Conflict(_("This cannot be undone."))
            undo(changing, BY_WORD[change.kind], change)
            change.undone = True
            changing.commit()


def _view(looking: Looking, change: PackageChange) -> ChangeView:
    return ChangeView(
        id=change.id,
        at=change.at,
        by_owner=change.by_owner,
        kind=change.kind,
        action=change.action,
        name=change.name,
        fields=tuple(change.fields),
        published=change.revision <= (looking.session.published_revision or 0),
        undoable=change.undoable and not change.undone,
        undone=change.undone,
    )
