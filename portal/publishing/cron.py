"""Crontabs (crontab(5)): one for the user of each package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portal.i18n import _
from portal.publishing.quoting import Unfit, address, system_user, text

if TYPE_CHECKING:
    from portal.publishing.release import Release
    from storage.models.webspace import CronJob
    from storage.repositories.publishing import PackageContents

WORDS = {"@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"}

MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = {name: place for place, name in enumerate(MONTH_NAMES, 1)}
WEEKDAYS = {name: place for place, name in enumerate(WEEKDAY_NAMES, 1)}

FIELDS: tuple[tuple[int, int, dict[str, int]], ...] = (
    (0, 59, {}),
    (0, 23, {}),
    (1, 31, {}),
    (1, 12, MONTHS),
    (0, 7, WEEKDAYS),
)
"""Least, greatest and names of minute, hour, day, month, weekday."""

ITEM = re.compile(r"(?:\*|(\w+)(?:-(\w+))?)(?:/(\d{1,2}))?", re.ASCII)

BACKSLASHES = re.compile(r"\\{2,}|\\(?=%|$)")
"""Those that cron takes for an escape."""

LONGEST = 998
"""Bytes of a command: cron keeps 1000 for it, and one character too many spoils the whole crontab."""


def publish(contents: PackageContents, release: Release) -> None:
    """Write the crontab of a package; a suspended one has none, as nothing of it runs."""
    if release.is_suspended(contents):
        return
    lines: list[str] = []
    for job in contents.cron_jobs:
        if job.enabled:
            with release.entry(contents, "cron job", f"{job.schedule} {job.command}"):
                lines += _lines(job)
                release.counts.cron_jobs += 1
    if lines:
        release.folder.write(f"cron/{system_user(contents.package.id)}", "\n".join([*lines, ""]))


def _lines(job: CronJob) -> list[str]:
    mail_to = address(job.output_to) if job.output_to else ""
    return [f'MAILTO="{mail_to}"', f"{schedule(job.schedule)} {command(job.command)}"]


def command(typed: str) -> str:
    r"""A command as cron takes it: it reads `\%` as `%` and `\\` as `\`, and a bare `%` as a line feed."""
    escaped = BACKSLASHES.sub(lambda found: found[0] * 2, text(typed).strip()).replace("%", r"\%")
    if not escaped or len(escaped.encode()) > LONGEST:
        raise Unfit(_("the command is empty, or too long for cron"))
    if escaped.startswith("*"):
        # Debian's takes it for a sixth field, and refuses the whole crontab.
        raise Unfit(_("cron takes no command that begins with “*”"))
    return escaped


def schedule(typed: str) -> str:
    """A schedule with numbers for names, in the words and fields that every cron knows."""
    if typed in WORDS:
        return typed
    fields = typed.split(" ")
    if len(fields) != len(FIELDS):
        raise Unfit(_("cron does not understand its schedule"))
    return " ".join(_field(field, *known) for field, known in zip(fields, FIELDS, strict=True))


def _field(field: str, least: int, greatest: int, names: dict[str, int]) -> str:
    return ",".join(_item(item, least, greatest, names) for item in field.lower().split(","))


def _item(item: str, least: int, greatest: int, names: dict[str, int]) -> str:
    found = ITEM.fullmatch(item)
    if found is None:
        raise Unfit(_("cron does not understand its schedule"))
    first, last, step = found.groups()
    numbers = [_number(each, least, greatest, names) for each in (first, last) if each]
    stepped = step is None or (len(numbers) != 1 and 1 <= int(step) <= greatest)
    if not stepped or numbers != sorted(numbers):
        raise Unfit(_("cron does not understand its schedule"))
    return ("-".join(map(str, numbers)) or "*") + (f"/{int(step)}" if step else "")


def _number(word: str, least: int, greatest: int, names: dict[str, int]) -> int:
    number = names.get(word, int(word) if word.isdecimal() else -1)
    if not least <= number <= greatest:
        raise Unfit(_("cron does not understand its schedule"))
    return number
