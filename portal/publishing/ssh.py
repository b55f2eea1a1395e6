"""Who reaches the webspace by SFTP: authorized_keys (sshd(8)), and a file that SFTP servers import."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from portal.i18n import _
from portal.publishing.quoting import Unfit, argon2id, directory, owned, text
from portal.webspace.ssh_keys import KINDS

if TYPE_CHECKING:
    from portal.publishing.release import Release
    from storage.models.packages import Package
    from storage.models.webspace import SftpUser
    from storage.repositories.publishing import PackageContents

USERS = "ssh/users.json"

SEPARATOR = "-"


def publish(contents: PackageContents, release: Release) -> None:
    """Write the SFTP users of a package; of a suspended one nobody gets in."""
    if release.is_suspended(contents):
        return
    for user in contents.sftp_users:
        with release.entry(contents, "SFTP user", user.name):
            _publish(user, contents, release)


def _publish(user: SftpUser, contents: PackageContents, release: Release) -> None:
    name = owned(user.name, contents.package.id, SEPARATOR)
    ends = _end(user, release.settings.time_zone)
    keys = []
    for number, key in enumerate(user.keys, 1):
        with release.entry(contents, "public key", f"{user.name} {number}"):
            keys.append(public_key(key))
    entry: dict[str, Any] = {
        "username": name,
        "status": 1,
        "home_dir": f"{release.settings.web.root}/{contents.package.id}{directory(user.directory)}",
        "permissions": {"/": ["*"]},
        "public_keys": keys,
        "expiration_date": round(ends.timestamp() * 1000) if ends else 0,
    }
    if verifier := _verifier(user, contents.package):
        entry["password"] = argon2id(verifier)
    elif not keys:
        return
    if keys:
        until = f',expiry-time="{ends:%Y%m%d%H%M%S}Z"' if ends else ""
        lines = "".join(f"restrict{until} {key}\n" for key in keys)
        release.folder.write(f"ssh/{name}/authorized_keys", lines)
    comma = "," if release.counts.sftp_users else ""
    release.folder.growing(USERS).add(f"{comma}\n{json.dumps(entry, sort_keys=True)}")
    release.counts.sftp_users += 1


def begin(release: Release) -> None:
    """Begin the file of all users."""
    release.folder.growing(USERS).add('{"users": [')


def end(release: Release) -> None:
    """End it."""
    release.folder.growing(USERS).add("\n]}\n")


def public_key(line: str) -> str:
    """A key with its comment as one line: kind, Base64, comment, and nothing in front of them."""
    kind, _blank, rest = text(line).partition(" ")
    blob, _blank, comment = rest.partition(" ")
    try:
        raw = base64.b64decode(blob, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    # The blob begins with its kind once more (RFC 4253, 6.6).
    begins = len(kind).to_bytes(4, "big") + kind.encode()
    if kind not in KINDS or not raw.startswith(begins) or len(raw) <= len(begins):
        raise Unfit(_("it is no public key"))
    return f"{kind} {base64.b64encode(raw).decode()} {comment.strip()}".rstrip()


def _verifier(user: SftpUser, package: Package) -> str | None:
    return package.master_password_hash if user.uses_master else user.password_hash


def _end(user: SftpUser, time_zone: str) -> dt.datetime | None:
    """The first moment, in UTC, at which a user gets in no more."""
    if user.expires_on is None:
        return None
    day = user.expires_on + dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(), ZoneInfo(time_zone)).astimezone(dt.UTC)
