"""What both sides are told of a form, in their own language: by mail, and on paper where it is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.documents.confirmation import Section, Told
from portal.documents.words import words_of
from portal.invoices.papers import writer_of
from portal.languages import language_of
from portal.written_forms.paper_words import paper_words_of
from storage.models.domains import ContactRole

if TYPE_CHECKING:
    import datetime as dt

    from portal.settings import Settings
    from storage.models.customers import Customer
    from storage.models.written_forms import WrittenForm

TOLD = {
    "de": {
        "printed": (
            "Formular {number}: {title}",
            (
                "Sie haben das Formular {number} gedruckt: {title}, {about}. Es gilt erst, wenn beide Seiten"
                " unterschrieben haben und wir es angenommen haben. Senden Sie es an {address}."
            ),
        ),
        "received": (
            "Formular {number} ist eingegangen",
            (
                "Ihr Formular {number} ist am {day} bei uns eingegangen: {title}, {about}. Wir prüfen es"
                " und sagen Ihnen Bescheid."
            ),
        ),
        "accepted": (
            "Formular {number} ist angenommen",
            "Wir haben Ihr Formular {number} angenommen: {title}, {about}. Es gilt ab dem {day}.",
        ),
        "rejected": (
            "Formular {number} ist abgelehnt",
            (
                "Wir können Ihr Formular {number} nicht annehmen: {title}, {about}. Der Grund: {reason} Es"
                " bleibt alles, wie es ist."
            ),
        ),
        "handed over": (
            "Ihr Vertrag ist übergeben",
            (
                "Der Vertrag unter der Kundennummer {account} gehört seit dem {day} einem anderen"
                " Vertragspartner. Ihre Rechnungen und Ihr Mandat stehen jetzt unter Ihrer neuen"
                " Kundennummer {own}; Ihr Kundenpasswort bleibt dasselbe. Lastschriften, die angekündigt"
                " sind, laufen weiter."
            ),
        ),
        "taken over": (
            "Sie haben den Vertrag übernommen",
            (
                "Der Vertrag unter der Kundennummer {account} gehört seit dem {day} Ihnen. Ihr neues"
                " Kundenpasswort erhalten Sie von unserem Kundenservice. Bis Sie ein Mandat erteilen,"
                " zahlen Sie per Überweisung. Bitte setzen Sie auch Paket- und Masterpasswörter neu, wenn"
                " der bisherige Vertragspartner sie kennt."
            ),
        ),
        "transferred": (
            "{about}: übertragen",
            (
                "{about} gehört seit dem {day} einem anderen Vertragspartner. Was Sie darüber hinaus"
                " bezahlt haben, schreiben wir Ihnen auf Ihrer nächsten Rechnung gut."
            ),
        ),
        "got": (
            "{about}: an Sie übertragen",
            (
                "{about} steht seit dem {day} unter Ihrer Kundennummer {own}; von diesem Tag an zahlen Sie"
                " dafür. Paket- und Masterpasswort sind gelöscht. Bitte setzen Sie auch die Passwörter von"
                " SFTP-Benutzern, Datenbanken und Postfächern neu."
            ),
        ),
        "moved away": (
            "{about}: übertragen",
            (
                "{about} gehört seit dem {day} zu einem Paket eines anderen Vertragspartners, mit"
                " Postfächern, Weiterleitungen und DNS-Einträgen."
            ),
        ),
        "moved here": (
            "{about}: an Sie übertragen",
            (
                "{about} gehört seit dem {day} zu Ihrem Paket {package}, mit Postfächern, Weiterleitungen und"
                " DNS-Einträgen. Bitte setzen Sie die Passwörter der Postfächer neu."
            ),
        ),
        "holder changed": (
            "{about}: {title}",
            "Für {about} ist seit dem {day} eingetragen: {other}. Bisher: {present}.",
        ),
    },
    "en": {
        "printed": (
            "Form {number}: {title}",
            (
                "You printed the form {number}: {title}, {about}. It holds once both sides have signed and"
                " we have accepted it. Send it to {address}."
            ),
        ),
        "received": (
            "Form {number} was received",
            "Your form {number} was received on {day}: {title}, {about}. We check it and tell you.",
        ),
        "accepted": (
            "Form {number} is accepted",
            "We accepted your form {number}: {title}, {about}. It holds from {day}.",
        ),
        "rejected": (
            "Form {number} is rejected",
            (
                "We cannot accept your form {number}: {title}, {about}. The reason: {reason} Everything"
                " stays as it is."
            ),
        ),
        "handed over": (
            "Your contract is handed over",
            (
                "The contract under customer number {account} belongs to another contract partner since"
                " {day}. Your invoices and your mandate stand under your new customer number {own} now;"
                " your customer password stays the same. Debits that were announced go on."
            ),
        ),
        "taken over": (
            "You took over the contract",
            (
                "The contract under customer number {account} is yours since {day}. Our customer service"
                " gives you your new customer password. Until you give a mandate, you pay by transfer."
                " Please also set new package and master passwords, if the contract partner before knows"
                " them."
            ),
        ),
        "transferred": (
            "{about}: transferred",
            (
                "{about} belongs to another contract partner since {day}. What you paid beyond that is"
                " credited on your next invoice."
            ),
        ),
        "got": (
            "{about}: transferred to you",
            (
                "{about} stands under your customer number {own} since {day}; you pay for it from that day"
                " on. Package and master password are deleted. Please also set new passwords for SFTP"
                " users, databases and mailboxes."
            ),
        ),
        "moved away": (
            "{about}: transferred",
            (
                "{about} belongs to a package of another contract partner since {day}, with mailboxes,"
                " forwards and DNS records."
            ),
        ),
        "moved here": (
            "{about}: transferred to you",
            (
                "{about} belongs to your package {package} since {day}, with mailboxes, forwards and DNS"
                " records. Please set new passwords for the mailboxes."
            ),
        ),
        "holder changed": (
            "{about}: {title}",
            "For {about} there is entered since {day}: {other}. Before: {present}.",
        ),
    },
}
"""Title and text of each step."""

FORM_SECTION = {"de": "Grundlage", "en": "Ground"}


def told(
    step: str, form: WrittenForm, customer: Customer, settings: Settings, day: dt.date, **more: str
) -> Told:
    """What a customer is told of a step.

    Args:
        step: A key of `TOLD`.
        form: Which form.
        customer: Who is told.
        settings: Who writes.
        day: The day of it.
        more: What else the sentences name.
    """
    language = language_of(customer.language)
    words, paper = words_of(language), paper_words_of(language)
    admin_c = form.role is ContactRole.ADMIN_C
    named = {
        "number": form.number,
        "title": paper.admin_c_title if admin_c else paper.titles[form.kind],
        "about": form.about,
        "day": words.day(day),
        "address": address_of(settings),
        "present": form.present,
        **more,
    }
    title, text = (each.format(**named) for each in TOLD[language][step])
    ground = (paper.number, form.number), (paper.date, words.day(form.printed_at.date()))
    return Told(title[:TITLE], text, (Section(FORM_SECTION[language], ground),))


TITLE = 200
"""Characters of a message's subject."""


def address_of(settings: Settings) -> str:
    """Where forms are sent, by post and by mail."""
    seller = writer_of(settings)
    post = ", ".join(filter(None, (seller.name, seller.street, f"{seller.postcode} {seller.town}".strip())))
    return " · ".join(filter(None, (post, seller.email)))
