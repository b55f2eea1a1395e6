"""Webshops: products, orders, and what belongs to them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shop_categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_shop_categories_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_categories")),
        sa.UniqueConstraint("package_id", "name", name=op.f("uq_shop_categories_package_id_name")),
    )
    op.create_table(
        "shop_options",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "shipping",
                "payment",
                name="option_kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_shop_options_price_not_negative")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_shop_options_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_options")),
        sa.UniqueConstraint("package_id", "kind", "name", name=op.f("uq_shop_options_package_id_kind_name")),
    )
    op.create_table(
        "shop_vouchers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("amount_cents", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("most_uses", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("minimum_cents", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(percent IS NULL) <> (amount_cents IS NULL)", name=op.f("ck_shop_vouchers_percent_or_amount")
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_shop_vouchers_amount_positive")),
        sa.CheckConstraint(
            "most_uses IS NULL OR used <= most_uses", name=op.f("ck_shop_vouchers_no_more_uses")
        ),
        sa.CheckConstraint("percent BETWEEN 1 AND 100", name=op.f("ck_shop_vouchers_percent")),
        sa.CheckConstraint("used >= 0", name=op.f("ck_shop_vouchers_used_not_negative")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_shop_vouchers_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_vouchers")),
        sa.UniqueConstraint("package_id", "code", name=op.f("uq_shop_vouchers_package_id_code")),
    )
    op.create_table(
        "shops",
        sa.Column("package_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=20), nullable=False),
        sa.Column("town", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("telephone", sa.String(length=40), nullable=False),
        sa.Column("tax_number", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("retention_months", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("opening_text", sa.Text(), nullable=False),
        sa.Column("imprint", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("withdrawal", sa.Text(), nullable=False),
        sa.Column("privacy", sa.Text(), nullable=False),
        sa.Column("shipping", sa.Text(), nullable=False),
        sa.Column("key_sealed", sa.String(length=200), nullable=True),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column(
            "theme",
            sa.Enum(
                "paper",
                "harbour",
                "meadow",
                "night",
                name="theme_name",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("retention_months BETWEEN 1 AND 240", name=op.f("ck_shops_retention_months")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_shops_package_id")),
        sa.PrimaryKeyConstraint("package_id", name=op.f("pk_shops")),
    )
    op.create_table(
        "shop_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("front_id", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "paid",
                "packed",
                "shipped",
                "done",
                "cancelled",
                name="order_state",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("sender", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("buyer", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("addition", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=20), nullable=False),
        sa.Column("town", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shipping_name", sa.String(length=200), nullable=False),
        sa.Column("shipping_cents", sa.Integer(), nullable=False),
        sa.Column("payment_name", sa.String(length=200), nullable=False),
        sa.Column("payment_cents", sa.Integer(), nullable=False),
        sa.Column("voucher_id", sa.Integer(), nullable=True),
        sa.Column("voucher_code", sa.String(length=40), nullable=False),
        sa.Column("discount_cents", sa.Integer(), nullable=False),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.Column("paid_cents", sa.Integer(), nullable=False),
        sa.Column("refunded_cents", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("shipped_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "refunded_cents BETWEEN 0 AND paid_cents", name=op.f("ck_shop_orders_refunds_within_paid")
        ),
        sa.CheckConstraint("total_cents >= 0", name=op.f("ck_shop_orders_total_not_negative")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_shop_orders_package_id")),
        sa.ForeignKeyConstraint(
            ["voucher_id"], ["shop_vouchers.id"], name=op.f("fk_shop_orders_voucher_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_orders")),
        sa.UniqueConstraint("package_id", "front_id", name=op.f("uq_shop_orders_package_id_front_id")),
        sa.UniqueConstraint(
            "package_id", "year", "serial", name=op.f("uq_shop_orders_package_id_year_serial")
        ),
    )
    op.create_index(
        "ix_shop_orders_package_id_buyer",
        "shop_orders",
        ["package_id", "buyer", "year", "serial"],
        unique=False,
    )
    op.create_index(
        "ix_shop_orders_package_id_ordered_on", "shop_orders", ["package_id", "ordered_on"], unique=False
    )
    op.create_index(
        "ix_shop_orders_package_id_state",
        "shop_orders",
        ["package_id", "state", "year", "serial"],
        unique=False,
    )
    op.create_index(
        "ix_shop_orders_package_id_total",
        "shop_orders",
        ["package_id", "total_cents", "year", "serial"],
        unique=False,
    )
    op.create_index(op.f("ix_shop_orders_voucher_id"), "shop_orders", ["voucher_id"], unique=False)
    op.create_table(
        "shop_products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("tax_rate", sa.Integer(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("on_sale", sa.Boolean(), nullable=False),
        sa.Column("picture", sa.String(length=200), nullable=False),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_shop_products_price_not_negative")),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_shop_products_stock_not_negative")),
        sa.CheckConstraint("tax_rate IN (19, 7, 0)", name=op.f("ck_shop_products_tax_rate")),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["shop_categories.id"],
            name=op.f("fk_shop_products_category_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_shop_products_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_products")),
        sa.UniqueConstraint("package_id", "number", name=op.f("uq_shop_products_package_id_number")),
    )
    op.create_index(op.f("ix_shop_products_category_id"), "shop_products", ["category_id"], unique=False)
    op.create_index(
        "ix_shop_products_package_id_name", "shop_products", ["package_id", "name", "id"], unique=False
    )
    op.create_index(
        "ix_shop_products_package_id_price",
        "shop_products",
        ["package_id", "price_cents", "id"],
        unique=False,
    )
    op.create_index(
        "ix_shop_products_package_id_stock", "shop_products", ["package_id", "stock", "id"], unique=False
    )
    op.create_table(
        "shop_order_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("tax_rate", sa.Integer(), nullable=False),
        sa.Column("discount_cents", sa.Integer(), nullable=False),
        sa.Column("refunded", sa.Integer(), nullable=False),
        sa.Column("delivered", sa.Integer(), nullable=True),
        sa.Column("back", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "back BETWEEN 0 AND quantity", name=op.f("ck_shop_order_lines_back_within_quantity")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_shop_order_lines_quantity_positive")),
        sa.CheckConstraint(
            "refunded BETWEEN 0 AND quantity", name=op.f("ck_shop_order_lines_refunded_within_quantity")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["shop_orders.id"], name=op.f("fk_shop_order_lines_order_id")),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["shop_products.id"],
            name=op.f("fk_shop_order_lines_product_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_order_lines")),
    )
    op.create_index(op.f("ix_shop_order_lines_order_id"), "shop_order_lines", ["order_id"], unique=False)
    op.create_index(op.f("ix_shop_order_lines_product_id"), "shop_order_lines", ["product_id"], unique=False)
    op.create_table(
        "shop_refunds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("refunded_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("by_rate", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_shop_refunds_amount_positive")),
        sa.ForeignKeyConstraint(["order_id"], ["shop_orders.id"], name=op.f("fk_shop_refunds_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_refunds")),
    )
    op.create_index(op.f("ix_shop_refunds_order_id"), "shop_refunds", ["order_id"], unique=False)


def downgrade() -> None:
    for table in (
        "shop_refunds",
        "shop_order_lines",
        "shop_orders",
        "shops",
        "shop_vouchers",
        "shop_products",
        "shop_options",
        "shop_categories",
    ):
        op.drop_table(table)
