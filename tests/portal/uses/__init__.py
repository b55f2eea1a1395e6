"""One call of every use case that takes a `PackageAccess`, subject by subject: for the matrix of permissions.

Each module has `USES`: the name of the use case, and a call with arguments that would do in the package of
`test_permissions.People`, which is empty but for its main domain. Use cases that take a secret stand in
`SECRETS`, too, with a call that hands that secret over.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeAlias

import pytest

from portal.access import PackageAccess
from portal.errors import Conflict
from portal.portal import Portal

Use: TypeAlias = Callable[[Portal, PackageAccess], object]

SecretUse: TypeAlias = Callable[[Portal, PackageAccess, str], object]


def unfit_use(words: str, subject: str, name: str, *arguments: Any) -> Use:
    """A call for another kind of package, which is told so in `words`: to those who are inside alone.

    What is refused for another reason is for the story to judge.
    """

    def called(portal: Portal, access: PackageAccess) -> None:
        try:
            getattr(getattr(portal, subject), name)(access, *arguments)
        except Conflict as refused:
            if words not in refused.message:
                raise
        else:
            pytest.fail(f"{subject}.{name} was done in a package of another kind.")

    return called


def all_uses() -> dict[str, Use]:
    """The uses of all subjects."""
    return {name: use for module in _modules() for name, use in module.USES.items()}


def all_secret_uses() -> dict[str, SecretUse]:
    """Those that take a secret."""
    return {name: use for module in _modules() for name, use in getattr(module, "SECRETS", {}).items()}


def _modules() -> list[Any]:
    return [import_module(found.name) for found in pkgutil.iter_modules(__path__, f"{__name__}.")]
