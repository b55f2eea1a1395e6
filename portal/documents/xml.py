"""Documents for machines: UN/CEFACT Cross Industry Invoice in the profile EN 16931 (Factur-X 1.0, ZUGFeRD 2).

BT and BG are the business terms and groups of EN 16931-1.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from drafthorse.models.accounting import ApplicableTradeTax
from drafthorse.models.document import Document
from drafthorse.models.party import TaxRegistration
from drafthorse.models.payment import PaymentMeans, PaymentTerms
from drafthorse.models.tradelines import LineItem

from portal.documents.facts import payment
from portal.documents.invoice import DocumentKind
from portal.documents.words import words_of

if TYPE_CHECKING:
    from drafthorse.models.party import TradeParty
    from drafthorse.models.trade import TradeSettlement

    from portal.documents.invoice import DocumentLine, InvoiceDocument, Party, Seller

PROFILE = "urn:cen.eu:en16931:2017"

EURO = "EUR"

ONE = "C62"
"""The unit of what is counted (UN/ECE recommendation 20)."""

STANDARD_RATE = "S"
"""The category of what is taxed, at whatever rate (UNTDID 5305)."""

TRANSFER, DEBIT = "58", "59"
"""SEPA credit transfer and SEPA direct debit (UNTDID 4461)."""


def invoice_xml(document: InvoiceDocument) -> bytes:
    """The document as XML; the same document gives the same bytes."""
    xml = Document()
    xml.context.guideline_parameter.id = PROFILE
    xml.header.id = document.number
    xml.header.type_code = document.kind.value
    xml.header.issue_date_time = document.issued_on
    _set_seller(xml.trade.agreement.seller, document.seller)
    _set_buyer(xml.trade.agreement.buyer, document.buyer, document.customer_number)
    # A service is performed when its period ends; an empty element would not be accepted.
    xml.trade.delivery.event.occurrence = document.period_until
    for number, line in enumerate(document.lines, 1):
        xml.trade.items.add(_line(number, line))
    _set_settlement(xml.trade.settlement, document)
    written: bytes = xml.serialize(schema=None)
    return written


def _euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _set_party(xml: TradeParty, party: Party) -> None:
    xml.name = party.name
    xml.address.postcode = party.postcode
    xml.address.line_one = party.street
    if party.addition:
        xml.address.line_two = party.addition
    xml.address.city_name = party.town
    xml.address.country_id = party.country
    if party.person:
        xml.contact.person_name = party.person
    if party.email:
        xml.electronic_address.uri_ID = ("EM", party.email)


def _set_seller(xml: TradeParty, seller: Seller) -> None:
    _set_party(xml, seller)
    legal = ", ".join(filter(None, (seller.register, seller.directors)))
    if legal:
        xml.description = legal
    if seller.telephone:
        xml.contact.telephone.number = seller.telephone
    if seller.email:
        xml.contact.email.address = seller.email
    xml.tax_registrations.add(TaxRegistration(id=("VA", seller.vat_id)))


def _set_buyer(xml: TradeParty, buyer: Party, customer_number: str) -> None:
    _set_party(xml, buyer)
    xml.id = customer_number


def _line(number: int, line: DocumentLine) -> LineItem:
    """One line; a credited one has a quantity below zero, for a price must not be (BR-27)."""
    price = line.net_cents * line.quantity
    if price < 0 or abs(line.quantity) != 1:
        raise ValueError(f"line {number} is neither charged nor credited")
    xml = LineItem()
    xml.document.line_id = str(number)
    xml.product.name = line.text
    if line.details:
        xml.product.description = line.details
    xml.agreement.net.amount = _euros(price)
    xml.delivery.billed_quantity = (Decimal(line.quantity), ONE)
    _set_tax(xml.settlement.trade_tax, line.rate)
    if line.period_from:
        xml.settlement.period.start = line.period_from
    if line.period_until:
        xml.settlement.period.end = line.period_until
    xml.settlement.monetary_summation.total_amount = _euros(line.net_cents)
    return xml


def _set_tax(xml: ApplicableTradeTax, rate: int) -> None:
    if rate <= 0:
        raise ValueError("untaxed lines belong to another category, with a reason")
    xml.type_code = "VAT"
    xml.category_code = STANDARD_RATE
    xml.rate_applicable_percent = Decimal(rate)


def _set_settlement(xml: TradeSettlement, document: InvoiceDocument) -> None:
    credit = document.kind is DocumentKind.CREDIT_NOTE
    xml.payment_reference = document.number
    xml.currency_code = EURO
    if document.debit:
        # BT-90. The debtor's account (BT-91) may be left out, and documents know it masked only.
        xml.creditor_reference_id = document.seller.creditor_id
        xml.payment_means.add(PaymentMeans(type_code=DEBIT))
    elif document.due_on and not credit:
        means = PaymentMeans(type_code=TRANSFER)
        means.payee_account.iban = "".join(document.seller.iban.split())
        means.payee_account.account_name = document.seller.name
        if document.seller.bic:
            means.payee_institution.bic = document.seller.bic
        xml.payment_means.add(means)
    for each in document.taxes:
        tax = ApplicableTradeTax(
            calculated_amount=_euros(each.tax_cents), basis_amount=_euros(each.net_cents)
        )
        _set_tax(tax, each.rate)
        xml.trade_tax.add(tax)
    xml.period.start = document.period_from
    xml.period.end = document.period_until
    terms = PaymentTerms(description=payment(document, words_of(document.language)).terms)
    if document.due_on:
        terms.due = document.due_on
    if document.debit:
        terms.debit_mandate_id = document.debit.mandate
    xml.terms.add(terms)
    if document.corrects:
        xml.invoice_referenced_document.issuer_assigned_id = document.corrects.number
        xml.invoice_referenced_document.issue_date_time = document.corrects.issued_on
    sums = xml.monetary_summation
    sums.line_total = _euros(sum(line.net_cents for line in document.lines))
    sums.tax_basis_total = _euros(document.net_cents)
    sums.tax_total = (_euros(document.tax_cents), EURO)
    sums.grand_total = _euros(document.gross_cents)
    payable = document.gross_cents if document.due_on or credit else 0
    if payable != document.gross_cents:
        sums.prepaid_total = _euros(document.gross_cents - payable)
    sums.due_amount = _euros(payable)
