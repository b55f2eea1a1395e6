from portal.paging import PageRequest
from tests.portal.uses import Use

USES: dict[str, Use] = {
    "packages.overview": lambda portal, access: portal.packages.overview(access),
    "history.page": lambda portal, access: portal.history.page(access, PageRequest()),
}
