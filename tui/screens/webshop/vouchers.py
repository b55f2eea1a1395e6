"""Codes that make orders cheaper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.webshop.models import VoucherSettings
from portal.webshop.options import VoucherView
from tui import formats
from tui.i18n import _
from tui.screens.webshop.listed import ShopList
from tui.screens.webshop.words import typed_price
from tui.text import literal
from tui.widgets.field import TextField
from tui.widgets.form import FormModal
from tui.widgets.record_list import Column, Columns

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from textual.content import Content

    from portal.access import PackageAccess
    from portal.administration import Listing
    from portal.paging import PageRequest
    from tui.widgets.field import Field


class VoucherList(ShopList[VoucherView]):
    """Vouchers with what they take off and how often they were used."""

    TITLE = _("Vouchers")
    EMPTY = _("A voucher takes percent or an amount off an order. There is none yet: n makes the first one.")
    FILE = "vouchers"
    ORDER = ("code", False)
    HELP = _(
        "Codes that buyers enter. Each takes percent or an amount off the goods, in its period and as often"
        " as you allow. Orders keep what a voucher took off, whatever becomes of it here."
    )
    REMOVED = _("The voucher was deleted.")

    def columns(self) -> Columns[VoucherView]:
        """Code, what it takes off, until when, uses."""
        return Columns(
            Column(_("Code"), lambda view: literal(view.settings.code), width=14, grow=1, sort="code"),
            Column(_("Takes off"), self._takes, width=10, align="right"),
            Column(_("Until"), self._until, width=11),
            Column(_("From goods of"), self._minimum, width=13, align="right", min_terminal=100),
            Column(_("Used"), self._used, width=8, align="right", sort="uses"),
        )

    async def listing(self, request: PageRequest) -> Listing[VoucherView]:
        """A page of the vouchers."""
        return await self.portal_call(self.portal.shop_vouchers.page, self.access, request)

    async def form_for_new(self) -> VoucherForm:
        """A voucher that does not exist yet."""
        return VoucherForm(self.access)

    async def form_for(self, view: VoucherView) -> VoucherForm:
        """A voucher that does."""
        return VoucherForm(self.access, view)

    async def delete(self, view: VoucherView) -> None:
        """Delete one."""
        await self.portal_call(self.portal.shop_vouchers.remove, self.access, view.id)

    def called(self, view: VoucherView) -> str:
        """Its code."""
        return view.settings.code

    def exported(self, view: VoucherView) -> Mapping[str, object]:
        """What is shown; amounts as they are typed."""
        settings = view.settings
        return {
            "code": settings.code,
            "percent": settings.percent,
            "amount": _typed(settings.amount_cents),
            "valid_from": settings.valid_from,
            "valid_until": settings.valid_until,
            "most_uses": settings.most_uses,
            "minimum": typed_price(settings.minimum_cents),
            "used": view.used,
        }

    def _takes(self, view: VoucherView) -> Content:
        settings = view.settings
        if settings.percent is not None:
            return literal(_("{n} %").format(n=settings.percent))
        return literal(formats.money(settings.amount_cents or 0, self.country))

    def _until(self, view: VoucherView) -> Content:
        """The last day; what is over, or not yet, stands back."""
        first, last, today = view.settings.valid_from, view.settings.valid_until, self.today()
        holds = (first is None or first <= today) and (last is None or today <= last)
        words = formats.short_date(last, self.country) if last else _("no end")
        return literal(words, "" if holds else "$quiet")

    def _minimum(self, view: VoucherView) -> Content:
        return literal(formats.money(view.settings.minimum_cents, self.country), "$quiet")

    def _used(self, view: VoucherView) -> Content:
        most = view.settings.most_uses
        if most is None:
            return literal(formats.number(view.used, self.country))
        return literal(f"{view.used}/{most}", "$quiet" if view.used >= most else "")


class VoucherForm(FormModal[VoucherSettings, int]):
    """All that a voucher is."""

    TITLE = _("Voucher")
    MODEL = VoucherSettings
    SAVED = _("The voucher was saved.")
    HELP = _("Either percent or an amount comes off the goods, never off shipping. Both days count.")

    def __init__(self, access: PackageAccess, voucher: VoucherView | None = None) -> None:
        """Edit `voucher`, or make a new one."""
        super().__init__()
        self.access, self.voucher = access, voucher
        new = VoucherSettings.model_construct(code="")
        self.seen: VoucherSettings = voucher.settings if voucher else new

    def fields(self) -> Iterable[Field[Any]]:
        """Code, what it takes off, and when it holds."""
        seen = self.seen
        hint = _("letters, digits and hyphens, such as SPRING-26")
        yield TextField("code", _("Code"), seen.code, hint, longest=40)
        hint = _("of the goods; leave it empty for an amount")
        yield TextField("percent", _("Percent"), _number(seen.percent), hint, longest=3)
        hint = _("such as 5.00; leave it empty for percent")
        yield TextField("amount_cents", _("Amount in €"), _typed(seen.amount_cents), hint, longest=12)
        hint = _("optional; a date such as 2026-12-01")
        yield TextField("valid_from", _("First day"), _day(seen.valid_from), hint, longest=10)
        hint = _("optional; this day included")
        yield TextField("valid_until", _("Last day"), _day(seen.valid_until), hint, longest=10)
        hint = _("optional; how often in all")
        yield TextField("most_uses", _("Uses at most"), _number(seen.most_uses), hint, longest=6)
        hint = _("what the goods must come to")
        yield TextField(
            "minimum_cents", _("From goods of €"), typed_price(seen.minimum_cents), hint, longest=12
        )

    async def save(self, entered: VoucherSettings) -> int:
        """Add or change it."""
        vouchers = self.portal.shop_vouchers
        if self.voucher is None:
            return await self.portal_call(vouchers.add, self.access, entered)
        return await self.portal_call(vouchers.change, self.access, self.voucher.id, entered, self.seen)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _typed(cents: int | None) -> str:
    return "" if cents is None else typed_price(cents)


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
