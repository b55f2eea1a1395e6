"""What customers are told of changes of their own data."""

from __future__ import annotations

ADDRESS = {"de": "Ihre Anschrift wurde geändert.", "en": "Your address was changed."}
TELEPHONE = {"de": "Ihre Telefonnummern wurden geändert.", "en": "Your telephone numbers were changed."}
EMAILS = {
    "de": "Ihre Kontaktadresse für E-Mails ist jetzt {email}.",
    "en": "Your contact email address is now {email}.",
}
NEW_MANDATE = {
    "de": "Sie haben uns ein neues Lastschriftmandat erteilt; Lastschriften werden vom Konto {iban}"
    " eingezogen.",
    "en": "You gave us a new mandate; debits will be collected from the account {iban}.",
}
BY_TRANSFER = {
    "de": "Sie zahlen Ihre Rechnungen ab jetzt per Überweisung. Ein früheres Lastschriftmandat ist beendet.",
    "en": "You will pay your invoices by transfer. A mandate you gave us before has ended.",
}
PASSWORD = {"de": "Ihr Kundenpasswort wurde geändert.", "en": "Your customer password was changed."}
GIVEN_PASSWORD = {
    "de": "Unser Kundenservice hat Ihnen ein neues Kundenpasswort gegeben.",
    "en": "Our customer service gave you a new customer password.",
}
