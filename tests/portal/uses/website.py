from typing import Any

import pytest

from portal.access import PackageAccess
from portal.errors import Conflict
from portal.portal import Portal
from portal.website.models import LegalTexts, NewPage, PageContents, PageSettings, SiteSettings
from portal.website.pages import Move, Place
from portal.website.views import PageView
from tests.portal.uses import Use

SETTINGS = SiteSettings(name="Wanderblog")
LEGAL = LegalTexts()
CONTENTS = PageContents(title="Start")
PAGE = PageView(1, 0, CONTENTS, PageSettings(title="Start", slug="start"), "/", None)


def use(subject: str, name: str, *arguments: Any) -> Use:
    """The package of these stories has no website builder, or ended: said to those who are inside alone."""

    def called(portal: Portal, access: PackageAccess) -> None:
        with pytest.raises(Conflict, match=r"no website builder|has ended"):
            getattr(getattr(portal, subject), name)(access, *arguments)

    return called


USES: dict[str, Use] = {
    f"{subject}.{name}": use(subject, name, *arguments)
    for subject, name, *arguments in (
        ("website", "show"),
        ("website", "open", 1),
        ("website", "add", NewPage(title="Start")),
        ("website", "save", PAGE, CONTENTS),
        ("website", "keep_draft", PAGE, "x"),
        ("website", "drop_draft", PAGE),
        ("website", "change", 1, PAGE.settings, PAGE.settings),
        ("website", "move", 1, Move.UP),
        ("website", "put", 1, Place(None, 0)),
        ("website", "remove", 1),
        ("website", "make_home", 1),
        ("website", "change_settings", SETTINGS, SETTINGS),
        ("website", "change_legal", LEGAL, LEGAL),
        ("website", "versions", 1),
        ("website", "restore", 1, 1),
        ("releases", "images"),
        ("releases", "plan"),
        ("releases", "publish", None),
        ("releases", "turn_back"),
        ("releases", "take_away"),
    )
}
