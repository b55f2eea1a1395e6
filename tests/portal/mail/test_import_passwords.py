"""The passwords of an import: hashed afterwards, in steps that can be left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.mail.importing import STEP
from portal.mail.models import MailboxPassword
from storage.models.mail import MailAddress
from tests.portal.house import MASTER_PASSWORD, PACKAGE_PASSWORD
from tests.portal.mail.steps import import_, listed

if TYPE_CHECKING:
    from portal.mail.importing import WaitingPasswords
    from portal.portal import Portal
    from tests.portal.technical import Place


def with_passwords(here: Place, n: int) -> WaitingPasswords:
    lines = (f"m{k:03}@meine.example,mailbox,{password(k)},5,," for k in range(n))
    return import_(here, *lines).waiting


def password(k: int) -> str:
    return f"Ziegel Kanne {k * 7919} Marder"


def without(here: Place) -> list[str]:
    return [view.address for view in listed(here) if not view.has_password]


def verifier(here: Place, address: str) -> str | None:
    with here.house.storage.reading() as work:
        return work._session.query(MailAddress).filter_by(address=address).one().password_hash


def test_each_mailbox_gets_the_password_of_its_line(here: Place, portal: Portal) -> None:
    waiting = with_passwords(here, 2 * STEP + 1)
    assert (waiting.total, waiting.done) == (2 * STEP + 1, 0)
    assert len(without(here)) == 2 * STEP + 1
    while waiting.left:
        portal.mail_import.hash_passwords(here.owner, waiting)
    assert (waiting.done, waiting.refused, without(here)) == (2 * STEP + 1, [], [])
    for k in (0, STEP, 2 * STEP):
        assert portal._means.passwords.verify(verifier(here, f"m{k:03}@meine.example"), password(k))
    assert len(here.history()) == 1  # the import; its passwords are on record in the audit log
    assert here.house.actions().count("mailbox password changed") == 1


def test_what_was_reached_is_kept_when_the_rest_is_left(here: Place, portal: Portal) -> None:
    waiting = with_passwords(here, 3 * STEP)
    portal.mail_import.hash_passwords(here.owner, waiting)
    portal.mail_import.keep_passwords(here.owner, waiting)
    portal.mail_import.keep_passwords(here.owner, waiting)  # there is nothing more to keep
    assert waiting.left == 2 * STEP
    assert len(without(here)) == 2 * STEP
    assert here.house.actions().count("mailbox password changed") == 1


def test_servers_have_something_new_to_read_after_passwords_came(here: Place, portal: Portal) -> None:
    waiting = with_passwords(here, 1)
    here.house.change(here.package, published_revision=1)
    assert listed(here)[0].published
    portal.mail_import.hash_passwords(here.owner, waiting)
    assert not listed(here)[0].published


def test_weak_passwords_are_refused_and_named(here: Place, portal: Portal) -> None:
    here.house.change(here.package, master_password_hash=here.house.hasher.hash(MASTER_PASSWORD))
    waiting = import_(
        here,
        f"gut@meine.example,mailbox,{password(1)},5,,",
        "schwach@meine.example,mailbox,passwort1234,5,,",
        "rechnungsstelle@meine.example,mailbox,rechnungsstelle26,5,,",
        "brand@meine.example,mailbox,musterhost-2026,5,,",
        f"package@meine.example,mailbox,{PACKAGE_PASSWORD},5,,",
        f"master@meine.example,mailbox,{MASTER_PASSWORD},5,,",
        "ohne@meine.example,mailbox,,5,,",
    ).waiting
    assert waiting.total == 6
    portal.mail_import.hash_passwords(here.owner, waiting)
    assert [address.partition("@")[0] for address in waiting.refused] == [
        "schwach", "rechnungsstelle", "brand", "package", "master",
    ]  # fmt: skip
    assert len(without(here)) == 6
    assert verifier(here, "gut@meine.example")


def test_a_password_that_somebody_set_meanwhile_stays(here: Place, portal: Portal) -> None:
    waiting = with_passwords(here, 2)
    [first, _second] = listed(here)
    portal.mail.set_password(here.webmaster, first.id, MailboxPassword())
    before = verifier(here, first.address)
    portal.mail_import.hash_passwords(here.owner, waiting)
    assert verifier(here, first.address) == before
    assert without(here) == []


def test_a_mailbox_that_was_removed_meanwhile_is_passed_over(here: Place, portal: Portal) -> None:
    waiting = with_passwords(here, 2)
    first = listed(here)[0].id
    portal.mail.remove(here.owner, first, portal.mail.removal(here.owner, first))
    portal.mail_import.hash_passwords(here.owner, waiting)
    assert [view.has_password for view in listed(here)] == [True]


def test_waiting_passwords_are_not_in_what_is_printed(here: Place) -> None:
    waiting = with_passwords(here, 1)
    assert repr(waiting) == "WaitingPasswords(0 of 1)"
    assert password(0) not in here.house.everything()
