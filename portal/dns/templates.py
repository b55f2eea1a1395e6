"""Templates: the records a domain begins with, and those of domains whose mail is elsewhere or nowhere."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from portal.dns.lines import RecordLine
from portal.dns.rules import NULL_MX
from portal.dns.zone_file import APEX, DEFAULT_TTL
from storage.models.dns import DnsType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from portal.settings import DnsSettings

WWW, DMARC = "www", "_dmarc"

NO_MAIL_POLICY = '"v=spf1 -all"'
NO_MAIL_DMARC = '"v=DMARC1; p=reject"'
"""Nobody sends mail from here, and what claims to come from here is refused."""

STEP = 10
"""Between the priorities of mail servers."""


class Template(StrEnum):
    """What a domain can be set to."""

    DEFAULT = "default"
    MAIL_ELSEWHERE = "elsewhere"
    NO_MAIL = "no mail"


def default_records(settings: DnsSettings) -> list[RecordLine]:
    """What a new domain has: its website and its mail are here."""
    return [*_web(settings), *_mail_here(settings)]


def set_from(
    template: Template, standing: Iterable[RecordLine], settings: DnsSettings, servers: Sequence[str] = ()
) -> list[RecordLine]:
    """What stands in a zone once a template was put over it; what it does not concern stays.

    Args:
        template: Which one.
        standing: What stands there.
        settings: Where the provider's servers are.
        servers: The mail servers elsewhere, absolute with final dots, the first one tried first.
    """
    ours = {f'"{settings.mail_policy}"', NO_MAIL_POLICY}
    if template is Template.DEFAULT:
        new = default_records(settings)
        goes: Callable[[RecordLine], bool] = lambda line: _is_web(line) or _is_mail(line)  # noqa: E731
    elif template is Template.MAIL_ELSEWHERE:
        new = [_line(APEX, DnsType.MX, f"{STEP * n} {server}") for n, server in enumerate(servers, 1)]
        goes = lambda line: _is_mx(line) or line.value in ours or _is_no_mail_dmarc(line)  # noqa: E731
    else:
        new = [
            _line(APEX, DnsType.MX, NULL_MX),
            _line(APEX, DnsType.TXT, NO_MAIL_POLICY),
            _line(DMARC, DnsType.TXT, NO_MAIL_DMARC),
        ]
        goes = lambda line: _is_mail(line) or _is_dmarc(line)  # noqa: E731
    kept = [line for line in standing if not goes(line)]
    keys = {line.key for line in kept}
    return [*kept, *(line for line in new if line.key not in keys)]


def _web(settings: DnsSettings) -> list[RecordLine]:
    addresses = ((DnsType.A, settings.web_ipv4), (DnsType.AAAA, settings.web_ipv6))
    return [_line(name, kind, str(address)) for name in (APEX, WWW) for kind, address in addresses]


def _mail_here(settings: DnsSettings) -> list[RecordLine]:
    return [
        _line(APEX, DnsType.MX, f"{STEP} {settings.mail_host}".lower()),
        _line(APEX, DnsType.TXT, f'"{settings.mail_policy}"'),
    ]


def _line(name: str, kind: DnsType, value: str) -> RecordLine:
    return RecordLine(name, kind, DEFAULT_TTL, value)


def _is_web(line: RecordLine) -> bool:
    return line.name in {APEX, WWW} and line.type in {DnsType.A, DnsType.AAAA, DnsType.CNAME}


def _is_mail(line: RecordLine) -> bool:
    policy = line.type is DnsType.TXT and line.value.casefold().startswith('"v=spf1')
    return _is_mx(line) or (line.name == APEX and policy) or _is_no_mail_dmarc(line)


def _is_mx(line: RecordLine) -> bool:
    return line.name == APEX and line.type is DnsType.MX


def _is_dmarc(line: RecordLine) -> bool:
    return line.name == DMARC


def _is_no_mail_dmarc(line: RecordLine) -> bool:
    return _is_dmarc(line) and line.value == NO_MAIL_DMARC
