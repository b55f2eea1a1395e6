"""The key by which a shop's front signs: sealed at rest, and sealed anew with the installation's key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from storage.models.webshop import Shop as StoredShop
from storage.work import Storage

if TYPE_CHECKING:
    from storage.sealing import Keyring
    from tests.portal.webshop.steps import Shop


def test_a_key_sealed_anew_still_signs(shop: Shop, keyring: Keyring) -> None:
    order = shop.signed(shop.ordered())
    rotated = keyring.rotated()
    with shop.house.storage.writing() as work:
        assert work.webshop.reseal(rotated) == 1
        work.commit()
    later = shop.house.restarted(Storage(shop.house.storage._reading, rotated))
    assert shop.deliver(order, later).is_new
    with shop.house.storage.reading() as work:
        stored = work._session.get_one(StoredShop, shop.package.id)
        assert (stored.key_sealed or "").startswith(f"{rotated.current}.")


def test_a_key_that_does_not_open_and_numbers_with_a_gap_are_found(shop: Shop) -> None:
    assert shop.key
    shop.order("web-1")
    shop.order("web-2")
    with shop.house.storage.writing() as work:
        assert (list(work.webshop.broken_seals()), work.webshop_orders.gaps()) == ([], [])
        work._session.execute(text("UPDATE shops SET key_sealed = 'k1.AAAA'"))
        work._session.execute(text("UPDATE shop_orders SET serial = 3 WHERE serial = 2"))
        work.commit()
    with shop.house.storage.reading() as work:
        assert list(work.webshop.broken_seals()) == [shop.package.id]
        assert work.webshop_orders.gaps() == [shop.package.id]
