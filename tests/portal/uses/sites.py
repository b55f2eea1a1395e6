from portal.access import PackageAccess
from portal.paging import PageRequest
from portal.portal import Portal
from portal.sites.php import PhpChoice
from portal.sites.ssl import HttpsSettings
from tests.portal.uses import Use


def choose_php(portal: Portal, access: PackageAccess) -> None:
    [site, *_others] = portal.php_versions.page(access, PageRequest()).page.rows
    portal.php_versions.change(access, site.id, PhpChoice(), site.settings)


def certificate(portal: Portal, access: PackageAccess) -> int:
    [site, *_others] = portal.certificates.page(access, PageRequest()).page.rows
    return site.id


USES: dict[str, Use] = {
    "php_versions.page": lambda portal, access: portal.php_versions.page(access, PageRequest()),
    "php_versions.change": choose_php,
    "certificates.page": lambda portal, access: portal.certificates.page(access, PageRequest()),
    "certificates.order": lambda portal, access: portal.certificates.order(
        access, certificate(portal, access)
    ),
    "certificates.change": lambda portal, access: portal.certificates.change(
        access, certificate(portal, access), HttpsSettings(), HttpsSettings()
    ),
}
