"""Publishing as one act: read at one moment, written aside, made current, and noted."""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.domain_names import ascii_name
from portal.errors import InvalidInput, NotFound
from portal.i18n import _
from portal.progress import Progress, no_progress
from portal.publishing import cron, dns, mail, restore, sql, ssh, web
from portal.publishing.folder import MARKER, PublicFolder
from portal.publishing.quoting import Unfit, address, nginx
from portal.publishing.release import Counts, LeftOut, Release
from portal.use_case import UseCases

if TYPE_CHECKING:
    from pathlib import Path

    from portal.access import OperatorAccess
    from portal.publishing.folder import NewFolder
    from storage.work import Work

FORMAT = 1
"""Of the files; another number, another way to read them."""


@dataclass(frozen=True, slots=True)
class Published:
    """What servers read from now on.

    Attributes:
        folder: Where it is, under the name that stays.
        changed: Whether that is something else than before.
        counts: How much it is.
        left_out: The first entries that could not be published.
        left_out_count: How many they are.
    """

    folder: Path
    changed: bool
    counts: Counts
    left_out: tuple[LeftOut, ...]
    left_out_count: int


@dataclass(slots=True)
class _Read:
    """Packages as they were read: by number, with their revisions, in little memory."""

    packages: array[int]
    revisions: array[int]
    behind: bool = False
    """Whether one of them had changes that were not published."""


class Publishing(UseCases):
    """What stands in the portal, as files that servers read."""

    def publish(
        self,
        access: OperatorAccess,
        folder: Path,
        domain: str | None = None,
        progress: Progress = no_progress,
    ) -> Published:
        """Write what servers read, all of it at once, and note that it is published.

        Args:
            access: Who publishes.
            folder: Where servers look; it is a symbolic link afterwards.
            domain: A domain of the one package to publish; None for all packages.
            progress: Called every so often with the packages that are done and how many there are.

        Raises:
            NotFound: No package serves this domain.
            Conflict: The folder is not ours, holds something else, or somebody is publishing there.
            InvalidInput: The folder cannot be written.
        """
        public = PublicFolder(folder)
        self._require_settings(public)
        with public.locked(), public.new() as new:
            with self._reading(access) as work:
                work.publishing.as_of_one_moment()
                verifier_of = work.databases.verifier_of
                release = Release(
                    new, str(public.path), self._means.settings, self._means.today(), verifier_of
                )
                package_id = _package_id(work, domain)
                public.require_for(_marker(package_id))
                read = _write(work, release, package_id, progress)
            changed = public.make_current(new)
            if changed or read.behind:
                self._note(access, read, release, package_id)
        left_out = tuple(release.left_out)
        return Published(public.path, changed, release.counts, left_out, release.left_out_count)

    def _require_settings(self, public: PublicFolder) -> None:
        """Refuse what would spoil every file: it is the provider's own, and not left out quietly."""
        web_settings = self._means.settings.web
        wrong = {
            "folder": (nginx, str(public.path)),
            "web.root": (nginx, web_settings.root),
            "web.certificates": (nginx, web_settings.certificates),
            "mail.postmaster": (address, self._means.settings.mail.postmaster),
        }
        for name, (fit, value) in wrong.items():
            try:
                fit(value)
            except Unfit as unfit:
                raise InvalidInput(
                    _("{name} cannot stand in files of servers: {reason}.").format(name=name, reason=unfit),
                    name,
                ) from None

    def _note(self, access: OperatorAccess, read: _Read, release: Release, package_id: int | None) -> None:
        """Changes that were made meanwhile stay unpublished: what counts is the revision that was read."""
        now, counts = self._means.clock.now(), release.counts
        with self._writing(access) as work:
            work.publishing.mark(zip(read.packages, read.revisions, strict=True), now)
            work.audit.record(
                now,
                access.actor,
                "published",
                "packages" if package_id is None else f"packages {package_id}",
                package_id=package_id,
                details=f"{counts.packages} packages; {release.left_out_count} entries left out",
            )
            work.commit()


def _package_id(work: Work, domain: str | None) -> int | None:
    if domain is None:
        return None
    try:
        package_id = work.publishing.package_with(ascii_name(domain))
    except InvalidInput:
        package_id = None
    if package_id is None:
        raise NotFound(_("There is no package with the domain {domain}.").format(domain=domain))
    return package_id


def _marker(package_id: int | None) -> str:
    """What a folder says that it holds."""
    return json.dumps({"format": FORMAT, "package": package_id}) + "\n"


def _write(work: Work, release: Release, package_id: int | None, progress: Progress) -> _Read:
    read = _Read(array("q"), array("q"))
    _begin(release.folder, release, package_id)
    total = 1 if package_id is not None else work.publishing.count()
    for contents in work.publishing.contents(package_id):
        for subject in (dns, mail, web, cron, ssh, sql, restore):
            subject.publish(contents, release)
        package = contents.package
        read.packages.append(package.id)
        read.revisions.append(package.revision)
        read.behind = read.behind or package.published_revision < package.revision
        release.counts.packages += 1
        progress(release.counts.packages, total)
    web.end(release)
    ssh.end(release)
    sql.end(release, package_id)
    return read


def _begin(folder: NewFolder, release: Release, package_id: int | None) -> None:
    """Files that are always there, so that servers can name them in their configuration."""
    folder.write(MARKER, _marker(package_id))
    for name in ("dns", "web", "web/htpasswd", "cron", "ssh", "mail/sieve", "restore"):
        folder.make(name)
    for name in mail.FILES:
        folder.growing(name)
    web.begin(release)
    ssh.begin(release)
    sql.begin(release)
