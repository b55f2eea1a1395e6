"""Forms on the whole website: name, language, theme; imprint and privacy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.website.models import LONGEST_TEXT, LegalTexts, SiteSettings
from tui.i18n import _
from tui.screens.themes import ThemeForm
from tui.widgets.field import ChoiceField, LinesField, TextField
from tui.widgets.form import FormModal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.access import PackageAccess
    from tui.widgets.field import Field


class SiteForm(ThemeForm[SiteSettings, bool]):
    """Name, description, language and theme."""

    TITLE = _("Website")
    MODEL = SiteSettings
    SAVED = _("The website was changed. Publish it when you like.")
    HELP = _(
        "What the website is called, what it is about in a sentence, the language of its own words, and how"
        " it looks. All themes can be read well and work without any script."
    )

    def __init__(self, access: PackageAccess, seen: SiteSettings) -> None:
        """Change `seen`."""
        super().__init__()
        self.access = access
        self.seen: SiteSettings = seen

    def fields(self) -> Iterable[Field[Any]]:
        """All of them."""
        seen = self.seen
        yield TextField("name", _("Name"), seen.name)
        hint = _("optional; a sentence for search engines")
        yield TextField("description", _("Description"), seen.description, hint, longest=300)
        languages = [(_("German"), "de"), (_("English"), "en")]
        yield ChoiceField("language", _("Language"), languages, seen.language)
        yield self.theme_field(seen.theme.value)

    async def save(self, entered: SiteSettings) -> bool:
        """Change them."""
        await self.portal_call(self.portal.website.change_settings, self.access, entered, self.seen)
        return True


class LegalForm(FormModal[LegalTexts, bool]):
    """Imprint and privacy."""

    TITLE = _("Imprint and privacy")
    MODEL = LegalTexts
    SAVED = _("The legal texts were changed. Publish the website when you like.")
    HELP = _(
        "German law wants both on every website (§5 DDG, Art. 13 GDPR), so they must not be empty when you"
        " publish. They are Markdown, as pages are."
    )
    DEFAULT_CSS = """
    LegalForm PlainText {
        height: 7;
    }
    """

    def __init__(self, access: PackageAccess, seen: LegalTexts) -> None:
        """Change `seen`."""
        super().__init__()
        self.access = access
        self.seen: LegalTexts = seen

    def fields(self) -> Iterable[Field[Any]]:
        """Both."""
        hint = _("who answers for the website, with address and email")
        yield LinesField("imprint", _("Imprint"), self.seen.imprint, hint, longest=LONGEST_TEXT)
        hint = _("what becomes of the data of its visitors")
        yield LinesField("privacy", _("Privacy"), self.seen.privacy, hint, longest=LONGEST_TEXT)

    async def save(self, entered: LegalTexts) -> bool:
        """Change them."""
        await self.portal_call(self.portal.website.change_legal, self.access, entered, self.seen)
        return True
