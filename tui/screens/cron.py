"""Cron jobs: what runs by the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import work

from portal.errors import PortalError
from portal.webspace.cron import CronJobSettings, CronJobView
from tui import formats
from tui.i18n import _
from tui.text import literal
from tui.widgets.field import SwitchField, TextField
from tui.widgets.form import FormModal
from tui.widgets.record_list import Column, Columns
from tui.widgets.subject_list import SubjectList, published_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.content import Content

    from portal.access import PackageAccess
    from portal.administration import Listing
    from portal.paging import PageRequest
    from tui.widgets.field import Field


class CronJobList(SubjectList[CronJobView]):
    """When what runs."""

    TITLE = _("Cron jobs")
    EMPTY = _("A cron job runs a command by the clock. No job yet: n makes the first one.")
    FILE = "cron-jobs"
    HELP = _("Commands that run by the clock, with their next run. Times are the provider's.")

    def columns(self) -> Columns[CronJobView]:
        """Schedule, command, next run."""
        return Columns(
            Column(_("Schedule"), lambda view: literal(view.settings.schedule), width=14, sort="schedule"),
            Column(
                _("Command"), lambda view: literal(view.settings.command), width=16, grow=1, sort="command"
            ),
            Column(_("Next run"), self._next, width=13),
            Column(_("Output to"), lambda view: literal(view.settings.output_to), width=16, min_terminal=120),
            published_column(),
        )

    async def listing(self, request: PageRequest) -> Listing[CronJobView]:
        """A page of the jobs."""
        return await self.portal_call(self.portal.cron_jobs.page, self.access, request)

    async def form_for_new(self) -> CronJobForm:
        """A job that does not exist yet."""
        return CronJobForm(self.access)

    async def form_for(self, view: CronJobView) -> CronJobForm:
        """A job that does."""
        return CronJobForm(self.access, view)

    async def delete(self, view: CronJobView) -> None:
        """Delete a job."""
        await self.portal_call(self.portal.cron_jobs.remove, self.access, view.id)

    def called(self, view: CronJobView) -> str:
        """Its command."""
        return view.settings.command

    def exported(self, view: CronJobView) -> Mapping[str, object]:
        """What makes it up."""
        return view.settings.model_dump()

    def _next(self, view: CronJobView) -> Content:
        if not view.next_runs:
            return literal(_("switched off"), "$quiet")
        return literal(formats.soon(view.next_runs[0], self.portal.settings.time_zone, self.country))


class CronJobForm(FormModal[CronJobSettings, int]):
    """Schedule, command, and who gets its output."""

    TITLE = _("Cron job")
    MODEL = CronJobSettings
    SAVED = _("The cron job was saved.")
    HELP = _(
        "Five fields: minute, hour, day of the month, month, weekday. “30 4 * * *” is every day at 4:30,"
        " “*/15 * * * *” every quarter of an hour; @hourly, @daily, @weekly, @monthly and @yearly do, too."
    )

    def __init__(self, access: PackageAccess, job: CronJobView | None = None) -> None:
        """Edit `job`, or make a new one."""
        super().__init__()
        self.access, self.job = access, job
        self.seen = job.settings if job else CronJobSettings.model_construct(schedule="", command="")

    def fields(self) -> Iterable[Field[Any]]:
        """Its settings."""
        seen = self.seen
        yield TextField("schedule", _("Schedule"), seen.schedule, _("such as 30 4 * * * or @daily"))
        yield TextField("command", _("Command"), seen.command, longest=1000)
        hint = _("optional; an email address")
        yield TextField("output_to", _("Output to"), seen.output_to, hint, longest=254)
        yield SwitchField("enabled", _("Switched on"), on=seen.enabled)

    async def save(self, entered: CronJobSettings) -> int:
        """Add or change it."""
        jobs = self.portal.cron_jobs
        if self.job is None:
            return await self.portal_call(jobs.add, self.access, entered)
        return await self.portal_call(jobs.change, self.access, self.job.id, entered, self.seen)

    def on_mount(self) -> None:
        """Show the next runs of what stands there."""
        super().on_mount()
        self._show_runs(self.seen.schedule)

    def on_field_edited(self, event: Any) -> None:
        """Show the next runs of what is typed."""
        if event.field == "schedule":
            self._show_runs(self._field("schedule").value)

    @work(exclusive=True, group="runs")
    async def _show_runs(self, schedule: str) -> None:
        try:
            runs = await self.portal_call(self.portal.cron_jobs.next_runs, self.access, schedule)
        except PortalError:
            runs = ()  # what is wrong is said when the field is left
        if self.is_attached:
            zone = self.portal.settings.time_zone
            words = " · ".join(formats.soon(run, zone, self.login.country) for run in runs)
            hint = _("next runs: {runs}").format(runs=words) if runs else _("such as 30 4 * * * or @daily")
            self._field("schedule").hint(hint)
