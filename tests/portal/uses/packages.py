from portal.paging import PageRequest
from tests.portal.uses import Use

USES: dict[str, Use] = {
    "packages.overview": lambda portal, access: portal.packages.overview(access),
    "domains.page": lambda portal, access: portal.domains.page(access, PageRequest()),
    "domains.choices": lambda portal, access: portal.domains.choices(access),
    "history.page": lambda portal, access: portal.history.page(access, PageRequest()),
}
