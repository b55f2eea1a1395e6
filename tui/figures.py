"""Use against quota, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.packages import Resource
from tui import formats
from tui.i18n import _, ngettext

if TYPE_CHECKING:
    from portal.packages import Figure

SIZES = {Resource.MAIL_STORAGE, Resource.WEBSPACE}
"""What is counted in MB."""


def figure_words(figure: Figure, country: str) -> str:
    """Such as "14/50 mailboxes", or "7 new orders" where nothing limits them."""
    amount = _amount(figure, country)
    return f"{amount} {noun(figure.resource, figure.used if figure.allowed is None else figure.allowed)}"


def _amount(figure: Figure, country: str) -> str:
    write = formats.size if figure.resource in SIZES else formats.number
    if figure.allowed is None:
        return write(figure.used, country)
    if figure.resource in SIZES:
        return formats.share(figure.used, figure.allowed, country)
    return f"{write(figure.used, country)}/{write(figure.allowed, country)}"


def noun(resource: Resource, n: int) -> str:
    """What is counted, in the number that fits `n`."""
    nouns = {
        Resource.DOMAINS: ngettext("domain", "domains", n),
        Resource.ADDITIONAL_DOMAINS: ngettext("additional domain", "additional domains", n),
        Resource.MAILBOXES: ngettext("mailbox", "mailboxes", n),
        Resource.MAIL_STORAGE: _("of mail"),
        Resource.DATABASES: ngettext("database", "databases", n),
        Resource.WEBSPACE: _("of webspace"),
        Resource.SFTP_USERS: ngettext("SFTP user", "SFTP users", n),
        Resource.CRON_JOBS: ngettext("cron job", "cron jobs", n),
        Resource.BACKUPS: ngettext("backup", "backups", n),
        Resource.PAGES: ngettext("page", "pages", n),
        Resource.UNPUBLISHED_CHANGES: ngettext("unpublished change", "unpublished changes", n),
        Resource.PRODUCTS: ngettext("product", "products", n),
        Resource.NEW_ORDERS: ngettext("new order", "new orders", n),
    }
    return nouns[resource]
