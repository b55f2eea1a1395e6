"""Forms that need a signature, contacts of domains, and a series of numbers for each kind of document."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WAITS = "state = 'accepted' AND carried_out_at IS NULL"


def one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def contact_role() -> sa.Enum:
    return one_of("contact_role", "holder", "admin-c")


def upgrade() -> None:
    last_numbers = op.get_bind().execute(sa.text("SELECT year, last FROM number_series")).all()
    op.drop_table("number_series")
    series = op.create_table(
        "number_series",
        sa.Column("series", one_of("series", "invoices", "forms"), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name=op.f("pk_number_series")),
    )
    op.bulk_insert(
        series, [{"series": "invoices", "year": year, "last": last} for year, last in last_numbers]
    )
    op.create_table(
        "domain_contacts",
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.Column("role", contact_role(), nullable=False),
        sa.Column("company", sa.String(length=200), nullable=False),
        sa.Column("first_name", sa.String(length=200), nullable=False),
        sa.Column("last_name", sa.String(length=200), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("house_number", sa.String(length=20), nullable=False),
        sa.Column("addition", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=12), nullable=False),
        sa.Column("town", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["domain_id"], ["domains.id"], name=op.f("fk_domain_contacts_domain_id")),
        sa.PrimaryKeyConstraint("domain_id", "role", name=op.f("pk_domain_contacts")),
    )
    op.create_table(
        "written_forms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column(
            "kind",
            one_of("form_kind", "contract handover", "domain transfer", "domain holder"),
            nullable=False,
        ),
        sa.Column(
            "state",
            one_of("form_state", "printed", "received", "accepted", "rejected", "withdrawn"),
            nullable=False,
        ),
        sa.Column("package_id", sa.Integer(), nullable=True),
        sa.Column("role", contact_role(), nullable=True),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column("present", sa.String(length=200), nullable=False),
        sa.Column("other", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("carried_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("to_customer_id", sa.Integer(), nullable=True),
        sa.Column("to_package_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state != 'accepted' OR effective_on IS NOT NULL",
            name=op.f("ck_written_forms_accepted_on_a_day"),
        ),
        sa.ForeignKeyConstraint(["act_id"], ["contract_acts.id"], name=op.f("fk_written_forms_act_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_written_forms_customer_id")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_written_forms_package_id")),
        sa.ForeignKeyConstraint(
            ["to_customer_id"], ["customers.id"], name=op.f("fk_written_forms_to_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_package_id"], ["packages.id"], name=op.f("fk_written_forms_to_package_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_written_forms")),
        sa.UniqueConstraint("number", name=op.f("uq_written_forms_number")),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_written_forms_year_serial")),
    )
    with op.batch_alter_table("written_forms", schema=None) as batch_op:
        batch_op.create_index("ix_written_forms_customer_id_id", ["customer_id", "id"], unique=False)
        batch_op.create_index("ix_written_forms_package_id", ["package_id"], unique=False)
        batch_op.create_index(
            "ix_written_forms_waiting",
            ["effective_on"],
            unique=False,
            sqlite_where=sa.text(WAITS),
            postgresql_where=sa.text(WAITS),
        )
    op.create_table(
        "form_domains",
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["domain_id"], ["domains.id"], name=op.f("fk_form_domains_domain_id")),
        sa.ForeignKeyConstraint(["form_id"], ["written_forms.id"], name=op.f("fk_form_domains_form_id")),
        sa.PrimaryKeyConstraint("form_id", "domain_id", name=op.f("pk_form_domains")),
    )
    with op.batch_alter_table("form_domains", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_domains_domain_id"), ["domain_id"], unique=False)


def downgrade() -> None:
    op.drop_table("form_domains")
    op.drop_table("written_forms")
    op.drop_table("domain_contacts")
    last_numbers = (
        op.get_bind().execute(sa.text("SELECT year, last FROM number_series WHERE series = 'invoices'")).all()
    )
    op.drop_table("number_series")
    series = op.create_table(
        "number_series",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_number_series")),
    )
    op.bulk_insert(series, [{"year": year, "last": last} for year, last in last_numbers])
