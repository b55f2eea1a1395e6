"""Forms in words: what they are, where they are on their way, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.written_forms import ContactRole, FormKind, FormState
from tui import formats
from tui.i18n import _
from tui.text import assemble, literal, sentence
from tui.widgets.field import LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.content import Content

    from portal.settings import Settings
    from portal.written_forms import FormView

KINDS = {
    FormKind.HANDOVER: _("Contract handover"),
    FormKind.TRANSFER: _("Domain transfer"),
    FormKind.HOLDER: _("Domain holder"),
}

ABOUT_KINDS = {
    FormKind.HANDOVER: _("another name, or another contract partner"),
    FormKind.TRANSFER: _("a package or domains to somebody else"),
    FormKind.HOLDER: _("another holder or Admin-C"),
}

STATES = {
    FormState.PRINTED: ("$accent", _("printed")),
    FormState.RECEIVED: ("$warning", _("received")),
    FormState.ACCEPTED: ("$success", _("accepted")),
    FormState.REJECTED: ("$error", _("rejected")),
    FormState.WITHDRAWN: ("$quiet", _("withdrawn")),
}

SIGN = _("Both of you sign it, then send it to {address}.")
RECEIVED = _("We check it and tell you.")
ACCEPTED = _("It is going to hold from that day on.")


def kind_words(kind: FormKind, role: ContactRole | None) -> str:
    """What a form is."""
    return _("Admin-C") if role is ContactRole.ADMIN_C else KINDS[kind]


def state_words(view: FormView, country: str) -> Content:
    """Where it is on its way; a day where it holds from."""
    colour, words = STATES[view.state]
    if view.state is FormState.ACCEPTED and view.effective_on is not None:
        day = formats.near_day(view.effective_on, country)
        words = (_("done {day}") if view.carried_out else _("from {day}")).format(day=day)
    return assemble(("● ", colour), words)


def details(view: FormView, country: str, zone: str, settings: Settings) -> Content:
    """All there is to know of a form, and what comes next."""
    return literal("\n", lines=True).join(_lines(view, country, zone, settings))


def _lines(view: FormView, country: str, zone: str, settings: Settings) -> Iterator[Content]:
    yield _labelled(_("What about"), literal(view.about))
    future = literal(view.other, "bold") if view.other else literal(_("still open"), "$quiet")
    yield _labelled(_("From → to"), assemble(literal(view.present), (" → ", "$quiet"), future))
    moments = (
        (_("Printed"), view.printed_at),
        (_("Received"), view.received_at),
        (_("Decided"), view.decided_at),
    )
    for label, at in moments:
        if at is not None:
            yield _labelled(label, literal(formats.moment(at, zone, country)))
    if view.effective_on is not None and view.state is FormState.ACCEPTED:
        label = _("Holds since") if view.carried_out else _("Holds from")
        yield _labelled(label, literal(formats.long_date(view.effective_on, country), "bold"))
    if view.reason:
        yield _labelled(_("Reason"), literal(view.reason, "$warning"))
    following = _following(view, settings)
    if following.plain:
        yield literal("")
        yield following.stylize("$quiet")


def _following(view: FormView, settings: Settings) -> Content:
    if view.state is FormState.PRINTED:
        return sentence(SIGN, address=sending_address(settings))
    if view.state is FormState.RECEIVED:
        return literal(RECEIVED)
    if view.state is FormState.ACCEPTED and not view.carried_out:
        return literal(ACCEPTED)
    return literal("")


def sending_address(settings: Settings) -> str:
    """Where forms go, by post and by mail."""
    from portal.written_forms.letters import address_of

    return address_of(settings)


def exported(view: FormView) -> Mapping[str, object]:
    """A row of an exported file."""
    return {
        "number": view.number,
        "form": kind_words(view.kind, view.role),
        "about": view.about,
        "from": view.present,
        "to": view.other,
        "printed_at": view.printed_at.isoformat(),
        "state": view.state.value,
        "effective_on": view.effective_on.isoformat() if view.effective_on else "",
        "reason": view.reason,
    }


def _labelled(label: str, value: Content) -> Content:
    return assemble((label.ljust(LABEL), "$quiet"), value)
