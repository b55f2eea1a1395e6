from __future__ import annotations

import base64
import json
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.sealing import Keyring, SealBroken
from storage.work import Storage
from tests.factories import IBAN, OTHER_IBAN, Scope, add_customer, mandate

if TYPE_CHECKING:
    from pathlib import Path

PLACE = ("mandates", 7, "iban")


@given(st.text(max_size=100))
def test_what_was_sealed_opens_at_its_place(value: str) -> None:
    keyring = Keyring.new()
    sealed = keyring.seal(value, *PLACE)
    assert keyring.open(sealed, *PLACE) == value
    assert keyring.seal(value, *PLACE) != sealed


def test_nothing_of_the_value_can_be_read(keyring: Keyring) -> None:
    sealed = keyring.seal(IBAN, *PLACE)
    name, _, data = sealed.partition(".")
    assert name == keyring.current
    assert IBAN not in sealed
    assert IBAN.encode() not in base64.urlsafe_b64decode(data)


@pytest.mark.parametrize(
    "place",
    [("mandates", 8, "iban"), ("mandates", 7, "bic"), ("customers", 7, "iban"), ("mandates:7", 7, "iban")],
)
def test_a_value_carried_to_another_place_does_not_open(
    keyring: Keyring, place: tuple[str, int, str]
) -> None:
    sealed = keyring.seal(IBAN, *PLACE)
    with pytest.raises(SealBroken):
        keyring.open(sealed, *place)


def test_no_byte_of_a_sealed_value_can_be_changed(keyring: Keyring) -> None:
    name, _, data = keyring.seal(IBAN, *PLACE).partition(".")
    raw = base64.urlsafe_b64decode(data)
    for position in range(len(raw)):
        changed = raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :]
        with pytest.raises(SealBroken):
            keyring.open(f"{name}.{base64.urlsafe_b64encode(changed).decode()}", *PLACE)


@pytest.mark.parametrize("length", [0, 1, 11, 12, 13, 27, 28])
def test_a_sealed_value_that_was_cut_does_not_open(keyring: Keyring, length: int) -> None:
    name, _, data = keyring.seal(IBAN, *PLACE).partition(".")
    cut = base64.urlsafe_b64encode(base64.urlsafe_b64decode(data)[:length]).decode()
    with pytest.raises(SealBroken):
        keyring.open(f"{name}.{cut}", *PLACE)


@pytest.mark.parametrize(
    "rubbish", ["", ".", "k1", "k1.", "k1.ä", "k1.abc", "k9.AAAA", "DE89370400440532013000"]
)
def test_what_was_never_sealed_does_not_open(keyring: Keyring, rubbish: str) -> None:
    with pytest.raises(SealBroken) as caught:
        keyring.open(rubbish, *PLACE)
    assert str(caught.value) == "mandates:7:iban"


def test_another_installations_key_does_not_open(keyring: Keyring) -> None:
    with pytest.raises(SealBroken):
        Keyring.new().open(keyring.seal(IBAN, *PLACE), *PLACE)


def test_equal_values_have_equal_digests_under_one_key_only(keyring: Keyring) -> None:
    assert keyring.digest(IBAN) == keyring.digest(IBAN)
    assert keyring.digest(IBAN) != keyring.digest(OTHER_IBAN)
    assert keyring.digest(IBAN) != Keyring.new().digest(IBAN)
    assert keyring.rotated().digest(IBAN) == keyring.digest(IBAN)


def test_keys_are_in_no_output(keyring: Keyring) -> None:
    shown = f"{keyring!r} {keyring}"
    assert shown == "Keyring(current='k1') Keyring(current='k1')"


# The key file.


@pytest.mark.parametrize("umask", [0o022, 0o000])
def test_the_key_file_is_its_owners_alone_whatever_the_umask(
    tmp_path: Path, keyring: Keyring, umask: int
) -> None:
    path = tmp_path / "portal" / "portal.key"
    before = os.umask(umask)
    try:
        keyring.save(path)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_the_key_file_gives_the_same_keys_back(tmp_path: Path, keyring: Keyring) -> None:
    rotated = keyring.rotated()
    rotated.save(tmp_path / "portal.key")
    assert Keyring.load(tmp_path / "portal.key") == rotated


def test_saving_again_replaces_the_file_and_leaves_nothing_beside(tmp_path: Path, keyring: Keyring) -> None:
    path = tmp_path / "portal.key"
    path.with_suffix(".new").write_text("left by a power cut")
    path.with_suffix(".new").chmod(0o644)
    keyring.save(path)
    keyring.rotated().save(path)
    assert Keyring.load(path).current == "k2"
    assert [each.name for each in tmp_path.iterdir()] == ["portal.key"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_missing_key_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Keyring.load(tmp_path / "portal.key")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no JSON",
        "[]",
        "{}",
        '{"current": "k1", "keys": [], "digest": ""}',
        '{"current": "k1", "keys": {"k1": 1}, "digest": ""}',
        '{"current": "k1", "keys": {"k1": "c2hvcnQ="}, "digest": "c2hvcnQ="}',
        '{"current": "k1", "keys": {"k1": "ä"}, "digest": ""}',
    ],
)
def test_another_file_is_no_key_file(tmp_path: Path, content: str) -> None:
    (tmp_path / "portal.key").write_text(content)
    with pytest.raises(ValueError):  # noqa: PT011 - of json, base64 or ours, all the same to the caller
        Keyring.load(tmp_path / "portal.key")


@pytest.mark.parametrize("change", [{"current": "k2"}, {"digest": ""}, {"digest": "c2hvcnQ="}, {"keys": {}}])
def test_a_key_file_that_lost_a_key_is_none(
    tmp_path: Path, keyring: Keyring, change: dict[str, object]
) -> None:
    path = tmp_path / "portal.key"
    keyring.save(path)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(ValueError, match="not a key file"):
        Keyring.load(path)


# Rotation.


def test_a_new_key_seals_and_the_older_ones_still_open(keyring: Keyring) -> None:
    rotated = keyring.rotated().rotated()
    assert rotated.open(keyring.seal(IBAN, *PLACE), *PLACE) == IBAN
    assert rotated.seal(IBAN, *PLACE).startswith("k3.")
    with pytest.raises(SealBroken):
        keyring.open(rotated.seal(IBAN, *PLACE), *PLACE)


def test_every_iban_is_sealed_anew_under_a_new_key(storage: Storage, keyring: Keyring) -> None:
    rotated = keyring.rotated()
    with storage.writing() as work:
        owners = [add_customer(work) for _ in range(3)]
        for owner, iban in zip(owners, (IBAN, OTHER_IBAN, IBAN), strict=True):
            work.customers.add_mandate(mandate(owner.id), iban)
        work.commit()
    with storage.writing() as work:
        assert work.customers.reseal(rotated) == 3
        work.commit()
    only_new = Keyring(rotated.current, {rotated.current: rotated.keys[rotated.current]}, rotated.digest_key)
    with Storage(storage._reading, only_new).reading() as work:
        opened = [
            work.customers.iban_of(found)
            for owner in owners
            if (found := work.customers.active_mandate(Scope(owner.id)))
        ]
    assert opened == [IBAN, OTHER_IBAN, IBAN]


def test_one_broken_seal_leaves_all_as_they_were(storage: Storage, keyring: Keyring) -> None:
    with storage.writing() as work:
        whole = work.customers.add_mandate(mandate(add_customer(work).id), IBAN)
        broken = work.customers.add_mandate(mandate(add_customer(work).id), IBAN)
        work.flush()
        broken.iban_sealed = whole.iban_sealed
        work.commit()
    with pytest.raises(SealBroken), storage.writing() as work:
        work.customers.reseal(keyring.rotated())
        work.commit()
    with storage.reading() as work:
        found = work.customers.active_mandate(Scope(whole.customer_id))
        assert found is not None
        assert work.customers.iban_of(found) == IBAN
