"""Public SSH keys, one a line, as `authorized_keys` has them (sshd(8)), but without options in front."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import Annotated

from pydantic import BeforeValidator

from portal.errors import InvalidInput
from portal.i18n import _
from portal.text import clean

KINDS = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-rsa",
)
"""What is accepted; `ssh-dss` is broken, certificates are none of a customer's business."""

MOST_KEYS = 20

LEAST_RSA_BITS = 2048

LONGEST_KEY = 6000
"""Characters of a line; an RSA key of 16384 bits has 2800."""

LONGEST_COMMENT = 100

PRIVATE = re.compile(r"PRIVATE\s+KEY|PuTTY-User-Key-File|b3BlbnNzaC1rZXktdjE", re.IGNORECASE)
"""What private keys hold: PEM's headers (RFC 7468), PuTTY's, and "openssh-key-v1" in Base64."""


THATS_PRIVATE = _(
    "This is your private key. Never give it to anybody; what was pasted was not kept, but please consider"
    " the key lost and make a new one. Here belongs the file that ends in .pub."
)


def holds_private_key(text: str) -> bool:
    """Whether a private key is in it, whole or in part."""
    return PRIVATE.search(text) is not None


def fingerprint(key: str) -> str:
    """What `ssh-keygen -l` shows of a key: SHA-256 in Base64 (RFC 4648), unpadded; empty for what is none."""
    try:
        blob = base64.b64decode(key.split()[1])
    except (IndexError, ValueError):
        return ""
    return f"SHA256:{base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip('=')}"


def comment_of(key: str) -> str:
    """What stands behind a key."""
    return " ".join(key.split(" ")[2:])


def _keys(value: object) -> tuple[str, ...]:
    """The keys in their normal form, from lines of text or from a list of them."""
    if isinstance(value, str):
        lines = value.splitlines()
    elif isinstance(value, (list, tuple)) and all(isinstance(line, str) for line in value):
        lines = list(value)
    else:
        raise InvalidInput(_("This must be text."))
    if any(holds_private_key(line) for line in lines):
        raise InvalidInput(THATS_PRIVATE)
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        blob, key = _key(number, line)
        if blob in found:
            raise InvalidInput(_("Line {n}: this key stands there twice.").format(n=number))
        found[blob] = key
    if len(found) > MOST_KEYS:
        raise InvalidInput(_("{n} keys are too many: {most} at most.").format(n=len(found), most=MOST_KEYS))
    return tuple(found.values())


PublicKeys = Annotated[tuple[str, ...], BeforeValidator(_keys)]
"""Public keys in their normal form: kind, Base64, comment."""


def _key(number: int, line: str) -> tuple[str, str]:
    """The Base64 of a line's key, and the line in its normal form."""
    if len(line) > LONGEST_KEY:
        raise InvalidInput(_("Line {n}: this is too long for a key.").format(n=number))
    kind, *rest = line.split()
    if kind not in KINDS:
        raise InvalidInput(_unknown(number, rest))
    _require_good(number, kind, rest[0] if rest else "")
    comment = _comment(number, " ".join(rest[1:]))
    return rest[0], f"{kind} {rest[0]} {comment}".rstrip()


def _unknown(number: int, rest: list[str]) -> str:
    """Why a line does not begin with a known kind of key."""
    if any(kind in rest for kind in KINDS):
        return _("Line {n}: nothing can stand before the key, such as “command=…” or “from=…”.").format(
            n=number
        )
    return _(
        "Line {n}: this is no public key that is accepted here. It begins with ssh-ed25519, ecdsa-sha2-…,"
        " sk-… or ssh-rsa, and stands in a file that ends in .pub."
    ).format(n=number)


def _require_good(number: int, kind: str, blob: str) -> None:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_ssh_public_key

    try:
        raw = base64.b64decode(blob, validate=True)
        if base64.b64encode(raw).decode() != blob:
            raise binascii.Error
        key = load_ssh_public_key(f"{kind} {blob}".encode("ascii"))
    except (ValueError, UnsupportedAlgorithm):
        raise InvalidInput(
            _("Line {n}: this key is not complete. Please copy the whole line.").format(n=number)
        ) from None
    if isinstance(key, RSAPublicKey) and key.key_size < LEAST_RSA_BITS:
        raise InvalidInput(
            _("Line {n}: an RSA key needs {least} bits at least; this one has {bits}.").format(
                n=number, least=LEAST_RSA_BITS, bits=key.key_size
            )
        )


def _comment(number: int, comment: str) -> str:
    try:
        return clean(comment)[:LONGEST_COMMENT].rstrip()
    except InvalidInput as error:
        raise InvalidInput(_("Line {n}: {reason}").format(n=number, reason=error.message)) from None
