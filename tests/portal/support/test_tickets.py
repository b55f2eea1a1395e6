"""A customer asks, customer service answers, the customer writes back and closes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, NotFound, Throttled
from portal.paging import PageRequest
from portal.support import NewMessage, NewTicket, Thread, TicketState
from portal.validation import checked
from tests.hostile import HOSTILE
from tests.portal.support.steps import ANSWER, BEN, MORE, QUESTION, asked, newest

if TYPE_CHECKING:
    from portal.access import CustomerAccess
    from portal.portal import Portal
    from storage.models.customers import Customer
    from tests.portal.house import House


@pytest.fixture
def access(house: House, jutta: Customer) -> CustomerAccess:
    return house.access(jutta)


def listed(portal: Portal, access: CustomerAccess, wanted: str = "") -> list[str]:
    page = portal.support.page(access, PageRequest(descending=True, filter=wanted))
    return [f"{row.subject}: {row.state.value}{' (unread)' if row.unread else ''}" for row in page.rows]


def test_a_question_its_answer_and_the_end_of_it(
    house: House, portal: Portal, jutta: Customer, access: CustomerAccess
) -> None:
    package = house.package(jutta, "blumen.example")
    ticket = asked(portal, access, QUESTION.model_copy(update={"package_id": package.id}))
    assert (ticket.reference, ticket.state, ticket.domain) == ("T-000001", TicketState.OPEN, "blumen.example")
    house.clock.forward(minutes=2)
    portal.operator.support.answer(BEN, ticket.reference, ANSWER)
    assert portal.support.count_answers(access) == 1
    assert listed(portal, access) == ["Umzug meiner Domain: answered (unread)"]

    thread = portal.support.read(access, ticket.id)
    assert [(each.by_customer, each.text) for each in thread.messages] == [
        (True, "Guten Tag,\n\nwie lange dauert das?"),
        (False, "Guten Tag,\n\neinen Tag."),
    ]
    assert thread.messages[1].at == house.clock.now()
    assert portal.support.count_answers(access) == 0

    thread = portal.support.write(access, ticket.id, thread.newest, MORE)
    assert thread.ticket.state is TicketState.OPEN
    portal.support.close(access, ticket.id, thread.newest)
    assert listed(portal, access) == ["Umzug meiner Domain: closed"]
    with pytest.raises(Conflict, match="closed already"):
        portal.support.close(access, ticket.id, thread.newest)

    thread = portal.support.write(access, ticket.id, thread.newest, MORE)
    assert thread.ticket.state is TicketState.OPEN
    assert [action for action in house.actions() if action.startswith("ticket")] == [
        "ticket opened", "ticket answered", "ticket continued", "ticket closed", "ticket reopened",
    ]  # fmt: skip


def test_the_answer_is_told_once_in_the_language_of_the_customer(
    house: House, portal: Portal, jutta: Customer, access: CustomerAccess
) -> None:
    ticket = asked(portal, access)
    portal.operator.support.answer(BEN, "t-1", ANSWER)
    [message] = house.messages(jutta)
    assert message.subject == "Antwort auf Ihre Frage T-000001: Umzug meiner Domain"
    assert "Guten Tag,\n\neinen Tag." in message.body
    assert (message.address, message.event) == (jutta.email, "ticket message 2")
    house.change(jutta, language="fr")
    portal.operator.support.answer(BEN, str(ticket.id), ANSWER)
    assert house.messages(jutta)[1].subject == "Answer to your question T-000001: Umzug meiner Domain"


def test_the_one_written_in_last_stands_first_and_lists_are_filtered(
    house: House, portal: Portal, jutta: Customer, access: CustomerAccess
) -> None:
    shop = house.package(jutta, "laden.example")
    first = asked(portal, access, NewTicket(subject="Rechnung", text="?", package_id=shop.id))
    asked(portal, access, NewTicket(subject="Postfach", text="?"))
    assert listed(portal, access) == ["Postfach: open", "Rechnung: open"]
    portal.support.write(access, first.id, newest(portal, access, first), MORE)
    assert listed(portal, access) == ["Rechnung: open", "Postfach: open"]
    assert listed(portal, access, "LADEN") == ["Rechnung: open"]
    assert listed(portal, access, "%") == []


def test_nobody_reads_closes_or_continues_the_question_of_another_or_asks_about_their_package(
    house: House, portal: Portal, access: CustomerAccess
) -> None:
    karl = house.customer()
    package = house.package(karl, "karls.example")
    ticket = asked(portal, house.access(karl))
    for attempt in (
        lambda: portal.support.read(access, ticket.id),
        lambda: portal.support.write(access, ticket.id, 1, MORE),
        lambda: portal.support.close(access, ticket.id, 1),
        lambda: asked(portal, access, QUESTION.model_copy(update={"package_id": package.id})),
    ):
        with pytest.raises(NotFound, match="does not exist"):
            attempt()
    assert listed(portal, access) == []


def test_an_answer_that_arrives_meanwhile_is_read_before_anything_else(
    portal: Portal, access: CustomerAccess
) -> None:
    ticket = asked(portal, access)
    seen = newest(portal, access, ticket)
    portal.operator.support.answer(BEN, ticket.reference, ANSWER)
    for act in (
        lambda: portal.support.close(access, ticket.id, seen),
        lambda: portal.support.write(access, ticket.id, seen, MORE),
    ):
        with pytest.raises(ChangedMeanwhile, match="read it first") as refusal:
            act()
        assert isinstance(refusal.value.now, Thread)
        assert refusal.value.now.messages[-1].text == ANSWER.text
    assert portal.support.count_answers(access) == 1
    portal.support.close(access, ticket.id, newest(portal, access, ticket))
    assert portal.support.count_answers(access) == 0


def test_what_is_answered_after_it_was_closed_is_not_lost(portal: Portal, access: CustomerAccess) -> None:
    ticket = asked(portal, access)
    portal.support.close(access, ticket.id, newest(portal, access, ticket))
    portal.operator.support.answer(BEN, ticket.reference, ANSWER)
    assert listed(portal, access) == ["Umzug meiner Domain: answered (unread)"]


def test_ten_messages_an_hour_and_the_refusal_says_how_long_to_wait(
    house: House, portal: Portal, jutta: Customer, access: CustomerAccess
) -> None:
    ticket = asked(portal, access)
    house.clock.forward(minutes=20)
    access = house.access(jutta)
    for _time in range(9):
        portal.support.write(access, ticket.id, newest(portal, access, ticket), MORE)
    for act in (
        lambda: asked(portal, access),
        lambda: portal.support.write(access, ticket.id, newest(portal, access, ticket), MORE),
    ):
        with pytest.raises(Throttled, match=r"10 times within an hour\. Please wait 40 minutes") as refusal:
            act()
        assert refusal.value.wait == 40 * 60
    asked(portal, house.access(house.customer()))
    portal.operator.support.answer(BEN, ticket.reference, ANSWER)  # it may write as often as it likes
    house.clock.forward(minutes=40)
    assert asked(portal, house.access(jutta)).reference == "T-000003"


def test_a_thousand_at_the_same_time_are_limited_as_well(
    house: House, portal: Portal, access: CustomerAccess
) -> None:
    def ask(_n: int) -> bool:
        try:
            asked(portal, access)
        except Throttled:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(ask, range(100))) == 10
    assert len(listed(portal, access)) == 10
    assert house.audit()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_refused_or_kept_as_it_was_typed(
    portal: Portal, access: CustomerAccess, text: str
) -> None:
    try:
        new = checked(NewTicket, {"subject": text, "text": f"Guten Tag\n{text}"})
    except InvalidInput:
        return
    ticket = asked(portal, access, new)
    [message] = portal.support.read(access, ticket.id).messages
    assert (ticket.subject, message.text) == (new.subject, new.text)
    portal.operator.support.answer(BEN, ticket.reference, NewMessage(text=new.text))


@pytest.mark.parametrize(
    ("entered", "field", "sentence"),
    [
        ({"subject": "", "text": "x"}, "subject", "Please fill in this field."),
        ({"subject": "x", "text": " \n \n"}, "text", "Please fill in this field."),
        ({"subject": "x", "text": "x" * 20_001}, "text", "This is too long: 20000 characters at most."),
        ({"subject": "x" * 121, "text": "x"}, "subject", "This is too long: 120 characters at most."),
        ({"subject": "a\nb", "text": "x\x1b[2J"}, "text", "Character U+001B cannot be used here."),
    ],
)
def test_what_cannot_be_sent_is_said_at_its_field(entered: dict[str, str], field: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        checked(NewTicket, entered)
    assert refusal.value.problems[field].startswith(sentence)


def test_the_longest_text_arrives_whole(portal: Portal, access: CustomerAccess) -> None:
    text = "ß" * 20_000
    ticket = asked(portal, access, NewTicket(subject="x" * 120, text=text, package_id=None))
    assert portal.support.read(access, ticket.id).messages[0].text == text


def test_lists_of_any_length_are_read_by_keyset_in_one_statement(
    house: House, portal: Portal, access: CustomerAccess
) -> None:
    for n in range(7):
        asked(portal, access, NewTicket(subject=str(n), text="?"))
    with house.statements() as statements:
        page = portal.support.page(access, PageRequest(descending=True, limit=3, count=True))
    assert len([each for each in statements if "FROM tickets" in each]) == 1
    rest = portal.support.page(access, PageRequest(descending=True, limit=9, anchor=page.anchors[-1]))
    assert [row.subject for row in (*page.rows, *rest.rows)] == ["6", "5", "4", "3", "2", "1", "0"]
    assert page.total == 7


def test_staff_list_show_and_close_and_all_of_it_is_noted(
    house: House, portal: Portal, jutta: Customer, access: CustomerAccess
) -> None:
    care = portal.operator.support
    ticket = asked(portal, access)
    asked(portal, house.access(house.customer()), NewTicket(subject="Anderes", text="?"))
    assert [row.subject for row in care.list(BEN)] == ["Anderes", "Umzug meiner Domain"]
    [own] = care.list(BEN, customer=jutta.number)
    assert (own.customer_number, own.customer, own.subject) == (jutta.number, jutta.name, QUESTION.subject)
    assert care.show(BEN, "T-000001").messages[0].text == QUESTION.text
    assert care.close(BEN, "T-1").state is TicketState.CLOSED
    assert [row.id for row in care.list(BEN, state=TicketState.CLOSED)] == [ticket.id]
    with pytest.raises(Conflict):
        care.close(BEN, "T-1")
    for wrong in ("T-99", "x", "", "-1", "9" * 30):
        with pytest.raises(NotFound, match="There is no ticket"):
            care.show(BEN, wrong)
    with pytest.raises(NotFound):
        care.list(BEN, customer="10000000")
    assert house.actions()[-2:] == ["ticket shown", "ticket closed"]
