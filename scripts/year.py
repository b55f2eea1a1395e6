"""A simulated year of the large demo: how long `admin due` takes, and that nothing becomes impossible."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from portal.demo.build import open_demo
from portal.demo.credentials import AGENCY, AUSTRIAN, CUSTOMER_LOGINS, ERIKA, RESELLER
from portal.passwords import Passwords
from storage.models.customers import Customer
from tests.portal.house import CountingHasher, SettableClock
from tests.portal.year import Told, Year

SEED = 20_261_122

ACTS_A_DAY = 12

MOST_SHOWN = 20


def simulate(days: int, acts_a_day: int) -> tuple[Told, float]:
    """Let so many days pass; what they were like, and the seconds that all of it took."""
    clock, hasher = SettableClock(), CountingHasher()
    with tempfile.TemporaryDirectory(prefix="customer-login-year-") as folder:
        passwords = Passwords(hasher)
        portal = open_demo(Path(folder), clock.now().date(), "large", clock=clock, passwords=passwords)
        with portal._means.storage.writing() as work:  # noqa: SLF001 - past all use cases
            for login in CUSTOMER_LOGINS:
                work._session.query(Customer).filter_by(number=login.name).update(  # noqa: SLF001
                    {"password_hash": hasher.hash(login.password)}
                )
            work.commit()
        who = (ERIKA, AGENCY, AUSTRIAN, *[RESELLER] * 7)  # who has more packages acts more often
        logins = [(login.name, login.password) for login in who]
        begun = time.perf_counter()
        year = Year(portal, clock, logins, Random(SEED), acts_a_day=acts_a_day)  # noqa: S311
        told = year.run(days, checked_every=30)
        taken = time.perf_counter() - begun
        portal.close()
    return told, taken


def main() -> int:
    """Print what the year was like; 1 where something cannot be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--acts", type=int, default=ACTS_A_DAY, help="how often somebody acts, a day")
    arguments = parser.parse_args()
    told, taken = simulate(arguments.days, arguments.acts)
    for counted in (told.done, told.due):
        for name, count in sorted(counted.items()):
            print(f"{count:>8}  {name}")
    print(f"{told.reminded:>8}  reminders")
    print(f"\nadmin due took {told.due_seconds:.1f} s in {told.days} days; all of it {taken:.0f} s.")
    for finding in told.findings[:MOST_SHOWN]:
        print(finding)
    print(f"{len(told.findings)} findings.")
    return 1 if told.findings else 0


if __name__ == "__main__":
    sys.exit(main())
