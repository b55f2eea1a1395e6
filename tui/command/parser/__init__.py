"""What the command line understands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.command.parser.forms import add_forms
from tui.command.parser.money import add_money
from tui.command.parser.offers import OPTIONS, add_offers
from tui.command.parser.outbox import add_outbox
from tui.command.parser.pieces import Parser, add_place, new_act, new_command, new_deeds, new_options
from tui.command.parser.shop import add_shop
from tui.command.parser.support import add_tickets
from tui.i18n import _

if TYPE_CHECKING:
    import argparse

    from tui.command.parser.pieces import Commands

PROGRAM = "customer-login"


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; `command` and `act` name what was chosen."""
    parser = Parser(
        prog=PROGRAM,
        description=_("A hosting provider's customer portal in the terminal."),
        epilog=_(
            "Without a command, the portal opens. “customer-login demo” shows it with invented customers."
        ),
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help=_("show the version and exit"))
    add_place(parser, None)
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"), parser_class=Parser)
    _add_demo(commands)
    admin = new_command(commands, "admin", _("what the provider's staff do"))
    acts = admin.add_subparsers(dest="act", metavar=_("ACT"), required=True, parser_class=Parser)
    _add_import(acts)
    _add_statistics(acts)
    _add_customer(acts)
    _add_publish(acts)
    _add_webspace(acts)
    add_money(acts)
    add_forms(acts)
    add_offers(acts)
    add_outbox(acts)
    add_tickets(acts)
    add_shop(acts)
    new_act(acts, "daily-backups", _("make the day's backup of every package, remove those of long ago"))
    _add_database(acts)
    return parser


def dashed(name: str) -> str:
    """The option that sets a field: `address.house_number` → `--house-number`, `owned.0` → `--for`."""
    first = name.partition(".")[0]
    if first in OPTIONS:
        return OPTIONS[first]
    group, _dot, last = name.rpartition(".")
    return f"--{'debit ' if group == 'bank_data' else ''}{last.replace('_', '-')}"


def _add_demo(commands: Commands) -> None:
    demo = new_command(commands, "demo", _("look around with invented customers"))
    demo.add_argument(
        "--size",
        choices=("small", "large"),
        default="small",
        help=_("large: a customer with 10 000 packages"),
    )
    demo.add_argument("--keep", metavar=_("FILE"), type=Path, help=_("keep the database in a new file"))


def _add_import(acts: Commands) -> None:
    act = new_act(acts, "import", _("import products, customers, packages and offers from JSON Lines"))
    what = act.add_mutually_exclusive_group(required=True)
    what.add_argument("file", metavar=_("FILE"), type=Path, nargs="?", help=_("the file"))
    what.add_argument("--schema", action="store_true", help=_("print the JSON Schema of a line"))
    act.add_argument("--dry-run", action="store_true", help=_("check everything, keep nothing"))


def _add_statistics(acts: Commands) -> None:
    act = new_act(acts, "statistics", _("import traffic, storage and mail by month from JSON Lines"))
    act.add_argument("file", metavar=_("FILE"), type=Path, help=_("the file"))
    act.add_argument("--dry-run", action="store_true", help=_("check everything, keep nothing"))


def _add_customer(acts: Commands) -> None:
    customer = new_deeds(
        acts, "customer", _("add, show, lock, unlock customers, give a new password, check a PIN")
    )
    _add_new_customer(new_act(customer, "add", _("add a customer, with a password that is shown once")))
    about = {
        "show": _("show a customer, bank data masked"),
        "lock": _("let a customer sign in no longer; all sessions end"),
        "unlock": _("let a locked customer sign in again"),
        "reset-password": _("give a customer a new password, shown once; all sessions end"),
        "pin": _("check the service PIN of a caller, which is asked for; a right one is used up"),
    }
    for name, what in about.items():
        new_act(customer, name, what).add_argument("number", metavar=_("NUMBER"), help=_("customer number"))


def _add_new_customer(add: Parser) -> None:
    add.add_argument("--number", help=_("customer number, 8 digits; a free one if left out"))
    add.add_argument("--type", choices=("consumer", "business"), default="consumer")
    new_options(
        add,
        ("company", _("company, where there is one")),
        ("first-name", _("first name")),
        ("last-name", _("last name")),
        ("since", _("customer since, like 2026-03-31; today if left out")),
        ("language", _("two letters such as de")),
    )
    new_options(
        add.add_argument_group(_("address")),
        ("street", _("street, without the number")),
        ("house-number", _("number")),
        ("addition", _("anything more")),
        ("postcode", _("postcode")),
        ("town", _("town")),
        ("country", _("two letters; DE if left out")),
    )
    new_options(
        add.add_argument_group(_("telephone")),
        ("telephone", _("telephone; this or a mobile number is needed")),
        ("mobile", _("mobile number")),
        ("fax", _("fax")),
    )
    new_options(
        add.add_argument_group(_("email")),
        ("email", _("where notices go")),
        ("invoice-email", _("where invoices go, if somewhere else")),
    )
    add.add_argument(
        "--debit", action="store_true", help=_("pays by debit: account holder and IBAN are asked for")
    )


def _add_publish(acts: Commands) -> None:
    act = new_act(acts, "publish", _("write what servers read: zones, mail, websites, databases and more"))
    act.add_argument("folder", metavar=_("DIR"), type=Path, help=_("where servers look; changed all at once"))
    act.add_argument("--package", metavar=_("DOMAIN"), help=_("only the package with this domain"))


def _add_webspace(acts: Commands) -> None:
    measure = new_act(acts, "measure", _("read from the disk how much room webspaces take"))
    measure.add_argument(
        "folder", metavar=_("DIR"), type=Path, help=_("holds a folder for each package, called by its number")
    )
    measure.add_argument("--package", metavar=_("DOMAIN"), help=_("only the package with this domain"))
    preview = new_act(acts, "preview", _("show the published website of a package on this computer"))
    preview.add_argument("package", metavar=_("PACKAGE"), help=_("a domain of the package"))
    preview.add_argument(
        "--port", metavar=_("N"), type=int, default=0, help=_("at which port; else one that is free")
    )
    certificate = new_act(acts, "certificate", _("book what became of a certificate that was ordered"))
    certificate.add_argument("name", metavar=_("NAME"), help=_("domain or subdomain"))
    certificate.add_argument("outcome", choices=("valid", "failed"), help=_("whether there is one now"))
    certificate.add_argument("--until", metavar=_("DATE"), help=_("its last day, like 2026-03-31"))


def _add_database(acts: Commands) -> None:
    new_act(acts, "migrate", _("make a new database, or bring one up to date after a backup"))
    backup = new_act(acts, "backup", _("copy the database while it is in use"))
    backup.add_argument("--to", metavar=_("FILE"), type=Path, help=_("a new file; else beside the database"))
    new_act(acts, "check", _("look for damage in the database"))
    new_act(acts, "rotate-key", _("seal bank data anew under a new key"))
