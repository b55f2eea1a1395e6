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
class ContractSubject:
    """A subject of the contract.

    Attributes:
        entry: As it stands in the menu.
        opens: Module in `tui.screens`, and its function that opens the subject: it is called with the screen
            that asks, the customer's access and the package that is marked in the list, and comes back once
            the subject was left. Raises PortalError.
    """

    entry: Entry
    opens: tuple[str, str]

    def opening(self) -> Opening:
        """The function; loaded when it is first used."""
        module, name = self.opens
        opening: Opening = getattr(import_module(f"tui.screens.{module}"), name)
        return opening


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands beside an entry as long as something waits there.

    Attributes:
        count: How much.
        words: What that is called, with `{n}` for the figure.
    """

    count: Callable[[Portal, CustomerAccess], int]
    words: Callable[[int], str]


FORMS = (
    ContractSubject(
        Entry("package-change", _("Package change"), _("Change a package to a larger or smaller product.")),
        ("package_change", "open_package_change"),
    ),
    ContractSubject(
        Entry("termination", _("Termination"), _("Terminate packages, domains or services; retract that.")),
        ("termination", "open_termination"),
    ),
)
"""What stands under the heading "Forms"."""

FURTHER = (
    ContractSubject(
        Entry("invoices", _("Your invoices"), _("Read and save invoices, repeat a debit.")),
        ("invoices", "open_invoices"),
    ),
    ContractSubject(
        Entry("help", _("Help and contact"), _("Find help, write to us, a service PIN for the telephone.")),
        ("help", "open_help"),
    ),
)
"""What stands below them."""

SUBJECTS = {subject.entry.name: subject for subject in (*FORMS, *FURTHER)}
"""All of them by the names of their entries."""

BADGES = {
    "invoices": Badge(
        lambda portal, access: portal.invoices.count_open(access),
        lambda n: ngettext("{n} open", "{n} open", n),
    ),
    "help": Badge(
        lambda portal, access: portal.support.count_answers(access),
        lambda n: ngettext("{n} new", "{n} new", n),
    ),
}
"""What the menu says beside its entries."""
