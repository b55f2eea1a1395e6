"""Images are files of one folder, and names lead nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from portal.static_site.images import ImageFolder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "name",
    [
        "../secret.jpg",
        "../images/../secret.jpg",
        "..",
        "/etc/passwd",
        "deeper/rose.jpg",
        "deeper\\rose.jpg",
        "rose.jpg/",
        "./rose.jpg",
        "%2e%2e%2fsecret.jpg",
        "rose.jpg\x00.png",
        "rose.svg",
        "rose",
        "",
        "x" * 5000 + ".jpg",
    ],
)
def test_a_name_that_leads_elsewhere_is_no_image(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    (tmp_path / "images" / "deeper").mkdir(parents=True)
    for path in ("images/rose.jpg", "images/deeper/rose.jpg"):
        (tmp_path / path).write_bytes(b"rose")
    folder = ImageFolder(tmp_path)
    assert folder.read("rose.jpg") == b"rose"
    assert folder.read(name) is None
    assert [image.name for image in folder.images()] == ["rose.jpg"]
