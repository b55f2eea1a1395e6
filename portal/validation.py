"""Input models: what may be entered, described once for forms, use cases and the import file."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from portal.errors import ChangedMeanwhile, InvalidInput
from portal.i18n import _
from portal.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails


FIRST_DAY, LAST_DAY = dt.date(1970, 1, 1), dt.date(2199, 12, 31)
"""Days outside are slips of the pen."""

WRITTEN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _clean_line(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


def _clean_lines(value: object) -> object:
    return clean(value, lines=True) if isinstance(value, str) else value


def _day(value: object) -> dt.date:
    try:
        if isinstance(value, str) and WRITTEN_DAY.fullmatch(value):
            value = dt.date.fromisoformat(value)
    except ValueError:
        pass
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise InvalidInput(_("A day is written like this: 2026-03-31."))
    if not FIRST_DAY <= value <= LAST_DAY:
        raise InvalidInput(_("This day is too far away."))
    return value


def _day_or_none(value: object) -> dt.date | None:
    typed = value.strip() if isinstance(value, str) else value
    return None if typed is None or typed == "" else _day(typed)


Cleaned = Annotated[str, BeforeValidator(_clean_line)]
"""One line of text that is bounded where it is used."""

Line = Annotated[Cleaned, Field(min_length=1, max_length=200)]
"""One line of text that must not be empty."""

OptionalLine = Annotated[Cleaned, Field(max_length=200)]
"""One line of text that may be empty."""

Lines = Annotated[str, BeforeValidator(_clean_lines)]
"""Several lines of text, bounded where they are used."""

Secret = Annotated[str, Field(min_length=1, max_length=512, repr=False)]
"""A password as typed: never cleaned, never shown."""

OptionalSecret = Annotated[str, Field(max_length=512, repr=False)]
"""A password as typed, or nothing."""

Day = Annotated[dt.date, BeforeValidator(_day)]
"""A date, written as in ISO 8601."""

OptionalDay = Annotated[dt.date | None, BeforeValidator(_day_or_none)]
"""Likewise, or nothing."""


class Input(BaseModel):
    """The base of all input models: nothing unknown, nothing changed later, no values in error messages."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


Model = TypeVar("Model", bound=BaseModel)


def checked(model: type[Model], values: Mapping[str, object]) -> Model:
    """Make a model from what was entered; raises InvalidInput with a sentence for each refused field."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise InvalidInput(
            _("Please check what is marked."),
            problems=problems_of(error),
        ) from None


def problems_of(error: ValidationError) -> dict[str, str]:
    """The first sentence for each refused field; nested ones are named with dots."""
    problems: dict[str, str] = {}
    for detail in error.errors(include_url=False, include_input=False):
        problems.setdefault(".".join(str(part) for part in detail["loc"]), _sentence(detail))
    return problems


def require_unchanged(seen: Model, stored: Model) -> None:
    """Raise ChangedMeanwhile, with what stands there now, unless that is what was shown."""
    if seen != stored:
        raise ChangedMeanwhile(
            _(
                "Somebody changed these data since you opened the form; what stands there now is shown"
                " beneath each field. Save again to replace it."
            ),
            {name: _as_typed(value) for name, value in stored if value != getattr(seen, name)},
            stored,
        )


def _sentence(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    kind = detail["type"]
    if kind == "value_error" and isinstance(context["error"], InvalidInput):
        return context["error"].message
    sentences = {
        "missing": _("Please fill in this field."),
        "string_too_short": _("Please fill in this field."),
        "too_short": _("Please fill in this field."),
        "string_too_long": _("This is too long: {max_length} characters at most."),
        "too_long": _("This is too long: {max_length} characters at most."),
        "string_type": _("This must be text."),
        "string_unicode": _("This must be text."),
        "extra_forbidden": _("This field is not known."),
        "enum": _("This must be one of {expected}."),
        "literal_error": _("This must be one of {expected}."),
        "int_type": _("This must be a whole number."),
        "int_parsing": _("This must be a whole number."),
        "date_from_datetime_parsing": _("This is not a date, such as 2026-12-31."),
        "greater_than_equal": _("This must be at least {ge}."),
        "less_than_equal": _("This must be at most {le}."),
        "bool_type": _("This must be true or false."),
        "bool_parsing": _("This must be yes or no."),
        "list_type": _("This must be a list."),
        "dict_type": _("This must be an object with fields of its own."),
        "model_type": _("This must be an object with fields of its own."),
    }
    return sentences[kind].format(**context) if kind in sentences else detail["msg"]


def _as_typed(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (list, tuple)):
        return ", ".join(str(each) for each in value)
    return "" if value is None else str(value)
