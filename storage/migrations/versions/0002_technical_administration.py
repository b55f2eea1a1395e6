"""What the technical administration of a package keeps; each domain gets a site of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("daily", "own", name="backup_kind", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("remark", sa.String(length=200), nullable=False),
        sa.Column("size_mb", sa.Integer(), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_backups_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backups")),
    )
    op.create_index("ix_backups_package_id_made_at", "backups", ["package_id", "made_at", "id"], unique=False)

    op.create_table(
        "cron_jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("schedule", sa.String(length=100), nullable=False),
        sa.Column("command", sa.String(length=1000), nullable=False),
        sa.Column("output_to", sa.String(length=254), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_cron_jobs_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cron_jobs")),
    )
    op.create_index("ix_cron_jobs_package_id_id", "cron_jobs", ["package_id", "id"], unique=False)

    op.create_table(
        "databases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column(
            "dialect",
            sa.Enum(
                "postgresql", "mariadb", name="dialect", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("remark", sa.String(length=200), nullable=False),
        sa.Column("uses_master", sa.Boolean(), nullable=False),
        sa.Column("verifier", sa.String(length=300), nullable=True),
        sa.Column("used_mb", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_databases_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_databases")),
        sa.UniqueConstraint("name", name=op.f("uq_databases_name")),
    )
    op.create_index("ix_databases_package_id_name", "databases", ["package_id", "name", "id"], unique=False)

    op.create_table(
        "monthly_figures",
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("traffic_mb", sa.BigInteger(), nullable=False),
        sa.Column("storage_mb", sa.BigInteger(), nullable=False),
        sa.Column("mails", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_monthly_figures_package_id")),
        sa.PrimaryKeyConstraint("package_id", "month", name=op.f("pk_monthly_figures")),
    )
    op.create_table(
        "protected_directories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("directory", sa.String(length=200), nullable=False),
        sa.Column("realm", sa.String(length=100), nullable=False),
        sa.Column("verifiers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["package_id"], ["packages.id"], name=op.f("fk_protected_directories_package_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protected_directories")),
        sa.UniqueConstraint(
            "package_id", "directory", name=op.f("uq_protected_directories_package_id_directory")
        ),
    )
    op.create_table(
        "restore_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("backup_made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_restore_orders_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restore_orders")),
    )
    op.create_index("ix_restore_orders_package_id_id", "restore_orders", ["package_id", "id"], unique=False)

    op.create_table(
        "sftp_users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("directory", sa.String(length=200), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("uses_master", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_sftp_users_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sftp_users")),
        sa.UniqueConstraint("name", name=op.f("uq_sftp_users_name")),
    )
    op.create_index("ix_sftp_users_package_id_name", "sftp_users", ["package_id", "name", "id"], unique=False)

    op.create_table(
        "web_directories",
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("used_mb", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_web_directories_package_id")),
        sa.PrimaryKeyConstraint("package_id", "path", name=op.f("pk_web_directories")),
    )
    op.create_table(
        "dns_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=253), nullable=False),
        sa.Column(
            "type",
            sa.Enum(
                "A",
                "AAAA",
                "CNAME",
                "MX",
                "TXT",
                "SRV",
                "CAA",
                "NS",
                "TLSA",
                "SSHFP",
                name="dns_type",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("ttl", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.CheckConstraint("ttl BETWEEN 60 AND 86400", name=op.f("ck_dns_records_ttl")),
        sa.ForeignKeyConstraint(["domain_id"], ["domains.id"], name=op.f("fk_dns_records_domain_id")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_dns_records_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dns_records")),
    )
    op.create_index(
        "ix_dns_records_domain_id_name", "dns_records", ["domain_id", "name", "type", "id"], unique=False
    )
    op.create_index(
        "ix_dns_records_domain_id_type", "dns_records", ["domain_id", "type", "name", "id"], unique=False
    )

    op.create_table(
        "mail_addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("local_part", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "mailbox",
                "alias",
                "forward",
                "catch-all",
                name="mail_kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("size_mb", sa.Integer(), nullable=False),
        sa.Column("used_mb", sa.Integer(), nullable=False),
        sa.Column("reply_enabled", sa.Boolean(), nullable=False),
        sa.Column("reply_subject", sa.String(length=200), nullable=False),
        sa.Column("reply_text", sa.Text(), nullable=False),
        sa.Column("reply_from", sa.Date(), nullable=True),
        sa.Column("reply_until", sa.Date(), nullable=True),
        sa.Column("reply_days", sa.Integer(), nullable=False),
        sa.Column(
            "spam",
            sa.Enum(
                "move",
                "mark",
                "reject",
                "off",
                name="spam_action",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("spam_allowed", sa.JSON(), nullable=False),
        sa.Column("spam_blocked", sa.JSON(), nullable=False),
        sa.CheckConstraint("reply_days BETWEEN 1 AND 31", name=op.f("ck_mail_addresses_reply_days")),
        sa.CheckConstraint("size_mb >= 0", name=op.f("ck_mail_addresses_size_not_negative")),
        sa.ForeignKeyConstraint(["domain_id"], ["domains.id"], name=op.f("fk_mail_addresses_domain_id")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_mail_addresses_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_addresses")),
        sa.UniqueConstraint("domain_id", "local_part", name=op.f("uq_mail_addresses_domain_id_local_part")),
    )
    op.create_index(
        "ix_mail_addresses_package_id_address",
        "mail_addresses",
        ["package_id", "address", "id"],
        unique=False,
    )
    op.create_index(
        "ix_mail_addresses_package_id_kind",
        "mail_addresses",
        ["package_id", "kind", "address", "id"],
        unique=False,
    )
    op.create_index(
        "ix_mail_addresses_package_id_size_mb",
        "mail_addresses",
        ["package_id", "size_mb", "address", "id"],
        unique=False,
    )

    op.create_table(
        "package_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_owner", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("action", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=320), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=True),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("undoable", sa.Boolean(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["domain_id"], ["domains.id"], name=op.f("fk_package_changes_domain_id")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_package_changes_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_changes")),
    )
    op.create_index(
        "ix_package_changes_package_id_id", "package_changes", ["package_id", "id", "domain_id"], unique=False
    )

    op.create_table(
        "sites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=190), nullable=False),
        sa.Column("name", sa.String(length=253), nullable=False),
        sa.Column("ascii_name", sa.String(length=253), nullable=False),
        sa.Column(
            "target",
            sa.Enum(
                "directory",
                "domain",
                "redirect",
                "parked",
                name="site_target",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("directory", sa.String(length=200), nullable=False),
        sa.Column("points_to", sa.String(length=253), nullable=False),
        sa.Column("redirect_to", sa.String(length=2000), nullable=False),
        sa.Column("redirect_code", sa.Integer(), nullable=False),
        sa.Column(
            "default_address",
            sa.Enum(
                "bare",
                "www",
                "both",
                name="default_address",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("php_version", sa.String(length=10), nullable=False),
        sa.Column(
            "certificate",
            sa.Enum(
                "none",
                "ordered",
                "valid",
                "failed",
                name="certificate_state",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("certificate_until", sa.Date(), nullable=True),
        sa.Column("force_https", sa.Boolean(), nullable=False),
        sa.Column("hsts", sa.Boolean(), nullable=False),
        sa.CheckConstraint("redirect_code IN (301, 302)", name=op.f("ck_sites_redirect_code")),
        sa.ForeignKeyConstraint(["domain_id"], ["domains.id"], name=op.f("fk_sites_domain_id")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_sites_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("domain_id", "label", name=op.f("uq_sites_domain_id_label")),
    )
    op.create_index("ix_sites_package_id_name", "sites", ["package_id", "name", "id"], unique=False)

    op.create_table(
        "zone_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("what", sa.String(length=30), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("added", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["domain_id"], ["domains.id"], name=op.f("fk_zone_versions_domain_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone_versions")),
        sa.UniqueConstraint("domain_id", "number", name=op.f("uq_zone_versions_domain_id_number")),
    )
    yes, nothing = sa.true(), "0"
    for name, kind, default in (
        ("revision", sa.Integer(), nothing),
        ("published_revision", sa.Integer(), nothing),
        ("webmaster_signs_in", sa.Boolean(), yes),
        ("webmaster_transfers", sa.Boolean(), yes),
    ):
        op.add_column("packages", sa.Column(name, kind, server_default=default, nullable=False))
    op.add_column("packages", sa.Column("database_verifiers", sa.JSON()))
    op.add_column("packages", sa.Column("published_at", sa.DateTime(timezone=True)))
    op.add_column("domains", sa.Column("open_to_webmaster", sa.Boolean(), server_default=yes, nullable=False))
    op.add_column("domains", sa.Column("zone_version", sa.Integer(), server_default=nothing, nullable=False))
    # In one piece, since SQLite takes a constraint only with its column.
    op.execute(
        "ALTER TABLE products ADD COLUMN database_dialect VARCHAR(30) DEFAULT 'postgresql' NOT NULL"
        " CONSTRAINT ck_products_dialect CHECK (database_dialect IN ('postgresql', 'mariadb'))"
    )
    op.execute(
        "INSERT INTO sites (package_id, revision, domain_id, label, name, ascii_name, target, directory,"
        " points_to, redirect_to, redirect_code, default_address, php_version, certificate, force_https, hsts)"
        " SELECT package_id, 0, id, '', name, ascii_name, 'directory', '/', '', '', 301, 'both', '', 'none',"
        " false, false FROM domains"
    )


def downgrade() -> None:
    op.drop_column("products", "database_dialect")
    for name in ("open_to_webmaster", "zone_version"):
        op.drop_column("domains", name)
    for name in (
        "database_verifiers",
        "revision",
        "published_revision",
        "published_at",
        "webmaster_signs_in",
        "webmaster_transfers",
    ):
        op.drop_column("packages", name)
    op.drop_table("zone_versions")
    op.drop_table("sites")
    op.drop_table("package_changes")
    op.drop_table("mail_addresses")
    op.drop_table("dns_records")
    op.drop_table("web_directories")
    op.drop_table("sftp_users")
    op.drop_table("restore_orders")
    op.drop_table("protected_directories")
    op.drop_table("monthly_figures")
    op.drop_table("databases")
    op.drop_table("cron_jobs")
    op.drop_table("backups")
