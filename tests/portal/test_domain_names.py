"""Domain names in both spellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain_names import ascii_name, unicode_name
from portal.errors import InvalidInput
from tests.hostile import HOSTILE


@pytest.mark.parametrize(
    ("typed", "ascii_", "unicode_"),
    [
        ("example.de", "example.de", "example.de"),
        (" Example.DE. ", "example.de", "example.de"),
        ("müßig-söhne.de", "xn--mig-shne-qya8u7b.de", "müßig-söhne.de"),
        ("MÜSSIG.de", "xn--mssig-kva.de", "müssig.de"),
        ("mu\u0308ssig.de", "xn--mssig-kva.de", "müssig.de"),
        ("XN--MSSIG-KVA.DE", "xn--mssig-kva.de", "müssig.de"),
        ("straße.de", "xn--strae-oqa.de", "straße.de"),
        ("strasse.de", "strasse.de", "strasse.de"),
        ("日本語。jp。", "xn--wgv71a119e.jp", "日本語.jp"),
        ("a.b.c.example.co.uk", "a.b.c.example.co.uk", "a.b.c.example.co.uk"),
        (f"{'x' * 63}.de", f"{'x' * 63}.de", f"{'x' * 63}.de"),
    ],
)
def test_a_name_has_two_spellings(typed: str, ascii_: str, unicode_: str) -> None:
    assert (ascii_name(typed), unicode_name(typed)) == (ascii_, unicode_)
    assert ascii_name(unicode_) == ascii_name(ascii_) == ascii_


@pytest.mark.parametrize(
    "typed",
    [
        "",
        ".",
        "de",
        "localhost",
        "a..de",
        ".example.de",
        "-a.de",
        "a-.de",
        "a b.de",
        "a_b.de",
        "a@b.de",
        "https://example.de",
        "xn--a.de",
        "a\u202eb.de",
        "\ud800.de",
        f"{'x' * 64}.de",
        f"{'x.' * 150}de",
        "x" * 1_000_000,
    ],
)
def test_what_is_no_domain_name_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        ascii_name(typed)
    assert caught.value.message == "This is not a domain name, such as example.de."


@given(
    st.one_of(st.text(), st.sampled_from(sorted(HOSTILE.values())), st.from_regex(r"[a-zäöüß.-]{1,20}\.de"))
)
def test_whatever_is_typed_is_a_name_in_normal_form_or_refused(typed: str) -> None:
    try:
        name = ascii_name(typed)
    except InvalidInput:
        return
    assert ascii_name(name) == name == name.lower()
    assert name.isascii()
    assert name.isprintable()
    assert len(name) <= 253
    assert not name.endswith(".")
    assert ascii_name(unicode_name(name)) == name
