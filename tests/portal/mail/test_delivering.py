"""Where mail may be delivered to: no circles, over however many addresses, and not to too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import InvalidInput
from portal.mail.models import DeliverySettings
from portal.mail.rules import loops, way_back
from storage.models.mail import MailKind
from storage.repositories.mail import Delivery
from tests.portal.mail.steps import catch_all, delivery, forward, mailbox, remove

if TYPE_CHECKING:
    from collections.abc import Callable

    from portal.portal import Portal
    from tests.portal.technical import Place


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(InvalidInput) as caught:
        act()
    return caught.value.problems["targets"]


def test_an_address_does_not_deliver_to_itself(here: Place) -> None:
    itself = "An address cannot deliver to itself."
    assert refusal(lambda: forward(here, "a", "anna@example.org", "A@meine.example")) == itself


@pytest.mark.parametrize("hops", [1, 2, 3, 9])
def test_a_loop_is_refused_over_any_number_of_addresses_and_its_way_is_named(here: Place, hops: int) -> None:
    names = [f"a{n}@meine.example" for n in range(hops + 1)]
    for n in range(hops):
        forward(here, f"a{n}", "anna@example.org", names[n + 1])
    way = " → ".join([names[hops], *names])
    assert refusal(lambda: forward(here, f"a{hops}", names[0])) == f"Mail would go round in circles: {way}."


def test_a_change_can_make_a_loop_too(here: Place, portal: Portal) -> None:
    first, seen = forward(here, "a", "anna@example.org"), DeliverySettings(targets=("anna@example.org",))
    forward(here, "b", "a@meine.example", domain=1)
    looping = DeliverySettings(targets=("b@zweite.example",))
    assert refusal(lambda: portal.mail.change_delivery(here.owner, first, looping, seen)) == (
        "Mail would go round in circles: a@meine.example → b@zweite.example → a@meine.example."
    )


def test_a_mailbox_ends_every_way(here: Place) -> None:
    mailbox(here, "info")
    forward(here, "a", "info@meine.example")
    forward(here, "b", "a@meine.example", "info@meine.example")
    catch_all(here, "b@meine.example")


def test_a_catch_all_takes_what_has_no_address(here: Place) -> None:
    forward(here, "a", "nobody@meine.example")
    way = "*@meine.example → a@meine.example → nobody@meine.example → *@meine.example"
    sentence = f"Mail would go round in circles: {way}."
    assert refusal(lambda: catch_all(here, "a@meine.example")) == sentence
    way = "*@meine.example → info@meine.example → *@meine.example"
    assert refusal(lambda: catch_all(here, "info@meine.example")) == f"Mail would go round in circles: {way}."
    mailbox(here, "info")
    catch_all(here, "info@meine.example")


def test_a_catch_all_does_not_take_what_every_domain_has(here: Place) -> None:
    catch_all(
        here, "postmaster@meine.example", "abuse@meine.example"
    )  # the provider's, without one of its own
    assert refusal(lambda: forward(here, "abuse", "nobody@meine.example")) == (
        "Mail would go round in circles: abuse@meine.example → nobody@meine.example → *@meine.example"
        " → abuse@meine.example."
    )


def test_addresses_of_a_closed_domain_are_not_named_to_the_webmaster(here: Place, portal: Portal) -> None:
    forward(here, "geheim", "b@meine.example", domain=1)
    forward(here, "a", "geheim@zweite.example")
    here.close(1)
    looping = delivery(here, "b", "a@meine.example")
    assert refusal(lambda: portal.mail.add_forward(here.webmaster, looping)) == (
        "Mail would go round in circles: b@meine.example → a@meine.example → … → b@meine.example."
    )


def test_the_twenty_first_target_is_refused_with_the_figures(here: Place) -> None:
    targets = [f"a{n}@example.org" for n in range(21)]
    forward(here, "twenty", *targets[:20])
    sentence = "These are 21 targets; there can be 20 at most."
    assert refusal(lambda: forward(here, "more", *targets)) == sentence
    assert refusal(lambda: catch_all(here, *targets)) == sentence


def test_a_loop_in_another_package_is_none_of_ours(here: Place) -> None:
    """Their mail servers count hops (RFC 5321, 6.3)."""
    forward(here, "a", "b@fremd.example")
    forward(here, "b", "a@meine.example")


def test_what_was_removed_closes_no_circle(here: Place) -> None:
    first = forward(here, "a", "b@meine.example")
    forward(here, "c", "a@meine.example", "anna@example.org")
    remove(here, first)
    forward(here, "b", "c@meine.example")
    forward(here, "a", "b@meine.example", "c@meine.example")  # which does not deliver to it any more


Graph = dict[str, list[str]]

names = st.sampled_from([f"{name}@x.example" for name in ("a", "b", "c", "d", "e", "*", "postmaster", "no")])
graphs: st.SearchStrategy[Graph] = st.dictionaries(
    names, st.lists(names.filter(lambda name: name[0] != "*"), max_size=3, unique=True), max_size=6
)


def deliveries(graph: Graph) -> dict[str, Delivery]:
    return {name: Delivery(name, MailKind.FORWARD, targets) for name, targets in graph.items()}


def goes_round(name: str, known: dict[str, Delivery]) -> bool:
    """By brute force: mail is followed until it must have been everywhere."""
    at = {name}
    for _hop in range(len(known) + 1):
        targets = {target for each in at for target in known[each].targets}
        at = {
            taker
            for target in targets
            if (taker := target if target in known else "*@x.example") in known
            and (target in known or not target.startswith("postmaster"))
        }
        if name in at:
            return True
    return False


@given(graphs)
def test_a_way_back_is_found_where_there_is_one_and_nowhere_else(graph: Graph) -> None:
    known = deliveries(graph)
    for name, start in known.items():
        way = way_back(start, lambda asked: {each: known[each] for each in asked if each in known})
        assert (way is not None) == goes_round(name, known)
        if way is not None:
            assert way[0] == way[-1] == name


@given(graphs)
def test_loops_are_met_exactly_where_mail_goes_round(graph: Graph) -> None:
    known = deliveries(graph)
    found = list(loops(known))
    assert bool(found) == any(goes_round(name, known) for name in known)
    for way in found:
        assert way[0] == way[-1]
        assert goes_round(way[0], known)
