"""Ordering an offer, step by step: for which domain or package, then the whole obligation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from portal.errors import ChangedMeanwhile, Conflict, InvalidInput
from portal.offers import OfferPlan, OrderedOffer, ServiceWish
from portal.paging import PageRequest
from tui import formats, keys
from tui.i18n import _
from tui.screens.offers.domain import STEPS, DomainForm
from tui.screens.offers.words import planned, step_words
from tui.text import literal, sentence
from tui.widgets.contract_act import Confirmed, ContractActForm
from tui.widgets.dialogs import NoticeModal
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import CustomerAccess
    from portal.errors import PortalError
    from portal.offers import OfferDetails
    from tui.calls import PortalCalls


class OrderForm(ContractActForm["OrderedOffer | Conflict | InvalidInput"]):
    """The last step; what was shown is what is ordered. The safe button has the focus.

    Answers the order; or why there can be none any more; or what is wrong with the domain by now.

    Attributes:
        plan: What is shown.
    """

    TITLE = _("Order")
    ACT = _("Order with obligation to pay")
    AUTO_FOCUS = "#cancel"
    HELP = _(
        "The whole obligation: what you get, what it costs at first and afterwards, how long it binds you."
        " Nothing is ordered before you press the button; Esc goes back."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f2,ctrl+s", "save", _("Order"), _("Order with obligation to pay."), priority=True),
        keys.key("escape", "cancel", _("Back"), _("Go back; nothing was ordered.")),
    ]
    DEFAULT_CSS = """
    OrderForm #content {
        padding-top: 0;
    }
    """

    def __init__(self, access: CustomerAccess, plan: OfferPlan, step: int) -> None:
        """Offer what is planned; the only step, or the last one."""
        super().__init__()
        self.access, self.plan, self._step = access, plan, step

    def heading(self) -> Content:
        """Which step it is."""
        return step_words(self._step, self._step)

    def consequences(self) -> Content:
        """All there is to know."""
        return planned(self.plan, self.login.country)

    def buttons(self) -> Iterable[Widget]:
        """Back before the order, in the words that the law wants (§312j BGB)."""
        yield PlainButton(_("Back"), id="cancel")
        yield PlainButton(literal(self.ACT), id="save", variant="primary")

    async def save(self, entered: Confirmed) -> OrderedOffer | Conflict | InvalidInput:
        """Order what was shown."""
        try:
            return await self.portal_call(self.portal.offers.order, self.access, self.plan, entered.password)
        except ChangedMeanwhile:
            raise
        except Conflict as refusal:
            return refusal
        except InvalidInput as error:
            if "domain" not in error.problems:
                raise
            return error

    def _show(self, error: PortalError) -> None:
        """Besides what is wrong: what it would mean now, if that is something else than before."""
        super()._show(error)
        if isinstance(error, ChangedMeanwhile) and isinstance(error.now, OfferPlan):
            self.plan = error.now
            self.tell_anew()


async def order_offer(
    asking: PortalCalls, access: CustomerAccess, details: OfferDetails
) -> OrderedOffer | None:
    """Ask what is missing, show the whole obligation, and have it ordered.

    Args:
        asking: The screen that asks.
        access: Who orders.
        details: Which offer.

    Returns:
        What was ordered; None: the customer left, or was told why there can be no order.

    Raises:
        PortalError: It cannot be looked up.
    """
    steps = _order_package if details.view.is_package else _order_service
    try:
        answer = await steps(asking, access, details)
    except Conflict as refusal:
        answer = refusal
    if isinstance(answer, Conflict):
        await asking.app.push_screen_wait(NoticeModal(_("Order"), answer.message))
        return None
    return answer


async def _order_package(
    asking: PortalCalls, access: CustomerAccess, details: OfferDetails
) -> OrderedOffer | Conflict | None:
    domain, wrong = "", ""
    while True:
        plan = await asking.app.push_screen_wait(DomainForm(access, details, domain, wrong))
        if not isinstance(plan, OfferPlan):
            return plan
        answer = await asking.app.push_screen_wait(OrderForm(access, plan, STEPS))
        if isinstance(answer, OrderedOffer | Conflict):
            return answer
        domain, wrong = plan.domain, ""
        if answer is not None:
            wrong = answer.message


async def _order_service(
    asking: PortalCalls, access: CustomerAccess, details: OfferDetails
) -> OrderedOffer | Conflict | None:
    offers, offer_id = asking.portal.offers, details.view.id
    page = await asking.portal_call(offers.packages, access, offer_id, PageRequest(limit=2))
    is_only = len(page.rows) == 1
    while True:
        package_id = page.rows[0].id if is_only else await _which(asking, access, details)
        if package_id is None:
            return None
        plan = await asking.portal_call(offers.plan, access, offer_id, ServiceWish(package_id=package_id))
        answer = await asking.app.push_screen_wait(OrderForm(access, plan, 1 if is_only else STEPS))
        if isinstance(answer, OrderedOffer | Conflict):
            return answer
        if is_only:
            return None


async def _which(asking: PortalCalls, access: CustomerAccess, details: OfferDetails) -> int | None:
    """For which of several packages; None: the customer went back."""
    from tui.screens.offers.packages import BookableScreen

    screen = BookableScreen(access, details)
    await asking.app.push_screen_wait(screen)
    return screen.chosen


def received(done: OrderedOffer, zone: str, country: str) -> Iterator[Content]:
    """What the receipt of an order says.

    Args:
        done: What was ordered.
        zone: The provider's time zone.
        country: Whose way of writing days it follows.
    """
    plan = done.plan
    moment = literal(formats.moment(done.at, zone, country), "bold")
    words = _("Your order of “{name}” was received on {moment}.")
    yield sentence(words, name=literal(plan.name, "bold"), moment=moment)
    sent = _("The confirmation {reference} was sent to your contact email.")
    yield sentence(sent, reference=literal(done.reference, "bold"))
    yield literal("")
    found = _("{domain} with {product} stands among your packages now; its registration is under way.")
    if plan.package_id is not None:
        found = _("{product} was booked for {domain}; it stands under Termination with its deadlines.")
    yield sentence(found, domain=literal(plan.domain, "bold"), product=literal(plan.makes, "bold"))
    yield literal(_("What it costs is on your next invoice."))
    if plan.withdraw_until is not None:
        words = _("Until {day} you can withdraw from it, under Termination.")
        yield sentence(words, day=formats.long_date(plan.withdraw_until, country))
