"""More kinds of contract acts, some of a whole customer number, and the papers that confirm them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KINDS = (
    "upgraded",
    "downgrade ordered",
    "downgrade retracted",
    "downgrade cancelled",
    "downgrade postponed",
    "downgraded",
    "terminated",
    "termination retracted",
    "withdrawn",
    "ended",
    "domain terminated",
    "domain termination retracted",
    "domain ended",
    "service ordered",
    "service terminated",
    "service termination retracted",
    "service withdrawn",
    "service ended",
    "package ordered",
    "split ordered",
    "split retracted",
    "split cancelled",
    "split",
    "numbers linked",
    "form printed",
    "form received",
    "form accepted",
    "form rejected",
    "handed over",
    "domain transferred",
    "holder changed",
    "mandate ended",
)
BEFORE = KINDS[:6]


def kind(values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name="act_kind", native_enum=False, create_constraint=True, length=30)


def acts(values: tuple[str, ...], *, whole_number: bool) -> sa.Table:
    """The table as it is before it is changed: SQLite can only copy it."""
    return sa.Table(
        "contract_acts",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=whole_number),
        sa.Column("kind", kind(values), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("details", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_contract_acts_customer_id")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_contract_acts_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_acts")),
        sa.Index("ix_contract_acts_customer_id_id", "customer_id", "id"),
        sa.Index("ix_contract_acts_package_id_id", "package_id", "id"),
    )


def upgrade() -> None:
    with op.batch_alter_table("contract_acts", copy_from=acts(BEFORE, whole_number=False)) as table:
        table.alter_column("kind", existing_type=kind(BEFORE), type_=kind(KINDS), existing_nullable=False)
        table.alter_column("package_id", existing_type=sa.Integer(), nullable=True)
    op.create_table(
        "contract_papers",
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["contract_acts.id"], name=op.f("fk_contract_papers_act_id")),
        sa.PrimaryKeyConstraint("act_id", name=op.f("pk_contract_papers")),
    )


def downgrade() -> None:
    op.drop_table("contract_papers")
    known = ", ".join(f"'{each}'" for each in BEFORE)
    op.execute(f"DELETE FROM contract_acts WHERE package_id IS NULL OR kind NOT IN ({known})")  # noqa: S608
    with op.batch_alter_table("contract_acts", copy_from=acts(KINDS, whole_number=True)) as table:
        table.alter_column("kind", existing_type=kind(KINDS), type_=kind(BEFORE), existing_nullable=False)
        table.alter_column("package_id", existing_type=sa.Integer(), nullable=False)
