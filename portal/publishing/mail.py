"""Maps of Postfix (virtual(5)) and the passwd-file of Dovecot: who has mail, where it goes, who signs in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from portal.i18n import _
from portal.mail.rules import ALWAYS_REACHABLE
from portal.publishing import sieve
from portal.publishing.quoting import Unfit, address, argon2id, host
from storage.models.dns import DnsType
from storage.models.mail import MailAddress, MailKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portal.publishing.release import Release
    from storage.models.domains import Domain
    from storage.repositories.publishing import PackageContents

VIRTUAL, MAILBOXES, DOMAINS = "mail/virtual", "mail/virtual-mailboxes", "mail/virtual-domains"
PASSWD = "mail/passwd"  # noqa: S105 - a file
FILES = (VIRTUAL, MAILBOXES, DOMAINS, PASSWD)

NO_PASSWORD = "{CRYPT}!"  # noqa: S105 - the opposite of a password
"""No password has this verifier (crypt(5))."""


def publish(contents: PackageContents, release: Release) -> None:
    """Write a package's share of the maps. A suspended package keeps its mail: nothing is lost."""
    stored: dict[int, list[MailAddress]] = defaultdict(list)
    for each in contents.addresses:
        stored[each.domain_id].append(each)
    elsewhere, others = _elsewhere(contents, release), _leading_to(contents)
    for domain in contents.domains:
        addresses = stored[domain.id]
        if addresses or domain.id not in elsewhere:
            with release.entry(contents, "domain", domain.name):
                _publish_domain(contents, release, domain, addresses, others)


def _publish_domain(
    contents: PackageContents,
    release: Release,
    domain: Domain,
    addresses: list[MailAddress],
    others: Mapping[str, Sequence[str]],
) -> None:
    name = host(domain.ascii_name)
    taken: set[str] = set()
    lines: dict[str, list[str]] = {file: [] for file in FILES}
    lines[DOMAINS].append(f"{name} p{contents.package.id}")
    for each in addresses:
        if each.enabled:
            with release.entry(contents, each.kind.value, each.address):
                _add(lines, each, name)
                taken.add(each.local_part)
                release.counts.addresses += 1
                if each.kind is MailKind.MAILBOX:
                    own = f"{each.local_part}@{name}"
                    _publish_sieve(contents, release, each, own, others.get(own, ()))
    postmaster = address(release.settings.mail.postmaster)
    lines[VIRTUAL] += [f"{local}@{name} {postmaster}" for local in ALWAYS_REACHABLE if local not in taken]
    for file, added in lines.items():
        release.folder.growing(file).add("".join(f"{line}\n" for line in added))


def _add(lines: Mapping[str, list[str]], each: MailAddress, domain: str) -> None:
    if each.kind is MailKind.CATCH_ALL:
        lines[VIRTUAL].append(f"@{domain} {_targets(each)}")
        return
    own = address(f"{each.local_part}@{domain}")
    if each.kind is not MailKind.MAILBOX:
        lines[VIRTUAL].append(f"{own} {_targets(each)}")
        return
    # Also when there is a catch-all, which Postfix looks for before it looks for mailboxes.
    if "'" in own:
        raise Unfit(_("Dovecot finds no mailbox with an apostrophe in its name"))
    user = f"{own}:{_password(each)}::::::userdb_quota_rule=*:storage={int(each.size_mb)}M"
    lines[VIRTUAL].append(f"{own} {own}")
    lines[MAILBOXES].append(f"{own} {domain}/{each.local_part}/")
    lines[PASSWD].append(user)


def _password(mailbox: MailAddress) -> str:
    return f"{{ARGON2ID}}{argon2id(mailbox.password_hash)}" if mailbox.password_hash else NO_PASSWORD


def _targets(each: MailAddress) -> str:
    if not each.targets:
        raise Unfit(_("it delivers to nobody"))
    return ", ".join(dict.fromkeys(map(address, each.targets)))


def _publish_sieve(
    contents: PackageContents, release: Release, mailbox: MailAddress, own: str, others: Sequence[str]
) -> None:
    with release.entry(contents, "mail filter", mailbox.address):
        script = sieve.script(mailbox, own, others, release.settings.time_zone)
        if script:
            release.folder.write(f"mail/sieve/{own}.sieve", script)


def _leading_to(contents: PackageContents) -> Mapping[str, Sequence[str]]:
    """By address: those of the package whose mail reaches it, too."""
    domains = {domain.id: domain.ascii_name for domain in contents.domains}
    found: dict[str, set[str]] = defaultdict(set)
    for each in contents.addresses:
        if each.enabled and each.kind in {MailKind.ALIAS, MailKind.FORWARD}:
            own = _in_punycode(f"{each.local_part}@{domains[each.domain_id]}")
            for target in each.targets if own else ():
                found[_in_punycode(target)].add(own)
    return {target: sorted(addresses) for target, addresses in found.items()}


def _in_punycode(target: str) -> str:
    try:
        return address(target).lower()
    except Unfit:
        return ""


def _elsewhere(contents: PackageContents, release: Release) -> set[int]:
    """Domains whose mail goes to other servers, by their MX records (RFC 5321, 5)."""
    servers: dict[int, set[str]] = defaultdict(set)
    for record in contents.records:
        if record.type is DnsType.MX and record.name == "@":
            servers[record.domain_id].add(record.value.split()[-1].lower() if record.value.strip() else "")
    return {key for key, names in servers.items() if release.settings.dns.mail_host.lower() not in names}
