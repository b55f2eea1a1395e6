"""What needs no steps: retracting a termination, asking for another AuthInfo."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from portal.termination import Acknowledged, AuthInfo, EndingKind
from tui import formats, keys
from tui.i18n import _
from tui.text import literal, sentence
from tui.widgets.contract_act import Confirmed, ContractActForm

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.content import Content

    from portal.access import CustomerAccess
    from portal.termination import EndingView


class RetractForm(ContractActForm[Acknowledged]):
    """A termination is taken back: the contract runs on."""

    TITLE = _("Retract")
    ACT = _("Retract the termination")
    HELP = _("Take a termination back: the contract runs on unchanged. Esc leaves it terminated.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f2,ctrl+s", "save", TITLE, _("Have the contract run on."), priority=True),
        keys.key("escape", "cancel", _("Cancel"), _("Leave it terminated.")),
    ]

    def __init__(self, access: CustomerAccess, ending: EndingView) -> None:
        """Retract the termination of `ending`."""
        super().__init__()
        self.access, self.ending = access, ending

    def consequences(self) -> Content:
        """Since when it is terminated, and what follows from retracting that."""
        ending, country = self.ending, self.login.country
        lines = []
        if ending.terminated_at is not None and ending.ends_on is not None:
            moment = formats.moment(ending.terminated_at, self.portal.settings.time_zone, country)
            day = formats.long_date(ending.ends_on, country)
            noticed = _("{name} was terminated: notice was received on {moment}. It ends on {day}.")
            name = literal(ending.name, "bold")
            lines.append(sentence(noticed, name=name, moment=moment, day=literal(day, "bold")))
        if ending.kind is EndingKind.SERVICE:
            follows = _("Retracted, the contract runs on unchanged.")
        else:
            follows = _(
                "Retracted, the contract runs on unchanged and the domains stay with us. AuthInfos that you"
                " were given are void; a change that was cancelled does not come back."
            )
        return literal("\n\n", lines=True).join([*lines, literal(follows)])

    async def save(self, entered: Confirmed) -> Acknowledged:
        """Take it back."""
        return await self.portal_call(
            self.portal.termination.retract,
            self.access,
            self.ending.kind,
            self.ending.id,
            entered.password,
        )


class AuthInfoForm(ContractActForm[AuthInfo]):
    """Another AuthInfo for a domain that leaves."""

    TITLE = _("New AuthInfo")
    ACT = _("Show a new AuthInfo")
    HELP = _("Ask for another AuthInfo of a domain that is transferred away. The one before is void then.")
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f2,ctrl+s", "save", _("Show"), _("Show a new AuthInfo."), priority=True),
        keys.key("escape", "cancel", _("Cancel"), _("Leave the one that you have valid.")),
    ]

    def __init__(self, access: CustomerAccess, ending: EndingView) -> None:
        """For the domain `ending`."""
        super().__init__()
        self.access, self.ending = access, ending

    def consequences(self) -> Content:
        """What it is for, and what becomes of the one before."""
        words = _(
            "With an AuthInfo your new provider takes over {domain}. A new one is valid for {n} days and is"
            " shown once; the one that you have is void then."
        )
        days = self.portal.settings.contracts.auth_info_days
        return sentence(words, domain=literal(self.ending.name, "bold"), n=days)

    async def save(self, entered: Confirmed) -> AuthInfo:
        """Make one."""
        return await self.portal_call(
            self.portal.termination.renew_auth_info, self.access, self.ending.id, entered.password
        )
