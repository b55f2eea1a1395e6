"""The words of documents, and dates, amounts and addresses as their language writes them.

Documents speak the customer's language and never change; the screen's catalogues (gettext) speak the language
of whoever looks, and grow. So these words are a table of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from portal.documents.invoice import DocumentKind

if TYPE_CHECKING:
    import datetime as dt

    from portal.documents.invoice import Party

MINUS = "\N{MINUS SIGN}"

TOWN_FIRST = {"AU", "CA", "GB", "IE", "IN", "NZ", "US"}
"""Countries that write the postcode behind the town."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language; what has braces is filled by the caller."""

    locale: str
    day_format: str
    titles: dict[DocumentKind, str]
    numbers: dict[DocumentKind, str]
    dates: dict[DocumentKind, str]
    totals: dict[DocumentKind, str]
    corrects: str
    recipient: str
    customer_number: str
    service_period: str
    due: str
    debited: str
    position: str
    supply: str
    period: str
    quantity: str
    rate: str
    net: str
    tax: str
    gross: str
    tax_rate: str
    sum: str
    carried: str
    page: str
    with_xml: str
    telephone: str
    directors: str
    vat_id: str
    debit_title: str
    debit: str
    transfer_title: str
    transfer: str
    credit_title: str
    credit: str
    nothing_title: str
    nothing: str
    mandate: str
    creditor_id: str
    account: str
    payee: str
    bank: str
    purpose: str
    received: str
    reference: str
    moment: str

    def money(self, cents: int) -> str:
        """An amount in euros."""
        from babel.numbers import format_currency

        text: str = format_currency(Decimal(cents) / 100, "EUR", locale=self.locale)
        return text.replace("-", MINUS)

    def day(self, date: dt.date) -> str:
        """A date."""
        from babel.dates import format_date

        text: str = format_date(date, self.day_format, locale=self.locale)
        return text

    def days(self, first: dt.date | None, last: dt.date | None) -> str:
        """A period; one day alone stands for itself, none is empty."""
        ends = [self.day(date) for date in (first, last) if date]
        return " – ".join(dict.fromkeys(ends))

    def at(self, local: dt.datetime) -> str:
        """Day and time of day, where the provider is."""
        return self.moment.format(day=self.day(local.date()), time=f"{local:%H:%M}")

    def percent(self, rate: int) -> str:
        """A rate of VAT."""
        return f"{rate}\N{NO-BREAK SPACE}%" if self.locale == "de" else f"{rate}%"

    def count(self, quantity: int) -> str:
        """How many."""
        return str(quantity).replace("-", MINUS)

    def territory(self, code: str) -> str:
        """A country's name."""
        from babel import Locale

        name: str = Locale.parse(self.locale).territories.get(code, code)
        return name

    def country(self, code: str) -> str:
        """A country's name, as it stands below an address that goes abroad."""
        return self.territory(code).upper()


def address_lines(party: Party, words: Words, home: str) -> list[str]:
    """An address as it stands on an envelope.

    Args:
        party: Whose.
        words: The language of the document.
        home: Where letters are posted (ISO 3166-1 alpha-2); the country's name is left out there.
    """
    town_first = party.country in TOWN_FIRST
    town = f"{party.town} {party.postcode}" if town_first else f"{party.postcode} {party.town}"
    lines = [party.name, party.person, party.addition, party.street, town.strip()]
    if party.country != home:
        lines.append(words.country(party.country))
    return [line for line in lines if line]


GERMAN = Words(
    locale="de",
    day_format="dd.MM.yyyy",
    titles={DocumentKind.INVOICE: "Rechnung", DocumentKind.CREDIT_NOTE: "Rechnungskorrektur"},
    numbers={DocumentKind.INVOICE: "Rechnungsnummer", DocumentKind.CREDIT_NOTE: "Belegnummer"},
    dates={DocumentKind.INVOICE: "Rechnungsdatum", DocumentKind.CREDIT_NOTE: "Belegdatum"},
    totals={DocumentKind.INVOICE: "Rechnungsbetrag", DocumentKind.CREDIT_NOTE: "Korrekturbetrag"},
    corrects="zur Rechnung {number} vom {day}",
    recipient="An",
    customer_number="Kundennummer",
    service_period="Leistungszeitraum",
    due="Zahlbar bis",
    debited="Einzug am",
    position="Pos.",
    supply="Leistung",
    period="Zeitraum",
    quantity="Menge",
    rate="USt.",
    net="Netto",
    tax="Umsatzsteuer",
    gross="Brutto",
    tax_rate="Satz",
    sum="Summe",
    carried="Übertrag",
    page="Seite {page} von {pages}",
    with_xml="Die Datei enthält dieselben Angaben für Buchhaltungsprogramme (Factur-X/ZUGFeRD, EN 16931).",
    telephone="Tel.",
    directors="Vertreten durch",
    vat_id="USt-IdNr.",
    debit_title="SEPA-Lastschrift",
    debit="Wir ziehen {amount} am {day} von Ihrem Konto ein. Bitte sorgen Sie für Deckung.",
    transfer_title="Überweisung",
    transfer="Bitte überweisen Sie {amount} bis zum {day} auf unser Konto.",
    credit_title="Verrechnung mit Ihrem Kundenkonto",
    credit="Wir schreiben Ihrem Kundenkonto {amount} gut.",
    nothing_title="Zahlung",
    nothing="Es ist nichts zu zahlen.",
    mandate="Mandatsreferenz",
    creditor_id="Gläubiger-ID",
    account="Konto",
    payee="Empfänger",
    bank="Bank",
    purpose="Verwendungszweck",
    received="Eingegangen",
    reference="Vorgang",
    moment="{day}, {time} Uhr",
)

ENGLISH = Words(
    locale="en_GB",
    day_format="d MMM yyyy",
    titles={DocumentKind.INVOICE: "Invoice", DocumentKind.CREDIT_NOTE: "Credit note"},
    numbers={DocumentKind.INVOICE: "Invoice number", DocumentKind.CREDIT_NOTE: "Credit note number"},
    dates={DocumentKind.INVOICE: "Invoice date", DocumentKind.CREDIT_NOTE: "Date"},
    totals={DocumentKind.INVOICE: "Invoice total", DocumentKind.CREDIT_NOTE: "Total credited"},
    corrects="for invoice {number} of {day}",
    recipient="To",
    customer_number="Customer number",
    service_period="Service period",
    due="Payable by",
    debited="Debited on",
    position="No.",
    supply="Service",
    period="Period",
    quantity="Quantity",
    rate="VAT",
    net="Net",
    tax="VAT",
    gross="Gross",
    tax_rate="Rate",
    sum="Sum",
    carried="Carried forward",
    page="Page {page} of {pages}",
    with_xml="This file also holds the same for accounting software (Factur-X/ZUGFeRD, EN 16931).",
    telephone="Tel.",
    directors="Represented by",
    vat_id="VAT no.",
    debit_title="SEPA direct debit",
    debit="We will debit {amount} from your account on {day}. Please make sure that it is covered.",
    transfer_title="Bank transfer",
    transfer="Please transfer {amount} to our account by {day}.",
    credit_title="Credit to your customer account",
    credit="We credit {amount} to your customer account.",
    nothing_title="Payment",
    nothing="Nothing is to be paid.",
    mandate="Mandate reference",
    creditor_id="Creditor ID",
    account="Account",
    payee="Payee",
    bank="Bank",
    purpose="Reference",
    received="Received",
    reference="Reference",
    moment="{day}, {time}",
)


def words_of(language: str) -> Words:
    """The words for a language tag such as `de` or `de_AT`; languages without words here get English."""
    return GERMAN if language.replace("_", "-").partition("-")[0].lower() == "de" else ENGLISH
