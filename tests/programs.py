"""The real programs that servers consist of: tests fail, and are not skipped, where one is missing."""

from __future__ import annotations

import base64
import grp
import http.client
import os
import pwd
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.databases import server_programs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACKAGES = {
    "named-checkzone": "bind9-utils",
    "postmap": "postfix",
    "doveadm": "dovecot-core",
    "dovecot": "dovecot-core",
    "sievec": "dovecot-sieve",
    "sieve-test": "dovecot-sieve",
    "nginx": "nginx-light",
    "ssh-keygen": "openssh-client",
    "qpdf": "qpdf",
    "pdftotext": "poppler-utils",
    "pdffonts": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "chromium": "chromium",
}
"""Program → the Debian package it comes with."""

BEYOND = "/usr/sbin:/sbin:/usr/local/sbin"
"""Where ordinary users do not look."""

LONGEST_WAIT = 20
"""Seconds for a server to start or stop."""


def program(name: str) -> str:
    """The path of a program; a missing one fails the test."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:{BEYOND}")
    assert found, f"{name} is missing. On Debian: apt-get install {PACKAGES.get(name, name)}"
    return found


def ran(name: str, *arguments: object, typed: str = "", env: Mapping[str, str] | None = None) -> str:
    """What a program says that must end well."""
    done = tried(name, *arguments, typed=typed, env=env)
    assert done.returncode == 0, f"{name} {arguments}:\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def tried(
    name: str, *arguments: object, typed: str = "", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A program that may end badly."""
    return subprocess.run(
        [program(name), *map(str, arguments)],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "LC_ALL": "C.UTF-8", **(env or {})},
    )


class Postfix:
    """Maps of Postfix, read as its daemons read them."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        # Its own user's rights are nothing that a look-up needs.
        (folder / "main.cf").write_text("compatibility_level = 3.6\n")
        self._folder = folder

    def found(self, table: Path, key: str) -> str | None:
        """What stands for a key in a text map; warnings count as failures."""
        done = tried("postmap", "-c", self._folder, "-q", key, f"texthash:{table}")
        assert done.stderr == ""
        return done.stdout.rstrip("\n") if done.returncode == 0 else None

    def build(self, table: Path) -> None:
        """Make an indexed map, of a kind that every Postfix has; warnings count as failures."""
        kinds = ran("postconf", "-c", self._folder, "-m").split()
        kind = next(each for each in ("lmdb", "hash", "btree") if each in kinds)
        assert ran("postmap", "-c", self._folder, f"{kind}:{table}") == ""


DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
protocols =
ssl = no
mail_location = maildir:{folder}/mail/%u
auth_username_chars =
first_valid_uid = 1
auth_failure_delay = 0 secs
service auth {{
  user = {user}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
passdb {{
  driver = passwd-file
  args = scheme=ARGON2ID username_format=%u {passwd}
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {passwd}
  default_fields = uid={uid} gid={gid} home={folder}/mail/%u
}}
"""


class Dovecot:
    """A Dovecot of the test's own, that reads a passwd-file."""

    def __init__(self, folder: Path) -> None:
        self._config = folder / "dovecot.conf"

    def signs_in(self, user: str, password: str) -> bool:
        """Whether a password opens a mailbox."""
        done = tried("doveadm", "-c", self._config, "auth", "test", user, password)
        assert "passdb" in done.stdout, done.stdout + done.stderr
        return done.returncode == 0

    def await_refusal(self, user: str, password: str) -> None:
        """Fail unless a password soon opens the mailbox no more; Dovecot looks once a second at its file."""
        ends = time.monotonic() + LONGEST_WAIT
        while self.signs_in(user, password):
            assert time.monotonic() < ends
            time.sleep(0.1)

    def user(self, name: str) -> str:
        """What it knows of a mailbox; empty if there is none."""
        done = tried("doveadm", "-c", self._config, "user", name)
        return done.stdout if done.returncode == 0 else ""


@contextmanager
def running_dovecot(passwd: Path) -> Iterator[Dovecot]:
    """A Dovecot that is gone afterwards, however the test ends."""
    # Directly in /tmp: a socket's path is short (107 bytes).
    folder = Path(tempfile.mkdtemp(prefix="portal-dc-", dir="/tmp"))
    uid, gid = os.getuid(), os.getgid()
    nobody = pwd.getpwnam("nobody")
    owner = (uid, gid) if uid else (nobody.pw_uid, nobody.pw_gid)
    (folder / "dovecot.conf").write_text(
        DOVECOT.format(
            folder=folder,
            user=pwd.getpwuid(uid).pw_name,
            group=grp.getgrgid(gid).gr_name,
            uid=owner[0],
            gid=owner[1],
            passwd=passwd,
        )
    )
    server = _started("dovecot", "-F", "-c", folder / "dovecot.conf")
    try:
        _await(folder / "run" / "auth-client", server, folder)
        yield Dovecot(folder)
    finally:
        _stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def _started(name: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [program(name), *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )


def _await(sign: Path, server: subprocess.Popen[str], folder: Path) -> None:
    ends = time.monotonic() + LONGEST_WAIT
    while not sign.exists():
        said = server.stderr.read() if server.poll() is not None and server.stderr else ""
        log = (folder / "log").read_text() if (folder / "log").exists() else ""
        waits = server.poll() is None and time.monotonic() < ends
        assert waits, f"{server.args!r} did not start:\n{said}{log}"
        time.sleep(0.02)


def _stop(server: subprocess.Popen[str]) -> None:
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(LONGEST_WAIT)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(LONGEST_WAIT)
    if server.stderr:
        server.stderr.close()


def sieve_tested(script: Path, message: str, sender: str, address: str) -> str:
    """What a mail filter would do with a message."""
    folder = Path(tempfile.mkdtemp(prefix="portal-sv-", dir="/tmp"))
    try:
        user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        shutil.copy(script, folder / "script.sieve")
        (folder / "message").write_text(message)
        for path in (folder, *folder.iterdir()):
            os.chown(path, user.pw_uid, user.pw_gid)
            path.chmod(0o700)
        settings = {
            "mail_uid": user.pw_uid,
            "mail_gid": user.pw_gid,
            "mail_home": folder,
            "mail_location": f"maildir:{folder}/mail",
            "first_valid_uid": 1,
        }
        options = [each for name, value in settings.items() for each in ("-o", f"{name}={value}")]
        who = ("-a", address, "-r", address, "-f", sender)
        return ran("sieve-test", *options, *who, folder / "script.sieve", folder / "message")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


NGINX = """
daemon off;
pid {folder}/pid;
error_log {folder}/log;
{user}
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/tmp;
    proxy_temp_path {folder}/tmp;
    fastcgi_temp_path {folder}/tmp;
    uwsgi_temp_path {folder}/tmp;
    scgi_temp_path {folder}/tmp;
    server_names_hash_bucket_size 512;
    include {folder}/sites/*.conf;
}}
"""


class Nginx:
    """An nginx of the test's own, with published sites, on sockets in place of ports."""

    def __init__(self, folder: Path, sites: Path) -> None:
        self.folder = folder
        (folder / "sites").mkdir()
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(NGINX.format(folder=folder, user=user))
        (folder / "fastcgi.conf").write_text(
            "fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;\n"
        )
        for site in sites.glob("*.conf"):
            text = site.read_text()
            for port in ("80", "443"):
                text = re.sub(rf"    listen \[::\]:{port}( ssl)?;\n", "", text)
                text = text.replace(f"    listen {port}", f"    listen unix:{folder}/{port}")
            (folder / "sites" / site.name).write_text(text)

    def check(self) -> None:
        """Fail unless nginx takes the sites without a word of warning."""
        said = ran("nginx", "-t", "-p", self.folder, "-c", self.folder / "nginx.conf", "-e", "stderr")
        assert "[warn]" not in said, said
        for left in ("80", "443", "pid"):
            (self.folder / left).unlink(missing_ok=True)

    def get(self, name: str, path: str, sign_in: str = "", *, secure: bool = False) -> Reply:
        """What a visitor gets.

        Args:
            name: The site.
            path: What they ask for there.
            sign_in: Name and password, with a colon in between.
            secure: Whether by HTTPS.
        """
        with socket.socket(socket.AF_UNIX) as plain:
            plain.settimeout(LONGEST_WAIT)
            plain.connect(str(self.folder / ("443" if secure else "80")))
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            stream = context.wrap_socket(plain, server_hostname=name) if secure else plain
            connection = http.client.HTTPConnection(name)
            connection.sock = stream
            credentials = base64.b64encode(sign_in.encode()).decode()
            connection.request(
                "GET", path, headers={"Authorization": f"Basic {credentials}"} if sign_in else {}
            )
            answer = connection.getresponse()
            reply = Reply(answer.status, dict(answer.headers), answer.read().decode())
            stream.close()
            return reply


@contextmanager
def checked_nginx(sites: Path) -> Iterator[Nginx]:
    """An nginx that took the sites, but does not run."""
    # Directly in /tmp: a socket's path is short (107 bytes).
    folder = Path(tempfile.mkdtemp(prefix="portal-ng-", dir="/tmp"))
    try:
        server = Nginx(folder, sites)
        server.check()
        yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running_nginx(sites: Path) -> Iterator[Nginx]:
    """An nginx that answers, and is gone afterwards, however the test ends."""
    with checked_nginx(sites) as nginx:
        server = _started("nginx", "-p", nginx.folder, "-c", nginx.folder / "nginx.conf", "-e", "stderr")
        try:
            _await(nginx.folder / "pid", server, nginx.folder)
            yield nginx
        finally:
            _stop(server)


@dataclass(frozen=True)
class Reply:
    """What a web server answered."""

    status: int
    headers: Mapping[str, str]
    body: str


def write_certificate(folder: Path, name: str) -> None:
    """A certificate that nobody but its own key vouches for."""
    import datetime as dt

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name[:64])])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(called, called, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(parents=True)
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "privkey.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *private))


def psql() -> str:
    """PostgreSQL's own client, of the server that the tests start."""
    beside = server_programs() / "psql"
    return str(beside) if beside.exists() else program("psql")
