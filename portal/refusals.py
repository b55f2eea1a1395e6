"""What several subjects refuse in the same words."""

from __future__ import annotations

from typing import TypeVar

from portal.errors import ChangedMeanwhile, NotFound
from portal.i18n import _, ngettext
from storage.models.products import Resource

Found = TypeVar("Found")
Plan = TypeVar("Plan")


def there(found: Found | None) -> Found:
    """What was found; raises NotFound where nothing was."""
    if found is None:
        raise NotFound(_("This is not there any more. F5 shows what is."))
    return found


def own_package(found: Found | None) -> Found:
    """A package as it was looked up for its owner; raises NotFound for a missing one and another's alike."""
    if found is None:
        raise NotFound(_("This package is not among yours."))
    return found


def require_as_seen(seen: Plan, now: Plan) -> None:
    """Raise ChangedMeanwhile, with what it would mean by now, unless that is what was shown."""
    if seen != now:
        raise ChangedMeanwhile(_("This is not as it was shown any more. Please look once more."), {}, now)


def no_room(resource: Resource, used: int, allowed: int) -> str:
    """The refusal of something that does not fit, with the figures."""
    if not allowed:
        return _("This package includes nothing of this kind. A larger product does.")
    left = max(allowed - used, 0)
    sizes = {
        Resource.MAIL_STORAGE: _("Of the {allowed} MB of mail storage only {left} MB are left."),
        Resource.WEBSPACE: _("Of the {allowed} MB of webspace only {left} MB are left."),
    }
    counted = {
        Resource.MAILBOXES: ngettext(
            "The only mailbox of this package is in use.",
            "All {allowed} mailboxes of this package are in use.",
            allowed,
        ),
        Resource.DATABASES: ngettext(
            "The only database of this package is in use.",
            "All {allowed} databases of this package are in use.",
            allowed,
        ),
        Resource.SFTP_USERS: ngettext(
            "The only SFTP user of this package is in use.",
            "All {allowed} SFTP users of this package are in use.",
            allowed,
        ),
        Resource.CRON_JOBS: ngettext(
            "The only cron job of this package is in use.",
            "All {allowed} cron jobs of this package are in use.",
            allowed,
        ),
        Resource.PRODUCTS: ngettext(
            "The only product of this package is in use.",
            "All {allowed} products of this package are in use.",
            allowed,
        ),
        Resource.BACKUPS: ngettext(
            "There is one backup, and no more are kept. Remove it first.",
            "There are {allowed} backups, and no more are kept. Remove one first.",
            allowed,
        ),
    }
    template = sizes.get(resource) or counted.get(resource) or _("{used} of {allowed} are in use.")
    return template.format(used=used, allowed=allowed, left=left)
