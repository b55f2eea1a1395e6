"""What a backup holds: all records of a package by part and table, with the verifiers of their passwords.

    {"domains": {"7": "example.de"},
     "mail": {"mail_addresses": [{"domain_id": 7, "local_part": "info", ...}, ...]},
     "databases": {"databases": [...]}, "webspace": {...}, "settings": {...}}

It never leaves the database: views name records and count them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.access import WholePackage
from portal.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portal.kinds import Kind
    from storage.models.backups import BackupPart
    from storage.work import Work

DOMAINS = "domains"


def take(work: Work, package_id: int) -> dict[str, Any]:
    """The state of a package, as JSON holds it."""
    whole = WholePackage(package_id)
    contents: dict[str, Any] = {
        DOMAINS: {str(domain.id): domain.ascii_name for domain in work.domains.living_of(whole)}
    }
    for kind in KINDS:
        records = work.administration.every(kind.entity, whole)
        part = contents.setdefault(kind.part.value, {})
        part[kind.entity.__tablename__] = [kind.values(record, verifiers=True) for record in records]
    return contents


def domains_of(contents: Mapping[str, Any]) -> dict[int, str]:
    """The domains that a backup knows: their names in punycode, by their ids then."""
    return {int(key): name for key, name in contents.get(DOMAINS, {}).items()}


def records_of(
    contents: Mapping[str, Any], part: BackupPart, kind: Kind[Any]
) -> Sequence[Mapping[str, Any]] | None:
    """What a backup holds of a kind; None: nothing was kept of that kind yet when it was made."""
    found: Sequence[Mapping[str, Any]] | None = contents.get(part.value, {}).get(kind.entity.__tablename__)
    return found
