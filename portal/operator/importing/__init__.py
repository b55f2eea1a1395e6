"""Importing customers, products, packages and offers from JSON Lines."""

from portal.operator.importing.lines import LineError
from portal.operator.importing.models import import_schema
from portal.operator.importing.reading import ImportRefused
from portal.operator.importing.service import Importing, ImportReport

__all__ = [
    "ImportRefused",
    "ImportReport",
    "Importing",
    "LineError",
    "import_schema",
]
