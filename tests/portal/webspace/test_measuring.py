"""Measuring webspaces on the disk, and what customers see of it."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

from portal.access import OperatorAccess
from portal.errors import Conflict, NotFound
from portal.operator.measuring import MB, MOST_DIRECTORIES, Amount, Walk, largest, told_of
from portal.paging import PageRequest
from storage.models.packages import PackageState

if TYPE_CHECKING:
    from portal.operator.measuring import MeasuringReport
    from tests.portal.inside import Inside

OPERATOR = OperatorAccess("karl")


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """Where webspaces are."""
    folder = tmp_path / "customers"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, megabytes: float = 0) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(int(megabytes * MB))
    return path


def measure(inside: Inside, disk: Path, domain: str | None = None) -> MeasuringReport:
    return inside.portal.operator.measuring.run(OPERATOR, disk, domain)


def listed(inside: Inside, **request: object) -> list[tuple[str, int, int]]:
    asked = PageRequest(**{"sort": "size", "descending": True} | request)  # type: ignore[arg-type]
    page = inside.portal.web_usage.page(inside.webmaster, asked).page
    return [(view.path, view.used_mb, view.files) for view in page.rows]


def found(folder: Path) -> dict[str, tuple[int, int]]:
    amounts = Walk().of(folder).amounts
    return {str(path): (amount.bytes, amount.files) for path, amount in amounts.items()}


# Reading the disk.


def test_what_lies_deeper_than_two_levels_counts_in_the_second(disk: Path) -> None:
    for name in ("a.txt", "html/b.txt", "html/blog/c.txt", "html/blog/2026/11/d.txt", "logs/e.txt"):
        put(disk, name, 1)
    assert found(disk) == {
        "/": (MB, 1),
        "/html": (MB, 1),
        "/html/blog": (2 * MB, 2),
        "/logs": (MB, 1),
    }


def test_links_are_not_followed_and_count_nothing(disk: Path) -> None:
    elsewhere = disk.parent / "elsewhere"
    put(elsewhere, "secret.txt", 7)
    put(disk, "html/own.txt", 1)
    (disk / "html" / "folder").symlink_to(elsewhere)
    (disk / "html" / "file").symlink_to(elsewhere / "secret.txt")
    (disk / "loop").symlink_to(disk)
    assert found(disk) == {"/": (0, 0), "/html": (MB, 1)}


def test_a_webspace_that_is_a_link_itself_is_told_and_not_read(disk: Path) -> None:
    elsewhere = disk.parent / "elsewhere"
    put(elsewhere, "secret.txt", 7)
    (disk / "1").symlink_to(elsewhere)
    walk = Walk().of(disk / "1")
    assert walk.amounts[PurePosixPath("/")] == Amount(0, 0)
    assert [problem.partition(":")[0] for problem in walk.problems] == ["/"]


def test_a_file_with_two_names_counts_once(disk: Path) -> None:
    one = put(disk, "a/one", 3)
    (disk / "b").mkdir()
    (disk / "b" / "two").hardlink_to(one)
    assert sum(size for size, _files in found(disk).values()) == 3 * MB


def test_pipes_count_nothing_and_are_not_opened(disk: Path) -> None:
    os.mkfifo(disk / "pipe")
    assert found(disk) == {"/": (0, 0)}


def test_names_that_are_no_text_and_names_that_are_too_long_are_counted(disk: Path) -> None:
    (disk / os.fsdecode(b"stra\xdfe")).mkdir()
    put(disk / os.fsdecode(b"stra\xdfe"), "a", 1)
    put(disk, f"{'x' * 150}/{'y' * 150}/b", 2)
    assert found(disk) == {"/": (0, 0), "/stra�e": (MB, 1), f"/{'x' * 150}": (2 * MB, 1)}


def test_a_path_that_is_too_long_for_the_system_is_told(disk: Path) -> None:
    here = os.open(disk, os.O_DIRECTORY)
    for _level in range(20):
        os.mkdir("d" * 250, dir_fd=here)
        below = os.open("d" * 250, os.O_DIRECTORY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    walk = Walk().of(disk)
    assert set(walk.amounts) == {PurePosixPath("/")}
    assert [problem.endswith("File name too long") for problem in walk.problems] == [True]


def test_what_cannot_be_read_is_told_with_the_reason(disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(disk, "open/a", 1)
    put(disk, "closed/b", 1)
    opened = os.open

    def deny(path: Path, flags: int) -> int:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return opened(path, flags)

    monkeypatch.setattr(os, "open", deny)
    walk = Walk().of(disk)
    assert walk.problems == ["/closed: Permission denied"]
    assert walk.amounts[PurePosixPath("/open")] == Amount(MB, 1)


@pytest.mark.parametrize(
    ("path", "told"),
    [("/", "/"), ("/a", "/a"), ("/a/b", "/a/b"), ("/a/b/c/d", "/a/b"), (f"/a/{'b' * 198}", "/a")],
)
def test_a_directory_counts_where_it_is_told(path: str, told: str) -> None:
    assert str(told_of(PurePosixPath(path))) == told


def test_only_the_largest_directories_are_told_and_nothing_is_lost() -> None:
    amounts = {PurePosixPath("/"): Amount(1, 1), PurePosixPath("/a"): Amount(2_000_000, 1)}
    amounts |= {PurePosixPath(f"/a/{n}"): Amount(n + 2, 1) for n in range(MOST_DIRECTORIES)}
    kept = largest(amounts)
    assert len(kept) == MOST_DIRECTORIES
    assert kept[PurePosixPath("/a")] == Amount(2_000_000 + 2 + 3, 3)
    assert sum(amount.bytes for amount in kept.values()) == sum(amount.bytes for amount in amounts.values())


# Booking it.


def test_a_customer_sees_what_takes_up_room_the_largest_first(inside: Inside, disk: Path) -> None:
    own = disk / str(inside.package.id)
    put(own, "html/film.mp4", 40)
    put(own, "html/blog/photo.jpg", 3.4)
    put(own, "logs/access.log", 12.2)
    report = measure(inside, disk)
    [package] = report.packages
    assert (package.main_domain, package.used_mb, package.files, package.problems) == (
        "juttas.example", 56, 3, (),
    )  # fmt: skip
    assert listed(inside) == [("/html", 40, 1), ("/logs", 12, 1), ("/html/blog", 3, 1), ("/", 0, 0)]
    assert listed(inside, sort="path", descending=False)[0][0] == "/"
    assert listed(inside, filter="BLOG") == [("/html/blog", 3, 1)]
    assert inside.used("webspace") == 56
    listing = inside.portal.web_usage.page(inside.webmaster, PageRequest(count=True))
    assert listing.standing is not None
    assert [(figure.used, figure.allowed) for figure in listing.standing.figures] == [(56, 51_200)]


def test_measuring_twice_changes_nothing_but_the_moment(inside: Inside, disk: Path) -> None:
    put(disk / str(inside.package.id), "html/film.mp4", 40)
    first = measure(inside, disk)
    before = listed(inside), inside.used("webspace")
    inside.house.clock.forward(minutes=5)
    assert measure(inside, disk) == first
    assert (listed(inside), inside.used("webspace")) == before
    [_root, html] = inside.portal.web_usage.page(inside.webmaster, PageRequest(sort="path")).page.rows
    assert html.measured_at == inside.house.clock.moment
    assert inside.house.actions()[-2:] == ["webspace measured"] * 2
    assert inside.house.stored_package(inside.package).revision == 0  # servers need not read it


def test_what_was_deleted_is_gone_at_the_next_measuring(inside: Inside, disk: Path) -> None:
    film = put(disk / str(inside.package.id), "html/film.mp4", 40)
    measure(inside, disk)
    film.unlink()
    film.parent.rmdir()
    measure(inside, disk)
    assert (listed(inside), inside.used("webspace")) == ([("/", 0, 0)], 0)


def test_folders_of_nobody_are_told_and_other_folders_are_left_alone(inside: Inside, disk: Path) -> None:
    for name in (str(inside.package.id), "99999", "lost+found", "007", "٣"):
        (disk / name).mkdir()
    put(disk, "4711")
    report = measure(inside, disk)
    assert [package.id for package in report.packages] == [inside.package.id]
    assert report.unknown == ("99999",)


def test_a_package_without_a_folder_keeps_what_was_booked(inside: Inside, disk: Path) -> None:
    put(disk / str(inside.package.id), "film.mp4", 40)
    measure(inside, disk)
    assert measure(inside, disk / str(inside.package.id)).packages == ()
    assert inside.used("webspace") == 40


def test_one_package_can_be_measured_by_any_of_its_domains(inside: Inside, disk: Path) -> None:
    other = inside.of_another()
    inside.house.domain(inside.package, "jüttas.example")
    for number in (inside.package.id, other.package_id):
        put(disk / str(number), "film.mp4", 5)
    report = measure(inside, disk, "Jüttas.example")
    assert [package.main_domain for package in report.packages] == ["juttas.example"]
    assert inside.portal.web_usage.page(other, PageRequest()).page.rows == ()


def test_a_domain_or_a_folder_that_is_not_there_is_refused(inside: Inside, disk: Path) -> None:
    with pytest.raises(NotFound, match=r"no package with a domain other\.example"):
        measure(inside, disk, "other.example")
    with pytest.raises(NotFound, match="has no folder in"):
        measure(inside, disk, "juttas.example")
    with pytest.raises(Conflict, match="No such file or directory"):
        measure(inside, disk / "nowhere")


def test_a_suspended_package_is_measured_too(inside: Inside, disk: Path) -> None:
    put(disk / str(inside.package.id), "film.mp4", 5)
    inside.house.change(inside.package, state=PackageState.SUSPENDED)
    measure(inside, disk)
    assert inside.used("webspace") == 5
