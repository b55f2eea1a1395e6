"""The words of forms, in the languages of documents (see `portal.documents.words`)."""

from __future__ import annotations

from dataclasses import dataclass

from storage.models.written_forms import FormKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWords:
    """One language; what has braces is filled by the caller."""

    titles: dict[FormKind, str]
    admin_c_title: str
    subtitle: str
    number: str
    date: str
    about: str
    contract: str
    packages: str
    no_packages: str
    package: str
    product: str
    whole: str
    domains: str
    domain: str
    present: dict[FormKind, str]
    future: dict[FormKind, str]
    admin_c_present: str
    admin_c_future: str
    name: str
    address: str
    email: str
    telephone: str
    labels: dict[str, str]
    terms_title: str
    terms: dict[FormKind, tuple[str, ...]]
    admin_c_terms: tuple[str, ...]
    part_terms: tuple[str, ...]
    place: str
    day: str
    signature: str
    letters: str
    sending_title: str
    sending: str
    sending_by_email: str


GERMAN = PaperWords(
    titles={
        FormKind.HANDOVER: "Vertragsübernahme",
        FormKind.TRANSFER: "Übertragung auf einen anderen Vertragspartner",
        FormKind.HOLDER: "Änderung des Domaininhabers",
    },
    admin_c_title="Änderung des Admin-C",
    subtitle="Bitte ergänzen Sie, was noch offen ist, und unterschreiben Sie beide.",
    number="Formular",
    date="Datum",
    about="Worum es geht",
    contract="Vertrag",
    packages="Kundennummer {number} mit {count}",
    no_packages="Kundennummer {number}",
    package="Paket",
    product="Produkt",
    whole="das ganze Paket mit allen Domains",
    domains="Domains",
    domain="Domain",
    present={
        FormKind.HANDOVER: "Bisheriger Vertragspartner",
        FormKind.TRANSFER: "Bisheriger Vertragspartner",
        FormKind.HOLDER: "Bisheriger Inhaber",
    },
    future={
        FormKind.HANDOVER: "Künftiger Vertragspartner",
        FormKind.TRANSFER: "Künftiger Vertragspartner",
        FormKind.HOLDER: "Künftiger Inhaber",
    },
    admin_c_present="Bisheriger Admin-C",
    admin_c_future="Künftiger Admin-C",
    name="Name",
    address="Anschrift",
    email="E-Mail",
    telephone="Telefon",
    labels={
        "company": "Firma",
        "first_name": "Vorname",
        "last_name": "Nachname",
        "street": "Straße",
        "house_number": "Hausnummer",
        "addition": "Adresszusatz",
        "postcode": "Postleitzahl",
        "town": "Ort",
        "country": "Land",
        "email": "E-Mail",
        "telephone": "Telefon",
        "customer_number": "Kundennummer, falls vorhanden",
        "wished_on": "Gewünscht ab",
    },
    terms_title="Was wir vereinbaren",
    terms={
        FormKind.HANDOVER: (
            (
                "Der künftige Vertragspartner übernimmt den Vertrag unter der genannten Kundennummer mit"
                " allen Paketen und Domains, so wie sie am Tag der Übernahme bestehen. Die Kundennummer"
                " bleibt."
            ),
            (
                "Rechnungen, die bis dahin ausgestellt sind, und Zeiträume, die vorher begonnen haben,"
                " bleiben beim bisherigen Vertragspartner. Was danach beginnt, wird dem künftigen berechnet."
            ),
            (
                "Ein SEPA-Lastschriftmandat geht nicht über: Bis der künftige Vertragspartner ein eigenes"
                " erteilt, zahlt er per Überweisung."
            ),
            "Die Inhaber der Domains ändern sich dadurch nicht; dafür gibt es ein eigenes Formular.",
            "Das Kundenpasswort endet mit der Übernahme. Der künftige Vertragspartner erhält ein neues.",
        ),
        FormKind.TRANSFER: (
            (
                "Das Paket geht mit seinem Vertrag, seinen Domains und allen Inhalten auf den künftigen"
                " Vertragspartner über. Laufzeit und Kündigungsfrist laufen weiter."
            ),
            (
                "Vom Tag der Übertragung an zahlt der künftige Vertragspartner. Was der bisherige darüber"
                " hinaus bezahlt hat, wird ihm taggenau gutgeschrieben."
            ),
            "Der künftige Vertragspartner braucht eine eigene Kundennummer bei uns.",
            "Paket- und Masterpasswort enden, und die Inhaber der Domains ändern sich dadurch nicht.",
        ),
        FormKind.HOLDER: (
            (
                "Der künftige Inhaber übernimmt alle Rechte und Pflichten an der Domain und erkennt die"
                " Bedingungen der Vergabestelle an."
            ),
            (
                "Der Vertrag bei uns ändert sich dadurch nicht: Paket, Rechnungen und Zugänge bleiben beim"
                " Vertragspartner."
            ),
        ),
    },
    admin_c_terms=(
        (
            "Der künftige Admin-C ist gegenüber der Vergabestelle bevollmächtigter Ansprechpartner für die"
            " Domain."
        ),
        "Inhaber und Vertrag ändern sich dadurch nicht.",
    ),
    part_terms=(
        (
            "Die genannten Domains gehen mit ihren Postfächern, Weiterleitungen und DNS-Einträgen in ein"
            " Paket des künftigen Vertragspartners über. Verzeichnisse des Webspace gehen nicht mit."
        ),
        (
            "Der künftige Vertragspartner braucht eine eigene Kundennummer bei uns und ein Paket, in dem"
            " Platz ist."
        ),
        "Die Inhaber der Domains ändern sich dadurch nicht; dafür gibt es ein eigenes Formular.",
    ),
    place="Ort",
    day="Datum",
    signature="Unterschrift",
    letters="Name in Druckbuchstaben",
    sending_title="Wohin damit",
    sending="Senden Sie das Formular mit beiden Unterschriften an {address}",
    sending_by_email=", oder als Scan an {email}",
)

ENGLISH = PaperWords(
    titles={
        FormKind.HANDOVER: "Contract handover",
        FormKind.TRANSFER: "Transfer to another contract partner",
        FormKind.HOLDER: "Change of domain holder",
    },
    admin_c_title="Change of Admin-C",
    subtitle="Please fill in what is still open, and both sign.",
    number="Form",
    date="Date",
    about="What it is about",
    contract="Contract",
    packages="Customer number {number} with {count}",
    no_packages="Customer number {number}",
    package="Package",
    product="Product",
    whole="the whole package with all domains",
    domains="Domains",
    domain="Domain",
    present={
        FormKind.HANDOVER: "Present contract partner",
        FormKind.TRANSFER: "Present contract partner",
        FormKind.HOLDER: "Present holder",
    },
    future={
        FormKind.HANDOVER: "Future contract partner",
        FormKind.TRANSFER: "Future contract partner",
        FormKind.HOLDER: "Future holder",
    },
    admin_c_present="Present Admin-C",
    admin_c_future="Future Admin-C",
    name="Name",
    address="Address",
    email="Email",
    telephone="Telephone",
    labels={
        "company": "Company",
        "first_name": "First name",
        "last_name": "Last name",
        "street": "Street",
        "house_number": "Number",
        "addition": "Addition",
        "postcode": "Postcode",
        "town": "Town",
        "country": "Country",
        "email": "Email",
        "telephone": "Telephone",
        "customer_number": "Customer number, if there is one",
        "wished_on": "Wished from",
    },
    terms_title="What we agree on",
    terms={
        FormKind.HANDOVER: (
            (
                "The future contract partner takes over the contract under this customer number with all"
                " packages and domains, as they are on the day of the handover. The customer number stays."
            ),
            (
                "Invoices that are issued by then, and periods that began before, stay with the present"
                " contract partner. What begins afterwards is billed to the future one."
            ),
            (
                "A SEPA mandate does not pass over: until the future contract partner gives one of their"
                " own, they pay by transfer."
            ),
            "The holders of the domains are not changed by this; there is a form of its own for that.",
            "The customer password ends with the handover. The future contract partner gets a new one.",
        ),
        FormKind.TRANSFER: (
            (
                "The package passes to the future contract partner with its contract, its domains and all"
                " of its contents. Term and notice run on."
            ),
            (
                "From the day of the transfer on, the future contract partner pays. What the present one paid"
                " beyond that day is credited to them by days."
            ),
            "The future contract partner needs a customer number of their own with us.",
            "Package and master password end, and the holders of the domains are not changed by this.",
        ),
        FormKind.HOLDER: (
            (
                "The future holder takes over all rights and duties of the domain, and accepts the terms of"
                " its registry."
            ),
            (
                "The contract with us is not changed by this: package, invoices and logins stay with the"
                " contract partner."
            ),
        ),
    },
    admin_c_terms=(
        "The future Admin-C is authorised to speak for the domain towards its registry.",
        "Holder and contract are not changed by this.",
    ),
    part_terms=(
        (
            "These domains pass into a package of the future contract partner with their mailboxes,"
            " forwards and DNS records. Directories of the webspace do not move."
        ),
        "The future contract partner needs a customer number of their own with us, and a package with room.",
        "The holders of the domains are not changed by this; there is a form of its own for that.",
    ),
    place="Place",
    day="Date",
    signature="Signature",
    letters="Name in block letters",
    sending_title="Where to send it",
    sending="Send the form with both signatures to {address}",
    sending_by_email=", or as a scan to {email}",
)

COUNTS = {"de": ("{n} Paket", "{n} Paketen"), "en": ("{n} package", "{n} packages")}
"""One and many, as they follow "with"."""

MORE = {"de": "und {n} weitere", "en": "and {n} more"}


def paper_words_of(language: str) -> PaperWords:
    """The words for `de` or `en` (`portal.invoices.issuing.language_of`)."""
    return GERMAN if language == "de" else ENGLISH
