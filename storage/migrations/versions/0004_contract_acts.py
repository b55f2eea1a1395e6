"""What was done to contracts stays on record."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contract_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "upgraded",
                "downgrade ordered",
                "downgrade retracted",
                "downgrade cancelled",
                "downgrade postponed",
                "downgraded",
                name="act_kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("details", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_contract_acts_customer_id")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_contract_acts_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_acts")),
    )
    op.create_index("ix_contract_acts_customer_id_id", "contract_acts", ["customer_id", "id"], unique=False)
    op.create_index("ix_contract_acts_package_id_id", "contract_acts", ["package_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("contract_acts")
