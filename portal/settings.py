"""What the provider decides: read once from `portal.toml`, with defaults for all of it."""

from __future__ import annotations

import re
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from portal.errors import InvalidInput
from portal.i18n import _
from portal.opening_hours import OpeningHours
from portal.validation import Cleaned, Input, checked

if TYPE_CHECKING:
    from pathlib import Path


NUMBER = re.compile(r"[A-Za-z0-9](?:-?[A-Za-z0-9]){0,29}")
"""An invoice's number."""


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise InvalidInput(_("This time zone is not known.")) from None
    return name


def _number_format(value: str) -> str:
    """Different documents get different numbers, and banks take them as an identifier (EPC130-08)."""
    try:
        shown = {
            value.format(year=year, serial=serial) for year in (2026, 2027) for serial in (1, 999_999_999)
        }
    except (ValueError, LookupError, AttributeError):
        shown = set()
    if len(shown) != 2 * 2 or not all(NUMBER.fullmatch(each) for each in shown):
        raise InvalidInput(
            _(
                "Please write a number with {year} and {serial} in it, of at most 30 letters, digits and"
                " hyphens, such as R-{year}-{serial:06}."
            )
        )
    return value


HOST = re.compile(r"[A-Za-z0-9_.:-]{1,253}")
"""What the name or address of a server is made of."""


def _mail_server(value: str) -> str:
    if value and not HOST.fullmatch(value):
        raise InvalidInput(_("This is not the name of a server, such as mail.example.de."))
    return value


def _address(value: str) -> str:
    from portal.customers.email import normal_address  # heavy, and most installations name none

    return normal_address(value)


def _ascii(value: str) -> str:
    """Logins of SMTP know no others (RFC 4616 would, servers and libraries do not)."""
    if not value.isascii() or (value and not value.isprintable()):
        raise InvalidInput(_("Only letters without accents, digits and signs can stand here."))
    return value


def _is_this_computer(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


class SignInSettings(Input):
    """How long sessions last and how tries are counted."""

    customer_idle_minutes: int = Field(default=10, ge=1)
    package_idle_minutes: int = Field(default=30, ge=1)
    longest_hours: int = Field(default=12, ge=1)
    tries: int = Field(default=5, ge=1)
    """Wrong passwords in a row for one account from one place."""
    tries_of_a_source: int = Field(default=20, ge=1)
    tries_of_an_account: int = Field(default=20, ge=1)
    seconds_for_a_try: int = Field(default=30, ge=1)
    """One try comes back after so many seconds."""
    failure_seconds: float = Field(default=0.6, ge=0)
    """Every refused sign-in takes at least this long, whatever the reason."""


class SupportSettings(Input):
    """How customers reach customer service."""

    telephone: str = ""
    hours: str = ""
    """In words, as customers read them."""
    most_an_hour: int = Field(default=10, ge=1)
    """Messages to customer service that a customer may write within an hour."""
    pin_minutes: int = Field(default=120, ge=1)
    """How long a service PIN is valid."""
    open: OpeningHours = OpeningHours()
    """By weekday: from them the portal knows whether somebody is there."""


Name = Annotated[str, Field(pattern=r"^(?:[A-Za-z0-9_-]{1,63}\.)+$")]
"""A name of the provider's own in DNS, with its final dot."""


class DnsSettings(Input):
    """What stands in every zone, and what the templates point to."""

    nameservers: tuple[Name, ...] = Field(("ns1.hosting.example.", "ns2.hosting.example."), min_length=1)
    hostmaster: Name = "hostmaster.hosting.example."
    """The mailbox of the SOA record, written as a name (RFC 1035)."""
    web_ipv4: IPv4Address = IPv4Address("192.0.2.80")
    web_ipv6: IPv6Address = IPv6Address("2001:db8::80")
    mail_host: Name = "mx.hosting.example."
    mail_policy: str = "v=spf1 mx -all"
    """The SPF record of the default template (RFC 7208)."""


class MailSettings(Input):
    """Rules of the mail server."""

    most_targets: int = Field(default=20, ge=1)
    """Addresses that one forward may deliver to."""
    postmaster: str = "postmaster@hosting.example"
    """Gets mail to postmaster@ and abuse@ of domains that have no such address (RFC 2142)."""


class WebSettings(Input):
    """What the web server offers, and where things are on it."""

    php_versions: tuple[str, ...] = Field(("8.4", "8.3", "8.2"), min_length=1)
    """The first one is the default."""
    cron_minutes: int = Field(default=5, ge=1)
    """The shortest time between two runs of a cron job."""
    root: str = "/srv/customers"
    """The webspace of a package is a folder under it, called by the package's number."""
    certificates: str = "/etc/ssl/customers"


class BackupSettings(Input):
    """How long backups are kept."""

    kept_days: int = Field(default=14, ge=1)
    """Daily ones."""


class ProviderSettings(Input):
    """Who issues invoices and collects debits: stands on every invoice (§14 UStG)."""

    name: str = ""
    """With its legal form; empty: nothing is billed."""
    street: str = ""
    """With the house number."""
    postcode: str = ""
    town: str = ""
    vat_id: str = ""
    registered_at: str = ""
    """Court and number of the commercial register."""
    directors: str = ""
    telephone: str = ""
    email: str = ""
    website: str = ""
    iban: str = ""
    """Where transfers go, and debits are credited."""
    bic: str = ""
    bank_name: str = ""
    creditor_id: str = ""
    """By which banks know who collects debits."""


class InvoiceSettings(Input):
    """How invoices are issued."""

    vat_percent: int = Field(default=19, ge=1, le=50)
    number: Annotated[str, AfterValidator(_number_format)] = "R-{year}-{serial:06}"
    """How numbers look: `{year}` and `{serial}` are filled in."""
    days_to_pay: int = Field(default=14, ge=0)
    """Until a transfer must be there."""
    most_days_ahead: int = Field(default=62, ge=0)
    """How far ahead periods may be billed."""


class DebitSettings(Input):
    """How debits are collected."""

    announcement_days: int = Field(default=5, ge=1)
    """Days between the announcement of a debit and the debit."""
    export_days: int = Field(default=1, ge=1)
    """Bank working days that the bank wants a debit before its day."""
    most_repeats: int = Field(default=2, ge=0)
    refundable_days: int = Field(default=56, ge=0)
    """How long a customer may have a debit sent back: eight weeks (SEPA core rulebook)."""
    return_fee_cents: int = Field(default=300, ge=0)
    """What a returned debit costs the customer, where the operator asks for it."""


class ContractSettings(Input):
    """What is agreed beside prices and terms."""

    withdrawal_days: int = Field(default=14, ge=14)
    """How long consumers can withdraw from an order; the law's least (§355 BGB)."""
    auth_info_days: int = Field(default=30, ge=1)
    """How long an AuthInfo opens a domain to another provider."""


class SplittingSettings(Input):
    """What it costs to split a package, gross."""

    fee_cents: int = Field(default=500, ge=0)
    """For each domain that moves."""
    most_fee_cents: int = Field(default=1500, ge=0)
    """For an order, however many domains move."""


class ReminderSettings(Input):
    """How many days ahead customers are reminded of deadlines; 0: on the last day."""

    notice_days: int = Field(default=30, ge=0)
    """Of the last day to give notice for the end of a minimum term."""
    end_days: int = Field(default=7, ge=0)
    """Of the end of a package that was terminated."""
    change_days: int = Field(default=7, ge=0)
    """Of the last day on which a change can be retracted."""


class Security(StrEnum):
    """How a connection to the mail server is kept from others."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """Only for a server on the same computer."""


class SmtpSettings(Input):
    """The mail server that takes what customers are told."""

    host: Annotated[str, AfterValidator(_mail_server)] = ""
    """Empty: mail stays in the outbox."""
    port: int = Field(default=587, ge=1, le=65535)
    security: Security = Security.STARTTLS
    ca_file: str = ""
    """Certificates that are trusted, as PEM; empty: those of the system."""
    login: Annotated[str, AfterValidator(_ascii)] = ""
    password: Annotated[str, AfterValidator(_ascii)] = Field(default="", repr=False)
    sender: Annotated[str, AfterValidator(_address)] = ""
    """The address that mail comes from, and comes back to."""
    sender_name: Cleaned = Field(default="", max_length=100)
    """Empty: the brand."""
    unsubscribe: Annotated[str, AfterValidator(_address)] = ""
    """Takes mails by which customers unsubscribe from offers; empty: they write in the portal."""
    timeout_seconds: int = Field(default=30, ge=1)
    an_address_hourly: int = Field(default=30, ge=1)
    """Mails to one address in an hour; more wait."""
    most_a_run: int = Field(default=10_000, ge=1)
    """Mails of one run of `admin outbox send`."""
    most_tries: int = Field(default=36, ge=1)
    """Tries of one mail: with pauses of four hours at most, that is five days (RFC 5321, 4.5.4.1)."""
    poll_seconds: int = Field(default=10, ge=1)
    """How often `--watch` looks for new mail."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if not self.host:
            return self
        if not self.sender:
            raise InvalidInput(_("Please say with “sender” which address mail comes from."))
        if self.security is Security.NONE and not _is_this_computer(self.host):
            raise InvalidInput(
                _(
                    "Without TLS mail goes to a server on this computer only: please write starttls or tls as"
                    " “security”."
                )
            )
        return self


class Settings(Input):
    """All settings of one installation."""

    brand: str = ""
    """The provider's name, in front of "Customer Login"."""
    database: str = Field(default="", repr=False)
    """URL or file; empty: the user's data folder."""
    key_file: str = ""
    """Where the key of sealed values is; empty: the user's configuration folder."""
    time_zone: Annotated[str, AfterValidator(_known_zone)] = "Europe/Berlin"
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "DE"
    """The provider's own, ISO 3166-1 alpha-2: whose dates and numbers stand where no other is known."""
    own_machine: bool = True
    """Whether the portal runs on the customer's own computer: only there it writes and opens files."""
    sign_in: SignInSettings = SignInSettings()
    support: SupportSettings = SupportSettings()
    dns: DnsSettings = DnsSettings()
    mail: MailSettings = MailSettings()
    web: WebSettings = WebSettings()
    backups: BackupSettings = BackupSettings()
    provider: ProviderSettings = ProviderSettings()
    invoices: InvoiceSettings = InvoiceSettings()
    debits: DebitSettings = DebitSettings()
    contracts: ContractSettings = ContractSettings()
    splitting: SplittingSettings = SplittingSettings()
    reminders: ReminderSettings = ReminderSettings()
    smtp: SmtpSettings = SmtpSettings()


def load_settings(path: Path) -> Settings:
    """Read a settings file; a missing one means the defaults.

    Raises:
        InvalidInput: Not to be read, not TOML, or a setting is unknown or wrong; the sentence names it.
    """
    import tomllib

    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise InvalidInput(
            _("{path} cannot be read: {reason}").format(path=path, reason=error.strerror)
        ) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInput(
            _("{path} is not a settings file: {reason}").format(path=path, reason=error)
        ) from None
    try:
        return checked(Settings, values)
    except InvalidInput as error:
        reasons = "; ".join(f"{name}: {problem}" for name, problem in error.problems.items())
        raise InvalidInput(f"{path}: {reasons}") from None
