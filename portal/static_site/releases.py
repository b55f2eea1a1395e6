"""Publishing a site: what would change, doing it at once, and turning back.

All files are written aside first, which takes long and keeps nobody waiting; the transaction that follows
does no more than let the web server's folder lead there (`portal.publishing.folder`).
"""

from __future__ import annotations

import hashlib
import os
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from portal.administration import Technical
from portal.errors import ChangedMeanwhile, Conflict, InvalidInput, Unavailable
from portal.i18n import _
from portal.publishing.folder import PublicFolder
from portal.static_site.images import ImageFolder
from portal.static_site.places import FOLDER, MARKER

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from portal.access import PackageAccess
    from portal.administration import Changing, Looking
    from portal.static_site.images import Image
    from portal.static_site.writing import Broken


@dataclass(frozen=True, slots=True)
class BrokenOnPage:
    """Something that does not work.

    Attributes:
        page_id: The page it stands on; None: one that cannot be opened by a number.
        page: What that page is called; empty: imprint or privacy.
        broken: What it is.
    """

    page_id: int | None
    page: str
    broken: Broken


@dataclass(frozen=True, slots=True)
class PublishPlan:
    """What publishing would change; paths are in the order in which the site is made.

    Attributes:
        added: The paths of files that come.
        changed: Of those that become others.
        removed: Of those that go.
        broken: What does not work on the pages; it would be published all the same.
        missing: What stands against publishing, in sentences; empty: nothing.
        published_at: When the site was published before; None: it is not.
        can_turn_back: Whether there is a state before the published one.
        digest: By which `publish` knows what was shown.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    broken: tuple[BrokenOnPage, ...]
    missing: tuple[str, ...]
    published_at: dt.datetime | None
    can_turn_back: bool
    digest: str


@dataclass(slots=True)
class ReadSite:
    """A site as it stood at one moment, in the transaction that read it.

    Attributes:
        name: What it is called.
        published_at: When it was published before; None: it is not.
        missing: What stands against publishing, in sentences.
        files: Contents by path, made one after the other.
        broken: What does not work; complete once all files are made.
        about: About how many files there are.
        revision: By which it is known whether it was changed since.
    """

    name: str
    published_at: dt.datetime | None
    missing: Sequence[str]
    files: Iterable[tuple[str, bytes]]
    broken: list[BrokenOnPage] = field(default_factory=list)
    about: int = 0
    revision: int = 0


@dataclass(slots=True)
class _Digests:
    """SHA-256 of files by path, and of all of them."""

    by_path: dict[str, bytes] = field(default_factory=dict)
    whole: hashlib._Hash = field(default_factory=hashlib.sha256)

    def add(self, path: str, content: bytes) -> None:
        digest = hashlib.sha256(content).digest()
        self.by_path[path] = digest
        self.whole.update(path.encode() + b"\0" + digest)


def nobody_asks(_done: int, _total: int) -> None:
    """How far it is."""


class SiteReleases(Technical):
    """What the web server has of a package's site. A subclass says what that consists of."""

    KIND: ClassVar[str]
    """What the package's history calls it."""

    def _read(self, looking: Looking) -> ReadSite:
        """Read what would be published; raises Conflict where the package has no such site."""
        raise NotImplementedError

    def _note_published(self, changing: Changing, site: ReadSite) -> bool:
        """Note that visitors see this; False if it was changed since it was read."""
        raise NotImplementedError

    def _note_turned_back(self, changing: Changing) -> str:
        """Note that visitors see what was there before; tells what the site is called."""
        raise NotImplementedError

    def _note_taken_away(self, changing: Changing) -> str:
        """Likewise that they see nothing any more; raises Conflict where they see nothing."""
        raise NotImplementedError

    # What is common to all

    def images(self, access: PackageAccess) -> tuple[Image, ...]:
        """The images that pages can show."""
        with self._looking(access) as looking:
            self._read(looking)
        return self._image_folder(access).images()

    def plan(self, access: PackageAccess) -> PublishPlan:
        """What publishing would change."""
        with self._looking(access) as looking:
            site, digests = self._read(looking), _Digests()
            for path, content in site.files:
                digests.add(path, content)
        return _planned(site, digests, self._public(access))

    def publish(
        self, access: PackageAccess, seen: PublishPlan, report: Callable[[int, int], None] = nobody_asks
    ) -> bool:
        """Let visitors see the site as it stands; False where they do already.

        Args:
            access: Who publishes.
            seen: What was shown.
            report: Told how many files are written, and of how many.

        Raises:
            Conflict: Something is missing; the sentence tells what.
            ChangedMeanwhile: It would be something else than `seen` by now; `now` is the plan of that.
            Unavailable: The webspace cannot be written.
        """
        with self._looking(access) as looking:
            _require_complete(self._read(looking))
        with self._locked(access) as public, public.new() as new:
            with self._looking(access) as looking:
                site, digests = self._read(looking), _Digests()
                _require_complete(site)
                for path, content in site.files:
                    new.write(path, content)
                    digests.add(path, content)
                    done = len(digests.by_path)
                    report(done, max(done, site.about))
            is_as_seen = digests.whole.hexdigest() == seen.digest
            with self._changing(access) as changing:
                if not is_as_seen or not self._note_published(changing, site):
                    raise ChangedMeanwhile(
                        _("Something was changed since this was shown. Please look once more."),
                        {},
                        _planned(site, digests, public),
                    )
                changed = public.make_current(new)
                self._note(changing, "published", site.name)
            return changed

    def turn_back(self, access: PackageAccess) -> None:
        """Let visitors see what was published before; a second time turns forward again.

        Raises:
            Conflict: There is nothing before.
            Unavailable: The webspace cannot be written.
        """
        with self._locked(access) as public, self._changing(access) as changing:
            if not public.turn_back():
                raise Conflict(_("There is nothing that was published before."))
            self._note(changing, "turned back", self._note_turned_back(changing))

    def take_away(self, access: PackageAccess) -> None:
        """Let visitors see nothing any more; all that it was made of stays here.

        Raises:
            Conflict: It is not published.
            Unavailable: The webspace cannot be written.
        """
        with self._locked(access) as public, self._changing(access) as changing:
            name = self._note_taken_away(changing)
            public.take_away()
            self._note(changing, "taken away", name)

    def _note(self, changing: Changing, action: str, name: str) -> None:
        changing.note(self.KIND, action, name, servers=False)
        changing.commit()

    def _webspace(self, access: PackageAccess) -> Path:
        return Path(self._means.settings.web.root) / str(access.package_id)

    def _image_folder(self, access: PackageAccess) -> ImageFolder:
        return ImageFolder(self._webspace(access))

    def _public(self, access: PackageAccess) -> PublicFolder:
        return PublicFolder(self._webspace(access) / FOLDER, MARKER, for_all=True)

    @contextmanager
    def _locked(self, access: PackageAccess) -> Iterator[PublicFolder]:
        """The folder of the site, for nobody else meanwhile; paths on the server are not told."""
        with self._looking(access) as looking:
            self._read(looking)
        public = self._public(access)
        with ExitStack() as held:
            try:
                held.enter_context(public.locked())
            except (InvalidInput, Conflict) as error:
                raise _out_of_reach() from error
            try:
                yield public
            except InvalidInput as error:
                raise _out_of_reach() from error


def _require_complete(site: ReadSite) -> None:
    if site.missing:
        raise Conflict(" ".join(site.missing))


def _out_of_reach() -> Unavailable:
    return Unavailable(
        _(
            "The webspace cannot be written at the moment. What visitors see stays as it is; please try again"
            " later."
        )
    )


def _planned(site: ReadSite, digests: _Digests, public: PublicFolder) -> PublishPlan:
    before, now = _digests_of(public.current()), digests.by_path
    return PublishPlan(
        added=tuple(path for path in now if path not in before),
        changed=tuple(path for path, digest in now.items() if before.get(path, digest) != digest),
        removed=tuple(sorted(before.keys() - now.keys())),
        broken=tuple(site.broken),
        missing=tuple(site.missing),
        published_at=site.published_at,
        can_turn_back=public.before() is not None,
        digest=digests.whole.hexdigest(),
    )


def _digests_of(folder: Path | None) -> dict[str, bytes]:
    """SHA-256 of all files by path."""
    found: dict[str, bytes] = {}
    for top, _folders, names in os.walk(folder) if folder else ():
        for name in names:
            path = Path(top, name)
            found[path.relative_to(folder or top).as_posix()] = hashlib.sha256(path.read_bytes()).digest()
    return found
