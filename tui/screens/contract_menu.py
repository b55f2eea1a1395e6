"""The contract menu: what opens screens and forms of its own, in the order of the menu."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from tui.i18n import _, ngettext
from tui.widgets.menu import Entry

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import TypeAlias

    from portal.access import CustomerAccess
    from portal.packages import PackageView
    from portal.portal import Portal
    from tui.calls import PortalCalls

    Opening: TypeAlias = Callable[[PortalCalls, CustomerAccess, PackageView | None], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Badge:
    """What an entry says at its right: how much waits there.

    Attributes:
        count: How many that are; called in a thread, as it may load the subject.
        words: What that is called, with the number as `{n}`.
    """

    count: Callable[[Portal, CustomerAccess], int]
    words: Callable[[int], str]

    def told(self, count: int, written: str) -> str:
        """The words for so many, the number as it is `written`; none are not told."""
        return self.words(count).format(n=written) if count else ""


@dataclass(frozen=True, slots=True)
class ContractSubject:
    """A subject of the contract.

    Attributes:
        entry: As it stands in the menu.
        opens: Module in `tui.screens`, and its function that opens the subject: it is called with the screen
            that asks, the customer's access and the package that is marked in the list, and comes back once
            the subject was left. Raises PortalError.
        badge: What waits there; None: nothing ever does.
    """

    entry: Entry
    opens: tuple[str, str]
    badge: Badge | None = None

    def opening(self) -> Opening:
        """The function; loaded when it is first used."""
        module, name = self.opens
        opening: Opening = getattr(import_module(f"tui.screens.{module}"), name)
        return opening


CUSTOMER_DATA = (
    ContractSubject(
        Entry(
            "name-forms",
            _("Name, owner, Admin-C"),
            _("Print the forms that change your name, or a domain's holder or Admin-C."),
        ),
        ("written_forms", "open_name_forms"),
    ),
)
"""What stands last under the heading "Customer data"."""

FORMS = (
    ContractSubject(
        Entry("package-change", _("Package change"), _("Change a package to a larger or smaller product.")),
        ("package_change", "open_package_change"),
    ),
    ContractSubject(
        Entry(
            "splitting",
            _("Package splitting"),
            _("Give domains to another package, or a package of their own."),
        ),
        ("splitting", "open_splitting"),
    ),
    ContractSubject(
        Entry("termination", _("Termination"), _("Terminate packages, domains or services; retract that.")),
        ("termination", "open_termination"),
    ),
    ContractSubject(
        Entry(
            "linking", _("Link customer numbers"), _("Put another customer number of yours under this one.")
        ),
        ("linking", "open_linking"),
    ),
    ContractSubject(
        Entry(
            "domain-transfer",
            _("Domain transfer"),
            _("Print the form that gives a package or domains to another contract partner."),
        ),
        ("written_forms", "open_transfer_forms"),
    ),
    ContractSubject(
        Entry("domain-holder", _("Domain holder"), _("Print the form that changes a domain's holder.")),
        ("written_forms", "open_holder_forms"),
    ),
    ContractSubject(
        Entry("deadlines", _("Deadlines"), _("See what is coming, and the confirmations of what was done.")),
        ("deadlines", "open_deadlines"),
        Badge(
            lambda portal, access: portal.deadlines.count_soon(access),
            lambda n: ngettext("{n} soon", "{n} soon", n),
        ),
    ),
)
"""What stands under the heading "Forms"."""

FURTHER = (
    ContractSubject(
        Entry("invoices", _("Your invoices"), _("Read and save invoices, repeat a debit.")),
        ("invoices", "open_invoices"),
        Badge(
            lambda portal, access: portal.invoices.count_open(access),
            lambda n: ngettext("{n} open", "{n} open", n),
        ),
    ),
    ContractSubject(
        Entry(
            "offers", _("Offers of the month"), _("See what we offer you this month, with prices; order it.")
        ),
        ("offers", "open_offers"),
        Badge(
            lambda portal, access: portal.offers.count_new(access),
            lambda n: ngettext("{n} new", "{n} new", n),
        ),
    ),
    ContractSubject(
        Entry("messages", _("Messages"), _("Read again what we told you, save its documents.")),
        ("messages", "open_messages"),
        Badge(
            lambda portal, access: portal.messages.count_unread(access),
            lambda n: ngettext("{n} new", "{n} new", n),
        ),
    ),
    ContractSubject(
        Entry("help", _("Help and contact"), _("Find help, write to us, a service PIN for the telephone.")),
        ("help", "open_help"),
        Badge(
            lambda portal, access: portal.support.count_answers(access),
            lambda n: ngettext("{n} new", "{n} new", n),
        ),
    ),
)
"""What stands below them."""

SUBJECTS = {subject.entry.name: subject for subject in (*CUSTOMER_DATA, *FORMS, *FURTHER)}
"""All of them by the names of their entries."""
