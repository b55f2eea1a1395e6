"""The screen of splitting a package: which domains shall go, and step by step all else."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work

from portal.domains import DomainKind, DomainState
from portal.paging import PageRequest
from portal.splitting import DomainChoice, SplitPlan, SplitWish
from portal.splitting.models import MOST_DOMAINS
from tui import keys
from tui.i18n import _
from tui.screens.splitting.domains import DomainChoices
from tui.screens.splitting.going import Going
from tui.screens.splitting.words import pending_words, room_words
from tui.screens.subjects import subject_label
from tui.screens.which_package import go_to_subject, which_package
from tui.text import literal, plain, sentence
from tui.widgets.dialogs import NoticeModal
from tui.widgets.page import CustomerScreen
from tui.widgets.standing import Standing

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import CustomerAccess
    from portal.packages import PackageView
    from portal.splitting import SplitMisfit, SplitOffer
    from tui.calls import PortalCalls
    from tui.screens.splitting.targets import Chosen


class SplittingScreen(CustomerScreen):
    """The first step: the domains of one package."""

    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("t", "retract", _("Retract"), _("Retract the split that you ordered.")),
    ]

    def __init__(self, access: CustomerAccess, offer: SplitOffer) -> None:
        """Split the package of `offer`."""
        super().__init__(access)
        self.offer = offer

    def place(self) -> str:
        """Which package."""
        return _("{domain} › Package splitting").format(domain=self.offer.domain)

    def body(self) -> ComposeResult:
        """What is ordered or stands against it, the domains, and what those that are marked cost."""
        yield Standing(self._standing(), is_pending=self.offer.pending is not None)
        yield DomainChoices(self.access, self.offer.package_id, self.login.country)
        yield Going(self.portal.settings.splitting, self.login.country)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is something to retract only where something was ordered."""
        if action == "retract":
            return self.offer.pending is not None
        return super().check_action(action, parameters)

    def on_domain_choices_ticked(self) -> None:
        """Say what goes."""
        self.query_one(Going).show([domain.name for domain in self._domains.chosen.values()])

    def on_record_list_chosen(self) -> None:
        """Enter goes on, if something is marked."""
        if self.offer.pending is not None or self.offer.refused:
            words = self._standing() if self.offer.refused else _("Retract first what you ordered.")
            self.app.push_screen(NoticeModal(_("Package splitting"), words))
        elif self._domains.chosen:
            self._go_on(list(self._domains.chosen.values()))
        else:
            self.app.notify(plain(_("Mark with Space which domains shall go.")))

    def on_standing_pressed(self) -> None:
        """The button does what the key does."""
        self.action_retract()

    def action_reload(self) -> None:
        """Read all of it again."""
        self._read_anew()

    @work(exclusive=True, group="ask")
    async def action_retract(self) -> None:
        """Retract what was ordered."""
        from tui.screens.splitting.ordering import RetractForm

        pending = self.offer.pending
        if pending is None:
            return
        with self.told():
            if await self.app.push_screen_wait(RetractForm(self.access, self.offer, pending)):
                words = _("{domain} stays as it is: the split was retracted.")
                self.app.notify(plain(words.format(domain=self.offer.domain)))
                await self._show_anew()

    @work(exclusive=True, group="read")
    async def _read_anew(self) -> None:
        with self.told():
            await self._show_anew()

    @work(exclusive=True, group="ask")
    async def _go_on(self, going: list[DomainChoice]) -> None:
        """Ask where, and then the rest; Esc goes back a step each time."""
        from tui.screens.splitting.targets import TargetScreen

        with self.told():
            while True:
                where = TargetScreen(self.access, self.offer, len(going))
                await self.app.push_screen_wait(where)
                if where.chosen is None or await self._split(going, where.chosen):
                    return

    async def _split(self, going: list[DomainChoice], chosen: Chosen) -> bool:
        """Ask what is missing, and have it done; whether the target need not be asked for again."""
        from tui.screens.splitting.details import SplitDetailsForm
        from tui.screens.splitting.ordering import done_words, form_of

        wish = SplitWish(
            package_id=self.offer.package_id,
            domain_ids=tuple(domain.id for domain in going),
            target_id=chosen.target_id,
            product=chosen.product,
        )
        staying = await self._can_be_main(going)
        while True:
            details = SplitDetailsForm(self.access, self.offer, wish, going, staying)
            plan = await self.app.push_screen_wait(details)
            if plan is None:
                return False
            wish = plan.wish
            while plan is not None:
                if plan.misfits:
                    misfit = await self._make_room(plan)
                    if misfit is None or misfit.package_id is None:
                        return misfit is not None
                    break
                form = form_of(self.access, plan)
                done = await self.app.push_screen_wait(form)
                if done is not None:
                    self.app.notify(plain(done_words(done, self.login.country)))
                    await self._show_anew()
                    return True
                plan = form.overtaken

    async def _can_be_main(self, going: list[DomainChoice]) -> list[DomainChoice]:
        """What can become the main domain, by name; nothing where that stays."""
        if not any(domain.kind is DomainKind.MAIN for domain in going):
            return []
        leaving = {domain.id for domain in going}
        request = PageRequest(limit=MOST_DOMAINS)
        use_case = self.portal.splitting.domains
        page = await self.portal_call(use_case, self.access, self.offer.package_id, request)
        return [each for each in page.rows if each.id not in leaving and each.state is DomainState.ACTIVE]

    async def _make_room(self, plan: SplitPlan) -> SplitMisfit | None:
        """Say what has no room, and go to where it can be made less; tells what was chosen."""
        from tui.screens.package_change.misfits import MisfitModal

        country = self.login.country
        why = sentence(
            _("There is not enough room in {target}. Nothing was ordered."), target=plan.target.domain
        )
        if plan.target.new is not None:
            why = sentence(
                _("A new package {product} has not enough room. Nothing was ordered."),
                product=plan.target.product,
            )
        places = [
            _("choose fewer") if misfit.package_id is None else subject_label(misfit.subject)
            for misfit in plan.misfits
        ]
        told = [room_words(misfit.figure, country) for misfit in plan.misfits]
        box = MisfitModal(why, list(zip(told, places, strict=True)))
        chosen = await self.app.push_screen_wait(box)
        if chosen is None:
            return None
        misfit = plan.misfits[chosen]
        if misfit.package_id is not None:
            await go_to_subject(self, self.access, misfit.package_id, misfit.subject)
        return misfit

    async def _show_anew(self) -> None:
        """Begin anew with what is there now: what was marked may be elsewhere."""
        use_case = self.portal.splitting.offer
        self.offer = await self.portal_call(use_case, self.access, self.offer.package_id)
        self.query_one(Standing).show(self._standing(), is_pending=self.offer.pending is not None)
        self._domains.unmark_all()
        await self._domains.reload()
        self.refresh_bindings()

    @property
    def _domains(self) -> DomainChoices:
        return self.query_one(DomainChoices)

    def _standing(self) -> Content:
        if self.offer.pending is not None:
            return pending_words(self.offer.pending, self.login.country)
        return literal(self.offer.refused)


async def open_splitting(asking: PortalCalls, access: CustomerAccess, marked: PackageView | None) -> None:
    """Ask which package, and split it; raises PortalError."""
    package_id = await which_package(asking, access, marked)
    if package_id is not None:
        await split_package(asking, access, package_id)


async def split_package(asking: PortalCalls, access: CustomerAccess, package_id: int) -> None:
    """Show how a package can be split, until the customer comes back; raises PortalError."""
    offer = await asking.portal_call(asking.portal.splitting.offer, access, package_id)
    await asking.app.push_screen_wait(SplittingScreen(access, offer))
