"""What all tables have in common: naming of constraints and the mapping of Python types to columns."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar, dataclass_transform

from sqlalchemy import JSON, CheckConstraint, Enum, ForeignKey, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

from storage.types import UtcDateTime

if TYPE_CHECKING:
    from enum import StrEnum

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a migration can change it on either database."""


@dataclass_transform(kw_only_default=True, field_specifiers=(mapped_column,))
class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, repr=False, eq=False):
    """The base of every entity: made by keyword, compared by identity, never printed with its values."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        dt.datetime: UtcDateTime,
        list[str]: JSON(none_as_null=True),
        dict[str, str]: JSON(none_as_null=True),
        dict[str, Any]: JSON(none_as_null=True),
    }


class Administered(Base):
    """What the technical administration of a package keeps, and what servers read once it is published."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(init=False, primary_key=True, sort_order=-3)
    package_id: Mapped[int] = mapped_column(ForeignKey("packages.id"), sort_order=-2)
    revision: Mapped[int] = mapped_column(default=0, sort_order=-1)
    """The package's revision when this was last changed: tells whether it is published, and whether somebody
    else changed it since it was shown."""


def words(kind: type[StrEnum]) -> Enum:
    """A column that holds the values of `kind` as plain words, bounded by a check constraint."""
    return Enum(
        kind,
        native_enum=False,
        length=30,
        create_constraint=True,
        validate_strings=True,
        values_callable=lambda enum: [member.value for member in enum],
        name=_snake(kind.__name__),
    )


def digits_only(column: str, length: int) -> CheckConstraint:
    """A check that `column` holds exactly `length` characters."""
    return CheckConstraint(f"length({column}) = {length}", name=f"{column}_length")


def first_price_checks() -> tuple[CheckConstraint, ...]:
    """Checks of contracts that may have another price in their first months."""
    return (
        CheckConstraint("first_price_cents >= 0", name="first_price_not_negative"),
        CheckConstraint(
            "(first_price_cents IS NULL) = (first_price_until IS NULL)", name="first_price_has_its_end"
        ),
    )


def short() -> String:
    """A line of text as people type it: names, streets, places."""
    return String(200)


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
