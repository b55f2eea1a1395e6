"""What is asked once domains and target are chosen: main domains, and the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from portal.splitting import SplitDetails, SplitPlan, SplitWish
from tui import formats, keys
from tui.i18n import _, ngettext
from tui.text import literal, sentence
from tui.widgets.field import ChoiceField, Field, TextField
from tui.widgets.form import FormModal
from tui.widgets.plain import PlainButton

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from portal.access import CustomerAccess
    from portal.splitting import DomainChoice, SplitOffer


class SplitDetailsForm(FormModal[SplitDetails, SplitPlan]):
    """The third step; it answers what the split means, and changes nothing."""

    TITLE = _("Package splitting")
    MODEL = SplitDetails
    SAVED = ""
    HELP = _(
        "The last questions before you see what the split means. Without a day it is done at once; a later"
        " day can be retracted until then. Nothing is ordered here."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        keys.key("f2,ctrl+s", "save", _("Next"), _("Show what the split means."), priority=True),
        keys.key("escape", "back", _("Back"), _("Go back to where the domains go.")),
    ]

    def __init__(
        self,
        access: CustomerAccess,
        offer: SplitOffer,
        wish: SplitWish,
        going: Sequence[DomainChoice],
        staying: Sequence[DomainChoice],
    ) -> None:
        """Ask what is missing of `wish`.

        Args:
            access: Whose package.
            offer: What is split.
            wish: What was chosen so far.
            going: The domains that move.
            staying: What can become the main domain; empty: the main domain stays.
        """
        super().__init__()
        self.title = self.TITLE
        self.access, self.offer, self.wish = access, offer, wish
        self._going, self._staying = going, staying

    def about(self) -> Content:
        """How much goes, and from where."""
        words = ngettext("One domain of {domain} goes.", "{n} domains of {domain} go.", len(self._going))
        return sentence(words, n=len(self._going), domain=literal(self.offer.domain, "bold"))

    def fields(self) -> Iterable[Field[Any]]:
        """Main domains where they must be chosen, and the day."""
        wish = self.wish
        if self._staying:
            hint = _("becomes the main domain of those that stay")
            yield _main("new_main_id", _("New main domain"), self._staying, wish.new_main_id, hint)
        if wish.target_id is None and len(self._going) > 1:
            hint = _("is the main domain of the new package")
            yield _main("target_main_id", _("Of the new package"), self._going, wish.target_main_id, hint)
        hint = _("empty: at once; or a day like {day}").format(day=self._example())
        if self.offer.ends_on is not None:
            last = formats.short_date(self.offer.ends_on, self.login.country)
            hint = _("empty: at once; or a day until {day}").format(day=last)
        on = wish.on.isoformat() if wish.on else ""
        yield TextField("on", _("Day"), on, hint, restrict="[0-9-]*", longest=10)

    def buttons(self) -> Iterable[Widget]:
        """Back before next."""
        yield PlainButton(_("Back"), id="cancel")
        yield PlainButton(_("Next"), id="save", variant="primary")

    def action_back(self) -> None:
        """To where the domains go: there is nothing here that would be lost."""
        if not self.busy:
            self.dismiss(None)

    def action_cancel(self) -> None:
        """The button does the same."""
        self.action_back()

    async def save(self, entered: SplitDetails) -> SplitPlan:
        """Ask what it means."""
        self.wish = self.wish.model_copy(update=dict(entered))
        return await self.portal_call(self.portal.splitting.plan, self.access, self.wish)

    def _example(self) -> str:
        from portal.terms import months_later

        return months_later(self.today(), 1).replace(day=1).isoformat()


def _main(
    name: str, label: str, domains: Sequence[DomainChoice], chosen: int | None, hint: str
) -> ChoiceField:
    ids = [domain.id for domain in domains]
    value = chosen if chosen in ids else ids[0]
    return ChoiceField(name, label, [(each.name, str(each.id)) for each in domains], str(value), hint)
