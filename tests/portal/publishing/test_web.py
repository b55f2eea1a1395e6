"""Sites, as nginx takes and answers them."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

import bcrypt
import pytest

from portal.publishing.folder import PublicFolder
from portal.static_site.places import FOLDER, LOST, MARKER
from storage.models.domains import CertificateState, DefaultAddress, SiteTarget
from storage.models.packages import PackageState
from storage.models.products import Family
from tests.factories import QUOTAS, site
from tests.portal.publishing.press import Press, protected, told
from tests.programs import running_nginx, write_certificate

if TYPE_CHECKING:
    from storage.models.packages import Package

MUSTERFRAU = "musterfrau.de"
WWW = f"www.{MUSTERFRAU}"

PASSWORD = "Birke Teller Ozean Igel"


def verifier(password: str = PASSWORD) -> str:
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(4)).decode()


def put(press: Press, package: Package, path: str, content: str) -> None:
    """A file in the webspace."""
    file = press.folder.parent / "customers" / str(package.id) / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content)


def secured(press: Press, **values: object) -> None:
    write_certificate(press.folder.parent / "ssl" / MUSTERFRAU, MUSTERFRAU)
    until = dt.date(2027, 1, 31)
    press.site(MUSTERFRAU, certificate=CertificateState.VALID, certificate_until=until, **values)


def test_a_site_shows_its_directory_and_nothing_above(press: Press, package: Package) -> None:
    press.site(MUSTERFRAU, directory="/html/neu; }")
    put(press, package, "html/neu; }/index.html", "Willkommen")
    put(press, package, "geheim.txt", "not for everybody")
    press.publish()
    with running_nginx(press.path("web")) as web:
        assert web.get(MUSTERFRAU, "/").body == "Willkommen"
        assert web.get(WWW, "/").body == "Willkommen"
        assert web.get(MUSTERFRAU, "/../../geheim.txt").status == 400
        assert web.get(MUSTERFRAU, "/nichts").status == 404


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_link_to_what_is_another_customers_shows_nothing(press: Press, package: Package) -> None:
    press.site(MUSTERFRAU, directory="/html")
    put(press, package, "html/own.txt", "own")
    foreign = press.folder.parent / "foreign.txt"
    foreign.write_text("foreign")
    html = press.folder.parent / "customers" / str(package.id) / "html"
    (html / "own link.txt").symlink_to(html / "own.txt")
    (html / "foreign link.txt").symlink_to(foreign)
    os.chown(foreign, 12345, -1)
    press.publish()
    with running_nginx(press.path("web")) as web:
        assert web.get(MUSTERFRAU, "/own%20link.txt").body == "own"
        assert web.get(MUSTERFRAU, "/foreign%20link.txt").status == 403


@pytest.mark.parametrize(
    ("address", "bare", "www"),
    [
        (DefaultAddress.BOTH, 200, 200),
        (DefaultAddress.BARE, 200, f"http://{MUSTERFRAU}/a?b=1"),
        (DefaultAddress.WWW, f"http://{WWW}/a?b=1", 200),
    ],
)
def test_the_address_that_was_not_chosen_leads_to_the_one_that_was(
    press: Press, package: Package, address: DefaultAddress, bare: object, www: object
) -> None:
    press.site(MUSTERFRAU, default_address=address)
    put(press, package, "a", "here")
    press.publish()
    with running_nginx(press.path("web")) as web:
        replies = [web.get(name, "/a?b=1") for name in (MUSTERFRAU, WWW)]
    assert [reply.headers.get("Location", reply.status) for reply in replies] == [bare, www]


def test_a_subdomain_called_www_is_a_site_of_its_own(press: Press, package: Package) -> None:
    domain = press.domain(MUSTERFRAU)
    press.site(MUSTERFRAU, default_address=DefaultAddress.WWW, directory="/bare")
    press.add(site(domain, "www", directory="/www"), site(domain, "*", directory="/any"))
    for name in ("bare", "www", "any"):
        put(press, package, f"{name}/index.html", name)
    press.publish()
    assert press.path(f"web/_any.{MUSTERFRAU}.conf").exists()
    with running_nginx(press.path("web")) as web:
        assert [web.get(name, "/").body for name in (MUSTERFRAU, WWW, f"x.y.{MUSTERFRAU}")] == [
            "bare",
            "www",
            "any",
        ]


def test_redirects_parked_sites_and_the_content_of_another(press: Press, package: Package) -> None:
    domain = press.domain(MUSTERFRAU)
    target = 'https://example.org/ä?a=$host&b="x";{y}&c=%20#d'
    press.add(
        site(domain, "weg", target=SiteTarget.REDIRECT, redirect_to=target, redirect_code=302),
        site(domain, "leer", target=SiteTarget.PARKED),
        site(domain, "blog", directory="/blog"),
        site(domain, "auch", target=SiteTarget.DOMAIN, points_to=f"blog.{MUSTERFRAU}"),
        site(domain, "kette", target=SiteTarget.DOMAIN, points_to=f"auch.{MUSTERFRAU}"),
        site(domain, "kreis", target=SiteTarget.DOMAIN, points_to=f"kreis.{MUSTERFRAU}"),
        site(domain, "fort", target=SiteTarget.DOMAIN, points_to="fremd.example"),
    )
    put(press, package, "blog/index.html", "Blog")
    published = press.publish()
    assert told(published) == {("site", f"kreis.{MUSTERFRAU}"), ("site", f"fort.{MUSTERFRAU}")}
    with running_nginx(press.path("web")) as web:
        away = web.get(f"weg.{MUSTERFRAU}", "/x")
        assert away.status == 302
        assert away.headers["Location"] == ("https://example.org/%C3%A4?a=%24host&b=%22x%22;%7By%7D&c=%20#d")
        assert "There is no website" in web.get(f"leer.{MUSTERFRAU}", "/any/where").body
        assert web.get(f"auch.{MUSTERFRAU}", "/").body == "Blog"
        assert web.get(f"kette.{MUSTERFRAU}", "/").body == "Blog"


@pytest.mark.parametrize(
    "url", ["", "ftp://example.org", "javascript:alert(1)", "https://", "//example.org", "https://a b", "https://[",
            "https://a:99999/", "https://a\r\nX: y", "/pfad"],
)  # fmt: skip
def test_a_redirect_to_nowhere_is_left_out(press: Press, package: Package, url: str) -> None:
    assert package.id
    press.site(MUSTERFRAU, target=SiteTarget.REDIRECT, redirect_to=url)
    assert told(press.publish()) == {("site", MUSTERFRAU)}
    assert press.names("web") == ["web/certificates.json"]


# What website builder and webshop publish.


@pytest.mark.parametrize("family", [Family.WEBSITE_BUILDER, Family.WEBSHOP])
def test_a_builder_and_a_shop_show_what_they_published_and_their_own_404(
    press: Press, family: Family
) -> None:
    house = press.house
    package = house.package(house.customer(), MUSTERFRAU, of=house.product(QUOTAS, family=family, rank=900))
    domain = press.domain(MUSTERFRAU)
    press.add(site(domain, "shop", directory="/website"), site(domain, "alt", directory="/alt"))
    put(press, package, "alt/index.html", "Alt")
    put(press, package, "images/rose.jpg", "rose")
    press.publish()
    webspace = press.folder.parent / "customers" / str(package.id)
    with running_nginx(press.path("web")) as web:
        assert web.get(MUSTERFRAU, "/").status == 404  # nothing is published yet
        public = PublicFolder(webspace / FOLDER, MARKER, for_all=True)
        with public.locked(), public.new() as new:
            for path, content in {
                "index.html": "Home", "products/T-1.html": "Tea", MARKER: "x", LOST: "Lost",
            }.items():  # fmt: skip
                new.write(path, content)
            public.make_current(new)
        for name in (MUSTERFRAU, f"shop.{MUSTERFRAU}"):
            assert web.get(name, "/").body == "Home"
            assert web.get(name, "/products/T-1.html").body == "Tea"
            for address in ("/nothing", "/products/", "/nothing.php", "/images/rose.jpg"):
                lost = web.get(name, address)
                assert (lost.status, lost.body) == (404, "Lost"), address
        assert web.get(f"alt.{MUSTERFRAU}", "/").body == "Alt"
        assert "Lost" not in web.get(f"alt.{MUSTERFRAU}", "/nothing").body


# Certificates.


def test_with_a_certificate_a_site_answers_by_https(press: Press, package: Package) -> None:
    secured(press)
    put(press, package, "index.html", "sicher")
    press.publish()
    with running_nginx(press.path("web")) as web:
        assert web.get(MUSTERFRAU, "/").body == "sicher"
        reply = web.get(MUSTERFRAU, "/", secure=True)
        assert reply.body == "sicher"
        assert "Strict-Transport-Security" not in reply.headers


def test_https_can_be_forced_and_remembered(press: Press, package: Package) -> None:
    secured(press, force_https=True, hsts=True, default_address=DefaultAddress.WWW)
    put(press, package, "index.html", "sicher")
    put(press, package, "../acme/.well-known/acme-challenge/token", "proof")
    press.publish()
    with running_nginx(press.path("web")) as web:
        for name in (MUSTERFRAU, WWW):
            assert web.get(name, "/a?b").headers["Location"] == f"https://{name}/a?b"
            assert web.get(name, "/.well-known/acme-challenge/token").body == "proof"
        assert web.get(MUSTERFRAU, "/a", secure=True).headers["Location"] == f"https://{WWW}/a"
        reply = web.get(WWW, "/", secure=True)
        assert reply.body == "sicher"
        assert reply.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("state", "until", "secure"),
    [
        (CertificateState.NONE, None, False),
        (CertificateState.ORDERED, None, False),
        (CertificateState.FAILED, None, False),
        (CertificateState.VALID, dt.date(2026, 11, 21), False),
        (CertificateState.VALID, dt.date(2026, 11, 22), True),
        (CertificateState.ORDERED, dt.date(2026, 12, 1), True),
        (CertificateState.FAILED, dt.date(2026, 12, 1), True),
        (CertificateState.FAILED, dt.date(2026, 11, 1), False),
    ],
)
def test_https_stands_on_the_newest_certificate_as_long_as_that_is_valid(
    press: Press, package: Package, state: CertificateState, until: dt.date | None, *, secure: bool
) -> None:
    assert package.id
    press.site(MUSTERFRAU, certificate=state, certificate_until=until, force_https=True)
    press.publish()
    text = press.read(f"web/{MUSTERFRAU}.conf")
    assert ("listen 443 ssl;" in text) is secure
    assert ("return 301 https://$host" in text) is secure


def test_ordered_certificates_are_listed_with_all_their_names(press: Press, package: Package) -> None:
    domain = press.domain(MUSTERFRAU)
    press.site(MUSTERFRAU, certificate=CertificateState.ORDERED, default_address=DefaultAddress.WWW)
    press.add(site(domain, "*", certificate=CertificateState.ORDERED), site(domain, "blog"))
    press.publish()
    assert press.json("web/certificates.json") == {
        "ordered": [
            {"certificate": MUSTERFRAU, "names": [WWW, MUSTERFRAU], "package": package.id},
            {"certificate": f"_any.{MUSTERFRAU}", "names": [f"*.{MUSTERFRAU}"], "package": package.id},
        ]
    }


# Protected directories.


def test_a_protected_directory_opens_to_those_who_may_look(press: Press, package: Package) -> None:
    press.site(MUSTERFRAU, directory="/html")
    inner = site(press.domain(MUSTERFRAU), "intern", directory="/html/intern/tief")
    hers, his = verifier(), verifier("Nebel Kanne Trompete")
    press.add(
        inner,
        protected(package, "/html/intern", verifiers={"anna": hers}, realm='Nur "für" uns\\'),
        protected(package, "/html/intern/chef", verifiers={"chef": his}),
        protected(package, '/html/a "b" {c};', verifiers={"anna": hers}),
    )
    for path in ("index.html", "intern/index.html", "intern/tief/index.html", "intern/chef/index.html",
                 'a "b" {c};/index.html', "intern.html"):  # fmt: skip
        put(press, package, f"html/{path}", path)
    published = press.publish()
    assert published.left_out == ()
    anna, chef, wrong = f"anna:{PASSWORD}", "chef:Nebel Kanne Trompete", "anna:falsch"
    with running_nginx(press.path("web")) as web:
        assert web.get(MUSTERFRAU, "/").status == 200
        assert web.get(MUSTERFRAU, "/intern.html").status == 200
        refused = web.get(MUSTERFRAU, "/intern/")
        assert refused.status == 401
        assert refused.headers["WWW-Authenticate"].encode("latin-1").decode() == (
            'Basic realm="Nur \\"für\\" uns\\\\"'
        )
        for path in ("/intern/", "/intern/tief/", "//intern//index.html", "/x/../intern/", "/%69ntern/"):
            assert web.get(MUSTERFRAU, path).status == 401
            assert web.get(MUSTERFRAU, path, wrong).status == 401
            assert web.get(MUSTERFRAU, path, anna).status == 200
        assert web.get(MUSTERFRAU, "/intern/x.php").status == 401
        assert web.get(MUSTERFRAU, "/intern/chef/", anna).status == 401
        assert web.get(MUSTERFRAU, "/intern/chef/", chef).status == 200
        assert web.get(MUSTERFRAU, "/a%20%22b%22%20%7Bc%7D;/").status == 401
        assert web.get(f"intern.{MUSTERFRAU}", "/").status == 401
        assert web.get(f"intern.{MUSTERFRAU}", "/", anna).status == 200


def test_a_protection_stays_shut_whatever_is_wrong_with_it(press: Press, package: Package) -> None:
    odd = {"realm off": "off", "variable": "$host", "line": "a\nb", "nothing": " "}
    press.add(
        *(
            protected(package, f"/{name}", realm=realm, verifiers={"anna": verifier()})
            for name, realm in odd.items()
        ),
        protected(
            package, "/users", verifiers={"a:b": verifier(), "x\ny": verifier(), "#c": verifier(), "d": "x"}
        ),
    )
    for name in (*odd, "users"):
        put(press, package, f"{name}/index.html", "shut")
    published = press.publish()
    assert told(published) == {
        *(("name of a protection", realm) for realm in odd.values()),
        *(("visitor", user) for user in ("a:b", "x\ny", "#c", "d")),
    }
    with running_nginx(press.path("web")) as web:
        for name in (*odd, "users"):
            reply = web.get(MUSTERFRAU, f"/{name.replace(' ', '%20')}/")
            assert (name, reply.status) == (name, 401)
            if name != "users":
                assert reply.headers["WWW-Authenticate"] == 'Basic realm="Protected area"'


def test_visitors_are_kept_as_web_servers_read_them(press: Press, package: Package) -> None:
    press.add(protected(package, "/intern", verifiers={"bert": verifier(), "anna": verifier()}))
    press.publish()
    [name] = press.names("web/htpasswd")
    lines = [line.split(":") for line in press.lines(name)]
    assert [user for user, _verifier in lines] == ["anna", "bert"]
    assert all(bcrypt.checkpw(PASSWORD.encode(), kept.encode()) for _user, kept in lines)


# The rest.


def test_scripts_run_in_the_version_that_was_chosen(press: Press, package: Package) -> None:
    domain = press.domain(MUSTERFRAU)
    press.add(site(domain, "alt", php_version="8.2"), site(domain, "uralt", php_version='5.6"; evil'))
    published = press.publish()
    assert told(published) == {("PHP version", f"uralt.{MUSTERFRAU}")}
    for name, version in ((MUSTERFRAU, "8.4"), (f"alt.{MUSTERFRAU}", "8.2"), (f"uralt.{MUSTERFRAU}", "8.4")):
        assert f'fastcgi_pass "unix:/run/php/php{version}-p{package.id}.sock";' in press.read(
            f"web/{name}.conf"
        )


def test_the_sites_of_a_suspended_package_are_out_of_service(press: Press, package: Package) -> None:
    domain = press.domain(MUSTERFRAU)
    press.add(site(domain, "weg", target=SiteTarget.REDIRECT, redirect_to="https://example.org/"))
    put(press, package, "index.html", "Willkommen")
    press.house.change(package, state=PackageState.SUSPENDED)
    press.publish()
    with running_nginx(press.path("web")) as web:
        assert {web.get(name, "/").status for name in (MUSTERFRAU, WWW, f"weg.{MUSTERFRAU}")} == {503}


@pytest.mark.parametrize(
    "directory", ["/../../etc", "etc", "/a/./b", "/a\nroot /;", "/$document_root", "/a\\b", ""]
)
def test_a_directory_that_leads_elsewhere_leaves_its_site_out(
    press: Press, package: Package, directory: str
) -> None:
    press.site(MUSTERFRAU, directory=directory)
    published = press.publish()
    if directory:
        assert told(published) == {("site", MUSTERFRAU)}
    else:
        assert f'root "{press.folder.parent}/customers/{package.id}";' in press.read(f"web/{MUSTERFRAU}.conf")
