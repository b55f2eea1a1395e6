"""The provider's mail server: one connection for many mails (RFC 5321), by TLS unless on this computer."""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from portal.i18n import _
from portal.settings import Security
from portal.text import harmless

if TYPE_CHECKING:
    from portal.settings import SmtpSettings

LONGEST_REASON = 300

CLOSING = 421
"""The server goes away (RFC 5321, 4.2.2)."""

TOO_LARGE = 552
"""Of one mail, though it is said of its sender (RFC 1870)."""

TEMPORARY, FINAL = range(400, 500), range(500, 600)


class NoService(Exception):
    """Nothing can be sent at present, whatever it is; the sentence says why."""


class Refused(Exception):
    """The server does not take this mail.

    Attributes:
        is_final: Whether it never will.
        reason: In the server's words.
    """

    def __init__(self, reason: str, *, is_final: bool) -> None:
        """`reason` in the server's words."""
        super().__init__(reason)
        self.reason, self.is_final = reason, is_final


class BrokenOff(Exception):
    """The connection ended before the server said whether it takes the mail."""


class MailServer:
    """A mail server by its settings; a connection is made with `open`."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._client: smtplib.SMTP | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a connection."""
        return self._client is not None

    def open(self) -> None:
        """Connect, encrypt, log in; raises NoService with a sentence for the operator."""
        settings = self._settings
        try:
            self._client = self._connected()
        except ssl.SSLCertVerificationError as error:
            sentence = _("The certificate of {host} is not trusted: {reason}.")
            raise NoService(self._told(sentence, error.verify_message)) from None
        except smtplib.SMTPAuthenticationError as error:
            sentence = _("{host} does not accept the login: {reason}")
            raise NoService(self._told(sentence, _reply(error.smtp_code, error.smtp_error))) from None
        except smtplib.SMTPNotSupportedError:
            missing = (
                _("no login") if settings.security is not Security.STARTTLS else _("no TLS, or no login")
            )
            raise NoService(self._told(_("{host} offers {reason}; nothing was sent."), missing)) from None
        except smtplib.SMTPResponseException as error:
            sentence = _("{host} takes no mail at present: {reason}")
            raise NoService(self._told(sentence, _reply(error.smtp_code, error.smtp_error))) from None
        except (OSError, smtplib.SMTPException) as error:
            raise NoService(self._told(_("{host} cannot be reached: {reason}."), _why(error))) from None

    def send(self, sender: str, to: str, content: bytes) -> None:
        """Hand one mail over.

        Raises:
            Refused: The server does not take it.
            BrokenOff: Nobody knows whether it took it; the connection is gone.
            NoService: It takes no mail from us at all.
        """
        if self._client is None:
            self.open()
        try:
            assert self._client is not None  # noqa: S101 - it was opened
            self._client.sendmail(sender, [to], content)
        except smtplib.SMTPRecipientsRefused as error:
            self._refuse(*error.recipients[to])
        except smtplib.SMTPSenderRefused as error:
            if error.smtp_code in FINAL and error.smtp_code != TOO_LARGE:
                sentence = _("{host} takes no mail from {sender}: {reason}")
                reason = _reply(error.smtp_code, error.smtp_error)
                told = sentence.format(host=self._settings.host, sender=sender, reason=reason)
                raise NoService(told) from None
            self._refuse(error.smtp_code, error.smtp_error)
        except smtplib.SMTPDataError as error:
            self._refuse(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise BrokenOff(_("The connection broke off: {reason}.").format(reason=_why(error))) from None

    def close(self) -> None:
        """Say goodbye, if there is a connection."""
        if self._client is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._client.quit()
            self._drop()

    def _connected(self) -> smtplib.SMTP:
        settings = self._settings
        trusted = str(Path(settings.ca_file).expanduser()) if settings.ca_file else None
        context = ssl.create_default_context(cafile=trusted)
        place = settings.host, settings.port
        ours = socket.gethostname()  # smtplib would ask DNS for more, for as long as that takes
        client: smtplib.SMTP
        if settings.security is Security.TLS:
            client = smtplib.SMTP_SSL(
                *place, local_hostname=ours, timeout=settings.timeout_seconds, context=context
            )
        else:
            client = smtplib.SMTP(*place, local_hostname=ours, timeout=settings.timeout_seconds)
        try:
            if settings.security is Security.STARTTLS:
                client.starttls(context=context)
            if settings.login:
                client.login(settings.login, settings.password)
        except BaseException:
            client.close()
            raise
        return client

    def _refuse(self, code: int, reply: bytes | str) -> None:
        if code == CLOSING or code not in (*TEMPORARY, *FINAL):
            self._drop()
            raise BrokenOff(_reply(code, reply)) from None
        raise Refused(_reply(code, reply), is_final=code in FINAL) from None

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None

    def _told(self, sentence: str, reason: str) -> str:
        return sentence.format(host=self._settings.host, reason=reason)


def _reply(code: int, reply: bytes | str) -> str:
    """What a server answered, as one line without anything that a terminal or a database would mind."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return " ".join(harmless(f"{code} {text}").split())[:LONGEST_REASON]


def _why(error: Exception) -> str:
    """What the system says, without what Python puts around it."""
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return _("no answer in time")
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return _("it hung up")
    text = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return " ".join(harmless(text).split())[: LONGEST_REASON // 2]
