"""Reminders of deadlines: messages, each once, and none of what is over."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from portal.customers import notices
from portal.deadlines.kinds import of_package
from portal.deadlines.rules import notice_for_minimum_term, retractable_until, starts_with_notice_between
from portal.deadlines.views import DeadlineKind, DeadlineView
from portal.deadlines.words import sentence_of
from portal.languages import language_of
from portal.operator.due.acts import DueActs
from portal.terms import ONE_DAY
from storage.models.messages import MessageKind
from storage.models.termination import FollowUp
from storage.repositories.messages import About

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portal.access import OperatorAccess
    from portal.operator.due.report import DueReport
    from portal.settings import ReminderSettings
    from storage.models.customers import Customer
    from storage.work import Work

TITLES = {
    "de": {
        DeadlineKind.NOTICE: "Erinnerung: Kündigungsfrist",
        DeadlineKind.END: "Erinnerung: Ihr Paket endet",
        DeadlineKind.CHANGE: "Erinnerung: Ihr Paket wechselt",
    },
    "en": {
        DeadlineKind.NOTICE: "Reminder: last day to give notice",
        DeadlineKind.END: "Reminder: your package ends",
        DeadlineKind.CHANGE: "Reminder: your package changes",
    },
}

WAYS = {
    "de": {
        DeadlineKind.NOTICE: "Wenn alles bleiben soll, wie es ist, brauchen Sie nichts zu tun. Kündigen"
        " können Sie im Kundenlogin unter „Termination“.",
        DeadlineKind.END: "Sichern Sie bis dahin bitte, was Sie behalten möchten.{leaving}",
        DeadlineKind.CHANGE: "Wenn Sie es so möchten, brauchen Sie nichts zu tun. Zurücknehmen können Sie es"
        " im Kundenlogin unter „Package change“.",
    },
    "en": {
        DeadlineKind.NOTICE: "If all is to stay as it is, there is nothing to do. You can give notice in the"
        " customer login under “Termination”.",
        DeadlineKind.END: "Please save what you want to keep until then.{leaving}",
        DeadlineKind.CHANGE: "If that is what you want, there is nothing to do. You can retract it in the"
        " customer login under “Package change”.",
    },
}
"""What can be done, and where."""

LEAVING = {
    "de": " Zu einem anderen Anbieter ziehen um: {domains}. Er braucht dafür den AuthInfo-Code; wenn Sie ihn"
    " nicht mehr haben oder er abgelaufen ist, bekommen Sie im Kundenlogin unter „Termination“ einen neuen.",
    "en": " These move to another provider: {domains}. For that they need the AuthInfo code; if you do not"
    " have it any more or it has expired, you get a new one in the customer login under “Termination”.",
}
"""What domains need that leave."""

MOST_NAMED = 10

LETTERS = {
    "de": "Guten Tag {name},\n\n{text}\n\n{way}\n\nKundennummer {number}\n",
    "en": "Dear {name},\n\n{text}\n\n{way}\n\nCustomer number {number}\n",
}


class Reminders(DueActs):
    """Reminders of one kind of deadline, so many days ahead, or as soon as they are made up for."""

    KIND: ClassVar[DeadlineKind]

    @abstractmethod
    def coming(self, work: Work, first: dt.date, last: dt.date) -> Iterable[tuple[dt.date, int]]:
        """The deadlines between two days, and the packages that they are of."""

    @abstractmethod
    def days(self, settings: ReminderSettings) -> int:
        """How many days ahead."""

    def due(self, work: Work, on: dt.date) -> Iterable[tuple[dt.date, int]]:
        """The days of reminders that were not sent, of deadlines that are not over, and their packages."""
        ahead = self._ahead
        coming = {self._event(each): each for each in self.coming(work, on, on + ahead)}
        told = work.messages.told(coming)
        return [(day - ahead, package) for event, (day, package) in coming.items() if event not in told]

    def carry_out(self, access: OperatorAccess, key: int, day: dt.date, report: DueReport) -> None:
        """Told once, if the deadline is still what it was."""
        deadline = day + self._ahead
        with self._writing(access) as work:
            agreed = work.contracts.locked(key)
            view = self._deadline(work, key, deadline)
            event = self._event((deadline, key))
            if view is None or deadline < report.on or work.messages.told((event,)):
                return
            customer = work.customers.by_id(agreed.package.customer_id)
            self._tell(work, customer, event, view, self.leaving(work, key, language_of(customer.language)))
            report.reminded += 1
            work.commit()

    @property
    def _ahead(self) -> dt.timedelta:
        return dt.timedelta(days=self.days(self._means.settings.reminders))

    def _event(self, deadline: tuple[dt.date, int]) -> str:
        day, package_id = deadline
        return f"reminder {self.KIND.value} {package_id} {day.isoformat()}"

    def _deadline(self, work: Work, package_id: int, day: dt.date) -> DeadlineView | None:
        running = work.deadlines.of_package(package_id)
        found = of_package(running, self._means.settings) if running else ()
        return next((each for each in found if each.kind is self.KIND and day_to_act(each) == day), None)

    def leaving(self, work: Work, package_id: int, language: str) -> str:  # noqa: ARG002 - some have
        """A sentence on domains that leave to another provider; empty: none do."""
        return ""

    def _tell(self, work: Work, customer: Customer, event: str, view: DeadlineView, leaving: str) -> None:
        language, now = language_of(customer.language), self._means.clock.now()
        body = LETTERS[language].format(
            name=customer.name,
            text=sentence_of(view, language),
            way=WAYS[language][self.KIND].format(leaving=leaving),
            number=customer.number,
        )
        about = About(MessageKind.CONTRACT, language)
        notices.queue(work, customer, event, TITLES[language][self.KIND], body, now, about=about)


class NoticeReminders(Reminders):
    """Of the last day to give notice for the end of the minimum term."""

    KIND = DeadlineKind.NOTICE

    def days(self, settings: ReminderSettings) -> int:
        """As the settings say."""
        return settings.notice_days

    def coming(self, work: Work, first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, int]]:
        """Packages that began so long ago; read by the few terms that there are."""
        for minimum, notice in work.deadlines.terms():
            starts = starts_with_notice_between(minimum, notice, first, last)
            for started_on, package_id in work.deadlines.begun(minimum, notice, *starts):
                day = notice_for_minimum_term(started_on, minimum, notice)
                if day is not None and first <= day <= last:
                    yield day, package_id


class EndReminders(Reminders):
    """Of the end of packages that were terminated."""

    KIND = DeadlineKind.END

    def days(self, settings: ReminderSettings) -> int:
        """As the settings say."""
        return settings.end_days

    def coming(self, work: Work, first: dt.date, last: dt.date) -> Iterable[tuple[dt.date, int]]:
        """Their last days."""
        return work.deadlines.ending(first, last)

    def leaving(self, work: Work, package_id: int, language: str) -> str:
        """As they were terminated."""
        names = [
            domain.name
            for domain, end in work.terminations.domains_of(package_id)
            if end is not None and end.follow_up is FollowUp.TRANSFER
        ]
        if not names:
            return ""
        more = ["…"] if len(names) > MOST_NAMED else []
        return LEAVING[language].format(domains=", ".join(names[:MOST_NAMED] + more))


class ChangeReminders(Reminders):
    """Of the last day on which a change to a smaller product can be retracted."""

    KIND = DeadlineKind.CHANGE

    def days(self, settings: ReminderSettings) -> int:
        """As the settings say."""
        return settings.change_days

    def coming(self, work: Work, first: dt.date, last: dt.date) -> Iterable[tuple[dt.date, int]]:
        """The days before the changes."""
        changing = work.deadlines.changing(first + ONE_DAY, last + ONE_DAY)
        return [(retractable_until(day), package_id) for day, package_id in changing]


def day_to_act(view: DeadlineView) -> dt.date:
    """The last day on which something can be done about it."""
    return view.until or view.day
