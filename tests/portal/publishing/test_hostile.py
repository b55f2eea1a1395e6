"""Whatever stands in the database, no file breaks: it is quoted, or left out and told."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.dialects.sqlite import insert

from storage.models.base import Base
from storage.models.dns import DnsType
from storage.models.domains import SiteTarget
from storage.models.mail import MailKind
from storage.models.products import Dialect
from tests.factories import domain as domain_row
from tests.factories import site
from tests.hostile import HOSTILE
from tests.portal.publishing.press import (
    KEY,
    Press,
    cron_job,
    database,
    mail,
    protected,
    record,
    sftp_user,
)
from tests.portal.publishing.test_cron import require_readable
from tests.programs import Postfix, checked_nginx, ran, running_dovecot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storage.models.base import Administered
    from storage.models.packages import Package
    from storage.models.webspace import SftpUser
    from tests.portal.publishing.database_server import DatabaseServer

MARK = "evil-mark"
"""Stands in strings that would begin a line, a directive or a statement of their own."""

LINES = ("\n", "\r\n", "\r", "\0", "\v", "\f", "\x85", "\u2028")

WORDS = r"""
" ' \ a\ \" "; '; -- $ $host ${host} $(id) `id` % %n %% \% a%b ; { } {} # - -rf -- . .. ../.. / /.. // | |id
: a:b :include:/etc/passwd , a,b @ a@b * ? ! ~ ~root = a=b < > & && ( ) [ ] ^ _ + ä 日本 😀 off root default
include \. MAILTO=x @reboot localhost 127.0.0.1 \! \set $INCLUDE $GENERATE text: o'brien
"""

SENTENCES = (
    '"; }', "'; --", "# x", "( ; )", " ", "  ", " a", "a ", "\t",
    "return 200", "\\set x", "\\! id", "text:\n.\n",
    "$INCLUDE /etc/passwd", "$GENERATE 1-9 a A 192.0.2.1", "\u202e", "\ufeff",
)  # fmt: skip

STRINGS = tuple(
    dict.fromkeys((*HOSTILE.values(), *(f"a{line}{MARK}" for line in LINES), *WORDS.split(), *SENTENCES))
)


def test_there_is_something_to_be_afraid_of() -> None:
    assert len(STRINGS) > 130


class Rows:
    """Records with a hostile string in one field each, past all rules."""

    def __init__(self, press: Press, package: Package) -> None:
        self.press = press
        self.package = package
        self.domain = press.domain("musterfrau.de")
        self._numbers = itertools.count(1)

    def word(self) -> str:
        return f"n{next(self._numbers)}"

    def box(self, **changes: Any) -> Administered:
        values = {"password_hash": self.press.house.hasher.hash("x" * 12), **changes}
        return mail(self.domain, values.pop("local_part", self.word()), **values)

    def user(self, **changes: Any) -> SftpUser:
        return sftp_user(self.package, self.word(), **changes)

    def name(self, **changes: Any) -> Administered:
        return record(
            self.domain, changes.pop("name", self.word()), changes.pop("type", DnsType.A), **changes
        )

    def page(self, **changes: Any) -> Administered:
        changed = site(self.domain, self.word())
        for field, value in changes.items():
            setattr(changed, field, value)
        return changed

    def job(self, **changes: Any) -> Administered:
        return cron_job(self.package, **{"command": self.word(), **changes})

    def base(self, **changes: Any) -> Administered:
        return database(self.package, self.word(), **changes)

    def shut(self, **changes: Any) -> Administered:
        return protected(self.package, **{"directory": f"/{self.word()}", **changes})


FIELDS: dict[str, Callable[[Rows, str], Any]] = {
    "domain": lambda rows, text: domain_row(
        rows.package.id, name=f"{text[:200]}{rows.word()}", ascii_name=text
    ),
    "domain with an ending": lambda rows, text: domain_row(rows.package.id, ascii_name=f"{text}.de"),
    "local part": lambda rows, text: rows.box(local_part=text, address=rows.word()),
    "inside a local part": lambda rows, text: rows.box(local_part=f"{rows.word()}{text}b", address="x"),
    "local part of a forward": lambda rows, text: rows.box(
        local_part=f"f{text}", kind=MailKind.FORWARD, targets=["a@example.org"], address="x"
    ),
    "target": lambda rows, text: rows.box(kind=MailKind.FORWARD, targets=[text]),
    "target at a domain": lambda rows, text: rows.box(kind=MailKind.ALIAS, targets=[f"{text}@example.org"]),
    "domain of a target": lambda rows, text: rows.box(kind=MailKind.ALIAS, targets=[f"a@{text}"]),
    "mailbox verifier": lambda rows, text: rows.box(password_hash=text),
    "reply subject": lambda rows, text: rows.box(reply_enabled=True, reply_subject=text, reply_text="x"),
    "reply text": lambda rows, text: rows.box(reply_enabled=True, reply_text=text),
    "allowed sender": lambda rows, text: rows.box(spam_allowed=[text]),
    "blocked sender": lambda rows, text: rows.box(spam_blocked=[f"@{text}"]),
    "record name": lambda rows, text: rows.name(name=text, value="192.0.2.1"),
    "record value": lambda rows, text: rows.name(type=DnsType.TXT, value=text),
    "record value in quotes": lambda rows, text: rows.name(type=DnsType.TXT, value=f'"{text}"'),
    "mail server": lambda rows, text: rows.name(type=DnsType.MX, value=f"10 {text}"),
    "nickname": lambda rows, text: rows.name(type=DnsType.CNAME, value=text),
    "name server": lambda rows, text: rows.name(type=DnsType.NS, value=text),
    "certificate tag": lambda rows, text: rows.name(type=DnsType.CAA, value=f'0 {text} "x"'),
    "site": lambda rows, text: rows.page(label=text, ascii_name=f"{text}.musterfrau.de"),
    "site directory": lambda rows, text: rows.page(directory=f"/{text}"),
    "site directory bare": lambda rows, text: rows.page(directory=text),
    "content of": lambda rows, text: rows.page(target=SiteTarget.DOMAIN, points_to=text),
    "redirect": lambda rows, text: rows.page(target=SiteTarget.REDIRECT, redirect_to=text),
    "redirect path": lambda rows, text: rows.page(
        target=SiteTarget.REDIRECT, redirect_to=f"https://example.org/{text}?{text}#{text}"
    ),
    "redirect host": lambda rows, text: rows.page(target=SiteTarget.REDIRECT, redirect_to=f"https://{text}/"),
    "php": lambda rows, text: rows.page(php_version=text),
    "protected directory": lambda rows, text: rows.shut(directory=f"/{text}"),
    "realm": lambda rows, text: rows.shut(realm=text),
    "visitor": lambda rows, text: rows.shut(verifiers={text: f"$2b$04${'a' * 53}"}),
    "visitor verifier": lambda rows, text: rows.shut(verifiers={"anna": text}),
    "schedule": lambda rows, text: rows.job(schedule=text),
    "schedule field": lambda rows, text: rows.job(schedule=f"{text} * * * *"),
    "command": lambda rows, text: rows.job(command=text),
    "output to": lambda rows, text: rows.job(output_to=text),
    "SFTP user": lambda rows, text: rows.user(name=f"p{rows.package.id}-{text}"),
    "SFTP directory": lambda rows, text: rows.user(directory=f"/{text}"),
    "SFTP verifier": lambda rows, text: rows.user(password_hash=text),
    "key": lambda rows, text: rows.user(keys=[text]),
    "key comment": lambda rows, text: rows.user(keys=[f"{KEY} {text}"]),
    "in front of a key": lambda rows, text: rows.user(keys=[f"{text} {KEY}"]),
    "database": lambda rows, text: rows.base(name=f"p{rows.package.id}_{text}"),
    "database verifier": lambda rows, text: rows.base(verifier=text),
    "MariaDB": lambda rows, text: rows.base(
        name=f"p{rows.package.id}_m{text}", dialect=Dialect.MARIADB, verifier=None
    ),
}
"""Every field that somebody types and servers read."""


ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""The one that takes strings of any length: what is written from them does not depend on where they stood."""


@pytest.fixture
def full(press: Press, package: Package) -> Press:
    """A package with every string in every field, as far as the database takes it at all."""
    rows = Rows(press, package)
    by_table: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for text in STRINGS:
        for make in FIELDS.values():
            row = make(rows, text)
            columns = Base.metadata.tables[row.__tablename__].columns.keys()
            values = {name: getattr(row, name) for name in columns if name != "id"}
            if all(map(storable, values.values())):
                by_table[row.__tablename__].append(values)
    with press.house.storage.writing() as work:
        for table, these in by_table.items():
            # What is there twice cannot be there at all.
            work._session.execute(insert(Base.metadata.tables[table]).on_conflict_do_nothing(), these)
        work.commit()
    return press


def storable(value: object) -> bool:
    """Whether a column holds it: half a character is no text, except in JSON, which spells it out."""
    return not isinstance(value, str) or value.encode(errors="replace").decode() == value


@ONE_DATABASE
def test_every_file_stays_whole(full: Press, tmp_path: Path, server: DatabaseServer) -> None:
    published = full.publish()
    assert published.left_out_count > len(STRINGS)
    for name in full.names():
        require_clean(name, full.read(name))
    zones(full)
    maps(full, tmp_path)
    filters(full)
    with checked_nginx(full.path("web")):
        pass
    for name in full.names("cron"):
        require_crontab(full.path(name))
    for name in full.names("ssh"):
        if name.endswith("authorized_keys"):
            ran("ssh-keygen", "-l", "-f", full.path(name))
    assert all(
        re.fullmatch(r"p\d+-[a-z0-9_-]+", user["username"]) for user in full.json("ssh/users.json")["users"]
    )
    assert full.json("web/certificates.json") == {"ordered": []}
    server.run(full.path("sql/postgresql.sql"))
    assert all(re.fullmatch(r"p\d+_[a-z0-9_-]+", name) for name in server.users())


def require_clean(name: str, content: str) -> None:
    """No line begins with what somebody typed, and nothing stands there that no line can hold."""
    assert not any(line.startswith(MARK) for line in content.splitlines() if not name.endswith(".sieve"))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", content), name
    if not name.endswith(".sieve"):
        assert "\t" not in content, name


def zones(press: Press) -> None:
    for name in press.names("dns"):
        zone = name.removeprefix("dns/").removesuffix(".zone")
        said = ran("named-checkzone", zone, press.path(name))
        assert said.rstrip().endswith("OK")


def maps(press: Press, tmp_path: Path) -> None:
    postfix = Postfix(tmp_path / "postfix")
    for table in ("virtual", "virtual-domains", "virtual-mailboxes"):
        path = press.path(f"mail/{table}")
        lines = path.read_text().splitlines()
        for line in lines[:3] + lines[-3:]:
            key, _blank, value = line.partition(" ")
            assert postfix.found(path, key) == value
        postfix.build(path)
    users = press.lines("mail/passwd")
    assert all(
        re.fullmatch(r"[^\s:]+@[^\s:]+:\{(ARGON2ID\}\$|CRYPT\}!)[^\s:]*::::::userdb_quota_rule=\S+", each)
        for each in users
    )
    with running_dovecot(press.path("mail/passwd")) as dovecot:
        for line in users[:2] + users[-2:]:
            assert dovecot.signs_in(line.split(":")[0], "x" * 12)


def filters(press: Press) -> None:
    folder = press.path("mail/sieve")
    # All of them at once: the compiler takes a folder, and names each file that it does not take.
    said = ran("sievec", folder)
    assert "error" not in said
    assert len(list(folder.glob("*.svbin"))) == len(list(folder.glob("*.sieve"))) > len(STRINGS)


def require_crontab(crontab: Path) -> None:
    lines = crontab.read_text().splitlines()
    for setting, job in zip(lines[::2], lines[1::2], strict=True):
        assert re.fullmatch(r'MAILTO="[^"\s]*"', setting)
        assert re.match(r"(@[a-z]+|([0-9*/,-]+ ){4}[0-9*/,-]+) \S", job)
    require_readable(crontab)


def test_the_table_has_every_field_of_text() -> None:
    """A field that is added later is missed here until it stands in the table or in this list."""
    known = {
        "sites": {"label", "name", "ascii_name", "directory", "points_to", "redirect_to", "php_version"},
        "mail_addresses": {
            "local_part", "address", "targets", "password_hash", "reply_subject", "reply_text",
            "spam_allowed", "spam_blocked",
        },
        "dns_records": {"name", "value"},
        "databases": {"name", "remark", "verifier"},
        "sftp_users": {"name", "directory", "keys", "password_hash"},
        "protected_directories": {"directory", "realm", "verifiers"},
        "cron_jobs": {"schedule", "command", "output_to"},
        "domains": {"name", "ascii_name"},
    }  # fmt: skip
    kinds = ("VARCHAR", "TEXT", "JSON")
    for table, columns in known.items():
        found = {
            column.name
            for column in Base.metadata.tables[table].columns
            if str(column.type).startswith(kinds) and not hasattr(column.type, "enums")
        }
        assert found == columns, table
