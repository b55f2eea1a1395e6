"""What customers are told of invoices and debits, in sentences; amounts and days are filled in."""

from __future__ import annotations

from portal.debits import reasons
from portal.debits.reasons import Needs

LETTER = {
    "de": "Guten Tag {name},\n\n{what}\n\nIhre Rechnungen finden Sie im Kundenlogin.\n",
    "en": "Dear {name},\n\n{what}\n\nYour invoices stand in the customer login.\n",
}

# A new invoice or credit note

INVOICE = {"de": "Ihre Rechnung {number}", "en": "Your invoice {number}"}
ISSUED = {
    "de": "Ihre Rechnung {number} über {amount} liegt im Kundenlogin bereit.",
    "en": "Your invoice {number} of {amount} stands in the customer login.",
}
CREDITED = {
    "de": "Ihre Gutschrift {number} über {amount} liegt im Kundenlogin bereit; Sie erhalten den Betrag"
    " zurück.",
    "en": "Your credit note {number} of {amount} stands in the customer login; you get the amount back.",
}
TRANSFER = {
    "de": "Bitte überweisen Sie den Betrag bis zum {day} auf das Konto, das auf der Rechnung steht.",
    "en": "Please transfer it until {day} to the account that stands on it.",
}
TAKEN_BACK = {"de": "Ihre Rechnung {number} wird storniert", "en": "Your invoice {number} is taken back"}
TAKEN_BACK_BY = {
    "de": "Ihre Rechnung {number} über {amount} wird durch die Gutschrift {note} storniert.",
    "en": "Your invoice {number} of {amount} is taken back by the credit note {note}.",
}
NO_DEBIT_FOR_IT = {
    "de": "Die Lastschrift, die wir dafür angekündigt hatten, entfällt.",
    "en": "The debit that we announced for it is called off.",
}
STILL_OPEN = {
    "de": "Von der Rechnung sind noch {amount} offen.",
    "en": "Of the invoice, {amount} is still open.",
}
GIVEN_BACK = {"de": "Sie erhalten {amount} zurück.", "en": "You get {amount} back."}

# Debits

ANNOUNCED = {"de": "Eine Lastschrift ist angekündigt", "en": "A debit is announced"}
OPEN_STILL = {
    "de": "Die Rechnung {number} ist noch offen. {debit}",
    "en": "The invoice {number} is still open. {debit}",
}
DEBIT = {
    "de": "Wir ziehen {amount} am {day} vom Konto {iban} ein, mit dem Mandat {mandate}; unsere"
    " Gläubiger-Identifikationsnummer ist {creditor}.",
    "en": "We will collect {amount} on {day} from the account {iban}, by the mandate {mandate}; our creditor"
    " identifier is {creditor}.",
}
LOWERED = {
    "de": "Eine Lastschrift ist niedriger als angekündigt",
    "en": "A debit is lower than announced",
}
LEFT = {
    "de": "Von der Rechnung {number} sind noch {amount} zu zahlen. {debit}",
    "en": "Of the invoice {number}, {amount} is left to be paid. {debit}",
}
CALLED_OFF = {"de": "Eine Lastschrift entfällt", "en": "A debit was called off"}
NOTHING_TO_COLLECT = {
    "de": "Die Lastschrift für die Rechnung {number} entfällt: Es ist nichts mehr zu zahlen.",
    "en": "The debit for the invoice {number} is called off: nothing is left to be paid.",
}
TRANSFER_INSTEAD = {
    "de": "Die Lastschrift für die Rechnung {number} entfällt. Bitte überweisen Sie stattdessen {amount}.",
    "en": "The debit for the invoice {number} is called off. Please transfer {amount} instead.",
}

# Debits that came back

CAME_BACK = {"de": "Eine Lastschrift kam zurück", "en": "A debit came back"}
RETURNED = {
    "de": "Die Bank hat die Lastschrift vom {day} zurückgegeben ({reason}).",
    "en": "The bank returned the debit of {day} ({reason}).",
}
NOTHING_LEFT = {
    "de": "Von der Rechnung {number} ist nichts mehr zu zahlen.",
    "en": "Nothing of the invoice {number} is left to be paid.",
}
OPEN_NOW = {
    "de": "Von der Rechnung {number} sind {amount} offen.",
    "en": "Of the invoice {number}, {amount} is open.",
}
OPEN_WITH_FEE = {
    "de": "Von der Rechnung {number} sind {amount} offen, davon {fee} für die Rückgabe.",
    "en": "Of the invoice {number}, {amount} is open, {fee} of that for the return.",
}
TOO_OFTEN = {
    "de": "Die Lastschrift dieser Rechnung wurde so oft wiederholt wie möglich. Bitte überweisen Sie den"
    " Betrag auf das Konto, das auf der Rechnung steht.",
    "en": "The debit of this invoice was repeated as often as it can be. Please transfer the amount to the"
    " account that stands on the invoice.",
}

_ADVICE_IN_GERMAN = {
    Needs.NOTHING: "Sie können die Lastschrift wiederholen lassen oder den Betrag überweisen.",
    Needs.CHANGE: "Bitte fragen Sie Ihre Bank, was dagegen spricht, oder geben Sie ein anderes Konto an."
    " Sobald Sie Ihre Bankdaten erneut gespeichert haben, kann die Lastschrift wiederholt werden.",
    Needs.NEW_ACCOUNT: "Bitte geben Sie Ihre Bankdaten neu ein; danach kann die Lastschrift wiederholt"
    " werden.",
    Needs.NEW_MANDATE: "Bitte erteilen Sie uns ein neues Mandat, indem Sie Ihre Bankdaten erneut speichern;"
    " danach kann die Lastschrift wiederholt werden.",
    Needs.NEVER: "Diese Lastschrift kann nicht wiederholt werden. Bitte überweisen Sie, was noch offen"
    " ist, oder fragen Sie uns.",
}
ADVICE = {needs: {"de": _ADVICE_IN_GERMAN[needs], "en": reasons.ADVICE[needs]} for needs in Needs}
"""What the customer can do."""

_REASONS_IN_GERMAN = {
    reasons.NOT_CHARGED: "Konto konnte nicht belastet werden",
    reasons.NOT_FOUND: "Konto bei dieser Bank nicht bekannt",
    reasons.NO_DEBITS: "Konto nimmt keine Lastschriften an",
    reasons.NOT_WANTED: "Lastschrift wurde abgelehnt",
    reasons.CALLED_BACK: "Betrag wurde zurückgerufen",
    reasons.NO_MANDATE: "Mandat wurde nicht anerkannt",
    reasons.TWICE: "bereits eingezogen",
    reasons.TAKEN_BACK: "Lastschrift wurde zurückgenommen",
    reasons.NOT_CARRIED_OUT: "Lastschrift konnte nicht ausgeführt werden",
}


def reason_words(reason: reasons.Reason) -> dict[str, str]:
    """Why a debit came back, as it stands in brackets."""
    return {"de": _REASONS_IN_GERMAN[reason.sentence], "en": reason.sentence}
