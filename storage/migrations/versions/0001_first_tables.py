"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.execute("INSERT INTO audit_head (id, hash) VALUES (1, '" + "0" * 64 + "')")
    op.create_table(
        "customers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "consumer",
                "business",
                name="customer_kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "active",
                "locked",
                "closed",
                name="customer_state",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("company", sa.String(length=200), nullable=False),
        sa.Column("first_name", sa.String(length=200), nullable=False),
        sa.Column("last_name", sa.String(length=200), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("house_number", sa.String(length=20), nullable=False),
        sa.Column("addition", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=12), nullable=False),
        sa.Column("town", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("telephone", sa.String(length=16), nullable=False),
        sa.Column("telephone_typed", sa.String(length=40), nullable=False),
        sa.Column("mobile", sa.String(length=16), nullable=False),
        sa.Column("mobile_typed", sa.String(length=40), nullable=False),
        sa.Column("fax", sa.String(length=16), nullable=False),
        sa.Column("fax_typed", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("invoice_email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column(
            "payment_method",
            sa.Enum(
                "debit",
                "transfer",
                name="payment_method",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("credential_version", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "telephone != '' OR mobile != ''", name=op.f("ck_customers_reachable_by_telephone")
        ),
        sa.CheckConstraint("length(number) = 8", name=op.f("ck_customers_number_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("number", name=op.f("uq_customers_number")),
    )
    op.create_table(
        "known_sources",
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", "source", name=op.f("pk_known_sources")),
    )
    op.create_table(
        "products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "family",
            sa.Enum(
                "hosting",
                "website-builder",
                "webshop",
                "mail",
                "server",
                name="family",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("billing_months", sa.Integer(), nullable=False),
        sa.Column("minimum_months", sa.Integer(), nullable=False),
        sa.Column("notice_months", sa.Integer(), nullable=False),
        sa.Column("changeable", sa.Boolean(), nullable=False),
        sa.CheckConstraint("billing_months IN (1, 12)", name=op.f("ck_products_billing_months")),
        sa.CheckConstraint("minimum_months IN (1, 12, 24)", name=op.f("ck_products_minimum_months")),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_products_price_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("code", name=op.f("uq_products_code")),
        sa.UniqueConstraint("family", "rank", name=op.f("uq_products_family_rank")),
    )
    op.create_table(
        "throttle_buckets",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("tokens", sa.Double(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle_buckets")),
    )
    op.create_table(
        "mandates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=35), nullable=False),
        sa.Column("account_holder", sa.String(length=70), nullable=False),
        sa.Column("iban_sealed", sa.String(length=200), nullable=False),
        sa.Column("iban_first", sa.String(length=4), nullable=False),
        sa.Column("iban_last", sa.String(length=4), nullable=False),
        sa.Column("iban_digest", sa.String(length=64), nullable=False),
        sa.Column("bic", sa.String(length=11), nullable=False),
        sa.Column("bank_name", sa.String(length=200), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reference = upper(reference)", name=op.f("ck_mandates_reference_upper")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_mandates_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
        sa.UniqueConstraint("reference", name=op.f("uq_mandates_reference")),
    )
    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mandates_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mandates_iban_digest"), ["iban_digest"], unique=False)
        batch_op.create_index(
            "uq_mandates_one_active",
            ["customer_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "delivery",
            sa.Enum(
                "queued",
                "sent",
                "failed",
                name="delivery",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_messages_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("event", "address", name=op.f("uq_messages_event_address")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index("ix_messages_customer_id_id", ["customer_id", "id"], unique=False)

    op.create_table(
        "packages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("main_domain", sa.String(length=253), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "active",
                "suspended",
                "ended",
                name="package_state",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("master_password_hash", sa.String(length=200), nullable=True),
        sa.Column("credential_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_packages_customer_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_packages_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packages")),
    )
    with op.batch_alter_table("packages", schema=None) as batch_op:
        batch_op.create_index(
            "ix_packages_customer_id_main_domain", ["customer_id", "main_domain", "id"], unique=False
        )
        batch_op.create_index(
            "ix_packages_customer_id_state", ["customer_id", "state", "main_domain", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_packages_product_id"), ["product_id"], unique=False)

    op.create_table(
        "product_quotas",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column(
            "resource",
            sa.Enum(
                "domains",
                "additional-domains",
                "mailboxes",
                "mail-storage",
                "databases",
                "webspace",
                "sftp-users",
                "cron-jobs",
                "backups",
                "pages",
                "unpublished-changes",
                "products",
                "new-orders",
                name="resource",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("allowed", sa.Integer(), nullable=False),
        sa.CheckConstraint("allowed >= 0", name=op.f("ck_product_quotas_allowed_not_negative")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_product_quotas_product_id")),
        sa.PrimaryKeyConstraint("product_id", "resource", name=op.f("pk_product_quotas")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("record", sa.String(length=60), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("package_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.String(length=500), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_audit_entries_customer_id")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_audit_entries_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entries_package_id"), ["package_id"], unique=False)

    op.create_table(
        "contracts",
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("minimum_months", sa.Integer(), nullable=False),
        sa.Column("notice_months", sa.Integer(), nullable=False),
        sa.Column("billing_months", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("terminated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("becomes_product_id", sa.Integer(), nullable=True),
        sa.Column("becomes_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(becomes_product_id IS NULL) = (becomes_on IS NULL)",
            name=op.f("ck_contracts_change_has_product_and_day"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= started_on", name=op.f("ck_contracts_ends_after_start")
        ),
        sa.CheckConstraint("price_cents >= 0", name=op.f("ck_contracts_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["becomes_product_id"], ["products.id"], name=op.f("fk_contracts_becomes_product_id")
        ),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_contracts_package_id")),
        sa.PrimaryKeyConstraint("package_id", name=op.f("pk_contracts")),
    )
    op.create_table(
        "domains",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=253), nullable=False),
        sa.Column("ascii_name", sa.String(length=253), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "main",
                "included",
                "additional",
                name="domain_kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "ordered",
                "active",
                "terminated",
                "ended",
                name="domain_state",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_domains_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_domains")),
    )
    with op.batch_alter_table("domains", schema=None) as batch_op:
        batch_op.create_index("ix_domains_package_id_name", ["package_id", "name", "id"], unique=False)
        batch_op.create_index(
            "uq_domains_living_name",
            ["ascii_name"],
            unique=True,
            sqlite_where=sa.text("state != 'ended'"),
            postgresql_where=sa.text("state != 'ended'"),
        )
        batch_op.create_index(
            "uq_domains_one_main",
            ["package_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'main'"),
            postgresql_where=sa.text("kind = 'main'"),
        )

    op.create_table(
        "package_usage",
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column(
            "resource",
            sa.Enum(
                "domains",
                "additional-domains",
                "mailboxes",
                "mail-storage",
                "databases",
                "webspace",
                "sftp-users",
                "cron-jobs",
                "backups",
                "pages",
                "unpublished-changes",
                "products",
                "new-orders",
                name="resource",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("used >= 0", name=op.f("ck_package_usage_used_not_negative")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_package_usage_package_id")),
        sa.PrimaryKeyConstraint("package_id", "resource", name=op.f("pk_package_usage")),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(length=43), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=True),
        sa.Column("credential_version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_sessions_customer_id")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_sessions_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sessions_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sessions_package_id"), ["package_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sessions_package_id"))
        batch_op.drop_index(batch_op.f("ix_sessions_customer_id"))

    op.drop_table("sessions")
    op.drop_table("package_usage")
    with op.batch_alter_table("domains", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_domains_one_main",
            sqlite_where=sa.text("kind = 'main'"),
            postgresql_where=sa.text("kind = 'main'"),
        )
        batch_op.drop_index(
            "uq_domains_living_name",
            sqlite_where=sa.text("state != 'ended'"),
            postgresql_where=sa.text("state != 'ended'"),
        )
        batch_op.drop_index("ix_domains_package_id_name")

    op.drop_table("domains")
    op.drop_table("contracts")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entries_package_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_customer_id"))

    op.drop_table("audit_entries")
    op.drop_table("product_quotas")
    with op.batch_alter_table("packages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_packages_product_id"))
        batch_op.drop_index("ix_packages_customer_id_state")
        batch_op.drop_index("ix_packages_customer_id_main_domain")

    op.drop_table("packages")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index("ix_messages_customer_id_id")

    op.drop_table("messages")
    with op.batch_alter_table("mandates", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_mandates_one_active",
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_mandates_iban_digest"))
        batch_op.drop_index(batch_op.f("ix_mandates_customer_id"))

    op.drop_table("mandates")
    op.drop_table("throttle_buckets")
    op.drop_table("products")
    op.drop_table("known_sources")
    op.drop_table("customers")
    op.drop_table("audit_head")
