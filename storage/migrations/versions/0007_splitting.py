"""Orders to split packages on a later day."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "split_orders",
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fee_cents", sa.Integer(), nullable=False),
        sa.Column("new_main_id", sa.Integer(), nullable=True),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("target_main_id", sa.Integer(), nullable=True),
        sa.Column("price_cents", sa.Integer(), nullable=True),
        sa.Column("billing_months", sa.Integer(), nullable=True),
        sa.Column("minimum_months", sa.Integer(), nullable=True),
        sa.Column("notice_months", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(target_id IS NULL) != (product_id IS NULL)", name=op.f("ck_split_orders_one_target")
        ),
        sa.CheckConstraint(
            "(product_id IS NULL) = (price_cents IS NULL)", name=op.f("ck_split_orders_product_has_price")
        ),
        sa.CheckConstraint("fee_cents >= 0", name=op.f("ck_split_orders_fee_not_negative")),
        sa.ForeignKeyConstraint(["new_main_id"], ["domains.id"], name=op.f("fk_split_orders_new_main_id")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_split_orders_package_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_split_orders_product_id")),
        sa.ForeignKeyConstraint(["target_id"], ["packages.id"], name=op.f("fk_split_orders_target_id")),
        sa.ForeignKeyConstraint(
            ["target_main_id"], ["domains.id"], name=op.f("fk_split_orders_target_main_id")
        ),
        sa.PrimaryKeyConstraint("package_id", name=op.f("pk_split_orders")),
    )
    op.create_table(
        "split_domains",
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["domain_id"], ["domains.id"], name=op.f("fk_split_domains_domain_id")),
        sa.ForeignKeyConstraint(
            ["package_id"], ["split_orders.package_id"], name=op.f("fk_split_domains_package_id")
        ),
        sa.PrimaryKeyConstraint("domain_id", name=op.f("pk_split_domains")),
    )
    op.create_index(op.f("ix_split_domains_package_id"), "split_domains", ["package_id"], unique=False)


def downgrade() -> None:
    op.drop_table("split_domains")
    op.drop_table("split_orders")
