"""What people type as HTML is shown as they typed it, and nothing of it runs: in a real browser."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from lxml import html

from portal.errors import InvalidInput
from portal.static_site.slugs import LONGEST, SLUG, derived
from portal.static_site.writing import unread
from portal.website.models import LegalTexts, SiteSettings
from storage.models.website import PageKind, ThemeName
from tests.browser import RUNS, visits

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import URL

    from tests.browser import Visit
    from tests.portal.website.conftest import Press

PAYLOADS = {
    "script": f"<script>{RUNS}</script>",
    "end of the title": f"</title><script>{RUNS}</script>",
    "end of an attribute": f'"><img src=x onerror={RUNS}>',
    "handler in an attribute": f'" onmouseover="{RUNS}',
    "end of a style": f"</style></code></pre><script>{RUNS}</script>",
    "end of a comment": f"--><script>{RUNS}</script><!--",
    "link": f'<a href=" jAvAsCrIpT:{RUNS}">x</a>',
    "drawing": f"<svg onload={RUNS}>",
    "frame": f"<iframe srcdoc='<script>parent.{RUNS}</script>'>",
    "focus": f"<input autofocus onfocus={RUNS}>",
    "script of a feed": f'<x:script xmlns:x="http://www.w3.org/1999/xhtml">{RUNS}</x:script>',
    "template": "{{ site }}{% raw %}{# x #} ${7*7}",
}

PLACES = {
    "end of the title": "<!DOCTYPE html><title>{}</title>",
    "end of an attribute": '<!DOCTYPE html><title>x</title><p title="{}">x</p>',
    "handler in an attribute": '<!DOCTYPE html><title>x</title><p title="{}">x</p>',
    "script of a feed": "<feed>{}</feed>",
}
"""Where a payload would run."""

UNESCAPED = "unescaped"
"""What pages are called that show a payload as HTML: there it runs."""

ANYWHERE = "<!DOCTYPE html><title>x</title><p>{}</p>"
"""Where the others would."""


@pytest.fixture
def database_url(sqlite_url: URL) -> URL:
    """One kind of database is enough: what is published comes from the same pages in both."""
    return sqlite_url


@pytest.fixture
def opened(press: Press, tmp_path: Path) -> dict[str, Visit]:
    """The website, published once for each payload in all of its fields; and what escapes nothing."""
    everything = tmp_path / "everything"
    (press.webspace / "images").mkdir()
    (press.webspace / "images" / "rose.jpg").write_bytes(b"no picture")
    blog = press.blog
    home = blog.show().pages[0].id
    news = blog.add("News", home)
    settings = blog.open(news).settings
    blog.website.change(blog.owner, news, settings.model_copy(update={"kind": PageKind.NEWS}), settings)
    for name, payload in PAYLOADS.items():
        seen = blog.show()
        blog.website.change_settings(
            blog.owner,
            SiteSettings(name=payload, description=payload, language="en", theme=ThemeName.PAPER),
            seen.settings,
        )
        blog.website.change_legal(blog.owner, LegalTexts(imprint=payload, privacy=payload), seen.legal)
        for page_id in (home, news):
            blog.save(page_id, title=payload, text=_text(payload, home))
        assert press.publish()
        folder = everything / name
        for path in ("index.html", "imprint/index.html", "privacy/index.html", "feed.xml"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(press.webspace / "website" / path, folder / path)
        ending = "xml" if "feed" in name else "html"
        (folder / f"{UNESCAPED}.{ending}").write_text(PLACES.get(name, ANYWHERE).format(payload))
    return visits(everything)


def _text(payload: str, page_id: int) -> str:
    """Markdown with the payload in every place there is, as it is and with its signs written as words."""
    words = unread(payload).replace('"', '\\"')
    return "\n\n".join(
        [
            f"Literally {payload} here",
            f"# Heading {payload}",
            f"> {payload}",
            f"- {payload}",
            f"| {words} |\n|-|\n| {payload} |",
            f"```{payload.replace('`', '')}\n{payload}\n```",
            f"`{payload}`",
            f'[{words}](page:{page_id} "{words}")',
            f"![{words}](image:rose.jpg)",
            f'![{payload}](image:rose.jpg "{payload}")',
            f"[{payload}](page:{page_id}#{payload})",
            f"[x]({payload})",
            f"[x](<{payload}>)",
            f"<{payload}>",
            f"[x](javascript:{RUNS}) [x](<java\tscript:{RUNS}>)",
            f"[x](&#106;avascript:{RUNS}) <javascript:{RUNS}>",
            f"[x](data:text/html,{payload}) [x](vbscript:{RUNS})",
            f'[ref]\n\n[ref]: javascript:{RUNS} "{words}"',
        ]
    )


def test_nothing_runs_and_everything_is_shown_as_it_was_typed(opened: dict[str, Visit]) -> None:
    ran = {path for path, visit in opened.items() if visit.ran}
    assert {path.partition("/")[0] for path in ran} == PAYLOADS.keys() - {"template"}  # so it can be seen
    assert {path for path in ran if UNESCAPED not in path} == set()
    for name, payload in PAYLOADS.items():
        home = opened[f"{name}/index.html"]
        for part, values in _parts(home).items():
            assert payload in values, (name, part)
        for visit in (home, opened[f"{name}/imprint/index.html"], opened[f"{name}/privacy/index.html"]):
            assert payload in _parts(visit)["name"], name
            assert payload in _written(visit), name


def _parts(visit: Visit) -> dict[str, list[Any]]:
    """What stands where on a page."""
    page = html.document_fromstring(visit.dom)
    return {
        "title": page.xpath("//head/title/text()"),
        "name": page.xpath("//a[@class='name']/text()"),
        "description": page.xpath("//p[@class='claim']/text()"),
        "navigation": page.xpath("//nav//a/text()"),
        "heading": page.xpath("//h1/text()"),
        "beneath": page.xpath("//section[@class='beneath']//a/text()"),
        "quote": page.xpath("//blockquote/p/text()"),
        "list": page.xpath("//main//ul/li/text()"),
        "table": page.xpath("//td/text()"),
        "code": [each.strip() for each in page.xpath("//pre/code/text()")],
        "link": page.xpath("//main//p/a/text()"),
        "title of a link": page.xpath("//main//p/a/@title"),
        "alternative text": page.xpath("//main//img/@alt"),
    }


def _written(visit: Visit) -> str:
    """The text of a page."""
    [content] = html.document_fromstring(visit.dom).xpath("//main")
    return " ".join(content.text_content().split())


def test_no_slug_has_signs_of_html(press: Press) -> None:
    blog = press.blog
    page_id = blog.show().pages[0].id
    seen = blog.open(page_id).settings
    for payload in PAYLOADS.values():
        assert SLUG.fullmatch(derived(payload))
        with pytest.raises(InvalidInput):
            blog.website.change(
                blog.owner, page_id, seen.model_copy(update={"slug": payload[:LONGEST]}), seen
            )
