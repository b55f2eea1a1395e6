"""What packages include, as it stands on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.models.products import Resource

if TYPE_CHECKING:
    from portal.documents.words import Words

MB_IN_GB = 1024

SIZES = {Resource.MAIL_STORAGE, Resource.WEBSPACE}
"""What is counted in MB."""

NAMES = {
    "de": {
        Resource.DOMAINS: "Domains",
        Resource.ADDITIONAL_DOMAINS: "Zusätzliche Domains",
        Resource.MAILBOXES: "Postfächer",
        Resource.MAIL_STORAGE: "Speicher für E-Mail",
        Resource.DATABASES: "Datenbanken",
        Resource.WEBSPACE: "Webspace",
        Resource.SFTP_USERS: "SFTP-Benutzer",
        Resource.CRON_JOBS: "Cronjobs",
        Resource.BACKUPS: "Sicherungen",
        Resource.PAGES: "Seiten",
        Resource.UNPUBLISHED_CHANGES: "Nicht veröffentlichte Änderungen",
        Resource.PRODUCTS: "Artikel",
        Resource.NEW_ORDERS: "Neue Bestellungen",
    },
    "en": {
        Resource.DOMAINS: "Domains",
        Resource.ADDITIONAL_DOMAINS: "Additional domains",
        Resource.MAILBOXES: "Mailboxes",
        Resource.MAIL_STORAGE: "Mail storage",
        Resource.DATABASES: "Databases",
        Resource.WEBSPACE: "Webspace",
        Resource.SFTP_USERS: "SFTP users",
        Resource.CRON_JOBS: "Cron jobs",
        Resource.BACKUPS: "Backups",
        Resource.PAGES: "Pages",
        Resource.UNPUBLISHED_CHANGES: "Unpublished changes",
        Resource.PRODUCTS: "Products",
        Resource.NEW_ORDERS: "New orders",
    },
}
"""What each quota is called, by language."""

NONE = {"de": "nicht enthalten", "en": "not included"}


def amount(resource: Resource, value: int | None, words: Words, language: str) -> str:
    """How much of it, such as "50" or "200 GB"; sizes come in MB, None: it is not included."""
    from babel.numbers import format_decimal

    if value is None:
        return NONE[language]
    if resource not in SIZES:
        return str(format_decimal(value, locale=words.locale))
    unit, shown = ("GB", round(value / MB_IN_GB, 1)) if value >= MB_IN_GB else ("MB", value)
    return f"{format_decimal(shown, locale=words.locale)}\N{NO-BREAK SPACE}{unit}"
