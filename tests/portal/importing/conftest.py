"""The file and the import of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.portal.importing.records import ANNA

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from portal.operator.importing import ImportReport
    from portal.portal import Portal


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "import.jsonl"


@pytest.fixture
def bring_in(portal: Portal, file: Path) -> Callable[..., ImportReport]:
    """Import these lines: objects, or whatever bytes a line consists of."""

    def run(*lines: dict[str, Any] | bytes, dry_run: bool = False) -> ImportReport:
        file.write_bytes(
            b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
        )
        return portal.operator.importing.run(ANNA, file, dry_run=dry_run)

    return run
