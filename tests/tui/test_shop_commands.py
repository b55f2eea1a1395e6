"""`admin shop …`, as the front of a shop and the operator's calendar call it."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING

import pytest

from portal.access import CustomerAccess
from portal.demo.credentials import ERIKA
from portal.paging import PageRequest
from tests.portal.house import HOME
from tui.command import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from portal.access import PackageAccess
    from portal.portal import Portal
    from portal.webshop.models import ShopSettings
    from tests.tui.portal_app import PortalApp

    Admin = Callable[..., tuple[int, str, str]]

BUYER = {
    "name": "Bernd Käufer",
    "email": "bernd@example.org",
    "street": "Am Markt 1",
    "postcode": "53111",
    "town": "Bonn",
}

ORDER = {
    "id": "front-1",
    "buyer": BUYER,
    "lines": [{"number": "PC-01", "quantity": 6}],
    "shipping": "Parcel",
    "payment": "Bank transfer",
}


@pytest.fixture
def admin(
    portal_app: PortalApp, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Admin:
    """Run a command on Erika's demo; its exit code and what it printed."""
    monkeypatch.setattr("tui.command.shop.open_portal", lambda *_where: portal_app.open())

    def administer(*words: str) -> tuple[int, str, str]:
        code = run(["admin", "shop", *words])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return administer


def inside(portal: Portal) -> PackageAccess:
    access = portal.sign_in.as_customer(ERIKA.name, ERIKA.password, HOME).access
    assert isinstance(access, CustomerAccess)
    [shop] = portal.packages.page(access, PageRequest(filter="shop.musterfrau.de")).rows
    return portal.packages.open(access, shop.id)


@pytest.fixture
def key(portal_app: PortalApp) -> str:
    """The key of Erika's shop."""
    portal = portal_app.open()
    try:
        return portal.shop.new_key(inside(portal))
    finally:
        portal.close()


def signed(folder: Path, key: str, **more: object) -> str:
    order = json.dumps(ORDER | more)
    signature = hmac.new(key.encode(), order.encode(), hashlib.sha256).hexdigest()
    path = folder / "order.json"
    path.write_text(json.dumps({"order": order, "signature": signature}), "utf-8")
    return str(path)


def test_an_order_arrives_once(admin: Admin, key: str, tmp_path: Path) -> None:
    file = signed(tmp_path, key)
    code, out, err = admin("order", "shop.musterfrau.de", file)
    assert (code, err) == (0, "")
    number = out.removeprefix("The order is ").partition(":")[0]
    assert out == f"The order is {number}: 15.70 €.\n"
    assert admin("order", "shop.musterfrau.de", file)[1] == (
        f"The order was taken in before: {number}, 15.70 €.\n"
    )
    told = json.loads(admin("order", "--json", "shop.musterfrau.de", file)[1])
    assert told == {"number": number, "total_cents": 1570, "is_new": False}


def test_what_is_no_order_is_refused_with_a_sentence(admin: Admin, key: str, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.json")
    assert admin("order", "shop.musterfrau.de", missing)[2] == (
        f"{missing} cannot be read: No such file or directory\n"
    )
    gone = signed(tmp_path, key, lines=[{"number": "PC-99", "quantity": 1}])
    assert admin("order", "shop.musterfrau.de", gone) == (1, "", "There is no product PC-99 any more.\n")
    assert "signature does not fit" in admin("order", "shop.musterfrau.de", signed(tmp_path, "other"))[2]
    assert "no package with the domain nowhere.example" in admin("order", "nowhere.example", gone)[2]
    hidden = signed(tmp_path, key, buyer=BUYER | {"name": "Bernd \u202eKäufer"})
    assert "U+202E cannot be used here" in admin("order", "shop.musterfrau.de", hidden)[2]


def test_customer_data_are_erased_when_their_time_is_over(admin: Admin, portal_app: PortalApp) -> None:
    assert admin("erase") == (0, "Nothing was to be erased.\n", "")
    portal = portal_app.open()
    access = inside(portal)
    seen: ShopSettings = portal.shop.show(access).settings
    portal.shop.change_settings(access, seen.model_copy(update={"retention_months": 6}), seen)
    portal.close()
    code, out, _err = admin("erase")
    assert code == 0
    assert out.startswith("shop.musterfrau.de: customer data of ")
    assert json.loads(admin("erase", "--json")[1]) == {"erased": []}
