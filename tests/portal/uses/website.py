from portal.website.models import LegalTexts, NewPage, PageContents, PageSettings, SiteSettings
from portal.website.pages import Move, Place
from portal.website.views import PageView
from tests.portal.uses import Use, unfit_use

SETTINGS = SiteSettings(name="Wanderblog")
LEGAL = LegalTexts()
CONTENTS = PageContents(title="Start")
PAGE = PageView(1, 0, CONTENTS, PageSettings(title="Start", slug="start"), "/", None)


USES: dict[str, Use] = {
    f"{subject}.{name}": unfit_use("no website builder", subject, name, *arguments)
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
