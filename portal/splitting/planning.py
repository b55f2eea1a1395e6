"""What a split means: read as things stand, and the same again under lock before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.domains.room import DomainRoom
from portal.errors import InvalidInput, NotFound
from portal.i18n import _
from portal.refusals import own_package
from portal.splitting.rules import (
    CannotSplit,
    Hindrance,
    SitesApart,
    aliases_apart,
    day_words,
    domain_misfits,
    fee_of,
    mail_misfits,
    moving_of,
    require_splittable,
    require_target,
    sites_apart,
)
from portal.splitting.views import NewPackage, SplitPlan, Staying, Target
from portal.terms import last_day_of_term
from storage.models.domains import DomainKind, SiteTarget
from storage.models.products import Family
from storage.repositories.packages import Use

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    from portal.settings import Settings
    from portal.splitting.models import SplitWish
    from portal.splitting.views import Moving, SplitMisfit
    from storage.models.domains import Domain
    from storage.models.products import Product, Resource
    from storage.repositories.contracts import Agreed
    from storage.repositories.customers import CustomerScope
    from storage.repositories.splits import SiteShown
    from storage.work import Work

NEW_FAMILY = Family.HOSTING
"""What a new package can be (rules.md: "a webhosting package of its own")."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The packages of a split.

    Attributes:
        source: The one that is split.
        target: Where the domains go; None: to a new one.
    """

    source: Agreed
    target: Agreed | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """When an order was received, and what was agreed then; there is none of an order of this moment.

    Attributes:
        at: When.
        fee_cents: What was agreed to be billed.
        new: What was agreed for a new package.
    """

    at: dt.datetime
    fee_cents: int
    new: NewPackage | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A split that can be carried out.

    Attributes:
        plan: What it means, as the customer is shown.
        sides: The packages.
        product: What a new package is; None: there is the target already.
        going: The domains that move, by name.
        new_main: What becomes the main domain of those that stay; None: it stays.
        target_main: The main domain of a new package.
        sites: The sites that are torn apart.
        aliases: Aliases that become forwards, and their domains, by id.
        additional_before: How many of the domains that move are additional ones now.
    """

    plan: SplitPlan
    sides: Sides
    product: Product | None
    going: tuple[Domain, ...]
    new_main: Domain | None
    target_main: Domain | None
    sites: SitesApart
    aliases: tuple[tuple[int, int], ...]
    additional_before: int


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What was asked for, as it stands in the portal; attributes as in `Planned`."""

    going: tuple[Domain, ...]
    new_main: Domain | None
    product: Product | None
    target_main: Domain | None


@dataclass(frozen=True, slots=True)
class _Along:
    """What hangs on the domains that go.

    Attributes:
        sites: The sites that are torn apart.
        aliases: Aliases that become forwards, with the ids of their domains, and their addresses.
        moving: What goes with the domains.
        staying: What does not.
    """

    sites: SitesApart
    aliases: tuple[tuple[int, int, str], ...]
    moving: Moving
    staying: Staying


class Planning:
    """Finds out what one split means."""

    def __init__(self, work: Work, settings: Settings, sides: Sides, today: dt.date) -> None:
        """Read in `work`; what is to be changed must be locked by then."""
        self._work, self._settings, self._sides, self._today = work, settings, sides, today
        self._source = sides.source.package

    def planned(self, wish: SplitWish, receipt: Receipt | None = None) -> Planned:
        """What the split means.

        Args:
            wish: What is asked for.
            receipt: Of an order whose day has come; None: it is received now.

        Raises:
            CannotSplit: Something that stands in the portal is against it.
            InvalidInput: The day, or a main domain, is missing or cannot be.
            NotFound: There is no such product.
        """
        source, target = self._sides.source, self._sides.target
        require_splittable(source, self._today if receipt is None else None)
        if target is not None:
            require_target(source, target)
        on = wish.on if receipt and wish.on else self._day(wish)
        chosen = self._chosen(wish)
        along = self._along(chosen.going)
        return Planned(
            plan=self._plan(wish, on, chosen, along, receipt),
            sides=self._sides,
            product=chosen.product,
            going=chosen.going,
            new_main=chosen.new_main,
            target_main=chosen.target_main,
            sites=along.sites,
            aliases=tuple((alias_id, domain_id) for alias_id, domain_id, _address in along.aliases),
            additional_before=sum(1 for domain in chosen.going if domain.kind is DomainKind.ADDITIONAL),
        )

    # What was asked for

    def _chosen(self, wish: SplitWish) -> _Chosen:
        active = self._work.splits.active_domains(self._source.id)
        going = self._going(wish, active)
        new_main = self._new_main(wish, active, going)
        product = self._product(wish) if self._sides.target is None else None
        target_main = self._target_main(wish, going) if product else None
        return _Chosen(tuple(going), new_main, product, target_main)

    def _day(self, wish: SplitWish) -> dt.date:
        on, end = wish.on or self._today, self._sides.source.contract.ends_on
        if on < self._today:
            raise InvalidInput(_("This day is over. Leave it empty for a split at once."), "on")
        if end is not None and on > end:
            raise InvalidInput(
                _("The package ends on {day}: please choose a day before.").format(day=day_words(end)), "on"
            )
        return on

    def _going(self, wish: SplitWish, active: Sequence[Domain]) -> list[Domain]:
        wanted = set(wish.domain_ids)
        going = [domain for domain in active if domain.id in wanted]
        if len(going) < len(wanted):
            raise CannotSplit(
                _("Not all of these domains are active in this package any more."), Hindrance.DOMAINS_CHANGED
            )
        if len(going) == len(active):
            raise CannotSplit(
                _("A package keeps at least one domain: one that is active must stay."),
                Hindrance.NOTHING_STAYS,
            )
        return going

    def _new_main(self, wish: SplitWish, active: Sequence[Domain], going: Sequence[Domain]) -> Domain | None:
        """What becomes the main domain; None where that stays."""
        if not any(domain.kind is DomainKind.MAIN for domain in going):
            return None
        leaving = {domain.id for domain in going}
        found = next(
            (each for each in active if each.id == wish.new_main_id and each.id not in leaving), None
        )
        if found is None and wish.new_main_id is not None:
            raise CannotSplit(
                _("This domain cannot become the main domain any more."), Hindrance.DOMAINS_CHANGED
            )
        if found is None:
            raise InvalidInput(
                _("The main domain goes: please choose another one for the package."), "new_main_id"
            )
        return found

    def _product(self, wish: SplitWish) -> Product:
        family = self._work.contracts.family(NEW_FAMILY)
        found = next((product for product in family if product.code == wish.product), None)
        if found is None:
            raise NotFound(_("There is no such product any more."))
        return found

    def _target_main(self, wish: SplitWish, going: Sequence[Domain]) -> Domain:
        if len(going) == 1:
            return going[0]
        found = next((domain for domain in going if domain.id == wish.target_main_id), None)
        if found is None:
            raise InvalidInput(_("Please choose the main domain of the new package."), "target_main_id")
        return found

    # What it means

    def _plan(
        self, wish: SplitWish, on: dt.date, chosen: _Chosen, along: _Along, receipt: Receipt | None
    ) -> SplitPlan:
        count = len(chosen.going)
        room, misfits = self._fit(chosen.product, count, along.moving)
        new = receipt.new if receipt else self._new(chosen.product)
        return SplitPlan(
            wish=wish,
            domain=self._source.main_domain,
            new_main=chosen.new_main.name if chosen.new_main else self._source.main_domain,
            domains=tuple(domain.name for domain in chosen.going),
            target=self._target(chosen, new, on, room.shares(count)),
            on=on,
            at_once=on == self._today,
            fee_cents=receipt.fee_cents if receipt else fee_of(count, self._settings.splitting),
            vat_percent=self._settings.invoices.vat_percent,
            moving=along.moving,
            staying=along.staying,
            turned=tuple(site.name for site in along.sites.turned),
            kept=tuple(site.name for site, _shown in along.sites.kept),
            forwards=tuple(address for _id, _domain, address in along.aliases),
            misfits=tuple(misfits),
        )

    def _along(self, going: Collection[Domain]) -> _Along:
        splits, ids = self._work.splits, {domain.id for domain in going}
        sites = splits.sites_of(self._source.id)
        names = {domain.ascii_name for domain in going}
        subdomains = sum(1 for site in sites if site.domain_id in ids and site.ascii_name not in names)
        apart = aliases_apart(
            splits.aliases_of(self._source.id), ids, {domain.name.lower() for domain in going}
        )
        return _Along(
            sites=sites_apart(sites, ids),
            aliases=tuple(apart),
            moving=moving_of(splits.mail_under(ids), splits.records_under(ids), subdomains),
            staying=self._staying(sites, ids),
        )

    def _new(self, product: Product | None) -> NewPackage | None:
        if product is None:
            return None
        return new_package(product, self._work.contracts.quotas([product.id])[product.id])

    def _fit(
        self, product: Product | None, domains: int, moving: Moving
    ) -> tuple[DomainRoom, list[SplitMisfit]]:
        """The room for domains, and what does not fit: less of it can be made where there is too much."""
        work, target = self._work, self._sides.target
        product_id = product.id if product else target.product.id if target else 0
        quotas = work.contracts.quotas([product_id])[product_id]
        usage: Mapping[Resource, Use]
        if target is None:
            room = DomainRoom.of({}, quotas)
            usage = {resource: Use(0, allowed) for resource, allowed in quotas.items()}
            mail_at, domains_at = self._source.id, None
        else:
            mail_at = domains_at = target.package.id
            room = DomainRoom.of(work.domains.living_kinds(target.package.id), quotas)
            usage = work.packages.usage([target.package.id]).get(target.package.id, {})
        return room, [*domain_misfits(room, domains, domains_at), *mail_misfits(moving, usage, mail_at)]

    def _target(
        self, chosen: _Chosen, new: NewPackage | None, on: dt.date, shares: tuple[int, int]
    ) -> Target:
        included, additional = shares
        target = self._sides.target
        if target is None:
            assert new is not None  # noqa: S101 - there is a product where there is no target
            main = chosen.target_main.name if chosen.target_main else ""
            name = chosen.product.name if chosen.product else new.name
            term: dt.date | None = last_day_of_term(on, new.minimum_months)
            return Target(main, name, included, additional, new, term, "", None)
        contract = target.contract
        term = last_day_of_term(contract.started_on, contract.minimum_months)
        becomes = contract.becomes_product_id
        return Target(
            domain=target.package.main_domain,
            product=target.product.name,
            included=included,
            additional=additional,
            new=None,
            term_until=term if term >= self._today else None,
            becomes=self._work.contracts.product(becomes).name if becomes else "",
            becomes_on=contract.becomes_on,
        )

    def _staying(self, sites: Sequence[SiteShown], going: set[int]) -> Staying:
        directories = {
            site.directory
            for site in sites
            if site.domain_id in going and site.target is SiteTarget.DIRECTORY
        }
        return Staying(tuple(sorted(directories)), *self._work.splits.without_domain(self._source.id))


def sides_of(work: Work, scope: CustomerScope, wish: SplitWish, *, to_change: bool = False) -> Sides:
    """The packages of a split, both the customer's own; raises NotFound.

    Where they are to be changed, they are locked by their ids, the lowest first, so that two splits the
    opposite way round follow one another.
    """
    ids = sorted({wish.package_id} | ({wish.target_id} if wish.target_id is not None else set()))
    found = {each: own_package(work.contracts.one_owned_by(scope, each, to_change=to_change)) for each in ids}
    return Sides(found[wish.package_id], None if wish.target_id is None else found[wish.target_id])


def new_package(product: Product, quotas: Mapping[Resource, int]) -> NewPackage:
    """A product as it would be ordered now."""
    return NewPackage(
        code=product.code,
        name=product.name,
        price_cents=product.price_cents,
        billing_months=product.billing_months,
        minimum_months=product.minimum_months,
        notice_months=product.notice_months,
        quotas=tuple(quotas.items()),
    )
