"""One call of every use case of the contract subjects, with arguments that would do: see `tests.portal.uses`.

Each module has `USES`: the name of the use case, and a call by a customer who has one package at least. Use
cases that take a secret stand in `SECRETS`, too, with a call that hands that secret over.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from portal.access import CustomerAccess
from portal.portal import Portal

if TYPE_CHECKING:
    from types import ModuleType

Use: TypeAlias = Callable[[Portal, CustomerAccess], object]

SecretUse: TypeAlias = Callable[[Portal, CustomerAccess, str], object]


def all_contract_uses() -> dict[str, Use]:
    """The uses of all subjects."""
    return {name: use for module in _modules() for name, use in getattr(module, "USES", {}).items()}


def all_contract_secrets() -> dict[str, SecretUse]:
    """Those that take a secret."""
    return {name: use for module in _modules() for name, use in getattr(module, "SECRETS", {}).items()}


def _modules() -> list[ModuleType]:
    return [import_module(found.name) for found in pkgutil.iter_modules(__path__, f"{__name__}.")]
