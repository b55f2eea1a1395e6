"""Bringing records to what they were: the one way of undoing a change and of restoring a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from portal.errors import Conflict
from portal.i18n import _
from storage.models.base import Administered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portal.administration import Changing
    from portal.kinds import Kind
    from storage.models.history import PackageChange

Record = TypeVar("Record", bound=Administered)


def put_back(
    changing: Changing,
    kind: Kind[Record],
    record: Record | None,
    wanted: Mapping[str, Any] | None,
    action: str,
) -> None:
    """Make, change or remove a record, so that it is what is wanted.

    Args:
        changing: The transaction.
        kind: What kind of record it is.
        record: What stands there now; None: nothing.
        wanted: What makes it up, as `Kind.values` told it; None: it shall not be there.
        action: What the history calls this.

    Raises:
        Conflict: There is no room for it.
    """
    if wanted is None:
        if record is not None:
            changing.remove(kind, record, action)
        return
    values = kind.made_of(wanted)
    if record is None:
        made = kind.entity(package_id=changing.package.id, **values)
        changing.add(kind, made, action)
    else:
        changing.edit(kind, record, values, action)


def undo(changing: Changing, kind: Kind[Any], change: PackageChange) -> None:
    """Put a record back to what it was before a change; raises Conflict if it was changed again since."""
    record = None
    if change.after is not None:
        record = changing.work.administration.one(kind.entity, changing.access, change.record_id or 0)
        if record is None or kind.values(record) != change.after:
            raise Conflict(_("This was changed again since. Undo the later change first."))
    elif change.before is not None:
        same = kind.identity_of(kind.made_of(change.before))
        if changing.work.administration.find(kind.entity, changing.package.id, same) is not None:
            raise Conflict(_("There is one called {name} again.").format(name=change.name))
    put_back(changing, kind, record, change.before, "undone")
