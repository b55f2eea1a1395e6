"""AuthInfos: what opens a domain to another provider, and the digest that the registry takes of it."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from portal.termination.views import AuthInfo

if TYPE_CHECKING:
    import datetime as dt

    from storage.models.domains import Domain
    from storage.models.termination import DomainEnd

ALPHABET = "ABCDEFGHKLMNPQRSTUVWXYZabcdefghkmnopqrstuvwxyz23456789"
"""Letters and figures that registries take (DENIC: 8 to 16 characters), without those that look alike."""

LENGTH = 16


def give(domain: Domain, end: DomainEnd, until: dt.date) -> AuthInfo:
    """Give a domain that leaves a new AuthInfo; one it had before is void.

    Args:
        domain: Which.
        end: Its end, which keeps the digest.
        until: The last day on which it opens the domain.
    """
    code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    end.auth_digest, end.auth_until = digest_of(code), until
    return AuthInfo(domain.name, code, until)


def digest_of(code: str) -> str:
    """As the registry takes it; with so many bits of chance there is nothing to guess."""
    return hashlib.sha256(code.encode("ascii")).hexdigest()
