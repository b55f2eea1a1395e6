"""A folder that changes all at once, whenever the program is killed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portal.errors import Conflict, InvalidInput
from portal.publishing.folder import MARKER, NewFolder, PublicFolder
from portal.publishing.quoting import Unfit

ROOT = Path(__file__).parents[3]

CRASHING = """
import os, signal, sys
from pathlib import Path
from tests.portal.publishing.test_folder import contents, publish

watched = ("open", "os.mkdir", "os.rename", "os.symlink", "os.remove", "os.rmdir", "shutil.rmtree")
folder, crashed = Path(sys.argv[1]), 0
while True:
    child = os.fork()
    if child == 0:
        left = crashed
        def crash(event, arguments):
            global left
            if event in watched:
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(crash)
        publish(folder, "new")
        os._exit(0)
    _child, status = os.waitpid(child, 0)
    print(os.WIFSIGNALED(status), ",".join(contents(folder)), flush=True)
    if not os.WIFSIGNALED(status):
        break
    crashed += 1
"""
"""Publishes again and again, and is killed before its first, second, third … step on the disk."""


def publish(folder: Path, content: str, marker: str = "all") -> bool:
    public = PublicFolder(folder)
    with public.locked(), public.new() as new:
        new.write(MARKER, marker)
        for name in ("a", "b/c", "b/d"):
            new.write(name, content)
        new.growing("grown").add(content)
        return public.make_current(new)


def contents(folder: Path) -> set[str]:
    """What stands in its files; one word where it is whole."""
    names = {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()}
    assert names == {MARKER, "a", "b/c", "b/d", "grown"}
    return {(folder / name).read_text() for name in names - {MARKER}}


def beside(folder: Path) -> set[str]:
    return {each.name for each in folder.parent.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "servers"


def test_it_is_a_link_to_a_folder_that_is_called_by_what_is_in_it(folder: Path) -> None:
    assert publish(folder, "first")
    assert folder.is_symlink()
    assert folder.readlink().name.startswith("servers-")
    assert contents(folder) == {"first"}


def test_the_same_again_changes_nothing(folder: Path) -> None:
    publish(folder, "first")
    before = folder.readlink(), folder.stat().st_ino
    assert not publish(folder, "first")
    assert (folder.readlink(), folder.stat().st_ino) == before
    assert beside(folder) == {"servers", folder.readlink().name, ".servers.lock"}


def test_the_folder_before_stays_for_who_still_reads_it_and_older_ones_go(folder: Path) -> None:
    publish(folder, "first")
    first = folder.readlink().name
    publish(folder, "second")
    second = folder.readlink().name
    assert {first, second} <= beside(folder)
    publish(folder, "third")
    assert beside(folder) == {"servers", second, folder.readlink().name, ".servers.lock"}


def test_what_was_there_before_the_last_can_come_back(folder: Path) -> None:
    for content in ("first", "second", "first"):
        assert publish(folder, content)
        assert contents(folder) == {content}


def test_it_is_for_its_owner_alone(folder: Path) -> None:
    before = os.umask(0)
    try:
        publish(folder, "first")
    finally:
        os.umask(before)
    modes = {each.stat().st_mode & 0o777 for each in folder.rglob("*") if each.is_file()}
    assert modes == {0o600}
    assert {each.stat().st_mode & 0o777 for each in (folder, folder / "b")} == {0o700}


@pytest.mark.parametrize(
    "there", ["file", "full folder", "foreign link", "link to a folder elsewhere", "link to nothing"]
)
def test_what_others_made_is_left_alone(folder: Path, there: str) -> None:
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "theirs").write_text("kept")
    if there == "file":
        folder.write_text("kept")
    elif there == "full folder":
        folder.mkdir()
        (folder / "theirs").write_text("kept")
    else:
        targets: dict[str, str | Path] = {
            "foreign link": "elsewhere",
            "link to a folder elsewhere": elsewhere,
            "link to nothing": "no",
        }
        folder.symlink_to(targets[there])
    before = beside(folder)
    with pytest.raises(Conflict) as refused:
        publish(folder, "first")
    assert refused.value.message == (
        f"{folder} was not made by publishing, so it is left alone. Please name a folder that does not exist"
        " yet."
    )
    assert beside(folder) - before == {".servers.lock"}
    assert (elsewhere / "theirs").read_text() == "kept"


def test_an_empty_folder_is_as_good_as_none(folder: Path) -> None:
    folder.mkdir()
    assert publish(folder, "first")
    assert contents(folder) == {"first"}


def test_a_link_whose_folder_is_gone_is_ours_all_the_same(folder: Path) -> None:
    publish(folder, "first")
    shutil.rmtree(folder.resolve())
    assert publish(folder, "first")
    assert contents(folder) == {"first"}


def test_folders_of_others_beside_it_stay(folder: Path) -> None:
    theirs = [folder.parent / "servers-old", folder.parent / f"servers-{'0' * 32}"]
    for each in theirs:
        each.mkdir()
    publish(folder, "first")
    publish(folder, "second")
    assert all(each.is_dir() for each in theirs)


def test_only_one_publishes_at_a_time(folder: Path) -> None:
    with PublicFolder(folder).locked(), pytest.raises(Conflict) as refused:
        publish(folder, "first")
    assert refused.value.message == f"Somebody else is publishing to {folder} at the moment."
    assert publish(folder, "first")


def test_a_place_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        publish(tmp_path / "none" / "servers", "first")
    assert refused.value.message == f"There is no folder {tmp_path / 'none'}."


def test_something_that_fails_on_the_way_leaves_all_as_it_was(folder: Path) -> None:
    publish(folder, "first")
    before = beside(folder)
    public = PublicFolder(folder)
    with pytest.raises(ZeroDivisionError), public.locked(), public.new() as new:
        new.write("a", "half")
        raise ZeroDivisionError
    assert beside(folder) == before
    assert contents(folder) == {"first"}


def test_killed_at_any_step_it_leaves_the_old_state_or_the_new_one_whole(folder: Path) -> None:
    publish(folder, "old")
    done = subprocess.run(
        [sys.executable, "-c", CRASHING, folder], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    told = [line.split(" ") for line in done.stdout.splitlines()]
    states = [state for _killed, state in told]
    assert len(told) > 15
    assert told[-1] == ["False", "new"]
    assert states == sorted(states, key=("old", "new").index)
    assert set(states) == {"old", "new"}
    assert not any(name.startswith(".servers-new") for name in beside(folder))


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../a", "a/../../b", "/etc/passwd", "a//b", ".hidden", "-rf", "#a", "a b", "a\nb", "a\0b",
     "ä", "a\\b", 'a"b', "a;b", "x" * 256],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unfit):
        NewFolder(tmp_path).write(name, "x")
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_no_file_is_written_twice(tmp_path: Path) -> None:
    new = NewFolder(tmp_path)
    new.write("a", "first")
    with pytest.raises(Unfit):
        new.write("a", "second")
    assert (tmp_path / "a").read_text() == "first"


def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Unfit):
        NewFolder(tmp_path).write("a", "x")
    assert not (tmp_path / "elsewhere").exists()
