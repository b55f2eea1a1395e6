"""The windowed list that all screens share."""

from tui.widgets.record_list.drawing import CHOSEN, Cards, Column, Columns, Sort, button
from tui.widgets.record_list.widget import RecordList

__all__ = ["CHOSEN", "Cards", "Column", "Columns", "RecordList", "Sort", "button"]
