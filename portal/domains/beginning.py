"""What every domain begins with: a site of its own, and the default records of its zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from portal.settings import DnsSettings

FIRST_VERSION = 1
"""Of a zone with its default records."""


def first_site(domain_id: int, domain: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of the site that a domain is, from the domain's own."""
    return {
        "package_id": domain["package_id"],
        "domain_id": domain_id,
        "label": "",
        "name": domain["name"],
        "ascii_name": domain["ascii_name"],
    }


def first_records(settings: DnsSettings) -> list[dict[str, Any]]:
    """What a zone begins with: the columns of its records, but for package and domain."""
    from portal.dns.templates import default_records

    return [line.as_json() | {"type": line.type} for line in default_records(settings)]


def records_of(
    domain_id: int, domain: Mapping[str, Any], records: Iterable[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The same records in a domain's zone."""
    of = {"package_id": domain["package_id"], "domain_id": domain_id}
    for record in records:
        yield {**of, **record}
