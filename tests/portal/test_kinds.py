"""The descriptions of all kinds: what makes a record up can be kept as JSON, and made into it again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from portal.kinds import BY_WORD, DATABASE, KINDS, MAIL, PROTECTED_DIRECTORY, SFTP_USER
from storage.models.backups import RestoreOrder
from storage.models.base import Administered, Base
from storage.models.mail import MailKind
from storage.models.products import Resource
from tests.portal.technical import EDITED, VERIFIER, kind_name, place

if TYPE_CHECKING:
    from portal.kinds import Kind
    from storage.models.customers import Customer
    from tests.portal.house import House


@pytest.mark.parametrize("kind", KINDS, ids=kind_name)
def test_a_record_is_the_same_after_it_was_kept_as_json(
    house: House, jutta: Customer, kind: Kind[Any]
) -> None:
    here = place(house, jutta)
    record = here.new(kind, **EDITED[kind_name(kind)])
    kept = json.loads(json.dumps(kind.values(record, verifiers=True)))
    again = kind.entity(package_id=here.package.id, **kind.made_of(kept))
    for name in (*kind.settings, *kind.verifiers):
        assert getattr(again, name) == getattr(record, name)
        assert type(getattr(again, name)) is type(getattr(record, name))


@pytest.mark.parametrize("kind", KINDS, ids=kind_name)
def test_a_record_that_was_stored_reads_the_same(house: House, jutta: Customer, kind: Kind[Any]) -> None:
    here = place(house, jutta)
    record = here.add(kind, **EDITED[kind_name(kind)])
    assert here.all(kind)[-1] == kind.values(record, verifiers=True)


@pytest.mark.parametrize("kind", KINDS, ids=kind_name)
def test_every_column_is_a_setting_a_verifier_or_something_that_is_measured(kind: Kind[Any]) -> None:
    columns = set(Base.metadata.tables[kind_name(kind)].c.keys())
    measured = {"id", "package_id", "revision", "used_mb", "certificate", "certificate_until"}
    assert columns - measured == {*kind.settings, *kind.verifiers}
    assert not set(kind.settings) & set(kind.verifiers)
    assert set(kind.identity) <= set(kind.settings)


def test_every_table_of_the_technical_administration_has_a_kind() -> None:
    tables = {entity.__tablename__ for entity in Administered.__subclasses__()}
    assert tables == {kind_name(kind) for kind in KINDS} | {RestoreOrder.__tablename__}


@pytest.mark.parametrize("kind", KINDS, ids=kind_name)
def test_the_word_for_a_record_leads_back_to_its_kind(house: House, jutta: Customer, kind: Kind[Any]) -> None:
    assert BY_WORD[kind.word(place(house, jutta).new(kind))] is kind


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (MAIL, {"password_hash": VERIFIER}),
        (MAIL, {"kind": MailKind.MAILBOX}),
        (SFTP_USER, {"password_hash": VERIFIER}),
        (PROTECTED_DIRECTORY, {"verifiers": {"anna": VERIFIER}}),
        (DATABASE, {}),
    ],
)
def test_what_has_a_password_or_contents_does_not_come_back_from_the_history(
    house: House, jutta: Customer, kind: Kind[Any], values: dict[str, Any]
) -> None:
    record = place(house, jutta).new(kind, **values)
    assert not kind.comes_back(record)
    assert VERIFIER not in repr(kind.values(record))


@pytest.mark.parametrize(
    ("mail", "uses"),
    [
        ({"kind": MailKind.MAILBOX, "size_mb": 500}, {Resource.MAILBOXES: 1, Resource.MAIL_STORAGE: 500}),
        ({"kind": MailKind.FORWARD}, {}),
        ({"kind": MailKind.ALIAS}, {}),
        ({"kind": MailKind.CATCH_ALL}, {}),
    ],
)
def test_only_mailboxes_take_from_the_pool_of_mail(
    house: House, jutta: Customer, mail: dict[str, Any], uses: dict[Resource, int]
) -> None:
    assert MAIL.uses(place(house, jutta).new(MAIL, **mail)) == uses
