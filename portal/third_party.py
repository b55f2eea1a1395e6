"""What the owner of a package leaves to its webmaster: who signs in with the package password.

It takes a `CustomerAccess`, which a webmaster never holds. Upgrade, downgrade, ordering domains and the
contract cannot be left to anybody.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.access import PackageAccess
from portal.administration import Changing, Listing
from portal.customers import notices
from portal.errors import Conflict
from portal.i18n import _
from portal.languages import Sentences, said
from portal.refusals import own_package, there
from portal.use_case import UseCases
from storage.models.packages import PackageState
from storage.repositories.third_party import Permission

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portal.access import CustomerAccess
    from portal.paging import PageRequest

__all__ = ["Permission", "PermissionView", "ThirdParties"]

KIND = "third-party access"
"""A word of ours for the history and the audit log."""

SIGNS_IN = {
    True: {
        "de": "Das Paketlogin darf wieder benutzt werden.",
        "en": "The package login may be used again.",
    },
    False: {
        "de": "Das Paketlogin darf nicht mehr benutzt werden.",
        "en": "The package login may not be used any more.",
    },
}
TRANSFERS = {
    True: {
        "de": "Das Paketlogin darf hochladen und herunterladen.",
        "en": "The package login may upload and download.",
    },
    False: {
        "de": "Das Paketlogin darf nicht mehr hochladen und herunterladen.",
        "en": "The package login may not upload and download any more.",
    },
}
MANAGES = {
    True: {
        "de": "Das Paketlogin darf {domain} benutzen und verwalten.",
        "en": "The package login may use and manage {domain}.",
    },
    False: {
        "de": "Das Paketlogin darf {domain} nicht mehr benutzen und verwalten.",
        "en": "The package login may not use and manage {domain} any more.",
    },
}
"""What the owner is told of what was given or taken."""


@dataclass(frozen=True, slots=True)
class PermissionView:
    """Something the owner may leave to the webmaster.

    Attributes:
        permission: What.
        domain_id: The domain, where it is about one; else 0.
        name: The domain's name in Unicode; else empty.
        is_given: Whether the webmaster may.
    """

    permission: Permission
    domain_id: int
    name: str
    is_given: bool

    @property
    def id(self) -> tuple[Permission, int]:
        """Tells it from the others of the package."""
        return self.permission, self.domain_id


class ThirdParties(UseCases):
    """What a package login may, decided by the owner alone."""

    def page(self, access: CustomerAccess, package_id: int, request: PageRequest) -> Listing[PermissionView]:
        """A page of what can be left to the webmaster of a package: sign-in, transfers, then each domain.

        Raises:
            NotFound: The package is not among one's own.
        """
        with self._reading(access) as work:
            own_package(work.packages.one_owned_by(access, package_id))
            page = work.third_party.page(_inside(access, package_id), request)
            return Listing(page.of(lambda row: PermissionView(*row)))

    def give(
        self,
        access: CustomerAccess,
        package_id: int,
        permission: Permission,
        domain_id: int = 0,
        *,
        given: bool,
    ) -> bool:
        """Give or take a permission; package sessions that no longer fit end at once.

        Args:
            access: The owner.
            package_id: In which package.
            permission: What.
            domain_id: Which domain, where it is about one.
            given: Whether the webmaster may from now on.

        Returns:
            Whether it was otherwise before.

        Raises:
            NotFound: The package or the domain is not among one's own.
            Conflict: The package has ended.
        """
        with self._changing(access, package_id) as changing:
            give = {
                Permission.SIGN_IN: _give_sign_in,
                Permission.TRANSFERS: _give_transfers,
                Permission.DOMAIN: _give_domain,
            }[permission]
            told = give(changing, domain_id, given=given)
            if told is None:
                return False
            owner, package = changing.work.packages.owner(changing.access), changing.package.main_domain
            what = said(told, owner.language)
            notices.tell_of_package(changing.work, owner, package, changing.now, what)
            changing.commit()
            return True

    @contextmanager
    def _changing(self, access: CustomerAccess, package_id: int) -> Iterator[Changing]:
        with self._writing(access) as work:
            own_package(work.packages.one_owned_by(access, package_id))
            inside = _inside(access, package_id)
            package, product = work.administration.lock(inside)
            if package.state is PackageState.ENDED:
                raise Conflict(_("This package has ended: it can be looked at, but not changed."))
            yield Changing(work, inside, package, product, self._means.clock.now())


def _inside(access: CustomerAccess, package_id: int) -> PackageAccess:
    return PackageAccess(access.session_id, package_id, by_owner=True)


def _give_sign_in(changing: Changing, _domain_id: int, *, given: bool) -> Sentences | None:
    """Sessions that end do not come back when signing in is allowed again."""
    package = changing.package
    if package.webmaster_signs_in == given:
        return None
    package.webmaster_signs_in = given
    if not given:
        changing.work.sign_ins.end_all_in(package.id, changing.now)
    changing.note(KIND, _action(given), "", fields=["sign_in"], servers=False)
    return SIGNS_IN[given]


def _give_transfers(changing: Changing, _domain_id: int, *, given: bool) -> Sentences | None:
    package = changing.package
    if package.webmaster_transfers == given:
        return None
    package.webmaster_transfers = given
    changing.note(KIND, _action(given), "", fields=["transfers"], servers=False)
    return TRANSFERS[given]


def _give_domain(changing: Changing, domain_id: int, *, given: bool) -> Sentences | None:
    domain = there(changing.work.domains.one(changing.access, domain_id))
    if domain.open_to_webmaster == given:
        return None
    domain.open_to_webmaster = given
    changing.note(KIND, _action(given), domain.name, domain_id=domain.id, servers=False)
    return {language: words.format(domain=domain.name) for language, words in MANAGES[given].items()}


def _action(given: bool) -> str:  # noqa: FBT001 - what is told
    return "allowed" if given else "denied"
