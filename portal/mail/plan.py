"""What an import file would make of a package, checked against all rules before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from portal.domain_names import ascii_name
from portal.errors import InvalidInput
from portal.i18n import _
from portal.mail import rules
from portal.mail.models import ANY, NewCatchAll, NewDelivery, NewMailbox
from portal.passwords import unfit
from portal.refusals import no_room
from portal.tables import LineProblem
from portal.validation import checked
from storage.models.mail import MailKind
from storage.models.products import Resource
from storage.repositories.mail import Delivery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portal.tables import TableRow
    from portal.validation import Input
    from storage.models.domains import Domain
    from storage.repositories.packages import PackageScope, Use
    from storage.work import Work

MODELS: dict[MailKind, type[Input]] = {
    MailKind.MAILBOX: NewMailbox,
    MailKind.ALIAS: NewDelivery,
    MailKind.FORWARD: NewDelivery,
    MailKind.CATCH_ALL: NewCatchAll,
}

MOST_LOOPS = 20
"""Loops that are told; each may be as long as the file."""

COLUMN_OF = {"local_part": "address", "domain_id": "address", "again": "password"}
"""In which column of the file a field of a model stands."""


@dataclass(frozen=True, slots=True, repr=False)
class Planned:
    """An address to be made.

    Attributes:
        line: Where it stands in the file.
        columns: What its record is.
        password: What shall open it; empty: nothing yet.
    """

    line: int
    columns: dict[str, Any]
    password: str

    @property
    def address(self) -> str:
        """The whole address."""
        return str(self.columns["address"])

    @property
    def delivery(self) -> Delivery:
        """Where it delivers to."""
        return Delivery(self.address, self.columns["kind"], self.columns["targets"])


@dataclass(slots=True, repr=False)
class Plan:
    """All that an import would make.

    Attributes:
        planned: The addresses, in the file's order; without those that are wrong.
        problems: What is wrong, by line.
        left: What is left of the package's mailboxes and of its mail storage, before the import.
        refusal: Why the file as a whole does not fit; empty: it does.
    """

    planned: list[Planned] = field(default_factory=list)
    problems: list[LineProblem] = field(default_factory=list)
    left: dict[Resource, int] = field(default_factory=dict)
    refusal: str = ""

    def count(self, resource: Resource) -> int:
        """How much of a resource it takes."""
        sizes = [each.columns["size_mb"] for each in self.planned if each.columns["kind"] is MailKind.MAILBOX]
        return len(sizes) if resource is Resource.MAILBOXES else sum(sizes)


class Planner:
    """Makes a plan in one package."""

    def __init__(self, work: Work, scope: PackageScope, most_targets: int) -> None:
        self._scope, self._most_targets = scope, most_targets
        self._domains = {domain.ascii_name: domain for domain in work.domains.living_of(scope)}
        self._known = work.mail.all_deliveries(scope)
        self._usage = work.packages.usage([scope.package_id]).get(scope.package_id, {})

    def plan(self, rows: Sequence[TableRow]) -> Plan:
        """Check everything."""
        plan = Plan()
        seen: dict[str, int] = {}
        for row in rows:
            try:
                planned = self._planned(row, seen)
            except InvalidInput as error:
                problems = error.problems or {"": error.message}
                plan.problems += [
                    LineProblem(row.line, COLUMN_OF.get(name, name), words)
                    for name, words in problems.items()
                ]
            else:
                plan.planned.append(planned)
        if not plan.problems:
            self._check_deliveries(plan)
        self._check_room(plan)
        plan.problems.sort(key=lambda problem: problem.line)
        return plan

    def _planned(self, row: TableRow, seen: dict[str, int]) -> Planned:
        if row.surplus:
            raise InvalidInput(_("There are more values than columns."))
        kind = _kind(row.values["kind"])
        local_part, domain = self._split(row.values["address"])
        entered = checked(MODELS[kind], _values(kind, local_part, domain, row.values))
        columns = {
            "package_id": self._scope.package_id,
            "domain_id": domain.id,
            "local_part": getattr(entered, "local_part", ANY),
            "kind": kind,
            "enabled": getattr(entered, "enabled", True),
            "targets": list(getattr(entered, "targets", ())),
            "size_mb": getattr(entered, "size_mb", 0),
        }
        columns["address"] = f"{columns['local_part']}@{domain.name}"
        planned = Planned(row.line, columns, row.values["password"])
        self._require_new(planned, seen)
        self._require_allowed(planned)
        return planned

    def _split(self, address: str) -> tuple[str, Domain]:
        local_part, at, name = address.rpartition("@")
        if not at:
            raise InvalidInput(_("This is not a complete email address, such as name@example.de."), "address")
        try:
            domain = self._domains.get(ascii_name(name.lower()))
        except InvalidInput as error:
            raise InvalidInput(error.message, "address") from None
        if domain is None:
            raise InvalidInput(_("The domain of this address is not in this package."), "address")
        return local_part, domain

    def _require_new(self, planned: Planned, seen: dict[str, int]) -> None:
        if planned.address in self._known:
            raise InvalidInput(_("{address} is there already.").format(address=planned.address), "address")
        if planned.address in seen:
            raise InvalidInput(
                _("This address stands in line {n}, too.").format(n=seen[planned.address]), "address"
            )
        seen[planned.address] = planned.line

    def _require_allowed(self, planned: Planned) -> None:
        rules.require_reachable(planned.columns["local_part"], enabled=planned.columns["enabled"])
        rules.require_few(planned.columns["targets"], self._most_targets)
        if planned.address in map(rules.key, planned.columns["targets"]):
            raise InvalidInput(_("An address cannot deliver to itself."), "targets")
        if planned.password and (problem := unfit(planned.password)):
            raise InvalidInput(problem, "password")

    def _check_deliveries(self, plan: Plan) -> None:
        """Aliases lead to mailboxes, and nothing goes round; with all that is there and all that comes."""
        together = self._known | {each.address: each.delivery for each in plan.planned}
        lines = {each.address: each.line for each in plan.planned}
        for each in plan.planned:
            if each.columns["kind"] is MailKind.ALIAS:
                try:
                    rules.require_mailboxes(each.columns["targets"], together)
                except InvalidInput as error:
                    plan.problems.append(LineProblem(each.line, "targets", error.message))
        for way in islice(rules.loops(together), MOST_LOOPS):
            new = [lines[name] for name in way if name in lines]
            if new:
                plan.problems.append(LineProblem(max(new), "targets", rules.loop_words(way, together)))

    def _check_room(self, plan: Plan) -> None:
        for resource in (Resource.MAILBOXES, Resource.MAIL_STORAGE):
            use: Use | None = self._usage.get(resource)
            used, allowed = (use.used, use.allowed or 0) if use else (0, 0)
            plan.left[resource] = max(allowed - used, 0)
            wanted = plan.count(resource)
            if wanted > plan.left[resource] and not plan.refusal:
                plan.refusal = _refusal(resource, used, allowed, wanted)


def _kind(word: str) -> MailKind:
    try:
        return MailKind(word.lower())
    except ValueError:
        raise InvalidInput(
            _("This must be one of {expected}.").format(expected=", ".join(MailKind)), "kind"
        ) from None


def _values(kind: MailKind, local_part: str, domain: Domain, row: dict[str, str]) -> dict[str, object]:
    """For the model of its kind; what does not fit the kind is refused there, as in the form."""
    values: dict[str, object] = {"domain_id": domain.id, "enabled": row["enabled"] or "yes"}
    if kind is not MailKind.CATCH_ALL:
        values["local_part"] = local_part
    elif local_part != ANY:
        raise InvalidInput(_("A catch-all is written like this: *@example.de."), "address")
    if kind is MailKind.MAILBOX:
        password = row["password"]
        values |= {"size_mb": row["size_mb"], "password": password, "again": password}
    else:
        values["targets"] = row["targets"]
    surplus = "targets" if kind is MailKind.MAILBOX else "password"
    if row[surplus]:
        raise InvalidInput(_("This kind of address has none."), surplus)
    return values


def _refusal(resource: Resource, used: int, allowed: int, wanted: int) -> str:
    if resource is Resource.MAIL_STORAGE:
        return _("The mailboxes of this file take {n} MB. {refusal}").format(
            n=wanted, refusal=no_room(resource, used, allowed)
        )
    return _("This file has {n} mailboxes, and of the {allowed} of this package {left} are left.").format(
        n=wanted, allowed=allowed, left=max(allowed - used, 0)
    )
