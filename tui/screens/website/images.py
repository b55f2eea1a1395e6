"""The images of a website: what there is, and putting one in with its alternative text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content

from portal.static_site.writing import unread
from portal.validation import Input, Line
from tui.i18n import _
from tui.text import literal, plain
from tui.widgets.dialogs import NoticeModal
from tui.widgets.field import ChoiceField, TextField
from tui.widgets.form import FormModal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portal.static_site.images import Image
    from tui.widgets.field import Field

KB = 1024


class AlternativeText(Input):
    """Which image, and what it says to those who do not see it (WCAG 2.2, 1.1.1)."""

    name: Line
    alt: Line


class ImageForm(FormModal[AlternativeText, str]):
    """Answers the Markdown that shows an image."""

    TITLE = _("Put in an image")
    MODEL = AlternativeText
    SAVED = ""
    HELP = _(
        "The alternative text says what is to be seen, for those who do not see it, and for search engines."
    )

    def __init__(self, images: Sequence[Image]) -> None:
        """Offer these images."""
        super().__init__()
        self._images = images

    def fields(self) -> Iterable[Field[Any]]:
        """Which one, and what is to be seen."""
        names = [(image_words(image), image.name) for image in self._images]
        yield ChoiceField("name", _("Image"), names, self._images[0].name)
        yield TextField("alt", _("Alternative text"), "", _("what is to be seen, in a few words"))

    async def save(self, entered: AlternativeText) -> str:
        """Nothing is called: the text of the page holds it."""
        return f"![{unread(entered.alt)}](image:{entered.name})"


def image_words(image: Image) -> str:
    """Its name and its size."""
    return plain(_("{name} ({n} KB)").format(name=image.name, n=max(image.size // KB, 1)), max_width=46)


def no_images() -> NoticeModal:
    """How images come to be there."""
    words = _(
        "There is no image yet. Put images into the folder “images” of your webspace by SFTP; names of"
        " letters, digits, hyphens and dots that end in .jpg, .png, .webp, .gif or .avif are found."
    )
    return NoticeModal(_("Images"), words)


def image_list(images: Sequence[Image]) -> NoticeModal:
    """What there is."""
    lines = [literal(image_words(image)) for image in images]
    about = _("F9 puts one of them into the text that you write.")
    return NoticeModal(_("Images"), Content("\n").join([literal(about, "$quiet"), *lines]))
