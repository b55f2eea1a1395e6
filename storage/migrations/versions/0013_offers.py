"""Offers of the month, and contracts with another price in their first months."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

PRICED = ("contracts", "additional_services")


def upgrade() -> None:
    for table in PRICED:
        # With their checks in the column both databases can add them without copying the table.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN first_price_cents INTEGER"
            f" CONSTRAINT ck_{table}_first_price_not_negative CHECK (first_price_cents >= 0)"
        )
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN first_price_until DATE"
            f" CONSTRAINT ck_{table}_first_price_has_its_end"
            " CHECK ((first_price_cents IS NULL) = (first_price_until IS NULL))"
        )
    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("service", sa.String(length=200), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("billing_months", sa.Integer(), nullable=False),
        sa.Column("minimum_months", sa.Integer(), nullable=False),
        sa.Column("notice_months", sa.Integer(), nullable=False),
        sa.Column("first_price_cents", sa.Integer(), nullable=True),
        sa.Column("first_months", sa.Integer(), nullable=False),
        sa.Column("customer_since", sa.Date(), nullable=True),
        sa.Column("available", sa.Integer(), nullable=True),
        sa.Column("ordered", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(product_id IS NULL) = (service != '')", name=op.f("ck_offers_package_or_service")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_offers_ends_after_start")),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_offers_price_not_negative")),
        sa.CheckConstraint("billing_months IN (1, 12)", name=op.f("ck_offers_billing_months")),
        sa.CheckConstraint("minimum_months IN (1, 12, 24)", name=op.f("ck_offers_minimum_months")),
        sa.CheckConstraint(
            "(first_price_cents IS NULL) = (first_months = 0)",
            name=op.f("ck_offers_first_price_has_its_months"),
        ),
        sa.CheckConstraint("first_price_cents >= 0", name=op.f("ck_offers_first_price_not_negative")),
        sa.CheckConstraint(
            "available IS NULL OR ordered <= available", name=op.f("ck_offers_no_more_than_available")
        ),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_offers_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("code", name=op.f("uq_offers_code")),
    )
    op.create_index("ix_offers_ends_on_id", "offers", ["ends_on", "id"], unique=False)
    op.create_table(
        "offer_conditions",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_offer_conditions_offer_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_offer_conditions_product_id")),
        sa.PrimaryKeyConstraint("offer_id", "product_id", name=op.f("pk_offer_conditions")),
    )
    op.create_table(
        "offer_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_offer_orders_offer_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_offer_orders_customer_id")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_offer_orders_package_id")),
        sa.ForeignKeyConstraint(
            ["service_id"], ["additional_services.id"], name=op.f("fk_offer_orders_service_id")
        ),
        sa.ForeignKeyConstraint(["act_id"], ["contract_acts.id"], name=op.f("fk_offer_orders_act_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_orders")),
    )
    op.create_index("ix_offer_orders_offer_id", "offer_orders", ["offer_id"], unique=False)
    op.create_index(
        "ix_offer_orders_customer_id_offer_id", "offer_orders", ["customer_id", "offer_id"], unique=False
    )
    op.create_table(
        "offers_seen",
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_offers_seen_customer_id")),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_offers_seen_offer_id")),
        sa.PrimaryKeyConstraint("customer_id", "offer_id", name=op.f("pk_offers_seen")),
    )


def downgrade() -> None:
    for table in ("offers_seen", "offer_orders", "offer_conditions", "offers"):
        op.drop_table(table)
    for table in PRICED:
        op.execute(f"ALTER TABLE {table} DROP COLUMN first_price_until")
        op.execute(f"ALTER TABLE {table} DROP COLUMN first_price_cents")
