"""A crash is one sentence, exit code 1, and a log without values."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from textual.worker import WorkerFailed

from tests.tui.guarded_app import SECRET, GuardedDesk
from tui.crash import ALPHABET, CrashLog, frames_without_values, new_reference

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "crashes.log"


@pytest.fixture
def desk(log: Path) -> GuardedDesk:
    return GuardedDesk(crash_log=log)


def written(log: Path) -> str:
    return log.read_text()


@pytest.mark.parametrize("key", ["f1", "f2"], ids=["in a handler", "in a worker"])
async def test_a_crash_ends_with_code_1_and_one_sentence(
    desk: GuardedDesk, log: Path, capsys: pytest.CaptureFixture[str], key: str
) -> None:
    async def work() -> None:
        async with desk.run_test() as pilot:
            await pilot.press(key)
            await pilot.pause()

    with pytest.raises((ValueError, WorkerFailed)):  # Pilot raises what the app met
        await work()
    assert desk.return_code == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("Something went wrong on our side. Reference: ")
    assert said.err.count("\n") == 1
    assert said.err.split()[-1] in written(log)
    assert SECRET not in said.err + written(log)


async def test_a_crash_is_not_undone_by_leaving(desk: GuardedDesk) -> None:
    async with desk.run_test():
        desk.crash(ValueError())
        desk.exit(return_code=0)
        desk._exception = None
    assert desk.return_code == 1


async def test_panic_shows_nothing_of_what_it_is_given(
    desk: GuardedDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    async with desk.run_test():
        desk.panic(SECRET)
        desk._exception = None
    assert desk.return_code == 1
    assert SECRET not in capsys.readouterr().err


async def test_words_at_leaving_are_printed_literally(
    desk: GuardedDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    async with desk.run_test():
        desk.exit(message="Goodbye [/] \x1b[2J")
    assert capsys.readouterr().err == "Goodbye [/] ␛[2J\n"


async def test_an_error_of_a_forgotten_task_is_logged_without_values(
    desk: GuardedDesk, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with desk.run_test():
        loop = asyncio.get_running_loop()
        loop.call_exception_handler({"message": SECRET, "exception": OSError(SECRET)})
        loop.call_exception_handler({"message": SECRET})
    assert "builtins.OSError" in written(log)
    assert SECRET not in written(log) + capsys.readouterr().err


def failing() -> Iterator[ValueError]:
    try:
        try:
            dict[str, str]()[SECRET]
        except KeyError as error:
            raise ValueError(SECRET) from error
    except ValueError as error:
        yield error


def test_frames_tell_where_it_happened_and_what_was_behind() -> None:
    (error,) = failing()
    for told in (error, ExceptionGroup(SECRET, [error]), WorkerFailed(error)):
        lines = list(frames_without_values(told))
        assert "builtins.ValueError" in lines
        assert "builtins.KeyError" in lines
        assert any(line.endswith(" failing") and "test_crash.py" in line for line in lines)
        assert SECRET not in "".join(lines)


def test_references_are_easy_to_read_out() -> None:
    references = {new_reference() for _ in range(50)}
    assert len(references) == 50
    for reference in references:
        first, second = reference.split("-")
        assert (len(first), len(second)) == (4, 2)
        assert set(first + second) <= set(ALPHABET)


def test_the_crash_log_is_private_even_if_it_was_not(log: Path) -> None:
    log.parent.mkdir()
    log.touch(mode=0o644)
    CrashLog(log).record(ValueError())
    assert log.stat().st_mode & 0o777 == 0o600


def test_the_crash_log_follows_no_link_and_a_full_one_is_set_aside(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = log.parent.parent / "elsewhere"
    log.parent.mkdir()
    log.symlink_to(elsewhere)
    assert CrashLog(log).record(ValueError())
    assert not elsewhere.exists()
    log.unlink()
    monkeypatch.setattr("tui.crash.LARGEST_LOG", 10)
    CrashLog(log).record(ValueError())
    assert "ValueError" in log.with_name("crashes.log.1").read_text()
    assert not log.exists()
