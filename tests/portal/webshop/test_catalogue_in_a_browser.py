"""What people type as HTML in a shop is shown as they typed it, and nothing of it runs: in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.webshop.models import OptionSettings
from storage.models.webshop import OptionKind
from tests.browser import RUNS, visits

if TYPE_CHECKING:
    from sqlalchemy import URL

    from tests.portal.webshop.front import Front

PAYLOADS = (
    f"<script>{RUNS}</script>",
    f"</title></pre><script>{RUNS}</script>",
    f'"><img src=x onerror={RUNS}>',
    f'" onmouseover="{RUNS}',
    f'<a href="javascript:{RUNS}">x</a>',
    f"[x](javascript:{RUNS})",
    "{{ frame }}{% raw %}",
)


@pytest.fixture
def database_url(sqlite_url: URL) -> URL:
    """One kind of database is enough: what is published comes from the same products in both."""
    return sqlite_url


def test_whatever_was_typed_nothing_of_it_runs(front: Front) -> None:
    everything = " ".join(PAYLOADS)
    for place, payload in enumerate(PAYLOADS):
        category = front.category(payload)
        front.product(f"E-{place}", payload, text=payload, category_id=category, stock=1)
    for kind in OptionKind:
        front.portal.shop_options.add(front.access, OptionSettings(kind=kind, name=everything[:200]))
    front.change_settings(name=everything[:200])
    front.change_legal(
        imprint=everything, terms=everything, withdrawal=everything, privacy=everything, shipping=everything
    )
    front.change_opening(opening_text=everything)
    front.looks(description=everything[:300])
    front.publish()
    seen = visits(front.published)
    assert {path for path in front.paths() if path.endswith(".html")} <= seen.keys()
    assert [path for path, visit in seen.items() if visit.ran] == []
    for place, payload in enumerate(PAYLOADS):
        assert payload in seen[f"products/E-{place}.html"].text
    assert everything in seen["index.html"].text
