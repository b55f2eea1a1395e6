"""The operator's care for the database: making and migrating it, backup, check, new key.

These are functions of an installation's place, and no use cases of the portal: they are needed where that
cannot be opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from portal.clock import day_in
from portal.errors import Conflict, Unavailable
from portal.i18n import _, ngettext
from portal.opening import load_key, make_key, open_storage, opening, writing_files
from portal.operator.checking import Finding, impossible
from portal.problems import told
from storage.database import open_engine
from storage.errors import DatabaseProblem, Problem
from storage.migrate import backup_name, backup_sqlite, migrate
from storage.migrations import HEAD
from storage.sealing import Keyring, SealBroken
from storage.work import Storage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from portal.access import OperatorAccess
    from portal.clock import Clock
    from portal.opening import Place
    from storage.work import Work

MOST_NAMED = 10
"""How many records a finding names."""


@dataclass(frozen=True, slots=True)
class Migrated:
    """What was done to bring a database up to date.

    Attributes:
        before: The revision it was at; None for a new database.
        now: The revision it is at.
        backup: Where the copy from before is; None where nothing had to be copied.
        new_key: The file of the key that was made for a new database; None where there was one.
    """

    before: str | None
    now: str
    backup: Path | None
    new_key: Path | None


def migrate_database(access: OperatorAccess, where: Place, clock: Clock) -> Migrated:
    """Bring the database to the present schema, after a backup; make it, and its key, if it is not there.

    Raises:
        Unavailable: It cannot be used, or its key is missing.
    """
    with opening(where):
        state = _state(where)
    new_key = state is Problem.MISSING and make_key(where.key_file)
    load_key(where.key_file)
    copied = state is Problem.OLDER and where.file is not None
    backup = backup_name(where.file, clock.now()) if copied and where.file is not None else None
    with opening(where), writing_files(_("The database cannot be made: {reason}.")):
        before = migrate(where.url, backup)
    if before != HEAD:
        _note(access, where, clock, "database migrated", f"{before or 'new'} to {HEAD}")
    return Migrated(before, HEAD, backup, where.key_file if new_key else None)


def backup_database(access: OperatorAccess, where: Place, clock: Clock, to: Path | None = None) -> Path:
    """Copy the database while it may be in use.

    Args:
        access: Who does it.
        where: The installation.
        clock: What time it is.
        to: The new file; None for one beside the database that is named after the moment.

    Raises:
        Conflict: There is a file already, or the database is on a server.
        Unavailable: Reading or writing failed; no half of a copy is left.
    """
    if where.file is None:
        raise Conflict(
            _("This database is on a PostgreSQL server, whose own program makes backups: pg_dump.")
        )
    open_storage(where).close()
    target = (to.expanduser() if to else backup_name(where.file, clock.now())).absolute()
    with opening(where), writing_files(_("The backup cannot be written: {reason}.")):
        try:
            backup_sqlite(where.file, target)
        except FileExistsError:
            raise Conflict(
                _("There is a file {path} already; please name another.").format(path=target)
            ) from None
    _note(access, where, clock, "database backed up")
    return target


def check_database(where: Place, clock: Clock) -> tuple[Finding, ...]:
    """Look for everything that can be wrong with the database; changes nothing."""
    today = day_in(where.settings.time_zone, clock.now())
    try:
        with opening(where):
            engine = open_engine(where.url)
    except Unavailable as unavailable:
        return (Finding("file", unavailable.message),)
    findings: list[Finding] = []
    try:
        keyring: Keyring | None = load_key(where.key_file)
    except Unavailable as unavailable:
        keyring = None
        findings.append(Finding("key", unavailable.message))
    storage = Storage(engine, keyring or Keyring.new())
    try:
        with told(), storage.reading() as work:
            findings.extend(Finding("damage", reason) for reason in work.health.damages())
            findings.extend(_broken_audit(work))
            if keyring is not None:
                findings.extend(_named("seals", work.customers.broken_seals()))
                findings.extend(_named("verifiers", work.databases.broken_seals()))
                findings.extend(_named("shops", work.webshop.broken_seals()))
            findings.extend(_named("domains", work.packages.without_their_main_domain()))
            findings.extend(_named("sites", work.sites.domains_without_one()))
            findings.extend(_wrong_counters(work))
            findings.extend(_named("balances", work.invoices.with_wrong_balance()))
            findings.extend(_named("numbers", work.invoices.gaps()))
            findings.extend(impossible(work, where.settings, today))
            findings.extend(_named("forms", work.written_forms.gaps()))
            findings.extend(_named("orders", work.webshop_orders.gaps()))
    except Unavailable as unavailable:
        findings.append(Finding("damage", unavailable.message))
    finally:
        storage.close()
    return tuple(findings)


def rotate_key(access: OperatorAccess, where: Place, clock: Clock) -> int:
    """Seal everything anew under a new key; the older ones stay in the key file, for backups from before.

    Returns:
        How many values were sealed anew.

    Raises:
        Conflict: A value does not open; nothing was changed.
        Unavailable: The database or its key cannot be used.
    """
    storage = open_storage(where)
    try:
        with told(), storage.writing() as work:
            # The entry comes first: it locks the head of the log, so that two rotations follow one another.
            work.audit.record(clock.now(), access.actor, "key rotated", "seal key")
            work.flush()
            rotated = load_key(where.key_file).rotated()
            with writing_files(_("The key cannot be written: {reason}.")):
                # Before anything is sealed with it: a key that is not used does no harm, a lost one would.
                rotated.save(where.key_file)
            try:
                count = work.customers.reseal(rotated) + work.databases.reseal(rotated)
                count += work.webshop.reseal(rotated)
            except SealBroken as broken:
                raise Conflict(
                    _(
                        "The value at {place} does not open, so nothing was sealed anew; see “admin check”."
                    ).format(place=broken)
                ) from broken
            work.commit()
            return count
    finally:
        storage.close()


def _state(where: Place) -> Problem | None:
    """What a migration is for: MISSING, OLDER, or nothing; all else is raised."""
    try:
        open_engine(where.url).dispose()
    except DatabaseProblem as problem:
        if problem.problem in {Problem.MISSING, Problem.OLDER}:
            return problem.problem
        raise
    return None


def _note(access: OperatorAccess, where: Place, clock: Clock, action: str, details: str = "") -> None:
    storage = open_storage(where)
    try:
        with told(), storage.writing() as work:
            work.audit.record(clock.now(), access.actor, action, "database", details=details)
            work.commit()
    finally:
        storage.close()


def _broken_audit(work: Work) -> Iterator[Finding]:
    broken = work.audit.first_break()
    if broken == 0:
        yield Finding("audit", _("Entries at the end of the audit log are missing."))
    elif broken is not None:
        reason = _("The audit log was changed at or before entry {id}.").format(id=broken)
        yield Finding("audit", reason)


def _wrong_counters(work: Work) -> Iterator[Finding]:
    """One finding for each package, with all its counters that are wrong."""
    for package_id, wrong in groupby(work.health.wrong_counters(), lambda each: each.package_id):
        counters = list(wrong)
        told = ", ".join(
            _("{used} {resource} instead of {found}").format(
                used=each.used, resource=each.resource.value, found=each.found
            )
            for each in counters
        )
        reason = _("Package {id}, {domain}, counts {counters}.")
        domain = counters[0].main_domain
        yield Finding("counters", reason.format(id=package_id, domain=domain, counters=told))


def _named(what: str, records: Iterable[int]) -> Iterator[Finding]:
    """One finding for all `records`, the first of which it names; none if there are none."""
    ids = list(records)
    if not ids:
        return
    names = ", ".join(str(each) for each in ids[:MOST_NAMED])
    sentences = {
        "seals": ngettext(
            "The bank data of {n} mandate cannot be opened: {ids}.",
            "The bank data of {n} mandates cannot be opened: {ids}.",
            len(ids),
        ),
        "shops": ngettext(
            "The key of the shop of {n} package cannot be opened: {ids}.",
            "The keys of the shops of {n} packages cannot be opened: {ids}.",
            len(ids),
        ),
        "orders": ngettext(
            "The orders of the shop of {n} package are not numbered without a gap: {ids}.",
            "The orders of the shops of {n} packages are not numbered without a gap: {ids}.",
            len(ids),
        ),
        "verifiers": ngettext(
            "Database passwords of {n} package cannot be opened: {ids}.",
            "Database passwords of {n} packages cannot be opened: {ids}.",
            len(ids),
        ),
        "domains": ngettext(
            "{n} package is not named after its main domain: {ids}.",
            "{n} packages are not named after their main domain: {ids}.",
            len(ids),
        ),
        "balances": ngettext(
            "The balance of {n} invoice is not the sum of its ledger: {ids}.",
            "The balances of {n} invoices are not the sums of their ledgers: {ids}.",
            len(ids),
        ),
        "numbers": ngettext(
            "Invoice numbers are missing in {n} year: {ids}.",
            "Invoice numbers are missing in {n} years: {ids}.",
            len(ids),
        ),
        "forms": ngettext(
            "Form numbers are missing in {n} year: {ids}.",
            "Form numbers are missing in {n} years: {ids}.",
            len(ids),
        ),
        "sites": ngettext(
            "{n} living domain has no site: {ids}.",
            "{n} living domains have no site: {ids}.",
            len(ids),
        ),
    }
    more = ", …" if len(ids) > MOST_NAMED else ""
    yield Finding(what, sentences[what].format(n=len(ids), ids=names + more))
