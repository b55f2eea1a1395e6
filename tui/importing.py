"""Reading a file that the customer names, where the portal runs on their own machine."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from portal.errors import InvalidInput
from tui.i18n import _

MB = 1024 * 1024


def read_bytes(path: str, at_most: int, field: str) -> bytes:
    """The bytes of a regular file; `~` is the customer's own folder.

    Args:
        path: As typed.
        at_most: Bytes.
        field: The input that it was typed in.

    Raises:
        InvalidInput: It is none, cannot be read, or is too large.
    """
    try:
        # a pipe or a device would keep us waiting
        descriptor = os.open(Path(path).expanduser(), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise InvalidInput(_("This is not a file."), field)
            content = file.read(at_most + 1)
    except IsADirectoryError:
        raise InvalidInput(_("This is a folder, not a file."), field) from None
    except (OSError, RuntimeError, ValueError) as error:
        if isinstance(error, InvalidInput):
            raise
        reason = getattr(error, "strerror", None) or _("there is no such file")
        raise InvalidInput(_("This file cannot be read: {reason}.").format(reason=reason), field) from None
    if len(content) > at_most:
        raise InvalidInput(_("This file is too large: {n} MB at most.").format(n=at_most // MB), field)
    return content


def read_text(path: str, at_most: int, field: str) -> str:
    """The text of a file in UTF-8; raises InvalidInput as `read_bytes` does, and for what is no text."""
    try:
        text = read_bytes(path, at_most, field).decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise InvalidInput(_("This is not a text file."), field)
    return text
