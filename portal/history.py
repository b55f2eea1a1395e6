"""The history of a package, and undoing what can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.access import WholePackage
from portal.administration import Listing, Technical
from portal.errors import Conflict
from portal.i18n import _
from portal.kinds import BY_WORD
from portal.putting_back import undo, undo_many
from portal.refusals import there

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Container, Sequence

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
        figures: How many of what, where many records were changed at once.
        published: Whether servers read it.
        gone: Whether the record was taken away by it.
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
    figures: tuple[tuple[str, int], ...]
    published: bool
    gone: bool
    undoable: bool
    undone: bool


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record before and after a change, as the database holds it.

    Attributes:
        name: Which field, in a word of ours.
        before: What stood there; None: nothing.
        after: What stands there now, likewise.
    """

    name: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class ChangeDetails:
    """One change with all that was kept of it.

    Attributes:
        change: As the history shows it.
        fields: What was changed; of a record that was made or removed, all that made it up.
    """

    change: ChangeView
    fields: tuple[FieldChange, ...]


class History(Technical):
    """What was done in a package."""

    def page(self, access: PackageAccess, request: PageRequest) -> Listing[ChangeView]:
        """A page of the history; its order is `when`. The filter finds names, kinds and actions."""
        with self._looking(access) as looking:
            page = looking.work.history.page_of(access, request)
            here = _domains_here(looking, page.rows)
            return looking.listing(page.of(lambda change: _view(looking, change, here)), request)

    def show(self, access: PackageAccess, change_id: int) -> ChangeDetails:
        """A change with what stood there before and after it; raises NotFound."""
        with self._looking(access) as looking:
            change = there(looking.work.history.one(access, change_id))
            return ChangeDetails(_view(looking, change, _domains_here(looking, [change])), _fields(change))

    def undo(self, access: PackageAccess, change_id: int) -> None:
        """Undo a change; that is a change of its own.

        Raises:
            NotFound: It is not in this package's history.
            Conflict: It cannot be undone, was undone, or the record was changed again since.
        """
        with self._changing(access) as changing:
            change = there(changing.work.history.one(access, change_id))
            if change.undone:
                raise Conflict(_("This was undone already."))
            if not change.undoable:
                raise Conflict(_("This cannot be undone."))
            kind = BY_WORD.get(change.kind)
            if kind is None:
                undo_many(changing, change)
            else:
                undo(changing, kind, change)
            change.undone = True
            changing.commit()


def _domains_here(looking: Looking, changes: Sequence[PackageChange]) -> set[int]:
    """Those of the domains of changes that are in the package still: others went, with all under them."""
    ids = {change.domain_id for change in changes if change.undoable and change.domain_id is not None}
    return looking.work.domains.among(WholePackage(looking.access.package_id), ids)


def _view(looking: Looking, change: PackageChange, here: Container[int]) -> ChangeView:
    counts = change.after is not None and not change.undoable
    return ChangeView(
        id=change.id,
        at=change.at,
        by_owner=change.by_owner,
        kind=change.kind,
        action=change.action,
        name=change.name,
        fields=tuple(change.fields),
        figures=tuple(change.after.items()) if counts and change.after else (),
        published=looking.is_published(change),
        gone=change.undoable and change.after is None,
        undoable=change.undoable
        and not change.undone
        and (change.domain_id is None or change.domain_id in here),
        undone=change.undone,
    )


def _fields(change: PackageChange) -> tuple[FieldChange, ...]:
    if not change.undoable:
        return ()
    before, after = change.before or {}, change.after or {}
    return tuple(
        FieldChange(name, before.get(name), after.get(name))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    )
