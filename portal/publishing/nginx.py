"""Virtual hosts of nginx: one file for each site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from portal.i18n import _
from portal.publishing.quoting import Unfit, nginx, nginx_path, quoted_string, system_user, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

IN_URLS = "!#%&'()*+,-./:;=?@[]_~"
"""Stays as it is in an address (RFC 3986, 2.2); "$" does not, as it would begin a variable."""

YEAR = 31_536_000
"""Seconds for which browsers remember to come by HTTPS (RFC 6797, 6.1.1)."""

CHALLENGES = "/.well-known/acme-challenge/"
"""Where a certificate authority looks (RFC 8555, 8.3): always open, whatever else a site does."""

PARKED = (
    '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>Parked</title><p>There is no website under this address yet."
)


@dataclass(frozen=True, slots=True)
class Target:
    """What visitors find: one of these.

    Attributes:
        directory: A path inside the package.
        lost: The page for what is not there; empty: nginx's own.
        php: The version that runs there.
        redirect_to: Where they are sent on to, as it stands in the file.
        redirect_code: 301 or 302.
        parked: A page that says that there is nothing yet.
        suspended: That the site is out of service.
    """

    directory: str = ""
    lost: str = ""
    php: str = ""
    redirect_to: str = ""
    redirect_code: int = 301
    parked: bool = False
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Protection:
    """A protected directory.

    Attributes:
        path: Inside the package; empty for all of it.
        realm: What browsers say, as it stands in the file.
        users: The file of those who may look.
    """

    path: str
    realm: str
    users: str


@dataclass(frozen=True, slots=True)
class Server:
    """A site.

    Attributes:
        package_id: Whose.
        names: Under which it answers; the first is the one it is known by.
        leading: Names that lead to the first.
        certificate: The folder of its certificate; None without one.
        force_https: Whether visitors are sent on to HTTPS.
        hsts: Whether their browsers remember that.
        target: What they find.
        protected: All protected directories of the package.
        root: The folder of all packages.
    """

    package_id: int
    names: Sequence[str]
    leading: Sequence[str]
    certificate: str | None
    force_https: bool
    hsts: bool
    target: Target
    protected: Sequence[Protection]
    root: str


def url(typed: str) -> str:
    """The address of a redirect, as it stands in the file."""
    try:
        parts = urlsplit(text(typed))
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        sound = False
    if not sound or typed != typed.strip() or " " in typed:
        raise Unfit(_("it leads to no address of the web"))
    return nginx(quote(typed, safe=IN_URLS))


def realm(typed: str) -> str:
    """What browsers say when they ask for a password, as it stands in the file; "off" would switch it off."""
    if typed.strip().lower() in {"", "off"}:
        raise Unfit(_("the web server takes no such name; a general one is used"))
    return nginx(quoted_string(typed))


def written(server: Server) -> str:
    """The file of a site."""
    secure = server.certificate is not None
    content = list(_content(server))
    blocks = []
    if secure and server.force_https:
        everywhere = (*server.names, *server.leading)
        blocks.append(_block(server, everywhere, _sent_to("https://$host"), secure=False))
    else:
        blocks.append(_block(server, server.names, content, secure=False))
        blocks += _leading(server, secure=False)
    if secure:
        blocks.append(_block(server, server.names, content, secure=True))
        blocks += _leading(server, secure=True)
    head = f"# {server.names[0]}, package {server.package_id}"
    return "\n".join([head, *blocks, ""])


def _leading(server: Server, *, secure: bool) -> Iterator[str]:
    if server.leading:
        scheme = "https" if secure else "http"
        yield _block(server, server.leading, _sent_to(f"{scheme}://{server.names[0]}"), secure=secure)


def _sent_to(address: str) -> list[str]:
    return [*_location("/", [f"return 301 {address}$request_uri;"])]


def _block(server: Server, names: Sequence[str], content: Iterable[str], *, secure: bool) -> str:
    port = "443 ssl" if secure else "80"
    lines = [f"listen {port};", f"listen [::]:{port};", f"server_name {' '.join(names)};"]
    if secure:
        lines += [
            f"ssl_certificate {nginx(f'{server.certificate}/fullchain.pem')};",
            f"ssl_certificate_key {nginx(f'{server.certificate}/privkey.pem')};",
        ]
        if server.hsts and server.force_https:
            lines.append(f'add_header Strict-Transport-Security "max-age={YEAR}" always;')
    challenges = _location(
        CHALLENGES, ["auth_basic off;", f"root {nginx(f'{server.root}/acme')};"], kind="^~ "
    )
    return "\n".join(["server {", *_indented([*lines, *challenges, *content]), "}"])


def _content(server: Server) -> Iterator[str]:
    target = server.target
    if target.suspended:
        yield from _location("/", ["return 503;"])
    elif target.redirect_to:
        yield from _location("/", [f"return {int(target.redirect_code)} {target.redirect_to};"])
    elif target.parked:
        yield from _location("/", ["default_type text/html;", f"return 200 {nginx(PARKED)};"])
    else:
        yield from _files(server)


def _files(server: Server) -> Iterator[str]:
    """Files of the package: what a symbolic link of one customer shows of another's is nobody's to see."""
    target, home = server.target, f"{server.root}/{server.package_id}"
    yield f"root {nginx(home + target.directory)};"
    yield f"disable_symlinks if_not_owner from={nginx(home)};"
    yield "index index.html index.htm index.php;"
    if target.lost:
        yield f"error_page 403 404 =404 {nginx_path(target.lost)};"  # a folder without a page is none, too
    above = [each for each in server.protected if f"{target.directory}/".startswith(f"{each.path}/")]
    if above:
        yield from _asked(max(above, key=lambda each: len(each.path)))
    php = _php(server)
    yield from php
    below = [each for each in server.protected if each.path.startswith(f"{target.directory}/")]
    for each in sorted(below, key=lambda each: each.path):
        if each not in above:
            path = f"{each.path.removeprefix(target.directory)}/"
            yield from _location(path, [*_asked(each), *php], kind="^~ ")


def _asked(protection: Protection) -> list[str]:
    return [f"auth_basic {protection.realm};", f"auth_basic_user_file {nginx(protection.users)};"]


def _php(server: Server) -> list[str]:
    """Scripts run in a pool of the package's own, under its own user."""
    socket = f"unix:/run/php/php{server.target.php}-{system_user(server.package_id)}.sock"
    return _location(
        r"\.php$",
        ["try_files $uri =404;", "include fastcgi.conf;", f"fastcgi_pass {nginx(socket)};"],
        kind="~ ",
    )


def _location(path: str, content: Iterable[str], kind: str = "") -> list[str]:
    shown = path if kind == "~ " or path in {"/", CHALLENGES} else nginx_path(path)
    return [f"location {kind}{shown} {{", *_indented(content), "}"]


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" for line in lines]
