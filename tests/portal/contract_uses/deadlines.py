"""Reading what is coming."""

from __future__ import annotations

from portal.paging import PageRequest

USES = {
    "deadlines.page": lambda portal, access: portal.deadlines.page(access, PageRequest(filter="x")),
    "deadlines.count_soon": lambda portal, access: portal.deadlines.count_soon(access),
    "deadlines.calendar": lambda portal, access: portal.deadlines.calendar(access),
}
