from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import IntegrityError

from storage.errors import Duplicate
from storage.models.customers import CustomerState
from storage.models.packages import PackageState
from storage.models.sign_in import SignInSession
from storage.repositories.sign_in import SessionRow
from tests.factories import NOON, Scope, add_customer, add_package

if TYPE_CHECKING:
    from storage.work import Storage

MINUTE = dt.timedelta(minutes=1)


def session(customer_id: int, **changes: Any) -> SignInSession:
    values: dict[str, Any] = {
        "id": "s" * 43,
        "customer_id": customer_id,
        "package_id": None,
        "credential_version": 1,
        "source": "192.0.2.17",
        "started_at": NOON,
        "seen_at": NOON,
    }
    return SignInSession(**values | changes)


def test_a_session_is_found_beside_what_it_must_agree_with(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        hers = add_package(work, jutta, credential_version=4)
        work.sign_ins.add(session(jutta.id))
        work.commit()
    whole = (jutta.id, None, 1, NOON, NOON, None, CustomerState.ACTIVE, 1)
    with storage.reading() as work:
        assert work.sign_ins.find("s" * 43) == SessionRow(*whole, None, None, None)
        in_package = work.sign_ins.find("s" * 43, hers.id)
        assert in_package == SessionRow(*whole, jutta.id, PackageState.ACTIVE, 4, True, True, 0, 0, None)
        assert work.sign_ins.find("s" * 43, hers.id + 1) == SessionRow(*whole, None, None, None)
        assert work.sign_ins.source_of("s" * 43) == "192.0.2.17"


def test_an_unknown_session_is_nobodys(storage: Storage) -> None:
    with storage.writing() as work:
        work.sign_ins.add(session(add_customer(work).id))
        work.commit()
    with storage.reading() as work:
        assert work.sign_ins.find("") is None
        assert work.sign_ins.find("S" * 43) is None


def test_a_session_is_seen_renewed_and_ended_once(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        work.sign_ins.add(session(jutta.id))
        work.sign_ins.add(session(jutta.id, id="other"))
        work.commit()
    with storage.writing() as work:
        work.sign_ins.seen("s" * 43, NOON + MINUTE)
        work.sign_ins.renew("s" * 43, 2)
        work.sign_ins.end("s" * 43, NOON + 2 * MINUTE)
        work.sign_ins.end("s" * 43, NOON + 3 * MINUTE)
        work.commit()
    with storage.reading() as work:
        ended, other = work.sign_ins.find("s" * 43), work.sign_ins.find("other")
    assert ended is not None
    assert other is not None
    assert (ended.seen_at, ended.credential_version) == (NOON + MINUTE, 2)
    assert ended.ended_at == NOON + 2 * MINUTE
    assert (other.seen_at, other.credential_version, other.ended_at) == (NOON, 1, None)


def test_a_session_of_nobody_is_refused(storage: Storage) -> None:
    with pytest.raises(IntegrityError), storage.writing() as work:
        work.sign_ins.add(session(customer_id=4711))
        work.commit()


def test_a_renewed_verifier_belongs_to_the_one_who_signed_in(storage: Storage) -> None:
    with storage.writing() as work:
        jutta, karl = add_customer(work), add_customer(work)
        hers = add_package(work, jutta, password_hash="old")
        work.commit()
    with storage.writing() as work:
        work.sign_ins.renew_verifier(jutta.id, None, "of the customer")
        work.sign_ins.renew_verifier(jutta.id, hers.id, "of the package")
        work.commit()
    with storage.reading() as work:
        assert work.customers.owned_by(Scope(jutta.id)).password_hash == "of the customer"
        assert work.customers.owned_by(Scope(karl.id)).password_hash == "no password fits"
        assert work.packages.current(Scope(package_id=hers.id))[0].password_hash == "of the package"


def test_old_sessions_and_full_buckets_are_forgotten(storage: Storage) -> None:
    with storage.writing() as work:
        jutta = add_customer(work)
        for minute in range(3):
            at = NOON + minute * MINUTE
            work.sign_ins.add(session(jutta.id, id=f"session {minute}", seen_at=at))
            work.sign_ins.add_bucket(f"bucket {minute}", 5, at)
        work.commit()
    with storage.writing() as work:
        work.sign_ins.forget_before(NOON + MINUTE)
        work.commit()
    with storage.writing() as work:
        assert [work.sign_ins.find(f"session {minute}") is None for minute in range(3)] == [
            True,
            False,
            False,
        ]
        assert list(work.sign_ins.buckets(f"bucket {minute}" for minute in range(3))) == [
            "bucket 1",
            "bucket 2",
        ]


# The throttle.


def test_a_bucket_keeps_parts_of_a_token(storage: Storage) -> None:
    with storage.writing() as work:
        work.sign_ins.add_bucket("a", 4.25, NOON)
        work.sign_ins.add_bucket("b", 20, NOON)
        work.commit()
    with storage.writing() as work:
        buckets = work.sign_ins.buckets(["b", "unknown", "a"])
        assert {key: (bucket.tokens, bucket.counted_at) for key, bucket in buckets.items()} == {
            "a": (4.25, NOON),
            "b": (20, NOON),
        }
        buckets["a"].tokens -= 1.5
        work.commit()
    with storage.writing() as work:
        assert work.sign_ins.buckets(["a"])["a"].tokens == 2.75
        assert work.sign_ins.buckets([]) == {}


def test_a_bucket_made_by_two_at_once_is_a_duplicate_for_one(storage: Storage) -> None:
    with storage.writing() as work:
        work.sign_ins.add_bucket("a", 5, NOON)
        work.commit()
    with pytest.raises(Duplicate), storage.writing() as work:
        work.sign_ins.add_bucket("a", 5, NOON)
        work.commit()


def test_a_place_is_new_to_an_account_once(storage: Storage) -> None:
    with storage.writing() as work:
        assert not work.sign_ins.knows("jutta", "home")
        assert work.sign_ins.remember("jutta", "home", NOON)
        work.commit()
    with storage.writing() as work:
        assert work.sign_ins.knows("jutta", "home")
        assert not work.sign_ins.remember("jutta", "home", NOON + MINUTE)
        assert work.sign_ins.remember("jutta", "office", NOON)
        assert not work.sign_ins.knows("karl", "home")
        work.commit()
