"""The rules of delivering: no loops, no alias to nowhere, and what can always be reached."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from portal.errors import Conflict, InvalidInput
from portal.i18n import _, ngettext
from portal.mail.models import ANY
from storage.models.mail import MailKind
from storage.repositories.mail import Delivery

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from portal.administration import Changing
    from portal.putting_back import Step
    from storage.models.mail import MailAddress
    from storage.repositories.packages import PackageScope
    from storage.work import Work

ALWAYS_REACHABLE = ("abuse", "postmaster")
"""Of every domain (RFC 2142, 5; RFC 5321, 4.5.1): without an address of their own, the provider gets their
mail, and the domain's catch-all does not."""

HIDDEN = "…"
"""Stands for an address that whoever asks may not manage, and for what is too much to read."""

NAMED = 12
"""Addresses that are named of a loop."""


def key(address: str) -> str:
    """How an address is compared: many write capitals, no server tells them apart."""
    return address.lower()


def catch_all_of(address: str) -> str:
    """What takes mail to an address, if its domain has no such address."""
    return f"{ANY}@{address.rpartition('@')[2]}"


def receiver(address: str, known: Mapping[str, Delivery]) -> Delivery | None:
    """What takes mail to an address: itself, or the catch-all of its domain; None: nothing of the package."""
    own = known.get(address)
    if own is None and address.partition("@")[0] not in ALWAYS_REACHABLE:
        return known.get(catch_all_of(address))
    return own


def delivery_of(stored: MailAddress) -> Delivery:
    """Where an address delivers to as it stands."""
    return Delivery(stored.address, stored.kind, list(stored.targets))


def way_back(
    start: Delivery, find: Callable[[Collection[str]], Mapping[str, Delivery]]
) -> tuple[str, ...] | None:
    """The way that mail to an address takes back to it, over any number of hops; None: there is none.

    Args:
        start: The address, as it shall deliver.
        find: Looks many addresses up at once; it may know `start` as it was.

    Returns:
        The addresses on a shortest way, beginning and ending with that of `start`.
    """
    known: dict[str, Delivery] = {start.address: start}
    asked = {start.address}
    came_from: dict[str, tuple[Delivery, str]] = {}
    level = [start]
    while level:
        hops = [(each, key(target)) for each in level for target in each.targets]
        names = {name for _each, target in hops for name in (target, catch_all_of(target))} - asked
        asked |= names
        known = dict(find(names)) | known
        level = []
        for each, target in hops:
            found = receiver(target, known)
            if found is None or found.address in came_from:
                continue
            came_from[found.address] = (each, target)
            if found.address == start.address:
                return _way(start, came_from)
            level.append(found)
    return None


def loops(deliveries: Mapping[str, Delivery]) -> Iterator[tuple[str, ...]]:
    """A way round for each loop that is met, in addresses that are all known: each is looked at once."""
    done: set[str] = set()
    for first in deliveries.values():
        on_way: dict[str, Iterator[str]] = {}
        at: Delivery | None = first if first.address not in done else None
        if at is not None:
            on_way[at.address] = iter(at.targets)
        while on_way:
            here = next(reversed(on_way))
            target = next(on_way[here], None)
            if target is None:
                done.add(here)
                del on_way[here]
                continue
            found = receiver(key(target), deliveries)
            if found is None or found.address in done:
                continue
            if found.address in on_way:
                way = list(on_way)
                yield (*way[way.index(found.address) :], found.address)
            else:
                on_way[found.address] = iter(found.targets)


def require_reachable(local_part: str, *, enabled: bool) -> None:
    """Raise InvalidInput where an address is switched off that every domain must have."""
    if local_part in ALWAYS_REACHABLE and not enabled:
        raise InvalidInput(
            _("{name}@ must be reachable under every domain (RFC 2142), so it stays on.").format(
                name=local_part
            ),
            "enabled",
        )


def require_few(targets: Collection[str], most: int) -> None:
    """Raise InvalidInput, with the figures, for too many targets."""
    if len(targets) > most:
        raise InvalidInput(
            ngettext(
                "These are {n} targets; there can be one only.",
                "These are {n} targets; there can be {most} at most.",
                most,
            ).format(n=len(targets), most=most),
            "targets",
        )


def require_mailboxes(
    targets: Iterable[str], known: Mapping[str, Delivery], kept: Collection[str] = ()
) -> None:
    """Raise InvalidInput unless all targets are mailboxes among those that are known.

    Args:
        targets: Where an alias shall deliver to.
        known: Addresses of the package.
        kept: Targets that stood there before, whoever may manage them.
    """
    for target in targets:
        found = known.get(key(target))
        is_mailbox = found is not None and found.kind is MailKind.MAILBOX
        if found is None or not is_mailbox or not (found.open or target in kept):
            raise InvalidInput(
                _("{address} is no mailbox of this package; a forward can deliver there.").format(
                    address=target
                ),
                "targets",
            )


def require_way_out(work: Work, scope: PackageScope, start: Delivery) -> None:
    """Raise InvalidInput, naming the way, if mail to an address comes back to it."""
    if start.address in map(key, start.targets):
        raise InvalidInput(_("An address cannot deliver to itself."), "targets")
    way = way_back(start, lambda addresses: work.mail.deliveries(scope, addresses))
    if way is not None:
        known = work.mail.deliveries(scope, {name for each in way for name in (each, catch_all_of(each))})
        raise InvalidInput(loop_words(way, known), "targets")


def settle(changing: Changing, steps: Sequence[Step], action: str) -> None:
    """Check addresses that were put back together, as they stand now.

    Raises:
        Conflict: Their domain is gone, an alias leads to no mailbox, mail would go round, or something
            delivers to an address that an undo would take away.
    """
    stand = [step.after for step in steps if step.after is not None]
    gone = [step.before for step in steps if step.before is not None and step.after is None]
    whoever = replace(changing.access, by_owner=True)
    domains = {domain.id for domain in changing.work.domains.living_of(whoever)}
    if any(values["domain_id"] not in domains for values in stand):
        raise Conflict(_("The domain of this address is not in this package any more."))
    if action == "undone":
        for values in gone:
            require_unused(changing.work, changing.access, values["address"])
    if stand:
        _require_sound(changing, stand)


def require_unused(work: Work, scope: PackageScope, address: str) -> None:
    """Raise Conflict if something delivers to an address."""
    users = work.mail.delivering_to(scope, address)
    if users:
        _refuse_in_use(
            ngettext(
                "{names} delivers to {address}. Please change or delete that first.",
                "{names} deliver to {address}. Please change or delete those first.",
                len(users),
            ),
            named(work, scope, users),
            address,
        )


def require_others(work: Work, scope: PackageScope, address: str) -> list[MailAddress]:
    """What delivers to an address, and to others; raises Conflict if something delivers to it only."""
    users = list(work.mail.delivering_to(scope, address))
    only = [user for user in users if not others(user, address)]
    if only:
        _refuse_in_use(
            ngettext(
                "{names} delivers to {address} only. Please change or delete that first.",
                "{names} deliver to {address} only. Please change or delete those first.",
                len(only),
            ),
            named(work, scope, only),
            address,
        )
    return users


def _refuse_in_use(template: str, names: Sequence[str], address: str) -> NoReturn:
    """Raise Conflict with a sentence about what delivers to an address."""
    called = ", ".join(names) or _("An address that only the owner manages")
    raise Conflict(template.format(names=called, address=address))


def others(user: MailAddress, address: str) -> list[str]:
    """Where an address delivers to besides another one."""
    return [target for target in user.targets if key(target) != address]


def named(work: Work, scope: PackageScope, addresses: Sequence[MailAddress]) -> list[str]:
    """What these addresses are called, as far as whoever asks may manage them."""
    known = work.mail.deliveries(scope, [each.address for each in addresses])
    return [each.address for each in addresses if known[each.address].open]


def loop_words(way: Sequence[str], known: Mapping[str, Delivery]) -> str:
    """A loop in a sentence; addresses that whoever asks may not manage are not named."""
    takers = [receiver(name, known) for name in way]
    names = [name if taker is None or taker.open else HIDDEN for name, taker in zip(way, takers, strict=True)]
    if len(names) > NAMED:
        names = [*names[: NAMED - 2], HIDDEN, names[-1]]
    return _("Mail would go round in circles: {way}.").format(way=" → ".join(names))


def _require_sound(changing: Changing, stand: Sequence[Mapping[str, object]]) -> None:
    known = changing.work.mail.all_deliveries(changing.access)
    try:
        for values in stand:
            require_reachable(str(values["local_part"]), enabled=bool(values["enabled"]))
            delivery = known[str(values["address"])]
            if delivery.kind is MailKind.ALIAS:
                require_mailboxes(delivery.targets, known, kept=delivery.targets)
    except InvalidInput as error:
        raise Conflict(error.message) from None
    way = next(loops(known), None)
    if way is not None:
        raise Conflict(loop_words(way, known))


def _way(start: Delivery, came_from: Mapping[str, tuple[Delivery, str]]) -> tuple[str, ...]:
    """Back from the start to itself; what a catch-all takes is named, too."""
    way, at = [start.address], start.address
    while True:
        source, target = came_from[at]
        if target != at:
            way.append(target)
        way.append(source.address)
        at = source.address
        if at == start.address:
            return tuple(reversed(way))
