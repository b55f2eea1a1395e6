"""What names a subdomain may have, and where a site may lead: rules about what else there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.domain_names import LONGEST_NAME, is_under, readable_name
from portal.domains.redirects import host_of
from portal.errors import Conflict, InvalidInput
from portal.i18n import _
from portal.kinds import SITE
from storage.models.domains import SiteTarget

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from portal.administration import Changing
    from portal.putting_back import Step
    from storage.models.domains import Domain, Site
    from storage.work import Work

MOST_TURNS = 10
"""Sites that may lead to one another before a visitor arrives somewhere."""

WWW = "www"
"""The domain's own site answers under it, too."""


def whole_name(domain: Domain, label: str) -> str:
    """The punycode name of a subdomain; raises InvalidInput where it cannot be one."""
    if is_under(label, domain.ascii_name):
        raise InvalidInput(
            _("Please leave out the domain: what stands before .{domain} is enough.").format(
                domain=domain.name
            ),
            "label",
        )
    if label == WWW:
        raise InvalidInput(
            _("www belongs to {domain} itself: its default address says what happens there.").format(
                domain=domain.name
            ),
            "label",
        )
    name = f"{label}.{domain.ascii_name}"
    if len(name) > LONGEST_NAME:
        raise InvalidInput(
            _("With the domain this is {n} characters long; {most} is the most.").format(
                n=len(name), most=LONGEST_NAME
            ),
            "label",
        )
    return name


def require_free(work: Work, domain: Domain, name: str) -> None:
    """Raise InvalidInput if a punycode name below a domain is a subdomain already, or anybody's domain."""
    if work.sites.of_package(domain.package_id, [name]):
        problem = _("There is a subdomain {name} already.").format(name=readable_name(name))
        raise InvalidInput(problem, "label")
    taken = work.domains.living(_names_below(name, domain.ascii_name))
    if taken:
        raise InvalidInput(_taken(taken), "label")


def require_target(work: Work, wanted: Site) -> None:
    """Raise InvalidInput unless what a site leads to is there, and never leads back.

    Args:
        work: The transaction.
        wanted: The site as it shall be; it need not stand in the database.
    """
    field = "points_to" if wanted.target is SiteTarget.DOMAIN else "redirect_to"
    at = wanted
    for _turn in range(MOST_TURNS + 1):
        host = _next(at)
        if not host:
            return
        found = _answering(work, wanted, host)
        if at is wanted and field == "points_to" and (found is None or found.ascii_name != host):
            missing = _("There is no domain or subdomain {name} in this package.")
            raise InvalidInput(missing.format(name=readable_name(host)), field)
        if found is wanted:
            raise InvalidInput(_round(wanted, at), field)
        if found is None:
            return
        at = found
    raise InvalidInput(_("This leads on from one domain to the next too often."), field)


def require_unseen(work: Work, site: Site) -> None:
    """Raise Conflict if another site of the package shows this one's content."""
    other = work.sites.showing(site)
    if other is not None:
        raise Conflict(
            _("{other} shows the content of {name}. Please change that first.").format(
                other=other.name, name=site.name
            )
        )


def settle_sites(changing: Changing, steps: Sequence[Step], _action: str) -> None:
    """Check the rules on sites that were put back; raises Conflict."""
    work, package_id = changing.work, changing.package.id
    there = [step.after for step in steps if step.after]
    taken = work.domains.living([values["ascii_name"] for values in there if values["label"]])
    if taken:
        raise Conflict(_taken(taken))
    try:
        for site in work.sites.of_package(package_id, [values["ascii_name"] for values in there]).values():
            require_target(work, site)
    except InvalidInput as error:
        raise Conflict(error.message) from None
    for step in steps:
        if step.before and not step.after:
            require_unseen(work, SITE.entity(package_id=package_id, **SITE.made_of(step.before)))


def _next(site: Site) -> str:
    """The host that a site leads to; empty if it leads nowhere else."""
    if site.target is SiteTarget.DOMAIN:
        return site.points_to
    return host_of(site.redirect_to) if site.target is SiteTarget.REDIRECT else ""


def _answering(work: Work, wanted: Site, host: str) -> Site | None:
    """The site of the package that answers under `host`; `wanted` stands for what it was before."""
    names = list(_answering_names(host))
    found = work.sites.of_package(wanted.package_id, names)
    if wanted.ascii_name in names:
        found[wanted.ascii_name] = wanted
    for name in names:
        site = found.get(name)
        if site is not None and (name == host or name.startswith("*.") or not site.label):
            return site
    return None


def _answering_names(host: str) -> Iterator[str]:
    """The names of sites that might answer under `host`, the nearest first (RFC 4592 for the wildcards)."""
    yield host
    if host.startswith(f"{WWW}."):
        yield host.removeprefix(f"{WWW}.")
    labels = host.split(".")
    yield from (f"*.{'.'.join(labels[first:])}" for first in range(1, len(labels)))


def _names_below(name: str, above: str) -> list[str]:
    """A name, and the names it stands under as far down as `above`, which is none of them."""
    labels = name.removesuffix(f".{above}").split(".")
    return [".".join((*labels[first:], above)) for first in range(len(labels))]


def _taken(names: Iterable[str]) -> str:
    return _("{name} is taken.").format(name=readable_name(min(names)))


def _round(wanted: Site, at: Site) -> str:
    if at is not wanted:
        return _("This leads round in a circle: {name} leads back here.").format(name=at.name)
    if wanted.target is SiteTarget.REDIRECT:
        return _("A redirect cannot lead to where it comes from.")
    return _("This is the domain itself. Please choose another one.")
