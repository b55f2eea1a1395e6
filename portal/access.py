"""Who is asking: the type of an access is the permission."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class CustomerAccess:
    """Signed in with customer number and customer password: all packages and the contract.

    Attributes:
        session_id: The stored session; every use case checks it again.
        customer_id: Whose records.
    """

    session_id: str = field(repr=False)
    customer_id: int

    @property
    def actor(self) -> str:
        """What the audit log calls them."""
        return f"customer {self.customer_id}"


@dataclass(frozen=True, slots=True)
class PackageAccess:
    """The technical administration of exactly one package, and nothing contractual.

    Attributes:
        session_id: The stored session, of the customer or of the package login.
        package_id: Which package.
        by_owner: Whether the customer opened it from the overview.
    """

    session_id: str = field(repr=False)
    package_id: int
    by_owner: bool

    @property
    def actor(self) -> str:
        """What the audit log calls them."""
        return f"{'owner' if self.by_owner else 'webmaster'} of package {self.package_id}"


@dataclass(frozen=True, slots=True)
class WholePackage:
    """One package with all that its owner sees, for acts of ours: stands where a package access does.

    Attributes:
        package_id: Which.
        by_owner: Nothing is kept from it.
        actor: What the audit log calls whoever has it done.
    """

    package_id: int
    by_owner: bool = True
    actor: str = "portal"


@dataclass(frozen=True, slots=True)
class OperatorAccess:
    """The provider's staff at the command line, on the computer where the database is.

    Attributes:
        name: Their user name, for the audit log.
    """

    name: str

    @property
    def actor(self) -> str:
        """What the audit log calls them."""
        return f"operator {self.name}"


Access: TypeAlias = CustomerAccess | PackageAccess
