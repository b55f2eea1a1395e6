"""What the subjects of the technical administration stand on: looking at a package, and changing it.

Every change goes to the package's history and to the audit log, carries the package's next revision, and
keeps the counters that quotas are checked against: all in the one transaction of the use case, with the
package locked, so that two sessions follow one another.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeAlias, TypedDict, TypeVar, Unpack

from portal import passwords
from portal.errors import Conflict, InvalidInput
from portal.i18n import _
from portal.packages import Standing, standing_of
from portal.refusals import no_room, there
from portal.use_case import UseCases
from storage.models.base import Administered
from storage.models.history import PackageChange
from storage.models.packages import PackageState

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from portal.access import PackageAccess, WholePackage
    from portal.kinds import Kind
    from portal.paging import Page, PageRequest
    from storage.models.packages import Package
    from storage.models.products import Product, Resource
    from storage.repositories.sign_in import SessionRow
    from storage.work import Work

View = TypeVar("View")
Kept = TypeVar("Kept", bound=Administered)

States: TypeAlias = tuple[dict[str, Any] | None, dict[str, Any] | None]
"""What makes up a record before and after a change; None: it is not there."""


@dataclass(frozen=True, slots=True)
class Listing(Generic[View]):
    """A page of a subject's list.

    Attributes:
        page: The rows.
        standing: Figures for the list's border, where the request asked to count.
    """

    page: Page[View]
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """Something that was made or given a new password.

    Attributes:
        id: Which record.
        name: What the customer calls it.
        secret: The password that was made up for it, to be shown once; None: the customer chose it.
    """

    id: int
    name: str
    secret: str | None = field(default=None, repr=False)


class Technical(UseCases):
    """Base of the technical subjects: each works on the one package of its access."""

    TRANSFERS: ClassVar[bool] = False
    """Whether the subject uploads or downloads: the owner may keep that from the package login."""

    @contextmanager
    def _looking(self, access: PackageAccess) -> Iterator[Looking]:
        """Read the package; raises NotAllowed, and Conflict for what the owner keeps."""
        with self._reading_in_session(access) as (work, session):
            assert session is not None  # noqa: S101 - only the operator has none
            self._require_transfers(access, transfers=session.webmaster_transfers is True)
            yield Looking(work, access, session)

    @contextmanager
    def _changing(self, access: PackageAccess) -> Iterator[Changing]:
        """Change the package, which stays locked until the commit.

        Raises:
            NotAllowed: The session has ended.
            Conflict: The package is out of service, or the owner keeps this.
        """
        with self._writing(access) as work:
            package, product = work.administration.lock(access)
            self._require_transfers(access, transfers=package.webmaster_transfers)
            if package.state is PackageState.ENDED:
                raise Conflict(_("This package has ended: it can be looked at, but not changed."))
            if package.state is PackageState.SUSPENDED:
                raise Conflict(_("This package is suspended. Until that is settled, nothing can be changed."))
            yield Changing(work, access, package, product, self._means.clock.now())

    def _secret(self, access: PackageAccess, typed: str, field: str, about: Sequence[str] = ()) -> str:
        """The password that a service of the package gets: as typed, or made up where nothing was.

        Args:
            access: In whose package.
            typed: What was entered; empty: make one up.
            field: The input it was entered in.
            about: What it must not be built on, besides the brand and the package's domains.

        Raises:
            InvalidInput: It is too weak, or the package or master password.
        """
        with self._looking(access) as looking:
            known = [*self._about(looking.work, access), *about]
            package, _product = looking.work.packages.current(access)
        if not typed:
            return passwords.new_password(known)
        self._require_unknown(typed, known, (package.password_hash, package.master_password_hash), field)
        return typed

    def _require_unknown(
        self, typed: str, known: Sequence[str], verifiers: Sequence[str | None], field: str
    ) -> None:
        """Raise InvalidInput for a password that is too weak, or the package or master password."""
        passwords.require_strong(typed, known, field)
        for verifier in verifiers:
            if verifier is not None and self._means.passwords.verify(verifier, typed):
                raise InvalidInput(
                    _("This is the package or master password. Please think of another one."), field
                )

    def _about(self, work: Work, access: PackageAccess) -> list[str]:
        """What no password of the package must be built on."""
        names = work.domains.names_of(access)
        return [self._means.settings.brand, *names]

    def _require_transfers(self, access: PackageAccess, *, transfers: bool) -> None:
        if self.TRANSFERS and not (access.by_owner or transfers):
            raise Conflict(_("The owner of this package keeps upload and download to themselves."))


class Noted(TypedDict, total=False):
    """What else a change on record may tell.

    Attributes:
        fields: What was changed in the record.
        domain_id: The domain it belongs to: who may not manage that does not see the change.
        record_id: Which it is.
        states: What stood there before and what stands there now, where that can be undone.
        servers: Whether servers are to read it; what concerns the portal alone waits for no publishing.
        figures: How many of what, in words of ours, where many records were changed at once.
    """

    fields: Sequence[str]
    domain_id: int | None
    record_id: int | None
    states: States | None
    servers: bool
    figures: Mapping[str, int]


class Revised(Protocol):
    """A record or a change that belongs to a revision of its package."""

    @property
    def revision(self) -> int:
        """Which."""


@dataclass(frozen=True, slots=True)
class Looking:
    """A transaction that reads one package.

    Attributes:
        work: The transaction.
        access: Who looks.
        session: Their session, with what stands in the package about publishing.
    """

    work: Work
    access: PackageAccess
    session: SessionRow

    def is_published(self, record: Revised) -> bool:
        """Whether servers read the record as it stands."""
        return record.revision <= (self.session.published_revision or 0)

    def one(self, kind: Kind[Kept], record_id: int) -> Kept:
        """A record of the package; raises NotFound."""
        return there(self.work.administration.one(kind.entity, self.access, record_id))

    def listing(self, page: Page[View], request: PageRequest, *resources: Resource) -> Listing[View]:
        """The page, and with a counting request the figures of these resources."""
        return Listing(page, self.standing(*resources) if request.count else None)

    def standing(self, *resources: Resource) -> Standing:
        """How full the package is."""
        package_id = self.access.package_id
        usage = self.work.packages.usage([package_id]).get(package_id, {}) if resources else {}
        return standing_of(self.session, usage, resources)


@dataclass(slots=True)
class Changing:
    """A transaction that changes one package; leaving without `commit` undoes everything.

    Attributes:
        work: The transaction.
        access: Who changes it.
        package: The package, locked.
        product: What it is.
        now: The moment of the change.
    """

    work: Work
    access: PackageAccess | WholePackage
    package: Package
    product: Product
    now: dt.datetime
    _begun: bool = field(default=False, init=False)

    def one(self, kind: Kind[Kept], record_id: int) -> Kept:
        """A record of the package; raises NotFound."""
        return there(self.work.administration.one(kind.entity, self.access, record_id))

    def require_room(self, resource: Resource, more: int = 1) -> None:
        """Raise Conflict, telling the figures, unless so much more fits into the package."""
        use = self.work.administration.room(self.package, resource)
        used, allowed = (use.used, use.allowed or 0) if use else (0, 0)
        if more > 0 and used + more > allowed:
            raise Conflict(no_room(resource, used, allowed))

    def require_master_password(self, field: str) -> None:
        """Raise InvalidInput for `field`, by which the master password was chosen, where there is none."""
        if self.package.master_password_hash is None:
            raise InvalidInput(
                _("This package has no master password yet: set one under “Set passwords” first."), field
            )

    def add(self, kind: Kind[Kept], record: Kept, action: str = "added") -> None:
        """Add a record, for which there must be room; one that is called the same is a Duplicate.

        What gets contents of its own is not taken away again by an undo.
        """
        for resource, amount in kind.uses(record).items():
            self.require_room(resource, amount)
            self.work.administration.count(self.package, resource, amount)
        record.revision = self.revision
        self.work.administration.add(record)
        states = None if kind.has_contents(record) else (None, kind.values(record))
        self._note_record(kind, record, action, states=states)

    def edit(
        self,
        kind: Kind[Kept],
        record: Kept,
        values: Mapping[str, Any],
        action: str = "changed",
        *,
        undoable: bool = True,
    ) -> bool:
        """Give a record other values; False where it has them already.

        The history names what changed; verifiers among the values are never written there, and what cannot be
        right again without the one that went is not `undoable`.
        """
        before, used = kind.values(record), kind.uses(record)
        changed = [name for name, value in values.items() if getattr(record, name) != value]
        if not changed:
            return False
        for name in changed:
            setattr(record, name, values[name])
        uses = kind.uses(record)
        for resource in {**used, **uses}:
            more = uses.get(resource, 0) - used.get(resource, 0)
            self.require_room(resource, more)
            self.work.administration.count(self.package, resource, more)
        record.revision = self.revision
        self.work.flush()
        after = kind.values(record)
        told = [name for name in changed if name not in kind.verifiers]
        states = (before, after) if undoable and before != after else None
        self._note_record(kind, record, action, fields=told, states=states)
        return True

    def remove(self, kind: Kind[Kept], record: Kept, action: str = "removed") -> None:
        """Remove a record; with a password or contents of its own it does not come back by an undo."""
        for resource, amount in kind.uses(record).items():
            self.work.administration.count(self.package, resource, -amount)
        states = (kind.values(record), None) if kind.comes_back(record) else None
        self._note_record(kind, record, action, states=states)
        self.work.administration.remove(record)

    def note(self, kind: str, action: str, name: str, **more: Unpack[Noted]) -> PackageChange:
        """Put something on record, in the history and the audit log; never a secret.

        Args:
            kind: What kind of record, in a word of ours.
            action: What was done to it, likewise.
            name: What the customer calls it.
            more: See `Noted`.
        """
        states, servers = more.get("states"), more.get("servers", True)
        figures, fields, record_id = more.get("figures"), more.get("fields", ()), more.get("record_id")
        change = PackageChange(
            package_id=self.package.id,
            revision=self.revision if servers else self.package.published_revision,
            at=self.now,
            by_owner=self.access.by_owner,
            kind=kind,
            action=action,
            name=name[:320],
            fields=list(fields),
            domain_id=more.get("domain_id"),
            record_id=record_id,
            before=states[0] if states else None,
            after=states[1] if states else dict(figures) if figures else None,
            undoable=states is not None,
        )
        self.work.history.add(change)
        self.work.audit.record(
            self.now,
            self.access.actor,
            f"{kind} {action}",
            f"packages {self.package.id}" if record_id is None else f"{kind} {record_id}",
            package_id=self.package.id,
            details=", ".join(fields)[:500],
        )
        return change

    @property
    def revision(self) -> int:
        """The package's revision that this change makes."""
        if not self._begun:
            self._begun = True
            self.package.revision += 1
        return self.package.revision

    def commit(self) -> None:
        """Write everything, now and for good."""
        self.work.commit()

    def _note_record(self, kind: Kind[Kept], record: Kept, action: str, **noted: Any) -> None:
        self.note(
            kind.word(record),
            action,
            kind.called(record),
            domain_id=getattr(record, "domain_id", None),
            record_id=record.id,
            **noted,
        )
