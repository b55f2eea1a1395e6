"""Customer numbers that were linked to another one."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "linked_numbers",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("linked_to_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("customer_id != linked_to_id", name=op.f("ck_linked_numbers_not_to_itself")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_linked_numbers_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["linked_to_id"], ["customers.id"], name=op.f("fk_linked_numbers_linked_to_id")
        ),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_linked_numbers")),
    )
    op.create_index("ix_linked_numbers_linked_to_id", "linked_numbers", ["linked_to_id"], unique=False)
    op.add_column("mandates", sa.Column("runs_out", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("mandates", "runs_out")
    op.drop_table("linked_numbers")
