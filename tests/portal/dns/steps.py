"""What the stories about DNS have in common: a zone in plain words, and doing things to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.dns.records import RecordEntry
from portal.paging import PageRequest
from portal.validation import checked
from tests.portal.house import PACKAGE_PASSWORD

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.dns.service import VersionView
    from portal.history import ChangeView
    from portal.portal import Portal
    from tests.portal.house import House

ZONE = "beispiel.de"


def open_package(house: House, main_domain: str = ZONE, **more: object) -> PackageAccess:
    """Somebody's package with this main domain, as its webmaster."""
    opened = house.package(house.customer(), main_domain, password=PACKAGE_PASSWORD, **more)  # type: ignore[arg-type]
    return house.inside(opened, by_owner=False)


def entry(words: str) -> RecordEntry:
    """A record as "name type value", or "name ttl type value"."""
    name, rest = words.split(" ", 1)
    ttl = "3600"
    if rest.split(" ", 1)[0].isdecimal():
        ttl, rest = rest.split(" ", 1)
    kind, value = rest.split(" ", 1)
    return checked(RecordEntry, {"name": name, "type": kind, "ttl": ttl, "value": value})


class Zone:
    """The zone of a domain, by default of the main one."""

    def __init__(self, portal: Portal, access: PackageAccess, domain_id: int | None = None) -> None:
        self.portal, self.access = portal, access
        self.domain_id = portal.dns.page(access, domain_id, PageRequest()).zone.domain_id

    def add(self, *records: str, sure: bool = False) -> int:
        """Add records; tells the last one's id."""
        added = 0
        for words in records:
            added = self.portal.dns.add(self.access, self.domain_id, entry(words), sure=sure)
        return added

    def change(self, old: str, new: str, *, sure: bool = False) -> int:
        return self.portal.dns.change(self.access, self.find(old), entry(new), entry(old), sure=sure)

    def remove(self, words: str) -> None:
        self.portal.dns.remove(self.access, self.find(words))

    def find(self, words: str) -> int:
        return self.records[words]

    @property
    def records(self) -> dict[str, int]:
        """Ids by "name type value", with the TTL where it is not the usual one."""
        page = self.portal.dns.page(self.access, self.domain_id, PageRequest(limit=1000))
        found = {}
        for view in page.page.rows:
            one = view.entry
            ttl = "" if one.ttl == 3600 else f"{one.ttl} "
            found[f"{one.name} {ttl}{one.type} {one.value}"] = view.id
        return found

    @property
    def texts(self) -> set[str]:
        return set(self.records)

    @property
    def version(self) -> int:
        return self.portal.dns.page(self.access, self.domain_id, PageRequest()).zone.version

    @property
    def versions(self) -> list[VersionView]:
        """The newest first."""
        request = PageRequest(limit=1000, descending=True)
        return list(self.portal.dns.versions(self.access, self.domain_id, request).page.rows)

    def history(self) -> list[ChangeView]:
        """The newest first."""
        request = PageRequest(limit=1000, descending=True)
        return list(self.portal.history.page(self.access, request).page.rows)

    def undo_last(self) -> None:
        self.portal.history.undo(self.access, self.history()[0].id)
