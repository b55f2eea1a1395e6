"""What the catalogue says of its own, in the shop's language; what has braces is filled by the caller."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language."""

    categories: str
    all_categories: str
    others: str
    everything: str
    all_of: str
    no_products: str
    closed: str
    tax: str
    no_tax: str
    plus: str
    shipping_costs: str
    in_stock: str
    sold_out: str
    sold_out_text: str
    number: str
    order_this: str
    order_by_mail: str
    a_to_z: str
    a_to_z_text: str
    digits: str
    more_of_word: str
    page: str
    pages: str
    previous: str
    next: str
    terms: str
    withdrawal: str
    shipping: str
    shipping_kinds: str
    payment_kinds: str
    kind: str
    costs: str
    free: str
    order: str
    order_text: str
    order_steps: tuple[str, ...]
    order_start: str
    order_form: str
    order_form_text: str
    mail_subject: str
    mail_subject_of: str
    mail_greeting: str
    mail_product: str
    mail_price: str
    mail_quantity: str
    mail_number: str
    mail_shipping: str
    mail_payment: str
    mail_one_of: str
    mail_address: tuple[str, ...]
    mail_remark: str
    mail_read: str


GERMAN = Words(
    categories="Kategorien",
    all_categories="Alle Kategorien",
    others="Weitere Artikel",
    everything="Alle Artikel",
    all_of="Alle {n} Artikel in {name}",
    no_products="Zurzeit wird nichts angeboten.",
    closed="Dieser Shop ist zurzeit geschlossen.",
    tax="inkl. {rate} USt.",
    no_tax="umsatzsteuerfrei",
    plus="zzgl.",
    shipping_costs="Versand",
    in_stock="Lieferbar",
    sold_out="Ausverkauft",
    sold_out_text="Zurzeit kann dieser Artikel nicht bestellt werden.",
    number="Artikelnummer",
    order_this="Per E-Mail bestellen",
    order_by_mail="Ihr Mailprogramm öffnet eine Bestellung, die Sie nur noch ausfüllen. Mehrere Artikel oder"
    " kein Mailprogramm?",
    a_to_z="Artikel von A bis Z",
    a_to_z_text="Jedes Wort eines Namens und jede Artikelnummer führt zum Artikel.",
    digits="0–9",
    more_of_word="… und {n} weitere: Bitte suchen Sie nach einem anderen Wort des Namens.",
    page="Seite {page} von {pages}",
    pages="Seiten",
    previous="zurück",
    next="weiter",
    terms="AGB",
    withdrawal="Widerruf",
    shipping="Versand und Zahlung",
    shipping_kinds="Versandarten",
    payment_kinds="Zahlungsarten",
    kind="Art",
    costs="Kosten je Bestellung",
    free="kostenlos",
    order="Bestellen",
    order_text="Bestellt wird per E-Mail an {email}.",
    order_steps=(
        "Notieren Sie Artikelnummer und Anzahl, oder beginnen Sie auf der Seite eines Artikels.",
        "Füllen Sie das Formular in der E-Mail aus: Anzahl, Versand, Zahlung, Ihre Adresse.",
        "Senden Sie die E-Mail ab. Sie erhalten Antwort von uns, auch zur Bezahlung.",
    ),
    order_start="Bestellung schreiben",
    order_form="Das Formular",
    order_form_text="Öffnet sich kein Mailprogramm, kopieren Sie diese Zeilen in eine E-Mail an {email}.",
    mail_subject="Bestellung",
    mail_subject_of="Bestellung {number}",
    mail_greeting="Ich bestelle zahlungspflichtig bei {shop}:",
    mail_product="Artikel: {number}, {name}",
    mail_price="Einzelpreis: {price}",
    mail_quantity="Anzahl: ",
    mail_number="Artikelnummer: ",
    mail_shipping="Versand",
    mail_payment="Zahlung",
    mail_one_of="{what} (bitte eines stehen lassen): {kinds}",
    mail_address=("Name: ", "Straße und Hausnummer: ", "PLZ und Ort: ", "Land: ", "Telefon (freiwillig): "),
    mail_remark="Anmerkung: ",
    mail_read="AGB und Widerrufsbelehrung habe ich gelesen:",
)

ENGLISH = Words(
    categories="Categories",
    all_categories="All categories",
    others="More products",
    everything="All products",
    all_of="All {n} products in {name}",
    no_products="There is nothing on offer at the moment.",
    closed="This shop is closed at the moment.",
    tax="incl. {rate} VAT",
    no_tax="free of VAT",
    plus="plus",
    shipping_costs="shipping",
    in_stock="In stock",
    sold_out="Sold out",
    sold_out_text="This product cannot be ordered at the moment.",
    number="Product number",
    order_this="Order by email",
    order_by_mail="Your mail program opens an order that is only to be filled in. Several products, or no"
    " mail program?",
    a_to_z="Products from A to Z",
    a_to_z_text="Every word of a name and every product number leads to the product.",
    digits="0–9",
    more_of_word="… and {n} more: please look under another word of the name.",
    page="Page {page} of {pages}",
    pages="Pages",
    previous="back",
    next="on",
    terms="Terms",
    withdrawal="Withdrawal",
    shipping="Shipping and payment",
    shipping_kinds="Kinds of shipping",
    payment_kinds="Kinds of payment",
    kind="Kind",
    costs="Costs an order",
    free="free",
    order="Order",
    order_text="Orders come by email to {email}.",
    order_steps=(
        "Note product numbers and quantities, or begin on the page of a product.",
        "Fill in the form in the email: quantity, shipping, payment, your address.",
        "Send the email. We will answer, also about the payment.",
    ),
    order_start="Write an order",
    order_form="The form",
    order_form_text="If no mail program opens, copy these lines into an email to {email}.",
    mail_subject="Order",
    mail_subject_of="Order {number}",
    mail_greeting="I order from {shop}, with obligation to pay:",
    mail_product="Product: {number}, {name}",
    mail_price="Price of one: {price}",
    mail_quantity="Quantity: ",
    mail_number="Product number: ",
    mail_shipping="Shipping",
    mail_payment="Payment",
    mail_one_of="{what} (please leave one): {kinds}",
    mail_address=(
        "Name: ",
        "Street and number: ",
        "Postcode and town: ",
        "Country: ",
        "Telephone (optional): ",
    ),
    mail_remark="Remark: ",
    mail_read="I have read the terms and the text on withdrawal:",
)

WORDS = {"de": GERMAN, "en": ENGLISH}
