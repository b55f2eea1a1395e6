"""Directories of the webspace, as customers name them: always inside their package."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from portal.errors import InvalidInput
from portal.i18n import _
from portal.validation import Cleaned

LONGEST = 200
"""Characters of a whole path."""

LONGEST_NAME = 255
"""Bytes of one name in it, as file systems have it (POSIX, NAME_MAX)."""


def directory(value: str) -> str:
    """The path in its normal form: with a "/" in front, none at the end, none twice; raises InvalidInput.

    Args:
        value: As typed, cleaned; empty stands for the package's own directory.
    """
    if "\\" in value or not value.isprintable():
        raise InvalidInput(_("A path is written with “/” between its directories, such as /html/blog."))
    names = [name for name in value.split("/") if name not in {"", "."}]
    if ".." in names:
        raise InvalidInput(_("A path leads down from the package's own directory: “..” has no place in it."))
    if any(len(name.encode()) > LONGEST_NAME for name in names):
        raise InvalidInput(_("The name of a directory is too long."))
    return "/" + "/".join(names)


Directory = Annotated[Cleaned, Field(max_length=LONGEST - 1), AfterValidator(directory)]
"""A directory inside a package, in its normal form."""
