"""What happens in every story about email."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.mail.models import MailFile, NewCatchAll, NewDelivery, NewMailbox
from portal.paging import PageRequest

if TYPE_CHECKING:
    from portal.access import PackageAccess
    from portal.mail.importing import Imported
    from portal.mail.views import MailView
    from tests.portal.technical import Place

MAIL_PASSWORD = "Kanne Ziegel Segel Marder"


def mailbox(here: Place, local_part: str, size_mb: int = 100, domain: int = 0, **more: object) -> int:
    """Add a mailbox; tells its id."""
    values = {"local_part": local_part, "domain_id": here.domains[domain].id, "size_mb": size_mb}
    entered = NewMailbox.model_validate(values | more)
    return here.house.portal.mail.add_mailbox(here.owner, entered).id


def forward(here: Place, local_part: str, *targets: str, domain: int = 0) -> int:
    """Add a forward; tells its id."""
    return here.house.portal.mail.add_forward(here.owner, delivery(here, local_part, *targets, domain=domain))


def alias(here: Place, local_part: str, *targets: str, domain: int = 0) -> int:
    """Add an alias; tells its id."""
    return here.house.portal.mail.add_alias(here.owner, delivery(here, local_part, *targets, domain=domain))


def catch_all(here: Place, *targets: str, domain: int = 0, sure: bool = False) -> int:
    """Set the catch-all; tells its id."""
    entered = NewCatchAll(domain_id=here.domains[domain].id, targets=targets)
    return here.house.portal.mail.add_catch_all(here.owner, entered, sure=sure)


def delivery(here: Place, local_part: str, *targets: str, domain: int = 0) -> NewDelivery:
    """What would be an alias or a forward."""
    return NewDelivery(local_part=local_part, domain_id=here.domains[domain].id, targets=targets)


def remove(here: Place, address_id: int, access: PackageAccess | None = None) -> None:
    """Remove an address, as somebody who was told what goes."""
    mail, access = here.house.portal.mail, access or here.owner
    mail.remove(access, address_id, mail.removal(access, address_id))


def listed(here: Place, access: PackageAccess | None = None, **request: object) -> list[MailView]:
    """The list."""
    wanted = PageRequest(**{"limit": 100} | request)  # type: ignore[arg-type]
    return list(here.house.portal.mail.page(access or here.owner, wanted).page.rows)


def addresses(here: Place, access: PackageAccess | None = None, **request: object) -> list[str]:
    """The addresses in the list."""
    return [view.address for view in listed(here, access, **request)]


def table(*lines: str) -> MailFile:
    """A file to import, with all columns."""
    header = "address,kind,password,size_mb,targets,enabled"
    return MailFile(content="\r\n".join([header, *lines, ""]).encode())


def import_(here: Place, *lines: str) -> Imported:
    """Import lines."""
    return here.house.portal.mail_import.run(here.owner, table(*lines))
