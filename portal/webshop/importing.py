"""Importing products from a table: a dry run, then all lines of a file or none.

What has a number that the shop knows is changed, what has another one is added, and nothing is removed.
Columns that a file leaves out, and cells without a figure, stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from portal.administration import Technical
from portal.errors import InvalidInput
from portal.i18n import _, ngettext
from portal.refusals import no_room
from portal.tables import LineProblem, TableFormat, guarded, read_table
from portal.text import clean
from portal.validation import problems_of
from portal.webshop import changing as parts
from portal.webshop.models import ProductSettings
from portal.webshop.products import product_settings
from storage.models.products import Resource
from storage.models.webshop import ShopCategory, ShopProduct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portal.access import PackageAccess
    from portal.administration import Changing
    from portal.tables import Table, TableRow
    from storage.work import Work

FIELDS = {
    "number": "number",
    "name": "name",
    "text": "text",
    "price": "price_cents",
    "tax": "tax_rate",
    "stock": "stock",
    "category": "category",
    "on_sale": "on_sale",
    "picture": "picture",
}
"""What a column sets."""

COLUMN_OF = {name: column for column, name in FIELDS.items()}

MAY_BE_EMPTY = {"text", "category", "picture"}
"""Columns in which an empty cell means that there is none."""

FORMAT = TableFormat(
    columns=tuple(FIELDS),
    required=frozenset({"number"}),
    most_lines=200_000,
    unnamed=_("The first line must name the columns: {names}; number is needed."),
    empty=_("There is no product in this file."),
    too_many=_("These are more than {n} products; please use several files."),
    takes_latin=True,
)

MOST_PROBLEMS = 200
"""Problems that are shown; who has more mends these first."""

FIRST = 8
"""Products that a preview shows."""

LONGEST_CATEGORY = 200

IMPORTED = "imported products"
"""What the history calls the kind of an import."""


@dataclass(frozen=True, slots=True)
class ProductImportPreview:
    """What an import would do.

    Attributes:
        added: How many products are new.
        changed: How many become another.
        unchanged: How many are as the file says already.
        categories: Names of the categories that would be made.
        encoding: How the file is written: UTF-8 or Latin-1.
        delimiter: What stands between its values.
        first: The first products, by number and name.
        problems: What is wrong, by line; bounded.
        n_problems: How much is wrong in all.
        refusal: Why the file as a whole does not fit; empty: it does.
    """

    added: int
    changed: int
    unchanged: int
    categories: tuple[str, ...]
    encoding: str
    delimiter: str
    first: tuple[str, ...]
    problems: tuple[LineProblem, ...]
    n_problems: int
    refusal: str

    @property
    def good(self) -> bool:
        """Whether it can be imported."""
        return not self.problems and not self.refusal


@dataclass(slots=True)
class _Plan:
    """What a file comes to.

    Attributes:
        new: Products to add, with the names of their categories; None: in none.
        changes: Products with their other values, and the category likewise; without the key: it stays.
        unchanged: How many are as the file says.
        categories: Names of categories that are to be made, in the file's order.
        problems: What is wrong.
        refusal: Why all of it does not fit.
    """

    new: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    changes: list[tuple[ShopProduct, dict[str, Any]]] = field(default_factory=list)
    unchanged: int = 0
    categories: list[str] = field(default_factory=list)
    problems: list[LineProblem] = field(default_factory=list)
    refusal: str = ""


class ProductImport(Technical):
    """Many products from a file, and all of them into one."""

    def preview(self, access: PackageAccess, content: bytes) -> ProductImportPreview:
        """What a file would do; raises InvalidInput if it is no table of products."""
        table = read_table(content, FORMAT)
        with self._looking(access) as looking:
            plan = _Planner(looking.work, access, table).plan()
            _set_refusal(plan, looking.work, looking.access)
        return ProductImportPreview(
            added=len(plan.new),
            changed=len(plan.changes),
            unchanged=plan.unchanged,
            categories=tuple(plan.categories),
            encoding=table.encoding,
            delimiter=table.delimiter,
            first=tuple(_called(row) for row in table.rows[:FIRST]),
            problems=tuple(plan.problems[:MOST_PROBLEMS]),
            n_problems=len(plan.problems),
            refusal=plan.refusal,
        )

    def run(self, access: PackageAccess, content: bytes) -> int:
        """Take in all lines of a file, or none; tells how many products were added or changed.

        Raises:
            InvalidInput: It is no table of products, or a line is wrong.
            Conflict: The package has no room for all of them.
        """
        table = read_table(content, FORMAT)
        with self._changing(access) as changing:
            plan = _Planner(changing.work, access, table, to_change=True).plan()
            if plan.problems:
                first = plan.problems[0]
                template = _("Line {n}, {column}: {sentence}") if first.field else _("Line {n}: {sentence}")
                raise InvalidInput(template.format(n=first.line, column=first.field, sentence=first.sentence))
            done = len(plan.new) + len(plan.changes)
            if done:
                self._keep(changing, plan)
                name = ngettext("{n} product", "{n} products", done).format(n=done)
                changing.note(IMPORTED, "imported", name, servers=False)
                changing.commit()
        return done

    def export(self, access: PackageAccess) -> bytes:
        """All products as a table that an import takes, and that a spreadsheet opens without running it."""
        import csv
        import io

        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(FIELDS)
        with self._looking(access) as looking:
            for product, category in looking.work.webshop.all_products(access):
                writer.writerow([guarded(cell) for cell in _cells(product, category)])
        return out.getvalue().encode("utf-8-sig")

    def _keep(self, changing: Changing, plan: _Plan) -> None:
        parts.count_products(changing, len(plan.new))
        work, package_id = changing.work, changing.package.id
        ids = {each.name: each.id for each in work.webshop.all_categories(changing.access)}
        last = len(ids)
        for place, name in enumerate(plan.categories, last + 1):
            category = ShopCategory(package_id=package_id, name=name, position=min(place, 9999))
            work.webshop.add(category)
            ids[name] = category.id
        rows = [
            values | {"package_id": package_id, "category_id": ids[name] if name else None}
            for values, name in plan.new
        ]
        work.bulk.add(ShopProduct, rows)
        for product, values in plan.changes:
            if "category" in values:
                name = values.pop("category")
                product.category_id = ids[name] if name else None
            for column, value in values.items():
                setattr(product, column, value)


class _Planner:
    """Compares a file with what the shop has."""

    def __init__(self, work: Work, access: PackageAccess, table: Table, *, to_change: bool = False) -> None:
        numbers = {row.values["number"] for row in table.rows}
        # What no number can be is not there either, and is not asked for: a database may not take it.
        asked = {number for number in numbers if number.isascii() and number.isprintable()}
        self._known = work.webshop.by_numbers(access, asked, to_change=to_change)
        self._categories = {each.id: each.name for each in work.webshop.all_categories(access)}
        self._table = table
        self._seen: dict[str, int] = {}
        self._plan = _Plan()

    def plan(self) -> _Plan:
        """What is to be done; problems come in the order of lines."""
        made = dict.fromkeys(self._categories.values())
        for row in self._table.rows:
            planned = self._planned(row)
            if planned and planned not in made:
                made[planned] = None
                self._plan.categories.append(planned)
        return self._plan

    def _planned(self, row: TableRow) -> str:
        """Plan a line; tells the category that it names."""
        if row.surplus:
            self._wrong(row, {"": _("There are more values than columns in this line.")})
            return ""
        values = {
            FIELDS[column]: row.values[column]
            for column in self._table.columns
            if row.values[column] or column in MAY_BE_EMPTY
        }
        problems: dict[str, str] = {}
        category = self._category(values.pop("category", ""), problems)
        known = self._known.get(row.values["number"])
        stored = product_settings(known) if known else None
        base: Mapping[str, object] = stored.model_dump() if stored else {}
        try:
            settings = ProductSettings.model_validate({**base, **values})
        except ValidationError as error:
            problems |= {COLUMN_OF.get(name, ""): told for name, told in problems_of(error).items()}
        if not problems and (earlier := self._seen.setdefault(settings.number, row.line)) != row.line:
            problems["number"] = _("This number stands in line {n} already.").format(n=earlier)
        if problems:
            self._wrong(row, problems)
            return ""
        self._note(known, settings, category if "category" in self._table.columns else None)
        return category

    def _note(self, known: ShopProduct | None, settings: ProductSettings, category: str | None) -> None:
        if known is None:
            values = settings.model_dump(exclude={"category_id"})
            self._plan.new.append((values, category or ""))
            return
        changes = {
            name: value for name, value in settings.model_dump().items() if value != getattr(known, name)
        }
        if category is not None and category != self._categories.get(known.category_id or 0, ""):
            changes["category"] = category
        if changes:
            self._plan.changes.append((known, changes))
        else:
            self._plan.unchanged += 1

    def _category(self, typed: str, problems: dict[str, str]) -> str:
        try:
            name = clean(typed)
        except InvalidInput as refused:
            problems["category"] = refused.message
            return ""
        if len(name) > LONGEST_CATEGORY:
            problems["category"] = _("This is too long: {max_length} characters at most.").format(
                max_length=LONGEST_CATEGORY
            )
        return name

    def _wrong(self, row: TableRow, problems: Mapping[str, str]) -> None:
        self._plan.problems += [LineProblem(row.line, column, told) for column, told in problems.items()]


def _set_refusal(plan: _Plan, work: Work, access: PackageAccess) -> None:
    use = work.packages.usage([access.package_id]).get(access.package_id, {}).get(Resource.PRODUCTS)
    if use is not None and use.allowed is not None and use.used + len(plan.new) > use.allowed:
        plan.refusal = no_room(Resource.PRODUCTS, use.used, use.allowed)


def _called(row: TableRow) -> str:
    return f"{row.values['number']} {row.values['name']}".strip()


def _cells(product: ShopProduct, category: str) -> Iterator[str]:
    """A product as an import takes it, in the order of `FIELDS`."""
    yield product.number
    yield product.name
    yield product.text
    yield f"{product.price_cents // 100}.{product.price_cents % 100:02}"
    yield str(product.tax_rate)
    yield str(product.stock)
    yield category
    yield "yes" if product.on_sale else "no"
    yield product.picture
