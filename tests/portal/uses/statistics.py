from tests.portal.uses import Use

USES: dict[str, Use] = {
    "statistics.months": lambda portal, access: portal.statistics.months(access),
}
