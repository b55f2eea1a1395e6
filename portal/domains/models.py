"""What may be entered about domains and subdomains."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from portal.domain_names import ascii_name, subdomain_label, unicode_name
from portal.domains.redirects import LONGEST, redirect_url
from portal.errors import InvalidInput
from portal.i18n import _
from portal.validation import Cleaned, Input, Line, Secret
from portal.webspace.paths import Directory
from storage.models.domains import DefaultAddress, DomainKind, DomainState, SiteTarget

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

__all__ = [
    "BELONGS",
    "DefaultAddress",
    "DomainKind",
    "DomainState",
    "NewDomain",
    "NewSubdomain",
    "SiteSettings",
    "SiteTarget",
]

BELONGS = {
    "directory": SiteTarget.DIRECTORY,
    "points_to": SiteTarget.DOMAIN,
    "redirect_to": SiteTarget.REDIRECT,
    "redirect_code": SiteTarget.REDIRECT,
}
"""Fields that say more about one target, and which: with another one they stand at their defaults."""

FOR_GOOD, FOR_NOW = 301, 302
"""What a redirect says of itself (RFC 9110, 15.4)."""

LONGEST_LABEL = 190
"""As its column has it."""


def _own_name(value: str) -> str:
    return ascii_name(value) if value else value


def _redirect(value: str) -> str:
    return redirect_url(value) if value else value


def _code(value: int) -> int:
    if value not in {FOR_GOOD, FOR_NOW}:
        raise InvalidInput(_("A redirect is 301 (for good) or 302 (for now)."))
    return value


def _label(value: str) -> str:
    label = subdomain_label(value)
    if len(label) > LONGEST_LABEL:
        raise InvalidInput(_("This name is too long for a subdomain."))
    return label


@cache
def _known_endings() -> PublicSuffixList:
    """The endings of publicsuffix.org; there are ten thousand, and they are read once."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(only_icann=True, accept_unknown=False)


def _registrable(value: str) -> str:
    """A name as it is registered: one label before an ending that is known."""
    name = ascii_name(value)
    registered = _known_endings().privatesuffix(name)
    if registered is None:
        raise InvalidInput(_("This cannot be ordered: it needs a name and a known ending, like example.de."))
    if registered != name:
        raise InvalidInput(
            _("This is a subdomain. The domain to order is {name}.").format(name=unicode_name(registered))
        )
    return unicode_name(name)


class SiteSettings(Input):
    """Where a domain or subdomain leads."""

    target: SiteTarget = SiteTarget.DIRECTORY
    directory: Directory = "/"
    points_to: Annotated[Cleaned, Field(max_length=253, validate_default=True), AfterValidator(_own_name)] = (
        ""
    )
    """The punycode name of another domain or subdomain of the package, whose content is shown."""
    redirect_to: Annotated[
        Cleaned, Field(max_length=LONGEST, validate_default=True), AfterValidator(_redirect)
    ] = ""
    """An address with http or https, as servers read it."""
    redirect_code: Annotated[int, AfterValidator(_code)] = FOR_GOOD
    default_address: DefaultAddress = DefaultAddress.BOTH
    """Of domains only: with www, without, or both."""

    @field_validator(*BELONGS, mode="before")
    @classmethod
    def _only_of_the_target(cls, value: Any, info: ValidationInfo) -> Any:
        name = info.field_name or ""
        return value if info.data.get("target") is BELONGS[name] else cls.model_fields[name].default

    @field_validator("points_to", "redirect_to")
    @classmethod
    def _needed_for_the_target(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("target") is BELONGS[info.field_name or ""]:
            raise InvalidInput(_("Please fill in this field."))
        return value


class NewSubdomain(SiteSettings):
    """A name below a domain, and where it leads."""

    domain_id: int
    label: Annotated[Line, AfterValidator(_label)]
    """What stands before the domain, in punycode."""


Registrable = Annotated[Line, AfterValidator(_registrable), Field(max_length=253)]
"""The name of a domain that can be ordered, in Unicode."""


class NewDomain(Input):
    """A domain to be ordered, confirmed by the customer password."""

    name: Registrable
    password: Secret
