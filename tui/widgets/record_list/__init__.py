"""The windowed list that all screens share."""

from tui.widgets.record_list.drawing import Cards, Column, Columns, Sort, button
from tui.widgets.record_list.widget import RecordList

__all__ = ["Cards", "Column", "Columns", "RecordList", "Sort", "button"]
