from portal.access import PackageAccess
from portal.dns.plans import OlderVersion, TemplateChoice
from portal.dns.records import RecordEntry
from portal.paging import PageRequest
from portal.portal import Portal
from storage.models.dns import DnsType
from tests.portal.uses import Use

ENTRY = RecordEntry(name="www", type=DnsType.A, value="192.0.2.7")


def change(portal: Portal, access: PackageAccess) -> None:
    added = portal.dns.add(access, its_domain(portal, access), ENTRY)
    portal.dns.change(access, added, ENTRY.model_copy(update={"ttl": 300}), ENTRY)
    portal.dns.remove(access, added)


def apply(portal: Portal, access: PackageAccess) -> None:
    domain = its_domain(portal, access)
    version = portal.dns.preview(access, domain, TemplateChoice()).zone.version
    portal.dns.apply(access, domain, TemplateChoice(), version)
    portal.dns.apply(access, domain, OlderVersion(number=1), version + 1)


def its_domain(portal: Portal, access: PackageAccess) -> int:
    return portal.dns.page(access, None, PageRequest()).zone.domain_id


USES: dict[str, Use] = {
    "dns.page": lambda portal, access: portal.dns.page(access, None, PageRequest()),
    "dns.add": change,
    "dns.change": change,
    "dns.remove": change,
    "dns.preview": lambda portal, access: portal.dns.preview(
        access, its_domain(portal, access), TemplateChoice()
    ),
    "dns.apply": apply,
    "dns.zone_file": lambda portal, access: portal.dns.zone_file(access, its_domain(portal, access)),
    "dns.versions": lambda portal, access: portal.dns.versions(
        access, its_domain(portal, access), PageRequest()
    ),
}
