"""Changes of a package in words: what lists, the history and the preview of a restore call things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import _, ngettext
from tui.text import assemble, literal

if TYPE_CHECKING:
    from textual.content import Content

    from portal.history import ChangeView


def what(view: ChangeView) -> Content:
    """A change in words, the most important first: "cron job changed: php x.php (schedule)"."""
    words = assemble(kind_words(view.kind), " ", _action(view))
    if view.name:
        words = assemble(words, ": ", literal(view.name, "bold"))
    told = [field_words(name) for name in view.fields]
    told += [_figure(word, count) for word, count in view.figures]
    if told:
        words = assemble(words, (f" ({', '.join(told)})", "$quiet"))
    return assemble(words, (_(" (undone)"), "$quiet")) if view.undone else words


def who_words(*, by_owner: bool | None) -> str:
    """Who made a change; None: neither the owner nor the webmaster."""
    if by_owner is None:
        return _("portal")
    return _("owner") if by_owner else _("webmaster")


def kind_words(kind: str) -> str:
    """What a kind of record is called on the screen."""
    words = {
        "domain": _("domain"),
        "subdomain": _("subdomain"),
        "database": _("database"),
        "package password": _("package password"),
        "master password": _("master password"),
        "third-party access": _("third-party access"),
        "SFTP user": _("SFTP user"),
        "protection": _("protection"),
        "cron job": _("cron job"),
        "record": _("DNS record"),
        "zone": _("DNS"),
        "mailbox": _("mailbox"),
        "alias": _("alias"),
        "forward": _("forward"),
        "catch-all": _("catch-all"),
        "imported addresses": _("email"),
        "product": _("product"),
        "imported products": _("products"),
        "category": _("category"),
        "shipping kind": _("kind of shipping"),
        "payment kind": _("kind of payment"),
        "voucher": _("voucher"),
        "order": _("order"),
        "shop settings": _("shop settings"),
        "shop key": _("key of the shop"),
        "legal texts": _("legal texts"),
        "catalogue": _("catalogue"),
        "opening": _("opening of the shop"),
        "backup": _("backup"),
        "mail": _("email"),
        "databases": _("databases"),
        "webspace": _("webspace"),
        "settings": _("settings"),
    }
    return words.get(kind, kind)


def field_words(name: str) -> str:
    """What a field is called on the screen."""
    words = {
        "output_to": _("output"),
        "sign_in": _("signing in"),
        "transfers": _("upload and download"),
        "uses_master": _("master password"),
        "points_to": _("domain shown"),
        "redirect_to": _("address of the redirect"),
        "redirect_code": _("kind of redirect"),
        "expires_on": _("last day"),
        "keys": _("public keys"),
        "php_version": _("PHP version"),
        "certificate": _("certificate"),
        "force_https": _("Force HTTPS"),
        "hsts": _("HSTS"),
        "realm": _("what the browser asks for"),
        "enabled": _("on or off"),
        "ttl": _("TTL"),
        "address": _("address"),
        "kind": _("kind"),
        "targets": _("delivers to"),
        "size_mb": _("size in MB"),
        "reply_enabled": _("auto-reply"),
        "reply_subject": _("subject of the auto-reply"),
        "reply_text": _("text of the auto-reply"),
        "reply_from": _("auto-reply from"),
        "reply_until": _("auto-reply until"),
        "reply_days": _("days between auto-replies"),
        "spam": _("spam"),
        "spam_allowed": _("never spam"),
        "spam_blocked": _("always spam"),
        "name": _("name"),
        "target": _("shows"),
        "directory": _("directory"),
        "default_address": _("default address"),
        "type": _("type"),
        "value": _("value"),
        "dialect": _("SQL dialect"),
        "remark": _("remark"),
        "schedule": _("schedule"),
        "command": _("command"),
        "password_hash": _("password"),
        "verifier": _("password"),
        "verifiers": _("users and passwords"),
        "version": _("version"),
        "price_cents": _("price"),
        "amount_cents": _("amount"),
        "minimum_cents": _("least order"),
        "tax_rate": _("tax"),
        "category_id": _("category"),
        "is_open": _("open or closed"),
        "retention_months": _("months that customer data are kept"),
    }
    return words.get(name, name.replace("_", " "))


def value_words(value: object) -> str:
    """What stands in a field, as people read it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value in ("", [], {}):
        return _("nothing")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


def _action(view: ChangeView) -> str:
    if view.action == "undone" and view.gone:
        return _("taken away again")
    words = {
        "added": _("added"),
        "ordered": _("ordered"),
        "ended": _("ended"),
        "changed": _("changed"),
        "removed": _("removed"),
        "password changed": _("got a new password"),
        "user added": _("got a user"),
        "user removed": _("lost a user"),
        "certificate ordered": _("certificate ordered"),
        "allowed": _("allowed"),
        "denied": _("denied"),
        "undone": _("put back"),
        "restored": _("restored"),
        "imported": _("imported"),
        "template": _("set from a template"),
        "made": _("made"),
        "made way": _("made way"),
        "moved away": _("went to another package"),
        "moved here": _("came from another package"),
        "became main": _("became the main domain"),
    }
    return words.get(view.action, view.action)


def _figure(word: str, count: int) -> str:
    """Such as "3 came back"."""
    words = {
        "back": ngettext("{n} came back", "{n} came back", count),
        "gone": ngettext("{n} went", "{n} went", count),
        "changed": ngettext("{n} changed", "{n} changed", count),
    }
    return words.get(word, f"{{n}} {word}").format(n=count)
