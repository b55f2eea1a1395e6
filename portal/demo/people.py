"""The demo's customers with their bank accounts: invented people, numbers kept free for films, example IBANs.

Telephone numbers are of those the Bundesnetzagentur gives to nobody, addresses of email end in a top-level
domain that does not exist (RFC 2606), and IBANs are the banks' published examples.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from portal.customers.telephone import e164
from portal.demo import credentials
from portal.demo.days import at_noon, day_of
from storage.models.customers import Customer, CustomerKind, CustomerState, Mandate, PaymentMethod

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A bank account with the mandate for it.

    Attributes:
        iban: Without blanks.
        bic: Of the bank.
        bank_name: As the directory of banks spells it.
        holder: Whose account.
        signed_on: When the mandate was given.
        revoked_on: When it was replaced.
    """

    iban: str
    bic: str
    bank_name: str
    holder: str
    signed_on: dt.date
    revoked_on: dt.date | None = None

    def mandate(self, customer: Customer, count: int, digest: str) -> Mandate:
        """The mandate as it is stored, the IBAN still to be sealed."""
        return Mandate(
            customer_id=customer.id,
            reference=f"M-{customer.number}-{count:04}",
            account_holder=self.holder,
            iban_first=self.iban[:4],
            iban_last=self.iban[-4:],
            iban_digest=digest,
            bic=self.bic,
            bank_name=self.bank_name,
            signed_at=at_noon(self.signed_on),
            revoked_at=at_noon(self.revoked_on) if self.revoked_on else None,
        )


def erika(today: dt.date) -> tuple[Customer, tuple[Account, ...]]:
    """The consumer of the pictures: pays by debit, and changed her bank two years ago."""
    since, changed = day_of(today, -88, 14), day_of(today, -20, 3)
    customer = _customer(
        credentials.ERIKA,
        since,
        first_name="Erika",
        last_name="Musterfrau",
        street="Heidestraße",
        house_number="17",
        postcode="51147",
        town="Köln",
        telephone_typed="0221 4710-815",
        mobile_typed="0171 3920045",
        email="erika.musterfrau@post.example",
        payment_method=PaymentMethod.DEBIT,
    )
    old = Account(
        iban="DE02120300000000202051",
        bic="BYLADEM1001",
        bank_name="Deutsche Kreditbank Berlin",
        holder="Erika Musterfrau",
        signed_on=since,
        revoked_on=changed,
    )
    new = Account(
        iban="DE89370400440532013000",
        bic="COBADEFFXXX",
        bank_name="Commerzbank",
        holder="Erika Musterfrau",
        signed_on=changed,
    )
    return customer, (old, new)


def erika_second(today: dt.date) -> tuple[Customer, tuple[Account, ...]]:
    """The same Erika under a second number: the same bank, the address and email of her holiday home."""
    since = day_of(today, -8, 4)
    customer = _customer(
        credentials.ERIKA_SECOND,
        since,
        first_name="Erika",
        last_name="Musterfrau",
        street="Dünenweg",
        house_number="3",
        postcode="25980",
        town="Sylt",
        mobile_typed="0171 3920045",
        email="ferien@musterfrau.example",
        payment_method=PaymentMethod.DEBIT,
    )
    account = Account(
        iban="DE89370400440532013000",
        bic="COBADEFFXXX",
        bank_name="Commerzbank",
        holder="Erika Musterfrau",
        signed_on=since,
    )
    return customer, (account,)


def agency(today: dt.date) -> tuple[Customer, tuple[Account, ...]]:
    """A media agency that looks after 300 packages."""
    since = day_of(today, -112, 2)
    customer = _customer(
        credentials.AGENCY,
        since,
        kind=CustomerKind.BUSINESS,
        company="Nordlicht Medien GmbH",
        first_name="Jens",
        last_name="Petersen",
        street="Große Elbstraße",
        house_number="212a",
        addition="Hinterhaus, 3. Stock",
        postcode="22767",
        town="Hamburg",
        telephone_typed="040 66969-300",
        mobile_typed="0152 28817386",
        fax_typed="040 66969-309",
        email="service@nordlicht-medien.example",
        invoice_email="rechnungen@nordlicht-medien.example",
        payment_method=PaymentMethod.DEBIT,
    )
    account = Account(
        iban="DE02200505501015871393",
        bic="HASPDEHHXXX",
        bank_name="Hamburger Sparkasse",
        holder="Nordlicht Medien GmbH",
        signed_on=since,
    )
    return customer, (account,)


def locked(today: dt.date) -> tuple[Customer, tuple[Account, ...]]:
    """A customer whom the provider locked: the password is right and refused all the same."""
    since = day_of(today, -31, 20)
    customer = _customer(
        credentials.LOCKED,
        since,
        state=CustomerState.LOCKED,
        first_name="Tobias",
        last_name="Winkler",
        street="Karl-Liebknecht-Straße",
        house_number="8",
        postcode="04107",
        town="Leipzig",
        mobile_typed="0176 04069012",
        email="t.winkler@winkler-fotografie.example",
        payment_method=PaymentMethod.DEBIT,
    )
    account = Account(
        iban="DE02500105170137075030",
        bic="INGDDEFFXXX",
        bank_name="ING-DiBa",
        holder="Tobias Winkler",
        signed_on=since,
    )
    return customer, (account,)


def by_transfer(today: dt.date) -> tuple[Customer, tuple[Account, ...]]:
    """A winery that pays by transfer, and whose name fills a line."""
    customer = _customer(
        credentials.BY_TRANSFER,
        day_of(today, -57, 9),
        kind=CustomerKind.BUSINESS,
        company="Weingut Freifrau von Rebental-Hohenstein & Söhne KG",
        first_name="Annegret",
        last_name="Freifrau von Rebental-Hohenstein",
        street="Am Steinernen Bild",
        house_number="1-3",
        postcode="67146",
        town="Deidesheim",
        telephone_typed="069 90009-210",
        email="kontor@weingut-rebental.example",
    )
    return customer, ()


def austrian(today: dt.date) -> tuple[Customer, tuple[Account, ...]]:
    """A joiner in Salzburg: another country's postcode, telephone number and bank."""
    since = day_of(today, -40, 11)
    customer = _customer(
        credentials.AUSTRIAN,
        since,
        kind=CustomerKind.BUSINESS,
        company="Tischlerei Huber e.U.",
        first_name="Alois",
        last_name="Huber",
        street="Linzer Gasse",
        house_number="41/2",
        postcode="5020",
        town="Salzburg",
        country="AT",
        telephone_typed="0662 123456",
        email="werkstatt@tischlerei-huber.example",
        payment_method=PaymentMethod.DEBIT,
    )
    account = Account(
        iban="AT026000000001349870",
        bic="BAWAATWWXXX",
        bank_name="BAWAG P.S.K. Bank für Arbeit und Wirtschaft und Österreichische Postsparkasse"
        " Aktiengesellschaft",
        holder="Alois Huber",
        signed_on=since,
    )
    return customer, (account,)


def reseller(today: dt.date) -> tuple[Customer, tuple[Account, ...]]:
    """A reseller with 10 000 packages."""
    since = day_of(today, -140, 1)
    customer = _customer(
        credentials.RESELLER,
        since,
        kind=CustomerKind.BUSINESS,
        company="Spreekontor Digital AG",
        first_name="Miriam",
        last_name="Özdemir",
        street="Köpenicker Straße",
        house_number="154",
        postcode="10997",
        town="Berlin",
        telephone_typed="030 23125-400",
        email="betrieb@spreekontor.example",
        payment_method=PaymentMethod.DEBIT,
    )
    account = Account(
        iban="DE88100900001234567892",
        bic="BEVODEBBXXX",
        bank_name="Berliner Volksbank",
        holder="Spreekontor Digital AG",
        signed_on=since,
    )
    return customer, (account,)


def _customer(login: credentials.DemoLogin, since: dt.date, **values: Any) -> Customer:
    """The entity: numbers also in international form, and what most have in common."""
    country = values.setdefault("country", "DE")
    for name in ("telephone", "mobile", "fax"):
        values[name] = e164(values.get(f"{name}_typed", ""), country)
    values.setdefault("kind", CustomerKind.CONSUMER)
    return Customer(number=login.name, password_hash=login.verifier, since=since, **values)
