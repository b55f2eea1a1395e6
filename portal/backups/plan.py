"""Comparing a backup with what stands in its package now: what a restore would do, record by record."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from portal.backups.contents import domains_of, records_of
from portal.backups.views import Misfits, Named, PartPreview, Some
from portal.domain_names import is_under
from portal.i18n import _
from portal.kinds import DNS_RECORD, KINDS, MAIL, SITE
from portal.putting_back import Intent
from portal.refusals import no_room
from storage.models.backups import BackupPart
from storage.models.domains import SiteTarget
from storage.models.mail import MailKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from portal.access import PackageAccess
    from portal.kinds import Kind
    from storage.models.base import Administered
    from storage.models.products import Resource
    from storage.repositories.packages import Use
    from storage.work import Work

MOST_NAMED = 20
"""Records that a preview names; it counts the others."""

WITH_CONTENTS = (BackupPart.MAIL, BackupPart.DATABASES, BackupPart.WEBSPACE)
"""Parts of which the servers hold more than the portal does."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a restore does with one record.

    Attributes:
        kind: What kind of record it is.
        record: What stands there now; None: nothing.
        wanted: What makes it up, verifiers included; None: it goes.
        shown: How a preview names it.
        more: What it then takes more of the package's quotas, or less.
    """

    kind: Kind[Any]
    record: Administered | None
    wanted: Mapping[str, Any] | None
    shown: Named
    more: Mapping[Resource, int]

    @property
    def intent(self) -> Intent:
        """The same for putting it back."""
        return Intent(self.kind, self.record, self.wanted)


@dataclass(slots=True)
class PartPlan:
    """What a restore does with one part.

    Attributes:
        part: Which.
        gone: Records that were made since.
        changed: Records that get their old values.
        back: Records that come back.
        misfits: What stays out or as it is, by the reason.
    """

    part: BackupPart
    gone: list[Difference] = field(default_factory=list)
    changed: list[Difference] = field(default_factory=list)
    back: list[Difference] = field(default_factory=list)
    misfits: dict[str, list[Named]] = field(default_factory=lambda: defaultdict(list))

    def intents(self) -> list[Intent]:
        """All of it; what makes room comes first."""
        return [each.intent for each in (*self.gone, *self.changed, *self.back)]

    def figures(self) -> dict[str, int]:
        """How many records come back, go and change, for the history."""
        counts = {"back": len(self.back), "gone": len(self.gone), "changed": len(self.changed)}
        return {word: count for word, count in counts.items() if count}

    def preview(self) -> PartPreview:
        """What is shown of it."""
        return PartPreview(
            part=self.part,
            back=_some([each.shown for each in self.back]),
            gone=_some([each.shown for each in self.gone]),
            changed=_some([each.shown for each in self.changed]),
            misfits=tuple(Misfits(reason, _some(names)) for reason, names in self.misfits.items()),
            replaces_contents=self.part in WITH_CONTENTS,
        )


class Planner:
    """Compares, for somebody, a backup with what they may manage of its package.

    Domains that came to the package after the backup stay as they are; those that left it stay out.
    """

    def __init__(
        self,
        work: Work,
        access: PackageAccess,
        contents: Mapping[str, Any],
        usage: Mapping[Resource, Use],
    ) -> None:
        """Compare `contents` with what `work` reads; `usage` is how full the package is."""
        self._work, self._access, self._contents = work, access, contents
        self._used = {resource: use.used for resource, use in usage.items()}
        self._allowed = {resource: use.allowed or 0 for resource, use in usage.items()}
        known = domains_of(contents)
        now = work.backups.domains_now(access, known)
        here = [each for each in now if each.package_id == access.package_id and each.living]
        by_name = {each.ascii_name: each.id for each in here}
        living = {each.id for each in here}
        self._names = {each.id: each.name for each in now}
        self._moved_to = {old: old if old in living else by_name.get(name) for old, name in known.items()}
        managed = {each.id for each in here if access.by_owner or each.open_to_webmaster}
        self._compared = managed & {new for new in self._moved_to.values() if new is not None}
        self._hidden = {each.id for each in now if not (access.by_owner or each.open_to_webmaster)}
        self._lost = {old: self._names.get(old, name) for old, name in known.items()}
        self._left = {name: self._lost[old] for old, name in known.items() if self._moved_to[old] is None}

    def plan(self, part: BackupPart) -> PartPlan:
        """What a restore does with one part."""
        plan = PartPlan(part)
        back: list[Difference] = []
        changed: list[Difference] = []
        for kind in KINDS:
            if kind.part is part:
                self._compare(kind, plan, back, changed)
        for each in plan.gone:
            self._take(each)
        for each in sorted(changed, key=lambda one: sum(one.more.values())):  # what shrinks makes room first
            self._fit(each, plan, plan.changed)
        for each in back:
            self._fit(each, plan, plan.back)
        return plan

    def _compare(
        self, kind: Kind[Any], plan: PartPlan, back: list[Difference], changed: list[Difference]
    ) -> None:
        kept = records_of(self._contents, plan.part, kind)
        if kept is None:
            return
        present = self._present(kind)
        for values in self._wanted(kind, kept, plan):
            same = present.get(_identity(kind, values))
            gone = self._leads_to(kind, values)
            if gone:
                named = self._named(kind, self._made(kind, values), "")
                plan.misfits[_not_here(gone)].append(named)
                if same:
                    same.pop(0)
                continue
            if not same:
                back.append(self._difference(kind, None, values))
                continue
            record = same.pop(0)
            if kind.values(record, verifiers=True) != values:
                changed.append(self._difference(kind, record, values))
        plan.gone += [
            self._difference(kind, record, None) for records in present.values() for record in records
        ]

    def _present(self, kind: Kind[Any]) -> dict[str, list[Administered]]:
        """What stands there now, by what it is called; of cron jobs there may be several alike."""
        present: dict[str, list[Administered]] = defaultdict(list)
        for record in self._work.administration.every(kind.entity, self._access):
            domain_id = getattr(record, "domain_id", None)
            if domain_id is None or domain_id in self._compared:
                present[_identity(kind, kind.values(record))].append(record)
        return present

    def _wanted(
        self, kind: Kind[Any], kept: Iterable[Mapping[str, Any]], plan: PartPlan
    ) -> Iterable[dict[str, Any]]:
        """What shall stand there, as far as its domain still does."""
        for values in kept:
            if "domain_id" not in values:
                yield dict(values)
                continue
            old = values["domain_id"]
            new = self._moved_to.get(old)
            if new in self._compared:
                yield {**values, "domain_id": new}
            elif new is None and old not in self._hidden and old in self._lost:
                name = self._lost[old]
                plan.misfits[_not_here(name)].append(self._named(kind, self._made(kind, values), name))

    def _leads_to(self, kind: Kind[Any], values: Mapping[str, Any]) -> str:
        """A domain that left the package, if a record showed it or delivered to its mailboxes; else empty.

        Sites show only sites of their package, and aliases deliver only to its mailboxes.
        """
        if kind is SITE and values["target"] == SiteTarget.DOMAIN:
            shown = values["points_to"]
            return next((name for ascii_name, name in self._left.items() if is_under(shown, ascii_name)), "")
        if kind is MAIL and values["kind"] == MailKind.ALIAS:
            hosts = {target.rpartition("@")[2].lower() for target in values["targets"]}
            return next((name for name in self._left.values() if name in hosts), "")
        return ""

    def _difference(
        self, kind: Kind[Any], record: Administered | None, wanted: Mapping[str, Any] | None
    ) -> Difference:
        then = None if wanted is None else self._made(kind, wanted)
        shown = record if then is None else then
        domain = self._names.get(getattr(shown, "domain_id", 0), "")
        used = {} if record is None else kind.uses(record)
        uses = {} if then is None else kind.uses(then)
        more = {each: uses.get(each, 0) - used.get(each, 0) for each in {**used, **uses}}
        fields: tuple[str, ...] = ()
        if record is not None and wanted is not None:
            now = kind.values(record, verifiers=True)
            fields = tuple(name for name, value in wanted.items() if now.get(name) != value)
        return Difference(kind, record, wanted, self._named(kind, shown, domain, fields), more)

    def _made(self, kind: Kind[Any], values: Mapping[str, Any]) -> Any:
        """A record that stands nowhere, to ask its kind about it."""
        return kind.entity(package_id=self._access.package_id, **kind.made_of(values))

    def _named(self, kind: Kind[Any], record: Any, domain: str, fields: tuple[str, ...] = ()) -> Named:
        name = kind.called(record)
        return Named(kind.word(record), f"{name} · {domain}" if kind is DNS_RECORD else name, fields)

    def _fit(self, each: Difference, plan: PartPlan, into: list[Difference]) -> None:
        """Do it if there is room, else say why not."""
        for resource, more in each.more.items():
            used, allowed = self._used.get(resource, 0), self._allowed.get(resource, 0)
            if more > 0 and used + more > allowed:
                plan.misfits[no_room(resource, used, allowed)].append(each.shown)
                return
        self._take(each)
        into.append(each)

    def _take(self, each: Difference) -> None:
        for resource, more in each.more.items():
            self._used[resource] = max(self._used.get(resource, 0) + more, 0)


def digest_of(plans: Sequence[PartPlan], *more: object) -> str:
    """Stands for plans and whatever else is shown with them; verifiers cannot be told from it."""
    told = [
        [
            plan.part.value,
            [[name, _stated(each)] for name in ("gone", "changed", "back") for each in getattr(plan, name)],
            {reason: [named.name for named in names] for reason, names in plan.misfits.items()},
        ]
        for plan in plans
    ]
    return hashlib.sha256(json.dumps([told, *more], sort_keys=True).encode()).hexdigest()


def _stated(each: Difference) -> list[Any]:
    now = None if each.record is None else each.kind.values(each.record, verifiers=True)
    return [each.kind.entity.__tablename__, now, each.wanted]


def _identity(kind: Kind[Any], values: Mapping[str, Any]) -> str:
    return json.dumps(list(kind.identity_of(values).values()))


def _not_here(domain: str) -> str:
    return _("{domain} is no longer in this package.").format(domain=domain)


def _some(names: Sequence[Named]) -> Some:
    return Some(len(names), tuple(names[:MOST_NAMED]))
