"""Bringing records to what they were: the one way of undoing a change and of restoring a backup."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from portal.access import WholePackage
from portal.errors import Conflict
from portal.i18n import _
from storage.models.base import Administered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from portal.administration import Changing
    from portal.kinds import Kind
    from storage.models.history import PackageChange
    from storage.models.products import Resource

    Settling: TypeAlias = "Callable[[Changing, Sequence[Step], str], None]"

Record = TypeVar("Record", bound=Administered)


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one record that was put back.

    Attributes:
        kind: What kind of record it is.
        before: What made it up, as `Kind.values` tells it; None: it was not there.
        after: What makes it up now; None: it is gone.
    """

    kind: Kind[Any]
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Intent:
    """What shall become of one record.

    Attributes:
        kind: What kind of record it is.
        record: What stands there now; None: nothing.
        wanted: What makes it up, as `Kind.values` told it; None: it shall not be there.
    """

    kind: Kind[Any]
    record: Administered | None
    wanted: Mapping[str, Any] | None


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
        Conflict: There is no room for it, or a rule of its subject is against it.
    """
    before = None if record is None else kind.values(record)
    after: Mapping[str, Any] | None = None
    if wanted is None:
        if record is not None:
            changing.remove(kind, record, action)
    else:
        values = kind.made_of(wanted)
        if record is None:
            record = kind.entity(package_id=changing.package.id, **values)
            changing.add(kind, record, action)
        else:
            changing.edit(kind, record, values, action)
        after = kind.values(record)
    settle(changing, [Step(kind, before, after)], action)


def put_all_back(changing: Changing, intents: Sequence[Intent], action: str) -> None:
    """Do the same with any number of records; putting it on record is the caller's.

    Raises:
        Conflict: There is no room for all of them, or a rule of a subject is against it.
    """
    more: Counter[Resource] = Counter()
    steps = [_removed(intent, more) for intent in intents if intent.wanted is None]
    changing.work.administration.remove_all(
        [intent.record for intent in intents if intent.wanted is None and intent.record is not None]
    )
    made: list[Administered] = []
    for intent in intents:
        if intent.wanted is not None:
            record, step = _changed(changing, intent, intent.wanted, more)
            steps.append(step)
            made.append(record)
    for resource, amount in more.items():
        changing.require_room(resource, amount)
        changing.work.administration.count(changing.package, resource, amount)
    changing.work.administration.add_all(made)
    settle(changing, steps, action)


def undo(changing: Changing, kind: Kind[Any], change: PackageChange) -> None:
    """Put a record back to what it was before a change.

    Raises:
        Conflict: It was changed again since, or its domain is not in this package any more.
    """
    require_domain(changing, change.domain_id)
    record = None
    if change.after is not None:
        record = _still_there(changing, kind, change.record_id, change.after)
        if record is None or kind.values(record) != change.after:
            raise Conflict(_("This was changed again since. Undo the later change first."))
    elif change.before is not None:
        same = kind.identity_of(kind.made_of(change.before))
        if changing.work.administration.find(kind.entity, changing.package.id, same) is not None:
            raise Conflict(_("There is one called {name} again.").format(name=change.name))
    put_back(changing, kind, record, change.before, "undone")


def require_domain(changing: Changing, domain_id: int | None) -> None:
    """Raise Conflict for what stands under a domain that left the package: it went along."""
    whole = WholePackage(changing.package.id)
    if domain_id is not None and not changing.work.domains.among(whole, [domain_id]):
        raise Conflict(_("The domain of this is not in this package any more."))


def undo_many(changing: Changing, change: PackageChange) -> None:
    """Undo a change of many records at once, which their subject does; raises Conflict."""
    from portal.dns import zones

    {zones.KIND: zones.undo}[change.kind](changing, change)


def settle(changing: Changing, steps: Sequence[Step], action: str) -> None:
    """Let the subjects of what was put back check their rules, and see to what hangs on their records.

    They are asked once for all records that were put back together, which stand in the database by then.

    Raises:
        Conflict: A rule is against it; then nothing of it happens.
    """
    for kind, settling in _settlings():
        its = [step for step in steps if step.kind is kind]
        if its:
            settling(changing, its, action)


def _settlings() -> tuple[tuple[Kind[Any], Settling], ...]:
    """By kind, what its subject does once records of it were put back: loaded when that is so."""
    from portal.dns.zones import settle as settle_records
    from portal.domains.rules import settle_sites
    from portal.kinds import DNS_RECORD, MAIL, SITE
    from portal.mail.rules import settle as settle_mail

    return ((SITE, settle_sites), (DNS_RECORD, settle_records), (MAIL, settle_mail))


def _still_there(
    changing: Changing, kind: Kind[Any], record_id: int | None, after: Mapping[str, Any]
) -> Administered | None:
    """The record that a change made; removed and put back since, it has another id but the same name."""
    administration = changing.work.administration
    record: Administered | None = administration.one(kind.entity, changing.access, record_id or 0)
    if record is None:
        same = kind.identity_of(kind.made_of(after))
        record = administration.find(kind.entity, changing.package.id, same)
    return record


def _removed(intent: Intent, more: Counter[Resource]) -> Step:
    kind, record = intent.kind, intent.record
    if record is not None:
        more.subtract(kind.uses(record))
    return Step(kind, None if record is None else kind.values(record), None)


def _changed(
    changing: Changing, intent: Intent, wanted: Mapping[str, Any], more: Counter[Resource]
) -> tuple[Administered, Step]:
    """Make or change a record, without writing it yet."""
    kind, record, values = intent.kind, intent.record, intent.kind.made_of(wanted)
    before = None
    if record is None:
        record = kind.entity(package_id=changing.package.id, **values)
    else:
        before = kind.values(record)
        more.subtract(kind.uses(record))
        for name, value in values.items():
            setattr(record, name, value)
    more.update(kind.uses(record))
    record.revision = changing.revision
    return record, Step(kind, before, kind.values(record))
