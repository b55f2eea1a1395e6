"""A list as Textual brings it: a DataTable that shows about what the portal's lists show.

table.py HEIGHT  (1: rows like the domains; 3: cards like the packages)
"""

import sys

from textual.app import App, ComposeResult
from textual.widgets import DataTable

ROWS = 300


class Table(App[None]):
    """A full screen of rows."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self._height = height

    def compose(self) -> ComposeResult:
        """The table."""
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Fill it."""
        table = self.query_one(DataTable)
        if self._height == 1:
            table.add_columns("Domain", "Kind", "State")
        else:
            table.add_columns("Package")
        for number in range(ROWS):
            domain = f"musterfrau-{number}.de"
            row = (domain, "additional", "● active")
            card = (f"{domain}\n● PowerWeb Plus  active\n m More ",)
            table.add_row(*(row if self._height == 1 else card), height=self._height)


if __name__ == "__main__":
    Table(int(sys.argv[1])).run()
