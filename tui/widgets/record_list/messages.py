"""What a list tells its screen; each is also an attribute of `RecordList`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from textual.dom import DOMNode


class RecordMessage(Message):
    """Something that happened in one list."""

    @property
    def control(self) -> DOMNode | None:
        """The list, so that `@on` may select by it."""
        return self._sender  # type: ignore[return-value] # the list posts it as its own


@dataclass
class Highlighted(RecordMessage, namespace="record_list"):
    """The cursor came to another row, or its row was read again.

    Attributes:
        view: The row; None where the list became empty.
    """

    view: Any


@dataclass
class Chosen(RecordMessage, namespace="record_list"):
    """A row was opened.

    Attributes:
        view: The row.
    """

    view: Any


@dataclass
class ButtonPressed(RecordMessage, namespace="record_list"):
    """A button inside a card was clicked.

    Attributes:
        name: The button's name.
        view: The row.
    """

    name: str
    view: Any


@dataclass
class Counted(RecordMessage, namespace="record_list"):
    """The source said how many rows there are.

    Attributes:
        total: All rows; None if the list was never seen without its filter.
        matching: Rows that match the filter.
    """

    total: int | None
    matching: int
