"""Additional services, the ends of domains, and when contracts were ordered."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def lines(*further: sa.schema.SchemaItem) -> sa.Table:
    """The lines of invoices as they are before they are changed: SQLite can only copy them."""
    return sa.Table(
        "invoice_lines",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("details", sa.String(length=300), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_until", sa.Date(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("net_cents", sa.Integer(), nullable=False),
        sa.Column("gross_cents", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity IN (1, -1)", name=op.f("ck_invoice_lines_quantity")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_lines_invoice_id")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_invoice_lines_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_lines")),
        sa.UniqueConstraint("invoice_id", "position", name=op.f("uq_invoice_lines_invoice_id_position")),
        sa.Index(op.f("ix_invoice_lines_package_id"), "package_id"),
        *further,
    )


def upgrade() -> None:
    op.add_column("contracts", sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "additional_services",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "active", "ended", name="service_state", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("minimum_months", sa.Integer(), nullable=False),
        sa.Column("notice_months", sa.Integer(), nullable=False),
        sa.Column("billing_months", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("terminated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("billed_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_additional_services_price_not_negative")),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= started_on", name=op.f("ck_additional_services_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["package_id"], ["packages.id"], name=op.f("fk_additional_services_package_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_additional_services")),
    )
    op.create_index(
        op.f("ix_additional_services_package_id"), "additional_services", ["package_id"], unique=False
    )
    op.create_table(
        "domain_ends",
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("terminated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column(
            "follow_up",
            sa.Enum(
                "delete", "transfer", name="follow_up", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("auth_digest", sa.String(length=64), nullable=False),
        sa.Column("auth_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(auth_digest = '') = (auth_until IS NULL)", name=op.f("ck_domain_ends_auth_digest_has_last_day")
        ),
        sa.ForeignKeyConstraint(["domain_id"], ["domains.id"], name=op.f("fk_domain_ends_domain_id")),
        sa.PrimaryKeyConstraint("domain_id", name=op.f("pk_domain_ends")),
    )
    with op.batch_alter_table("invoice_lines", copy_from=lines()) as table:
        table.add_column(sa.Column("service_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_invoice_lines_service_id"), "additional_services", ["service_id"], ["id"]
        )
        table.create_index(op.f("ix_invoice_lines_service_id"), ["service_id"], unique=False)


def downgrade() -> None:
    after = lines(
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["service_id"], ["additional_services.id"], name=op.f("fk_invoice_lines_service_id")
        ),
        sa.Index(op.f("ix_invoice_lines_service_id"), "service_id"),
    )
    with op.batch_alter_table("invoice_lines", copy_from=after) as table:
        table.drop_index(op.f("ix_invoice_lines_service_id"))
        table.drop_constraint(op.f("fk_invoice_lines_service_id"), type_="foreignkey")
        table.drop_column("service_id")
    op.drop_table("domain_ends")
    op.drop_table("additional_services")
    op.drop_column("contracts", "ordered_at")
