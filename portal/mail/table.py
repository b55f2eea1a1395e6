"""The table of addresses that an import reads."""

from __future__ import annotations

from portal import tables
from portal.i18n import _
from portal.tables import TableFormat, TableRow

FORMAT = TableFormat(
    columns=("address", "kind", "password", "size_mb", "targets", "enabled"),
    required=frozenset({"address", "kind"}),
    most_lines=20_000,
    unnamed=_("The first line must name the columns: {names}; address and kind are needed."),
    empty=_("There is no address in this file."),
    too_many=_("These are more than {n} addresses; please use several files."),
    verbatim=frozenset({"password"}),
)


def read_table(content: bytes) -> list[TableRow]:
    """The lines of a file with a header; raises InvalidInput if it is no such file, or too long."""
    return tables.read_table(content, FORMAT).rows
