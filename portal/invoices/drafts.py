"""Documents that are about to be issued, and writing them: many at a time, all or none."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from portal.clock import day_in
from portal.debits import words as told
from portal.debits.announcing import debit_words, end_to_end_id, letter
from portal.documents.words import words_of
from portal.invoices.issuing import lines_of, packages_in, service_period, summary_of
from portal.invoices.papers import buyer_of, stored
from portal.languages import language_of
from portal.money import net_of
from storage.models.customers import PaymentMethod
from storage.models.debits import Collection, CollectionState
from storage.models.invoices import EntryKind, Invoice, InvoiceKind, InvoiceLine, LedgerEntry, Party
from storage.models.messages import MessageKind
from storage.repositories.messages import About, NewMessage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from portal.documents.invoice import DocumentLine, Seller
    from portal.documents.invoice import Party as PartyOnPaper
    from portal.invoices.issuing import Position
    from portal.settings import Settings
    from storage.models.customers import Customer, Mandate
    from storage.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document that has no number yet; amounts in cents, those of a credit note above zero.

    Attributes:
        customer: Who gets it.
        kind: Invoice or credit note.
        seller: The provider.
        buyer: The customer as they stand on it.
        positions: What is billed.
        lines: The same with VAT taken apart.
        net_cents: Without tax.
        gross_cents: With tax.
        mandate: By which it is collected; None: it is transferred, or nothing is to be paid.
        due_on: The last day to pay, or the day it is collected; None: nothing is to be paid.
        item_ids: The charges in it that waited.
    """

    customer: Customer
    kind: InvoiceKind
    seller: Seller
    buyer: PartyOnPaper
    positions: Sequence[Position]
    lines: Sequence[DocumentLine]
    net_cents: int
    gross_cents: int
    mandate: Mandate | None
    due_on: dt.date | None
    item_ids: Sequence[int]

    @property
    def owed_cents(self) -> int:
        """What the customer owes by it; below zero: gets back."""
        return self.gross_cents if self.kind is InvoiceKind.INVOICE else -self.gross_cents


def drafted(
    customer: Customer,
    mandate: Mandate | None,
    positions: Sequence[Position],
    item_ids: Sequence[int],
    seller: Seller,
    rate: int,
    due_on: dt.date,
) -> Draft:
    """An invoice of all positions; a credit note where more is credited than charged.

    Args:
        customer: Who gets it.
        mandate: The one in force, if there is one.
        positions: What is billed; at least one.
        item_ids: The charges among them that waited.
        seller: The provider.
        rate: Percent of VAT.
        due_on: When it is collected or to be paid.
    """
    total = sum(each.gross_cents for each in positions)
    kind = InvoiceKind.INVOICE if total >= 0 else InvoiceKind.CREDIT_NOTE
    by_debit = total > 0 and customer.payment_method is PaymentMethod.DEBIT
    return Draft(
        customer=customer,
        kind=kind,
        seller=seller,
        buyer=buyer_of(customer),
        positions=positions,
        lines=tuple(lines_of(positions, rate, 1 if total >= 0 else -1)),
        net_cents=net_of(abs(total), rate),
        gross_cents=abs(total),
        mandate=mandate if by_debit else None,
        due_on=due_on if total > 0 else None,
        item_ids=item_ids,
    )


@dataclass(frozen=True, slots=True)
class Written:
    """A document that was issued.

    Attributes:
        id: Its id.
        number: Its number.
    """

    id: int
    number: str


def write(work: Work, settings: Settings, now: dt.datetime, drafts: Sequence[Draft]) -> Sequence[Written]:
    """Number and keep documents, with their ledger, collections and letters.

    Args:
        work: A transaction that writes.
        settings: How numbers look, and where the provider is.
        now: The moment of issue.
        drafts: What is issued, in the order of the numbers.
    """
    if not drafts:
        return ()
    today = day_in(settings.time_zone, now)
    parties = _parties(work, drafts)
    serials = work.invoices.numbers(today.year, len(drafts))
    rows = [
        _invoice(settings, today, draft, serial, parties)
        for serial, draft in zip(serials, drafts, strict=True)
    ]
    ids = work.bulk.add_numbered(Invoice, rows)
    issued = list(zip(ids, rows, drafts, strict=True))
    work.bulk.add(InvoiceLine, [line for id_, _row, draft in issued for line in _lines(id_, draft)])
    work.bulk.add(
        LedgerEntry,
        [
            {
                "invoice_id": id_,
                "kind": EntryKind.INVOICED if draft.kind is InvoiceKind.INVOICE else EntryKind.CREDITED,
                "amount_cents": draft.owed_cents,
                "booked_on": today,
                "entered_at": now,
            }
            for id_, _row, draft in issued
            if draft.owed_cents
        ],
    )
    work.bulk.add(Collection, [_collection(id_, row, now) for id_, row, draft in issued if draft.mandate])
    work.messages.queue_all([_message(now, id_, row, draft) for id_, row, draft in issued])
    work.billing.mark_items({item: id_ for id_, _row, draft in issued for item in draft.item_ids})
    return [Written(id_, row["number"]) for id_, row, _draft in issued]


def _parties(work: Work, drafts: Sequence[Draft]) -> dict[PartyOnPaper, int]:
    """The ids of all sellers and buyers, those who are new among them."""
    on_paper = {party: stored(party) for draft in drafts for party in (draft.seller, draft.buyer)}
    digests = dict(on_paper.values())
    known = work.invoices.party_ids(list(digests))
    new = [{"digest": digest, "values": values} for digest, values in digests.items() if digest not in known]
    added = zip((row["digest"] for row in new), work.bulk.add_numbered(Party, new), strict=True)
    ids = known | dict(added)
    return {party: ids[digest] for party, (digest, _values) in on_paper.items()}


def _invoice(
    settings: Settings, today: dt.date, draft: Draft, serial: int, parties: dict[PartyOnPaper, int]
) -> dict[str, Any]:
    customer = draft.customer
    begins, ends = service_period(draft.positions, today)
    return {
        "customer_id": customer.id,
        "customer_number": customer.number,
        "kind": draft.kind,
        "year": today.year,
        "serial": serial,
        "number": settings.invoices.number.format(year=today.year, serial=serial),
        "issued_on": today,
        "period_from": begins,
        "period_until": ends,
        "language": language_of(customer.language),
        "seller_id": parties[draft.seller],
        "buyer_id": parties[draft.buyer],
        "summary": summary_of(draft.positions),
        "packages": packages_in(draft.positions),
        "net_cents": draft.net_cents,
        "tax_cents": draft.gross_cents - draft.net_cents,
        "gross_cents": draft.gross_cents,
        "balance_cents": draft.owed_cents,
        "method": PaymentMethod.DEBIT if draft.mandate else PaymentMethod.TRANSFER,
        "mandate_id": draft.mandate.id if draft.mandate else None,
        "due_on": draft.due_on,
        "attempts": 1 if draft.mandate else 0,
    }


def _lines(invoice_id: int, draft: Draft) -> list[dict[str, Any]]:
    return [
        {
            "invoice_id": invoice_id,
            "position": place,
            "package_id": position.package_id,
            "service_id": position.service_id,
        }
        | asdict(line)
        for place, (position, line) in enumerate(zip(draft.positions, draft.lines, strict=True), 1)
    ]


def _collection(invoice_id: int, row: dict[str, Any], now: dt.datetime) -> dict[str, Any]:
    """The first one; its announcement stands on the invoice itself."""
    return {
        "invoice_id": invoice_id,
        "attempt": 1,
        "mandate_id": row["mandate_id"],
        "amount_cents": row["gross_cents"],
        "due_on": row["due_on"],
        "end_to_end_id": end_to_end_id(row["number"], 1),
        "state": CollectionState.ANNOUNCED,
        "announced_at": now,
    }


def _message(now: dt.datetime, invoice_id: int, row: dict[str, Any], draft: Draft) -> NewMessage:
    language: str = row["language"]
    words = words_of(language)
    amount = words.money(draft.gross_cents)
    what = (told.CREDITED if draft.kind is InvoiceKind.CREDIT_NOTE else told.ISSUED)[language]
    payment = ""
    if draft.mandate is not None and draft.due_on is not None:
        creditor_id = draft.seller.creditor_id
        payment = debit_words(language, amount, words.day(draft.due_on), draft.mandate, creditor_id)
    elif draft.due_on is not None:
        payment = told.TRANSFER[language].format(day=words.day(draft.due_on))
    address, body = letter(
        draft.customer, f"{what.format(number=row['number'], amount=amount)} {payment}".strip()
    )
    return NewMessage(
        customer_id=draft.customer.id,
        event=f"invoice {invoice_id} issued",
        address=address,
        subject=told.INVOICE[language].format(number=row["number"]),
        body=body,
        at=now,
        about=About(MessageKind.INVOICE, language, invoice_id),
    )
