"""The schema and the documentation of the format."""

from __future__ import annotations

import json

from portal.operator.importing import import_schema
from tests.portal.importing.records import SAMPLE


def test_the_schema_describes_the_kinds() -> None:
    schema = import_schema()
    assert set(schema["discriminator"]["mapping"]) == {"product", "customer", "package", "offer"}
    definitions = schema["$defs"]
    assert {"code", "name", "family", "rank"} <= set(definitions["ProductLine"]["required"])
    assert "password" not in definitions["CustomerLine"]["required"]
    assert definitions["CustomerLine"]["additionalProperties"] is False
    json.dumps(schema)


def test_every_field_is_explained_in_the_documentation() -> None:
    text = (SAMPLE.parent / "import.md").read_text("utf-8")
    own = {
        "ProductLine",
        "CustomerLine",
        "PackageLine",
        "OfferLine",
        "ContractTerms",
        "DomainItem",
        "GivenBankData",
    }
    for name, definition in import_schema()["$defs"].items():
        fields = definition.get("properties", {}) if name in own else {}
        assert [field for field in fields if f"`{field}`" not in text] == []
