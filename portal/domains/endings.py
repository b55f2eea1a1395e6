"""Which endings of domains still have an Admin-C."""

from __future__ import annotations

ADMIN_C = {
    "ee": "Estonian Internet Foundation, Domain Regulation: at least one administrative contact",
    "fr": "Afnic, Naming Policy: the holder designates an administrative contact",
    "re": "Afnic, as .fr",
    "pm": "Afnic, as .fr",
    "tf": "Afnic, as .fr",
    "wf": "Afnic, as .fr",
    "yt": "Afnic, as .fr",
    "it": "Registro .it, Management of operations on domain names: the admin contact",
    "nl": "SIDN, General Terms and Conditions for .nl Registrants: the administrative contact",
}
"""Endings, and where the registry says so.

The others have none: .de since 25 May 2018 (DENIC), .com, .net, .org and their like since ICANN's
Registration Data Policy of 21 August 2025.
"""


def has_admin_c(ascii_name: str) -> bool:
    """Whether the registry of a domain knows an Admin-C."""
    return ascii_name.rpartition(".")[2] in ADMIN_C
