"""Two sessions at once: what can be done once is done once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from portal.errors import PortalError
from portal.termination import Termination
from portal.terms import ONE_DAY
from storage.models.contracts import ActKind
from storage.models.domains import DomainState
from storage.models.packages import PackageState
from tests.portal.house import PASSWORD
from tests.portal.invoices.steps import ANNA
from tests.portal.termination.steps import LAST_DAY, PACKAGE, Tenant, due, go_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.portal.house import House

SESSIONS = 4


def at_once(*calls: Callable[[], object]) -> list[object]:
    """What became of calls that are made at the same time: an answer, or the sentence of the refusal."""

    def made(call: Callable[[], object]) -> object:
        try:
            return call()
        except PortalError as error:
            return error.message

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(made, calls))


def test_a_package_is_terminated_once(tenant: Tenant) -> None:
    plan = tenant.plan()
    portals = [tenant.house.restarted() for _session in range(SESSIONS)]
    answers = at_once(
        *(
            lambda portal=portal: portal.termination.terminate(tenant.access, plan, Termination(), PASSWORD)
            for portal in portals
        )
    )
    refusals = [answer for answer in answers if isinstance(answer, str)]
    assert len(refusals) == SESSIONS - 1
    assert all("was terminated already" in refusal for refusal in refusals)
    assert tenant.acts() == [(ActKind.TERMINATED, "2026-12-31")]
    assert len(tenant.house.messages(tenant.customer)) == 1


def test_a_termination_is_retracted_once(tenant: Tenant) -> None:
    tenant.terminate()
    portals = [tenant.house.restarted() for _session in range(SESSIONS)]
    answers = at_once(
        *(
            lambda portal=portal: portal.termination.retract(
                tenant.access, PACKAGE, tenant.package.id, PASSWORD
            )
            for portal in portals
        )
    )
    assert sum(isinstance(answer, str) for answer in answers) == SESSIONS - 1
    assert [kind for kind, _day in tenant.acts()] == [ActKind.TERMINATED, ActKind.TERMINATION_RETRACTED]


def test_a_withdrawal_credits_once(house: House) -> None:
    tenant = Tenant(house, started_on=house.clock.now().date(), billed_until=None)
    seen = house.portal.termination.withdrawal(tenant.access, PACKAGE, tenant.package.id)
    portals = [house.restarted() for _session in range(SESSIONS)]
    answers = at_once(
        *(
            lambda portal=portal: portal.termination.withdraw(tenant.access, seen, PASSWORD)
            for portal in portals
        )
    )
    assert sum(isinstance(answer, str) for answer in answers) == SESSIONS - 1
    assert [kind for kind, _day in tenant.acts()] == [ActKind.WITHDRAWN]


def test_the_nightly_run_in_two_programs_ends_a_package_once(tenant: Tenant) -> None:
    tenant.terminate()
    go_to(tenant.house, LAST_DAY + ONE_DAY)
    portals = [tenant.house.restarted() for _session in range(SESSIONS)]
    at_once(*(lambda portal=portal: portal.operator.due.run(ANNA) for portal in portals))
    due(tenant.house)
    assert [kind for kind, _day in tenant.acts()] == [ActKind.TERMINATED, ActKind.ENDED]
    assert tenant.stored.state is PackageState.ENDED
    assert set(tenant.states().values()) == {DomainState.ENDED}
