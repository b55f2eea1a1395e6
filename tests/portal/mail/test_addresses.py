"""Adding and changing addresses: what fits, what is taken, and who may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from portal.errors import ChangedMeanwhile, Conflict, Doubtful, InvalidInput, NotFound, PortalError
from portal.mail.models import (
    DeliverySettings,
    MailboxPassword,
    MailboxSettings,
    NewCatchAll,
    NewMailbox,
)
from portal.paging import PageRequest
from storage.models.domains import DomainState
from storage.models.mail import MailAddress, MailKind
from storage.models.products import Resource
from tests.factories import QUOTAS
from tests.portal.house import MASTER_PASSWORD, PACKAGE_PASSWORD
from tests.portal.mail.steps import (
    MAIL_PASSWORD,
    addresses,
    alias,
    catch_all,
    delivery,
    forward,
    listed,
    mailbox,
)
from tests.portal.technical import place

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House
    from tests.portal.technical import Place


def refusal(act: Callable[[], object], field: str | None = None) -> str:
    with pytest.raises(PortalError) as caught:
        act()
    if isinstance(caught.value, InvalidInput) and field:
        return caught.value.problems[field]
    return caught.value.message


def stored(here: Place, address: str) -> MailAddress:
    with here.house.storage.reading() as work:
        query = work._session.query(MailAddress).filter_by(package_id=here.package.id, address=address)
        return query.one()


def test_a_mailbox_takes_its_size_from_the_pool_and_stands_in_the_history(here: Place) -> None:
    made = mailbox(here, "Info", 2048, password=MAIL_PASSWORD, again=MAIL_PASSWORD)
    [view] = listed(here)
    assert (view.id, view.address, view.kind) == (made, "info@meine.example", MailKind.MAILBOX)
    assert (view.size_mb, view.enabled, view.has_password, view.published) == (2048, True, True, False)
    assert (here.used(Resource.MAILBOXES), here.used(Resource.MAIL_STORAGE)) == (1, 2048)
    [change] = here.history()
    assert (change.kind, change.action, change.name) == ("mailbox", "added", "info@meine.example")
    assert not change.undoable  # there may be mail in it by then
    verifier = stored(here, "info@meine.example").password_hash
    assert verifier
    assert here.house.portal._means.passwords.verify(verifier, MAIL_PASSWORD)
    assert verifier not in repr(vars(change))


def test_without_a_password_one_is_made_up_and_shown_once(here: Place, portal: Portal) -> None:
    entered = NewMailbox(local_part="info", domain_id=here.domains[0].id, size_mb=1)
    made = portal.mail.add_mailbox(here.owner, entered)
    assert made.name == "info@meine.example"
    assert made.secret is not None
    again = portal.mail.set_password(here.owner, made.id, MailboxPassword())
    assert again.secret not in {None, made.secret}
    verifier = stored(here, made.name).password_hash
    assert portal._means.passwords.verify(verifier, again.secret or "")
    assert [change.action for change in here.history()] == ["added", "password changed"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("kurz", "8 characters more: at least 12 are needed."),
        ("x" * 129, "This is too long: 128 characters at most."),
        (
            "passwort1234",
            "This password is on the lists that are tried first. Please think of another.",
        ),
        ("meine.example-2026", "This is built on your own data or our name. Please think of something else."),
        ("rechnungsstelle26", "This is built on your own data or our name. Please think of something else."),
        (PACKAGE_PASSWORD, "This is the package or master password. Please think of another one."),
        (MASTER_PASSWORD, "This is the package or master password. Please think of another one."),
    ],
)
def test_a_password_that_is_refused(here: Place, portal: Portal, typed: str, sentence: str) -> None:
    house = here.house
    house.change(here.package, master_password_hash=house.hasher.hash(MASTER_PASSWORD))
    made = mailbox(here, "rechnungsstelle")
    new = MailboxPassword(password=typed, again=typed)
    assert refusal(lambda: portal.mail.set_password(here.owner, made, new), "password") == sentence
    add: dict[str, Any] = {"password": typed, "again": typed, "local_part": "rechnungsstelle"}
    entered = NewMailbox(domain_id=here.domains[1].id, size_mb=1, **add)
    assert refusal(lambda: portal.mail.add_mailbox(here.owner, entered), "password") == sentence
    assert here.used(Resource.MAILBOXES) == 1


def test_an_address_is_there_once_whatever_its_kind(here: Place) -> None:
    mailbox(here, "info")
    taken = "info@meine.example is there already."
    assert refusal(lambda: mailbox(here, "INFO"), "local_part") == taken
    assert refusal(lambda: forward(here, "info", "anna@example.org"), "local_part") == taken
    forward(here, "info", "anna@example.org", domain=1)
    assert addresses(here) == ["info@meine.example", "info@zweite.example"]


def test_a_full_package_refuses_a_mailbox_with_the_figures(house: House, jutta: Customer) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.MAILBOXES: 2, Resource.MAIL_STORAGE: 300})
    mailbox(here, "a")
    assert refusal(lambda: mailbox(here, "b", 201)) == "Of the 300 MB of mail storage only 200 MB are left."
    mailbox(here, "b", 150)
    assert refusal(lambda: mailbox(here, "c", 1)) == "All 2 mailboxes of this package are in use."
    forward(here, "c", "anna@example.org")  # takes nothing of the pool
    assert (here.used(Resource.MAILBOXES), here.used(Resource.MAIL_STORAGE)) == (2, 250)


def test_the_last_mailbox_goes_to_who_saves_first(house: House, jutta: Customer) -> None:
    here = place(house, jutta, {**QUOTAS, Resource.MAILBOXES: 1})
    entered = NewMailbox(local_part="info", domain_id=here.domains[0].id, size_mb=1)
    house.restarted().mail.add_mailbox(here.webmaster, entered)
    sentence = "The only mailbox of this package is in use."
    assert refusal(lambda: mailbox(here, "second")) == sentence
    assert here.used(Resource.MAILBOXES) == 1


def test_a_mailbox_grows_as_far_as_the_pool_allows_and_shrinks_to_what_is_in_it(
    here: Place, portal: Portal
) -> None:
    made = mailbox(here, "info", 1000)

    def change(size_mb: int) -> int:
        seen = portal.mail.show(here.owner, made).settings
        assert isinstance(seen, MailboxSettings)
        return portal.mail.change_mailbox(here.owner, made, MailboxSettings(size_mb=size_mb), seen)

    assert refusal(lambda: change(10_241)) == "Of the 10240 MB of mail storage only 9240 MB are left."
    change(10_240)
    assert here.used(Resource.MAIL_STORAGE) == 10_240
    with here.house.storage.writing() as work:
        work._session.get_one(MailAddress, made).used_mb = 800
        work.commit()
    assert refusal(lambda: change(799), "size_mb") == "There are 800 MB of mail in it already."
    change(800)
    assert here.used(Resource.MAIL_STORAGE) == 800
    assert here.history()[-1].fields == ["size_mb"]


def test_what_another_session_saved_is_shown_and_replaced_only_on_purpose(
    here: Place, portal: Portal
) -> None:
    made = mailbox(here, "info", 100)
    seen = portal.mail.show(here.owner, made).settings
    assert isinstance(seen, MailboxSettings)
    portal.mail.change_mailbox(here.webmaster, made, MailboxSettings(size_mb=200), seen)
    with pytest.raises(ChangedMeanwhile) as caught:
        portal.mail.change_mailbox(here.owner, made, MailboxSettings(size_mb=300), seen)
    assert caught.value.stored == {"size_mb": "200"}
    now = caught.value.now
    assert isinstance(now, MailboxSettings)
    portal.mail.change_mailbox(here.owner, made, MailboxSettings(size_mb=300), now)
    assert listed(here)[0].size_mb == 300


def test_targets_that_another_session_saved_are_shown(here: Place, portal: Portal) -> None:
    made = forward(here, "team", "anna@example.org")
    seen = DeliverySettings(targets=("anna@example.org",))
    both = DeliverySettings(targets=("anna@example.org", "bernd@example.org"))
    portal.mail.change_delivery(here.webmaster, made, both, seen)
    with pytest.raises(ChangedMeanwhile) as caught:
        portal.mail.change_delivery(here.owner, made, DeliverySettings(targets=("c@example.org",)), seen)
    assert caught.value.stored == {"targets": "anna@example.org, bernd@example.org"}


def test_saving_what_stands_there_already_changes_nothing(here: Place, portal: Portal) -> None:
    made = forward(here, "team", "anna@example.org")
    same = DeliverySettings(targets=("anna@example.org",))
    assert portal.mail.change_delivery(here.owner, made, same, same) == made
    assert len(here.history()) == 1


def test_a_catch_all_is_replaced_only_on_the_second_save(here: Place, portal: Portal) -> None:
    first = catch_all(here, "anna@example.org")
    again = NewCatchAll(domain_id=here.domains[0].id, targets=("bernd@example.org",))
    with pytest.raises(Doubtful) as caught:
        portal.mail.add_catch_all(here.owner, again)
    assert caught.value.message == (
        "This replaces the catch-all to anna@example.org. Save again if you want that."
    )
    assert portal.mail.add_catch_all(here.owner, again, sure=True) == first
    assert [(view.address, view.targets) for view in listed(here)] == [
        ("*@meine.example", ("bernd@example.org",))
    ]
    catch_all(here, "anna@example.org", domain=1)  # each domain has one of its own
    assert addresses(here) == ["*@meine.example", "*@zweite.example"]


@pytest.mark.parametrize("name", ["postmaster", "abuse"])
def test_postmaster_and_abuse_stay_on(here: Place, portal: Portal, name: str) -> None:
    sentence = f"{name}@ must be reachable under every domain (RFC 2142), so it stays on."
    assert refusal(lambda: mailbox(here, name, enabled=False), "enabled") == sentence
    box, seen = mailbox(here, name), MailboxSettings(size_mb=100)
    off = MailboxSettings(size_mb=100, enabled=False)
    assert refusal(lambda: portal.mail.change_mailbox(here.owner, box, off, seen), "enabled") == sentence
    second, there = (
        forward(here, name, "a@example.org", domain=1),
        DeliverySettings(targets=("a@example.org",)),
    )
    off_too = there.model_copy(update={"enabled": False})
    act = lambda: portal.mail.change_delivery(here.owner, second, off_too, there)  # noqa: E731
    assert refusal(act, "enabled") == sentence


def test_only_mailboxes_have_what_mailboxes_have(here: Place, portal: Portal) -> None:
    box, outside = mailbox(here, "info"), forward(here, "team", "anna@example.org")
    shown = portal.mail.show(here.owner, outside)
    for act in (
        lambda: portal.mail.set_password(here.owner, outside, MailboxPassword()),
        lambda: portal.mail.set_auto_reply(here.owner, outside, shown.reply, shown.reply),
        lambda: portal.mail.set_spam(here.owner, outside, shown.spam, shown.spam),
        lambda: portal.mail.change_mailbox(here.owner, outside, *2 * [MailboxSettings(size_mb=1)]),
    ):
        assert refusal(act) == "Only a mailbox has this."
    targets = DeliverySettings(targets=("anna@example.org",))
    assert refusal(lambda: portal.mail.change_delivery(here.owner, box, targets, targets)) == (
        "A mailbox keeps its mail; a forward delivers to other addresses."
    )


def test_the_webmaster_never_sees_what_is_under_a_closed_domain(here: Place, portal: Portal) -> None:
    hidden = mailbox(here, "geheim", domain=1)
    mailbox(here, "info")
    here.close(1)
    assert addresses(here, here.webmaster) == ["info@meine.example"]
    assert addresses(here, here.webmaster, filter="geheim") == []
    assert addresses(here) == ["geheim@zweite.example", "info@meine.example"]
    gone = "This is not there any more. F5 shows what is."
    for act in (
        lambda: portal.mail.show(here.webmaster, hidden),
        lambda: portal.mail.set_password(here.webmaster, hidden, MailboxPassword()),
        lambda: portal.mail.removal(here.webmaster, hidden),
    ):
        with pytest.raises(NotFound) as caught:
            act()
        assert caught.value.message == gone
    new = NewMailbox(local_part="neu", domain_id=here.domains[1].id, size_mb=1)
    sentence = "This domain is not in this package any more."
    assert refusal(lambda: portal.mail.add_mailbox(here.webmaster, new), "domain_id") == sentence
    here.change_domain(1, state=DomainState.ENDED)
    assert refusal(lambda: portal.mail.add_mailbox(here.owner, new), "domain_id") == sentence


def test_another_package_s_address_is_not_there(here: Place, house: House, portal: Portal) -> None:
    other = house.package(house.customer(), "fremd.example", password=PACKAGE_PASSWORD)
    stranger = house.package_access("fremd.example")
    box = mailbox(here, "info")
    with pytest.raises(NotFound):
        portal.mail.show(stranger, box)
    foreign = NewMailbox(local_part="info", domain_id=here.domains[0].id, size_mb=1)
    assert "not in this package" in refusal(lambda: portal.mail.add_mailbox(stranger, foreign), "domain_id")
    assert other.id != here.package.id


def test_the_list_is_sorted_filtered_and_counted(here: Place, portal: Portal) -> None:
    mailbox(here, "info", 500)
    mailbox(here, "buero", 900)
    forward(here, "rechnung", "Buchhaltung@müller.example")
    alias(here, "team", "info@meine.example", "buero@meine.example")
    catch_all(here, "info@meine.example")
    names = ["*", "buero", "info", "rechnung", "team"]
    assert addresses(here) == [f"{name}@meine.example" for name in names]
    assert [view.kind.value for view in listed(here, sort="kind")] == [
        "alias", "catch-all", "forward", "mailbox", "mailbox",
    ]  # fmt: skip
    assert [view.size_mb for view in listed(here, sort="size", descending=True)] == [900, 500, 0, 0, 0]
    assert addresses(here, filter="buchhalt") == ["rechnung@meine.example"]
    assert addresses(here, filter="MÜLLER") == ["rechnung@meine.example"]
    assert addresses(here, filter="info@") == [f"{name}@meine.example" for name in ("*", "info", "team")]
    for nowhere in ("[", "]", '"', ", ", "\\u00fc", "%", "_"):
        assert addresses(here, filter=nowhere) == []
    listing = portal.mail.page(here.owner, PageRequest(limit=2, count=True))
    assert listing.page.total == 5
    assert listing.standing is not None
    assert [(figure.resource, figure.used) for figure in listing.standing.figures] == [
        (Resource.MAILBOXES, 2),
        (Resource.MAIL_STORAGE, 1400),
    ]


def test_opening_the_list_costs_three_statements(here: Place, portal: Portal) -> None:
    mailbox(here, "info")
    counted: list[str] = []
    listen = (here.house.storage._reading, "before_cursor_execute", lambda *args: counted.append(args[2]))
    event.listen(*listen)
    portal.mail.page(here.owner, PageRequest(count=True))
    event.remove(*listen)
    assert len([statement for statement in counted if statement.startswith(("SELECT", "WITH"))]) == 3


def test_a_suspended_package_changes_nothing(here: Place, house: House) -> None:
    house.change(here.package, state="suspended")
    with pytest.raises(Conflict, match="This package is suspended"):
        mailbox(here, "info")


def test_hints_for_an_alias(here: Place) -> None:
    assert refusal(lambda: alias(here, "team", "anna@example.org"), "targets") == (
        "anna@example.org is no mailbox of this package; a forward can deliver there."
    )
    forward(here, "weiter", "anna@example.org")
    assert refusal(lambda: alias(here, "team", "weiter@meine.example"), "targets") == (
        "weiter@meine.example is no mailbox of this package; a forward can deliver there."
    )
    mailbox(here, "info")
    alias(here, "team", "INFO@meine.example")
    assert addresses(here, filter="team") == ["team@meine.example"]


def test_an_alias_keeps_targets_that_the_owner_chose(here: Place, portal: Portal) -> None:
    mailbox(here, "geheim", domain=1)
    mailbox(here, "info")
    team = alias(here, "team", "geheim@zweite.example")
    here.close(1)
    seen = portal.mail.show(here.webmaster, team).settings
    assert isinstance(seen, DeliverySettings)
    both = DeliverySettings(targets=("geheim@zweite.example", "info@meine.example"))
    portal.mail.change_delivery(here.webmaster, team, both, seen)
    new = delivery(here, "neu", "geheim@zweite.example")
    assert "is no mailbox of this package" in refusal(
        lambda: portal.mail.add_alias(here.webmaster, new), "targets"
    )
