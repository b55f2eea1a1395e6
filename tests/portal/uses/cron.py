from portal.access import PackageAccess
from portal.paging import PageRequest
from portal.portal import Portal
from portal.webspace.cron import CronJobSettings
from tests.portal.uses import Use

NIGHTLY = CronJobSettings(schedule="@daily", command="php /cron/nightly.php")


def change(portal: Portal, access: PackageAccess) -> None:
    added = portal.cron_jobs.add(access, NIGHTLY)
    portal.cron_jobs.change(access, added, NIGHTLY.model_copy(update={"enabled": False}), NIGHTLY)
    portal.cron_jobs.remove(access, added)


def undo(portal: Portal, access: PackageAccess) -> None:
    portal.cron_jobs.add(access, NIGHTLY)
    [newest, *_others] = portal.history.page(access, PageRequest(descending=True)).page.rows
    portal.history.undo(access, newest.id)


USES: dict[str, Use] = {
    "cron_jobs.page": lambda portal, access: portal.cron_jobs.page(access, PageRequest()),
    "cron_jobs.next_runs": lambda portal, access: portal.cron_jobs.next_runs(access, "@daily"),
    "cron_jobs.add": lambda portal, access: portal.cron_jobs.add(access, NIGHTLY),
    "cron_jobs.change": change,
    "cron_jobs.remove": change,
    "history.undo": undo,
}
