"""What the provider's staff do: at the command line, on the computer where the database is."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.operator.backups import DailyBackups
    from portal.operator.billing import Billing
    from portal.operator.certificates import CertificateOutcomes
    from portal.operator.customers import CustomerCare
    from portal.operator.debits import DebitCare
    from portal.operator.due import FallingDue
    from portal.operator.forms import FormCare
    from portal.operator.importing import Importing
    from portal.operator.invoices import InvoiceCare
    from portal.operator.measuring import Measuring
    from portal.operator.offers import OfferCare
    from portal.operator.outbox import OutboxCare
    from portal.operator.shops import ShopCare
    from portal.operator.statistics import StatisticsImport
    from portal.operator.support import SupportCare
    from portal.operator.websites import WebsiteCare
    from portal.publishing import Publishing
    from portal.use_case import Means


class Operator:
    """The subjects of the operator, each loaded when it is first used."""

    def __init__(self, means: Means) -> None:
        self._means = means

    @cached_property
    def customers(self) -> CustomerCare:
        """Adding, showing, locking customers; new passwords."""
        from portal.operator.customers import CustomerCare

        return CustomerCare(self._means)

    @cached_property
    def importing(self) -> Importing:
        """Bringing products, customers, packages and offers in from a file."""
        from portal.operator.importing import Importing

        return Importing(self._means)

    @cached_property
    def daily_backups(self) -> DailyBackups:
        """The daily backups of all packages."""
        from portal.operator.backups import DailyBackups

        return DailyBackups(self._means)

    @cached_property
    def measuring(self) -> Measuring:
        """Reading from the disk how much room webspaces take."""
        from portal.operator.measuring import Measuring

        return Measuring(self._means)

    @cached_property
    def statistics(self) -> StatisticsImport:
        """Bringing monthly figures in from a file."""
        from portal.operator.statistics import StatisticsImport

        return StatisticsImport(self._means)

    @cached_property
    def billing(self) -> Billing:
        """Issuing invoices."""
        from portal.operator.billing import Billing

        return Billing(self._means)

    @cached_property
    def invoices(self) -> InvoiceCare:
        """Looking at invoices, taking them back, booking transfers."""
        from portal.operator.invoices import InvoiceCare

        return InvoiceCare(self._means)

    @cached_property
    def debits(self) -> DebitCare:
        """Bringing debits to the bank, and booking what became of them."""
        from portal.operator.debits import DebitCare

        return DebitCare(self._means)

    @cached_property
    def forms(self) -> FormCare:
        """Booking, accepting and rejecting forms that were signed."""
        from portal.operator.forms import FormCare

        return FormCare(self._means)

    @cached_property
    def due(self) -> FallingDue:
        """Doing what is due by a day."""
        from portal.operator.due import FallingDue

        return FallingDue(self._means)

    @cached_property
    def offers(self) -> OfferCare:
        """Making offers of the month, ending them, telling customers of them."""
        from portal.operator.offers import OfferCare

        return OfferCare(self._means)

    @cached_property
    def outbox(self) -> OutboxCare:
        """Sending what customers are told by mail."""
        from portal.operator.outbox import OutboxCare

        return OutboxCare(self._means)

    @cached_property
    def support(self) -> SupportCare:
        """Answering customers, and knowing them on the telephone."""
        from portal.operator.support import SupportCare

        return SupportCare(self._means)

    @cached_property
    def websites(self) -> WebsiteCare:
        """Looking at published websites."""
        from portal.operator.websites import WebsiteCare

        return WebsiteCare(self._means)

    @cached_property
    def shops(self) -> ShopCare:
        """Taking in orders of shops, and erasing whose retention time is over."""
        from portal.operator.shops import ShopCare

        return ShopCare(self._means)

    @cached_property
    def certificates(self) -> CertificateOutcomes:
        """What became of ordered certificates."""
        from portal.operator.certificates import CertificateOutcomes

        return CertificateOutcomes(self._means)

    @cached_property
    def publishing(self) -> Publishing:
        """Writing what stands in the portal to files that servers read."""
        from portal.publishing import Publishing

        return Publishing(self._means)
