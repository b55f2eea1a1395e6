"""Sealing of what must be readable again: AES-256-GCM, its key kept apart from the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

KEY_BYTES = 32

FORMAT = "1"
"""Version of the sealed form, part of what is authenticated."""


class SealBroken(Exception):
    """A sealed value does not open: another key, another row, or somebody changed it."""


@dataclass(frozen=True)
class Keyring:
    """The keys of one installation.

    Attributes:
        current: Name of the key that seals; older ones only open.
        keys: 32 bytes each, by name.
        digest_key: Key of the HMAC by which equal values are found.
    """

    current: str
    keys: dict[str, bytes] = field(repr=False)
    digest_key: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Keyring:
        """Fresh random keys."""
        return cls("k1", {"k1": secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))

    @classmethod
    def load(cls, path: Path) -> Keyring:
        """Read the key file; raises FileNotFoundError, or ValueError if it is not one of ours."""
        data = json.loads(path.read_text("ascii"))
        try:
            keys = {name: base64.b64decode(key) for name, key in data["keys"].items()}
            current, digest_key = data["current"], base64.b64decode(data["digest"])
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("not a key file") from error
        if current not in keys or any(len(key) != KEY_BYTES for key in (*keys.values(), digest_key)):
            raise ValueError("not a key file")
        return cls(current, keys, digest_key)

    def save(self, path: Path) -> None:
        """Write the key file with mode 0600, whole or not at all."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        data = {
            "current": self.current,
            "keys": {name: base64.b64encode(key).decode() for name, key in self.keys.items()},
            "digest": base64.b64encode(self.digest_key).decode(),
        }
        beside = path.with_suffix(".new")
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(data, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)  # what is sealed with a new key must never outlive the file that holds it
        finally:
            os.close(folder)

    def rotated(self) -> Keyring:
        """The same keyring with a new current key; the older ones stay for opening."""
        name = f"k{max(int(name[1:]) for name in self.keys) + 1}"
        return Keyring(name, {**self.keys, name: secrets.token_bytes(KEY_BYTES)}, self.digest_key)

    def seal(self, value: str, table: str, row: int, column: str) -> str:
        """Encrypt `value` for exactly one place; the name of the key stands in front."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # 7 MB, for bank data only

        nonce = secrets.token_bytes(12)
        sealed = AESGCM(self.keys[self.current]).encrypt(nonce, value.encode(), _place(table, row, column))
        return f"{self.current}.{base64.urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, table: str, row: int, column: str) -> str:
        """Decrypt what `seal` made for the same place; raises SealBroken."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        name, _, data = sealed.partition(".")
        try:
            raw = base64.urlsafe_b64decode(data)
            value = AESGCM(self.keys[name]).decrypt(raw[:12], raw[12:], _place(table, row, column))
        except (KeyError, ValueError, InvalidTag) as error:
            raise SealBroken(f"{table}:{row}:{column}") from error
        return value.decode()

    def digest(self, value: str) -> str:
        """A keyed fingerprint: equal for equal values, telling nothing about them."""
        return hmac.new(self.digest_key, value.encode(), hashlib.sha256).hexdigest()


def _place(table: str, row: int, column: str) -> bytes:
    return f"{table}:{row}:{column}:{FORMAT}".encode()
