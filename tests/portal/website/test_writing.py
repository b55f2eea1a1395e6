"""Markdown becomes HTML in which nothing runs, and which leads nowhere by mistake."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from portal.static_site.writing import Broken, Fault, Targets, as_html, summary

TARGETS = Targets({1: "/", 2: "/ueber-uns/"}, {"rose.jpg": "/images/rose.jpg", "a b.png": "/images/a b.png"})

SAFE = re.compile(r"(https?:|mailto:|tel:|/|#)", re.IGNORECASE)


def test_links_find_pages_wherever_they_are() -> None:
    written = as_html("[Über uns](page:2), [Team](page:2#team)", TARGETS)
    assert written.html == (
        '<p><a href="/ueber-uns/">Über uns</a>, <a href="/ueber-uns/#team">Team</a></p>\n'
    )
    assert written.broken == []


def test_images_are_those_of_the_package() -> None:
    written = as_html("![Eine Rose](image:rose.jpg) ![x](<image:a b.png>)", TARGETS)
    assert '<img src="/images/rose.jpg" alt="Eine Rose" loading="lazy" />' in written.html
    assert 'src="/images/a%20b.png"' in written.html
    assert written.images == {"rose.jpg", "a b.png"}
    assert written.broken == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[x](page:9)", Fault.NO_PAGE),
        ("[x](page:abc)", Fault.NO_PAGE),
        (f"[x](page:{'9' * 5000})", Fault.NO_PAGE),
        ("[x](page:²)", Fault.NO_PAGE),
        ("![x](image:gone.jpg)", Fault.NO_IMAGE),
        ("![x](image:../../etc/passwd)", Fault.NO_IMAGE),
        ("![](image:rose.jpg)", Fault.NO_ALT),
        ("![x](https://elsewhere.example/pixel.gif)", Fault.ELSEWHERE),
        ("![x](rose.jpg)", Fault.ELSEWHERE),
        ("[x](ftp://a.example)", Fault.UNSAFE),
        ("[x](about.html)", Fault.UNSAFE),
        ("[x](//a.example)", Fault.UNSAFE),
    ],
)
def test_what_does_not_work_is_told_with_its_line(text: str, fault: Fault) -> None:
    written = as_html(f"One\n\n{text}", TARGETS)
    assert [(each.fault, each.line) for each in written.broken] == [(fault, 3)]
    assert "elsewhere.example" not in written.html
    assert "passwd" not in written.html


def test_a_link_in_a_list_is_told_with_its_line() -> None:
    assert as_html("- a\n- [x](page:9)\n", TARGETS).broken == [Broken(Fault.NO_PAGE, "page:9", 2)]


def test_headings_begin_below_the_title_and_can_be_linked_to() -> None:
    written = as_html("# Über uns\n\n## Team\n\n###### Klein\n\nTeam\n====\n\n#\n", TARGETS)
    assert re.findall(r"<(h\d) id=\"(.*?)\">", written.html) == [
        ("h2", "ueber-uns"),
        ("h3", "team"),
        ("h6", "klein"),
        ("h2", "team-2"),
        ("h2", "page"),
    ]
    assert written.html.count("</h6>") == 1
    assert written.html.count("</h2>") == 3


def test_very_many_headings_of_the_same_name_have_anchors_of_their_own() -> None:
    written = as_html("# Images\n" * 20_000, TARGETS).html
    anchors = re.findall(r'id="(.*?)"', written)
    assert anchors == [f"images-{number}" for number in range(2, 20_002)]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](&#106;avascript:alert(1))",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        '[x](page:2 "onmouseover=alert(1)")',
        '[x](/" onmouseover="alert(1))',
        '![x" onerror="alert(1)](image:rose.jpg)',
        "# <svg onload=alert(1)>",
        "| <script>a</script> |\n|-|\n| <b>x</b> |",
        "```html\n</code></pre><script>alert(1)</script>\n```",
    ],
)
def test_what_is_typed_as_html_is_shown_and_nothing_runs(text: str) -> None:
    assert_inert(as_html(text, TARGETS).html)


@given(st.text("<>\"'()[]!`#*_-|&;:/ \nabcjavscriptonl=pge1", max_size=200))
def test_whatever_is_typed_nothing_runs(text: str) -> None:
    written = as_html(text, TARGETS)
    assert_inert(written.html)
    assert as_html(text, TARGETS).html == written.html


def assert_inert(written: str) -> None:
    tree = html.fragment_fromstring(f"<div>{written}</div>")
    for element in tree.iter():
        assert element.tag not in {"script", "svg", "iframe", "style", "object", "form", "b"}
        assert not [name for name in element.attrib if name.startswith("on")]
        for name in ("href", "src"):
            if name in element.attrib:
                assert SAFE.match(element.attrib[name]) or not element.attrib[name]


def test_a_summary_is_the_first_words() -> None:
    assert summary("# Title\n\nSome *words* [here](page:1).\nAnd more", 24) == "Title Some words here.…"
    assert summary("x" * 500, 10) == "x" * 10
    assert summary("") == as_html("", TARGETS).summary == ""
    assert as_html("# Über *uns*\n\n- Team", TARGETS).summary == "Über uns Team"
