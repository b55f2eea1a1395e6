"""What the web server answers under each name of a package, and which certificates it waits for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.i18n import _
from portal.publishing import nginx
from portal.publishing.nginx import Protection, Server, Target
from portal.publishing.quoting import Unfit, bcrypt, directory, host, text
from portal.sites.ssl import is_covered
from portal.static_site.places import FAMILIES, FOLDER, LOST
from storage.models.domains import CertificateState, DefaultAddress, Site, SiteTarget

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portal.publishing.release import Release
    from storage.models.webspace import ProtectedDirectory
    from storage.repositories.publishing import PackageContents

CERTIFICATES = "web/certificates.json"

ANY = "*"
"""The label of a site that answers for all names without a site of their own."""

MOST_HOPS = 10
"""So often a site may show what another one does."""

FALLBACK_REALM = "Protected area"


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites of a package, by name, and its protected directories, by path."""

    by_name: Mapping[str, Site]
    protected: Sequence[Protection]


def begin(release: Release) -> None:
    """Begin the list of ordered certificates."""
    release.folder.growing(CERTIFICATES).add('{"ordered": [')


def end(release: Release) -> None:
    """End it."""
    release.folder.growing(CERTIFICATES).add("\n]}\n")


def publish(contents: PackageContents, release: Release) -> None:
    """Write the sites of a package; those of a suspended one answer that they are out of service."""
    protected = [_protection(each, contents, release) for each in contents.protected]
    by_name = {site.ascii_name: site for site in contents.sites}
    sites = Sites(by_name, [each for each in protected if each is not None])
    for site in contents.sites:
        with release.entry(contents, "site", site.name):
            _publish(site, sites, contents, release)
            release.counts.sites += 1


def _publish(site: Site, sites: Sites, contents: PackageContents, release: Release) -> None:
    names, leading = _names(site, sites)
    file = _file(site)
    path = f"{release.settings.web.certificates}/{file}"
    server = Server(
        package_id=contents.package.id,
        names=names,
        leading=leading,
        certificate=path if is_covered(site, release.today) else None,
        force_https=site.force_https,
        hsts=site.hsts,
        target=_target(site, sites, contents, release),
        protected=sites.protected,
        root=release.settings.web.root,
    )
    release.folder.write(f"web/{file}.conf", nginx.written(server))
    if site.certificate is CertificateState.ORDERED:
        _order(file, [*names, *leading], contents, release)


def _file(site: Site) -> str:
    """What the files of a site are called: by its name, and "_any" for the asterisk."""
    if site.label == ANY:
        return f"_any.{host(site.ascii_name.removeprefix('*.'))}"
    return host(site.ascii_name)


def _names(site: Site, sites: Sites) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names under which a site answers, and those that only lead there."""
    if site.label == ANY:
        return (f"*.{host(site.ascii_name.removeprefix('*.'))}",), ()
    bare = host(site.ascii_name)
    www = f"www.{bare}"
    if site.label or www in sites.by_name:
        return (bare,), ()
    return {
        DefaultAddress.BARE: ((bare,), (www,)),
        DefaultAddress.WWW: ((www,), (bare,)),
        DefaultAddress.BOTH: ((bare, www), ()),
    }[site.default_address]


def _target(site: Site, sites: Sites, contents: PackageContents, release: Release) -> Target:
    if release.is_suspended(contents):
        return Target(suspended=True)
    for _hop in range(MOST_HOPS):
        if site.target is not SiteTarget.DOMAIN:
            break
        shown = sites.by_name.get(site.points_to)
        if shown is None:
            raise Unfit(_("it shows a site that is not there"))
        site = shown
    else:
        raise Unfit(_("it shows a site that shows it"))
    if site.target is SiteTarget.REDIRECT:
        return Target(redirect_to=nginx.url(site.redirect_to), redirect_code=site.redirect_code)
    if site.target is SiteTarget.PARKED:
        return Target(parked=True)
    path, php = directory(site.directory), _php(site, contents, release)
    if contents.family in FAMILIES and path in {"", f"/{FOLDER}"}:
        return Target(directory=f"/{FOLDER}", lost=f"/{LOST}", php=php)
    return Target(directory=path, php=php)


def _php(site: Site, contents: PackageContents, release: Release) -> str:
    """The PHP version of a site; the provider's default for one that is no longer offered."""
    offered = release.settings.web.php_versions
    if not site.php_version or site.php_version in offered:
        return site.php_version or offered[0]
    release.leave_out(contents, "PHP version", site.name, _("it is not offered; the default is used"))
    return offered[0]


def _protection(each: ProtectedDirectory, contents: PackageContents, release: Release) -> Protection | None:
    """Who may look into a directory: whatever had to be left out, the rest of the world may not."""
    with release.entry(contents, "protection", each.directory):
        path = directory(each.directory)
        name = f"web/htpasswd/{contents.package.id}-{each.id}"
        lines = []
        for user, verifier in sorted(each.verifiers.items()):
            with release.entry(contents, "visitor", user):
                lines.append(f"{_visitor(user)}:{bcrypt(verifier)}\n")
        release.folder.write(name, "".join(lines))
        realm = nginx.realm(FALLBACK_REALM)
        with release.entry(contents, "name of a protection", each.realm):
            realm = nginx.realm(each.realm)
        return Protection(path, realm, f"{release.public}/{name}")
    return None


def _visitor(name: str) -> str:
    if not name or ":" in text(name) or name.startswith("#") or name != name.strip():
        raise Unfit(_("web servers take no such name"))
    return name


def _order(file: str, names: Sequence[str], contents: PackageContents, release: Release) -> None:
    entry = {"certificate": file, "names": list(names), "package": contents.package.id}
    comma = "," if release.certificates_ordered else ""
    release.folder.growing(CERTIFICATES).add(f"{comma}\n{json.dumps(entry, sort_keys=True)}")
    release.certificates_ordered += 1
