"""Alembic's entry: runs the revisions on the connection that `storage.migrate` hands over."""

from typing import Any, Literal

from alembic import context

from storage.models import Base
from storage.types import UtcDateTime


def plain_types(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types into a revision as what they are in the database."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=plain_types,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
