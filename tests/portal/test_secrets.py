"""Distinctive secrets go through every use case, and are seen nowhere afterwards."""

from __future__ import annotations

import logging
import re
import traceback
from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError

from portal.customers.bank import BankData, BankDataChange
from portal.customers.password import NewPassword
from portal.domains import NewDomain
from portal.errors import PortalError
from portal.validation import Input, checked
from storage.database import open_engine
from storage.models.customers import CustomerState
from storage.work import Storage
from tests.portal.contract_uses import all_contract_secrets, all_contract_uses
from tests.portal.house import HOME, CountingHasher, House
from tests.portal.test_permissions import BY_ANYBODY, BY_CUSTOMERS, BY_PACKAGES, PUBLIC, People, use_cases
from tests.portal.uses import all_secret_uses

if TYPE_CHECKING:
    import inspect
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pydantic import BaseModel
    from sqlalchemy import URL

    from portal.portal import Portal
    from storage.sealing import Keyring
    from tests.portal.house import SettableClock

OLD = "Kanarienvogel Alt 4711 Schraube"
NEW = "Kanarienvogel Neu 0815 Dichtung"
WRONG = "Kanarienvogel Falsch 99 Mutter"
TOO_LONG = "Kanarienvogel" * 10
PACKAGE = "Kanarienvogel Dose 31 Scheibe"
CANARY_IBAN = "DE36100000190000000001"
WRONG_IBAN = "DE37100000190000000001"

CANARIES = ("anarienvogel", "KANARIENVOGEL", "100000190000000001", "10000019 0000")


def seen_in(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


class Story:
    """Calls use cases and keeps everything that comes back, or that is raised."""

    def __init__(self, clock: SettableClock) -> None:
        self.clock = clock
        self.shown: list[str] = []
        self.refusals = 0

    def tell(self, act: Callable[[], object]) -> None:
        self.clock.forward(seconds=30)
        try:
            told = act()
        except PortalError as error:
            self.refusals += 1
            self.shown += [str(error), repr(error), repr(vars(error))]
            self.shown += traceback.format_exception(error)
        else:
            self.shown += [str(told), repr(told)]

    def type_in(self, model: type[BaseModel], **entered: object) -> None:
        self.tell(lambda: checked(model, entered))


def test_secrets_are_seen_in_no_log_no_error_no_row_and_no_message(
    house: House, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "sqlalchemy")
    jutta = house.customer(OLD)
    house.package(jutta, "meine.example", password=PACKAGE)
    portal, story = house.portal, Story(house.clock)
    access = house.signed_in(jutta, OLD)

    for password in (WRONG, OLD, f"{OLD}\x00", f"{OLD}\udcfc"):
        story.tell(partial(portal.sign_in.as_customer, jutta.number, password, HOME))
        story.tell(partial(portal.sign_in.as_customer, password, password, HOME))
        story.tell(partial(portal.sign_in.as_package, "meine.example", password, HOME))
        story.tell(partial(portal.sign_in.as_package, password, password, HOME))
        story.tell(partial(portal.sign_in.confirm, access, password, "password"))
        story.tell(partial(portal.sign_in.prove, access, jutta.number, password, "password"))
    story.tell(lambda: portal.sign_in.as_package("meine.example", PACKAGE, HOME))

    for iban in (
        CANARY_IBAN,
        WRONG_IBAN,
        f"{CANARY_IBAN}0",
        f"{CANARY_IBAN}\x00",
        "DE36 1000 0019 0000 0000 01",
    ):
        story.type_in(BankData, account_holder="Jutta", iban=iban)
        story.type_in(BankDataChange, account_holder="Jutta", iban=iban, password=OLD)
        story.type_in(BankDataChange, account_holder="", iban=iban, password=OLD * 50)
    for password in (WRONG, OLD):
        change = BankDataChange(account_holder="Jutta", iban=CANARY_IBAN, password=password)
        story.tell(partial(portal.customers.change_bank_data, access, change))

    story.type_in(NewDomain, name=WRONG, password=OLD * 50)
    for password in (WRONG, OLD):
        order = NewDomain(name="neu-im-paket.de", password=password)
        story.tell(partial(portal.domains.order, access, 1, order))

    for contract_use in all_contract_secrets().values():
        for password in (WRONG, OLD, f"{OLD}\x00"):
            story.tell(partial(contract_use, portal, access, password))

    story.type_in(NewPassword, old=OLD, new=NEW, again=WRONG)
    story.type_in(NewPassword, old=OLD, new=NEW * 50, again=NEW * 50)
    for old, new in ((WRONG, NEW), (OLD, OLD), (OLD, TOO_LONG), (OLD, PACKAGE), (OLD, NEW)):
        entered = NewPassword(old=old, new=new, again=new)
        story.tell(partial(portal.customers.change_password, access, entered))
    story.tell(lambda: portal.customers.password_strength(access, NEW))
    house.signed_in(jutta, NEW)
    inside = portal.packages.open(house.signed_in(jutta, NEW), 1)
    for use in all_secret_uses().values():
        for secret in (WRONG, OLD, PACKAGE, TOO_LONG, f"{NEW}\x00"):
            story.tell(partial(use, portal, inside, secret))
    house.change(jutta, state=CustomerState.LOCKED)
    story.tell(lambda: portal.sign_in.as_customer(jutta.number, NEW, HOME))

    written = capfd.readouterr()
    rows = house.everything()
    assert story.refusals >= 20
    assert "mandates: " in rows
    assert seen_in("\n".join(story.shown)) == []
    assert seen_in("\n".join(record.getMessage() for record in caplog.records)) == []
    assert seen_in(written.out + written.err) == []
    assert seen_in(rows) == []
    files = [path.read_bytes() for path in tmp_path.iterdir() if path.is_file()]
    assert seen_in("\n".join(data.decode("latin-1") for data in files)) == []


def test_the_story_above_leaves_out_only_what_takes_no_secret() -> None:
    told = {
        "sign_in.as_customer",
        "sign_in.as_package",
        "sign_in.confirm",
        "sign_in.prove",
        "customers.change_bank_data",
        "customers.change_password",
        "customers.password_strength",
        "domains.order",
    }
    takes_none = {
        "sign_in.sign_out",
        "customers.show",
        "customers.change_address",
        "customers.change_telephone",
        "customers.change_emails",
        "packages.page",
        "packages.open",
        "third_party.page",
        "third_party.give",
        "invoices.listing",
        "invoices.count_open",
        "invoices.figures",
        "invoices.open",
        "invoices.pdf",
        "invoices.between",
        "debits.offer",
        "debits.repeat",
    }
    assert told | takes_none == (PUBLIC | BY_ANYBODY | set(BY_CUSTOMERS)) - set(all_contract_uses())


def test_every_contract_use_that_asks_for_a_password_has_a_canary(portal: Portal) -> None:
    contract = {name: signature for name, signature in use_cases(portal) if name in all_contract_uses()}
    assert {name for name, signature in contract.items() if takes_secret(signature)} == set(
        all_contract_secrets()
    )


def test_every_use_case_of_a_package_that_takes_a_secret_has_a_canary(portal: Portal) -> None:
    take_one = {
        name for name, signature in use_cases(portal) if name in BY_PACKAGES and takes_secret(signature)
    }
    assert take_one == set(all_secret_uses())


def takes_secret(signature: inspect.Signature) -> bool:
    secretive = {model.__name__ for model in models_below(Input) if holds_secret(model)}
    assert "NewPassword" in secretive
    return any(
        secretive & set(re.findall(r"\w+", str(each.annotation))) or each.name == "password"
        for each in signature.parameters.values()
    )


def models_below(model: type[Input]) -> Iterator[type[Input]]:
    for below in model.__subclasses__():
        yield below
        yield from models_below(below)


def holds_secret(model: type[Input]) -> bool:
    """Whether a field of it is never shown."""
    return any(not field.repr for field in model.model_fields.values())


def test_views_and_accesses_show_no_session_and_no_verifier(house: House) -> None:
    people = People(house)
    customer, webmaster = people.customer(), people.webmaster()
    portal = house.portal
    views = (portal.customers.show(customer), portal.packages.overview(webmaster))
    shown = f"{customer!r} {webmaster!r} {views!r}"
    stored = house.stored(people.jutta)
    for secret in (customer.session_id, webmaster.session_id, stored.password_hash):
        assert secret not in shown


def test_a_statement_that_fails_is_reported_without_its_values(
    sqlite_url: URL, keyring: Keyring, clock: SettableClock
) -> None:
    storage = Storage(open_engine(sqlite_url), keyring)
    house = House(storage, clock, CountingHasher())
    with pytest.raises(IntegrityError) as caught:
        house.customer(telephone="", street=WRONG)
    assert seen_in("".join(traceback.format_exception(caught.value))) == []
    storage.close()
