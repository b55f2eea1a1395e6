"""What the lists of a shop have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tui.figures import figure_words
from tui.text import literal
from tui.widgets.subject_list import SubjectList
from tui.widgets.usage_bar import UsageBar

if TYPE_CHECKING:
    from portal.packages import Standing

V = TypeVar("V")


class ShopList(SubjectList[V]):
    """A list of a shop. It takes effect at once: no server has to read it first, so none is spoken of."""

    def show_standing(self, standing: Standing) -> None:
        """Say in the border how full it is."""
        parts = [literal(figure_words(figure, self.country)) for figure in standing.figures]
        self.border_subtitle = literal(" · ").join(parts)
        self.query_one(UsageBar).show(standing.figures[-1] if standing.figures else None)
