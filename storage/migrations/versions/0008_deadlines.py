"""Indexes by what falls due: ends, changes, minimum terms, mandates by their last use."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PARTIAL = (
    ("ix_contracts_ends_on", "contracts", "ends_on", "ends_on IS NOT NULL"),
    ("ix_contracts_becomes_on", "contracts", "becomes_on", "becomes_on IS NOT NULL"),
    ("ix_mandates_in_force_signed_at", "mandates", "signed_at", "revoked_at IS NULL"),
)


def upgrade() -> None:
    for name, table, column, where in PARTIAL:
        op.create_index(name, table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.create_index("ix_contracts_terms", "contracts", ["minimum_months", "notice_months", "started_on"])
    op.drop_index("ix_collections_mandate_id", "collections")
    op.create_index("ix_collections_mandate_id_due_on", "collections", ["mandate_id", "due_on"])


def downgrade() -> None:
    op.drop_index("ix_collections_mandate_id_due_on", "collections")
    op.create_index("ix_collections_mandate_id", "collections", ["mandate_id"])
    op.drop_index("ix_contracts_terms", "contracts")
    for name, table, _column, _where in PARTIAL:
        op.drop_index(name, table)
