"""A real mail server of the tests' own, on a free port of this computer: it takes mail, or misbehaves."""

from __future__ import annotations

import asyncio
import datetime as dt
import ipaddress
import ssl
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage
    from pathlib import Path
    from types import TracebackType

LOGIN, PASSWORD = "portal@hosting.example", "Kranich Zwieback Laterne"

OK = "250 OK"


@dataclass(frozen=True)
class Taken:
    """A mail that the server took.

    Attributes:
        sender: Of the envelope.
        to: Likewise.
        content: All of it.
    """

    sender: str
    to: list[str]
    content: bytes

    @property
    def mail(self) -> EmailMessage:
        """Read as mail programs read it."""
        return message_from_bytes(self.content, policy=policy.default)


@dataclass
class Behaviour:
    """What the server does; a test may change it while it runs.

    Attributes:
        to_sender: What it answers to MAIL FROM, by the sender.
        to_recipient: What it answers to RCPT TO, by the recipient.
        to_content: What it answers to the content.
        hangs: Whether it says nothing once it has the content.
        breaks_off: Whether it hangs up before it has said whether it takes a mail.
        keeps_it: Whether it has taken the mail all the same.
        at_content: Called with each mail before it is taken.
    """

    to_sender: Callable[[str], str] = lambda _sender: OK
    to_recipient: Callable[[str], str] = lambda _to: OK
    to_content: Callable[[Taken], str] = lambda _mail: OK
    hangs: bool = False
    breaks_off: bool = False
    keeps_it: bool = False
    at_content: Callable[[Taken], None] = lambda _mail: None


@dataclass
class _Handler:
    behaviour: Behaviour
    taken: list[Taken] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802 - as aiosmtpd calls it
        self, _server: SMTP, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.behaviour.to_sender(address)

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        answer = self.behaviour.to_recipient(address)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:  # noqa: N802
        mail = Taken(envelope.mail_from, list(envelope.rcpt_tos), envelope.content)
        await asyncio.to_thread(self.behaviour.at_content, mail)
        if self.behaviour.hangs:
            await asyncio.sleep(3600)
        if self.behaviour.breaks_off:
            if self.behaviour.keeps_it:
                self.taken.append(mail)
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
            return OK
        answer = self.behaviour.to_content(mail)
        if answer == OK:
            self.taken.append(mail)
        return answer


class LocalMailServer:
    """A mail server that runs in a thread; a context manager.

    Attributes:
        behaviour: What it does.
        connections: How often somebody connected.
    """

    def __init__(
        self,
        certificate: ssl.SSLContext | None = None,
        *,
        wrapped: bool = False,
        asks_for_login: bool = False,
    ) -> None:
        """With a `certificate`, it speaks STARTTLS, or TLS from the first byte where it is `wrapped`."""
        self.behaviour, self.connections, self.port = Behaviour(), 0, 0
        self._handler = _Handler(self.behaviour)
        self._certificate, self._wrapped, self._asks = certificate, wrapped, asks_for_login
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None

    @property
    def taken(self) -> list[Taken]:
        """The mails it took."""
        return self._handler.taken

    def __enter__(self) -> Self:
        self._thread.start()
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def start(self) -> None:
        """Listen, on the same port as before."""
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()

    def stop(self) -> None:
        """Hang up, and be gone."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()

    async def _listen(self) -> None:
        self._server = await self._loop.create_server(
            self._protocol,
            "127.0.0.1",
            self.port,
            ssl=self._certificate if self._wrapped else None,
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        others = [task for task in asyncio.all_tasks(self._loop) if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _protocol(self) -> SMTP:
        self.connections += 1
        starttls = None if self._wrapped else self._certificate
        return SMTP(
            self._handler,
            hostname="localhost",
            tls_context=starttls,
            require_starttls=starttls is not None,
            auth_required=self._asks,
            auth_require_tls=starttls is not None,
            authenticator=_authenticate if self._asks else None,
            data_size_limit=64 * 1024 * 1024,
            loop=self._loop,
        )


def _authenticate(_server: SMTP, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (
        LOGIN.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=right, handled=False)


def make_certificate(folder: Path, name: str = "localhost") -> tuple[ssl.SSLContext, Path]:
    """A server's side of TLS for this computer, and the file with the certificate that vouches for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    names: list[x509.GeneralName] = [x509.DNSName(name)]
    if name == "localhost":
        names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / f"{name}.pem", folder / f"{name}.key"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public
