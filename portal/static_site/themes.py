"""The four looks of websites: colours and letters; what stands where is the same in all of them.

Text has a contrast of 4.5 at least to what is behind it (WCAG 2.2, 1.4.3, AA); a test holds that.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from storage.models.website import ThemeName

FOLDER = Path(__file__).parent / "themes"

SERIF = 'Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif'
SANS = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif'
ROUND = (
    '"Hiragino Maru Gothic ProN", Quicksand, Comfortaa, Manjari, "Arial Rounded MT Bold", Calibri, sans-serif'
)
"""Letters that are on the visitor's computer: nothing is fetched from elsewhere."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A look; colours as #rrggbb.

    Attributes:
        paper: Behind the text.
        ink: The text.
        quiet: Text that stands back.
        accent: Links, and the line above everything.
        band: Behind the head and the foot.
        on_band: Text on it.
        edge: Lines.
        letters: Of the text.
        headings: Of headings.
    """

    paper: str
    ink: str
    quiet: str
    accent: str
    band: str
    on_band: str
    edge: str
    letters: str
    headings: str


THEMES = {
    ThemeName.PAPER: Theme(
        "#fffdf8", "#23201b", "#665f53", "#8a3b12", "#f4eee1", "#23201b", "#ddd3c0", SERIF, SERIF
    ),
    ThemeName.HARBOUR: Theme(
        "#ffffff", "#17232e", "#52616e", "#0b5768", "#0f2b3a", "#f2f7f9", "#d5dee4", SANS, SANS
    ),
    ThemeName.MEADOW: Theme(
        "#fbfdf9", "#1d2a1f", "#55655a", "#2c6e34", "#e4f0de", "#1d2a1f", "#c9dcc3", SANS, ROUND
    ),
    ThemeName.NIGHT: Theme(
        "#14171c", "#e8e6e1", "#a7acb5", "#8fc7ff", "#0d0f13", "#e8e6e1", "#343a44", SANS, SERIF
    ),
}


@cache
def stylesheet(name: ThemeName) -> str:
    """All rules of a theme, as the website has them in one file."""
    theme = THEMES[name]
    colours = {
        "paper": theme.paper,
        "ink": theme.ink,
        "quiet": theme.quiet,
        "accent": theme.accent,
        "band": theme.band,
        "on-band": theme.on_band,
        "edge": theme.edge,
        "letters": theme.letters,
        "headings": theme.headings,
    }
    scheme = "dark" if name is ThemeName.NIGHT else "light"
    variables = "".join(f"  --{key}: {value};\n" for key, value in colours.items())
    layout = (FOLDER / "layout.css").read_text("utf-8")
    return f":root {{\n  color-scheme: {scheme};\n{variables}}}\n\n{layout}"
