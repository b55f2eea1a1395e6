"""Importing many addresses: a dry run, one transaction for all of them, and their passwords afterwards.

A verifier takes a tenth of a second: five thousand of them take minutes. So the addresses come first, as
mailboxes that have no password yet, and the passwords follow in small steps that can be left at any time.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from portal.administration import Technical
from portal.errors import Conflict, InvalidInput
from portal.i18n import _, ngettext
from portal.mail.plan import Plan, Planner
from portal.mail.table import read_table
from storage.models.mail import MailAddress, MailKind
from storage.models.products import Resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portal.access import PackageAccess
    from portal.mail.models import MailFile
    from portal.mail.plan import Planned
    from portal.tables import LineProblem

MOST_PROBLEMS = 200
"""Problems that are shown; who has more mends these first."""

FIRST = 8
"""Addresses that a preview shows."""

AT_ONCE = 2
"""Verifiers that are computed at the same time, as `Passwords` has it."""

STEP = 8
"""Passwords in a step: about a second."""

KEPT_TOGETHER = 128
"""Verifiers that are written together; each time servers have something new to read."""

IMPORTED = "imported addresses"
"""What the history calls the kind of an import."""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do.

    Attributes:
        mailboxes: How many mailboxes it would make.
        others: How many aliases, forwards and catch-alls.
        size_mb: What the mailboxes take of the package's mail storage.
        mailboxes_left: How many mailboxes the package has left now.
        left_mb: How much mail storage it has left now.
        passwords: How many mailboxes have a password in the file; the others have none yet.
        first: The first addresses.
        problems: What is wrong, by line; bounded.
        n_problems: How much is wrong in all.
        refusal: Why the file as a whole does not fit; empty: it does.
    """

    mailboxes: int
    others: int
    size_mb: int
    mailboxes_left: int
    left_mb: int
    passwords: int
    first: tuple[str, ...]
    problems: tuple[LineProblem, ...]
    n_problems: int
    refusal: str

    @property
    def good(self) -> bool:
        """Whether it can be imported."""
        return not self.problems and not self.refusal


@dataclass(slots=True, repr=False)
class WaitingPasswords:
    """Passwords of imported mailboxes that are still to be hashed; never shown.

    Attributes:
        total: How many there were.
        done: How many were looked at.
        refused: Mailboxes whose password was too weak: they have none yet.
    """

    total: int
    done: int = 0
    refused: list[str] = field(default_factory=list)
    _to_do: deque[tuple[int, str, str]] = field(default_factory=deque)
    _verifiers: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, mailboxes: Iterable[tuple[int, str, str]]) -> WaitingPasswords:
        """For these mailboxes: id, address, password."""
        to_do = deque(mailboxes)
        return cls(len(to_do), _to_do=to_do)

    def __repr__(self) -> str:
        return f"WaitingPasswords({self.done} of {self.total})"

    @property
    def left(self) -> int:
        """How many were not looked at yet."""
        return len(self._to_do)

    def take(self, n: int) -> list[tuple[int, str, str]]:
        """The next ones: id, address, password."""
        return list(islice(self._to_do, n))

    def put(self, answers: Sequence[tuple[int, str, str | None]]) -> None:
        """Note what became of the next ones: id, address, verifier; None: refused."""
        for mailbox_id, address, verifier in answers:
            self._to_do.popleft()
            self.done += 1
            if verifier is None:
                self.refused.append(address)
            else:
                self._verifiers[mailbox_id] = verifier

    @property
    def unwritten(self) -> dict[int, str]:
        """Verifiers that are not written yet, by mailbox."""
        return self._verifiers


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        addresses: How many addresses it made.
        mailboxes: How many of them are mailboxes.
        waiting: The passwords that are still to be hashed.
    """

    addresses: int
    mailboxes: int
    waiting: WaitingPasswords


class MailImport(Technical):
    """Many addresses from a file."""

    def preview(self, access: PackageAccess, file: MailFile) -> ImportPreview:
        """What a file would do; raises InvalidInput if it is no table of addresses."""
        rows = read_table(file.content)
        with self._looking(access) as looking:
            plan = Planner(looking.work, access, self._means.settings.mail.most_targets).plan(rows)
        return _preview(plan)

    def run(self, access: PackageAccess, file: MailFile) -> Imported:
        """Make all addresses of a file, or none; their passwords wait.

        Raises:
            InvalidInput: It is no table of addresses, or a line is wrong.
            Conflict: There is not room for all.
        """
        rows = read_table(file.content)
        with self._changing(access) as changing:
            plan = Planner(changing.work, access, self._means.settings.mail.most_targets).plan(rows)
            _require_good(plan)
            for resource in (Resource.MAILBOXES, Resource.MAIL_STORAGE):
                changing.work.administration.count(changing.package, resource, plan.count(resource))
            columns = [each.columns | {"revision": changing.revision} for each in plan.planned]
            changing.work.bulk.add(MailAddress, columns)
            ids = changing.work.mail.ids(access)
            changing.note(IMPORTED, "imported", _called(plan.planned))
            changing.commit()
        with_password = [
            (ids[each.address], each.address, each.password) for each in plan.planned if each.password
        ]
        mailboxes = plan.count(Resource.MAILBOXES)
        return Imported(len(plan.planned), mailboxes, WaitingPasswords.of(with_password))

    def hash_passwords(self, access: PackageAccess, waiting: WaitingPasswords) -> None:
        """Hash some of the waiting passwords; weak ones are refused, and their mailboxes have none yet.

        Where enough are hashed, or none is left, they are written as `keep_passwords` does.
        """
        with self._looking(access) as looking:
            about = self._about(looking.work, access)
            package, _product = looking.work.packages.current(access)
        known = (package.password_hash, package.master_password_hash)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            answers = list(
                threads.map(
                    lambda one: (one[0], one[1], self._verifier(one, about, known)), waiting.take(STEP)
                )
            )
        waiting.put(answers)
        if not waiting.left or len(waiting.unwritten) >= KEPT_TOGETHER:
            self.keep_passwords(access, waiting)

    def keep_passwords(self, access: PackageAccess, waiting: WaitingPasswords) -> None:
        """Write what was hashed; a mailbox that was given another password meanwhile keeps that."""
        if not waiting.unwritten:
            with self._looking(access):
                return
        with self._changing(access) as changing:
            ids = changing.work.mail.without_password(access, list(waiting.unwritten))
            if ids:
                verifiers = {mailbox_id: waiting.unwritten[mailbox_id] for mailbox_id in ids}
                changing.work.mail.give_passwords(verifiers, changing.revision)
                changing.work.audit.record(
                    changing.now,
                    access.actor,
                    "mailbox password changed",
                    f"packages {access.package_id}",
                    package_id=access.package_id,
                    details=f"{len(ids)} imported mailboxes",
                )
            changing.commit()
        waiting.unwritten.clear()

    def _verifier(
        self, one: tuple[int, str, str], about: Sequence[str], known: Sequence[str | None]
    ) -> str | None:
        _mailbox_id, address, password = one
        try:
            self._require_unknown(password, [*about, address.rpartition("@")[0]], known, "password")
        except InvalidInput:
            return None
        return self._means.passwords.hash(password)


def _preview(plan: Plan) -> ImportPreview:
    mailboxes = plan.count(Resource.MAILBOXES)
    return ImportPreview(
        mailboxes=mailboxes,
        others=len(plan.planned) - mailboxes,
        size_mb=plan.count(Resource.MAIL_STORAGE),
        mailboxes_left=plan.left[Resource.MAILBOXES],
        left_mb=plan.left[Resource.MAIL_STORAGE],
        passwords=sum(bool(each.password) for each in plan.planned),
        first=tuple(each.address for each in plan.planned[:FIRST]),
        problems=tuple(plan.problems[:MOST_PROBLEMS]),
        n_problems=len(plan.problems),
        refusal=plan.refusal,
    )


def _require_good(plan: Plan) -> None:
    if plan.problems:
        first = plan.problems[0]
        template = _("Line {n}, {column}: {sentence}") if first.field else _("Line {n}: {sentence}")
        raise InvalidInput(template.format(n=first.line, column=first.field, sentence=first.sentence))
    if plan.refusal:
        raise Conflict(plan.refusal)


def _called(planned: Sequence[Planned]) -> str:
    """How many of what, in words: "5000 mailboxes"."""
    n = len(planned)
    if all(each.columns["kind"] is MailKind.MAILBOX for each in planned):
        return ngettext("{n} mailbox", "{n} mailboxes", n).format(n=n)
    return ngettext("{n} address", "{n} addresses", n).format(n=n)
