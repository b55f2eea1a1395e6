"""Invoices with their ledger, and the debits they are collected by; contracts know how far they are billed."""

import calendar
import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "debit_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=35), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("creditor", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("total_cents", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debit_files")),
        sa.UniqueConstraint("message_id", name=op.f("uq_debit_files_message_id")),
    )
    op.create_table(
        "number_series",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "parties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
        sa.UniqueConstraint("digest", name=op.f("uq_parties_digest")),
    )
    op.create_table(
        "invoices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("customer_number", sa.String(length=8), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "invoice",
                "credit-note",
                name="invoice_kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_until", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("seller_id", sa.Integer(), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("packages", sa.Integer(), nullable=False),
        sa.Column("net_cents", sa.Integer(), nullable=False),
        sa.Column("tax_cents", sa.Integer(), nullable=False),
        sa.Column("gross_cents", sa.Integer(), nullable=False),
        sa.Column(
            "total_cents",
            sa.Integer(),
            sa.Computed("CASE WHEN kind = 'invoice' THEN gross_cents ELSE -gross_cents END", persisted=True),
            nullable=False,
        ),
        sa.Column("balance_cents", sa.Integer(), nullable=False),
        sa.Column(
            "method",
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
        sa.Column("mandate_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.CheckConstraint("gross_cents = net_cents + tax_cents", name=op.f("ck_invoices_net_and_tax")),
        sa.CheckConstraint("gross_cents >= 0", name=op.f("ck_invoices_gross_not_negative")),
        sa.ForeignKeyConstraint(["buyer_id"], ["parties.id"], name=op.f("fk_invoices_buyer_id")),
        sa.ForeignKeyConstraint(["corrects_id"], ["invoices.id"], name=op.f("fk_invoices_corrects_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_invoices_customer_id")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandates.id"], name=op.f("fk_invoices_mandate_id")),
        sa.ForeignKeyConstraint(["seller_id"], ["parties.id"], name=op.f("fk_invoices_seller_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("number", name=op.f("uq_invoices_number")),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_invoices_year_serial")),
    )
    op.create_index(op.f("ix_invoices_corrects_id"), "invoices", ["corrects_id"], unique=False)
    op.create_index(
        "ix_invoices_customer_id_total_cents", "invoices", ["customer_id", "total_cents", "id"], unique=False
    )
    op.create_index(
        "ix_invoices_customer_id_issued_on", "invoices", ["customer_id", "issued_on", "id"], unique=False
    )
    op.create_index(
        "ix_invoices_customer_id_open",
        "invoices",
        ["customer_id", "issued_on"],
        unique=False,
        sqlite_where=sa.text("balance_cents > 0"),
        postgresql_where=sa.text("balance_cents > 0"),
    )
    op.create_table(
        "billing_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("details", sa.String(length=300), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_until", sa.Date(), nullable=True),
        sa.Column("gross_cents", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_billing_items_customer_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_billing_items_invoice_id")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_billing_items_package_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_items")),
    )
    op.create_index(op.f("ix_billing_items_invoice_id"), "billing_items", ["invoice_id"], unique=False)
    op.create_index(
        "ix_billing_items_waiting",
        "billing_items",
        ["customer_id", "due_on"],
        unique=False,
        sqlite_where=sa.text("invoice_id IS NULL"),
        postgresql_where=sa.text("invoice_id IS NULL"),
    )
    op.create_table(
        "collections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("end_to_end_id", sa.String(length=35), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "scheduled",
                "announced",
                "submitted",
                "settled",
                "returned",
                "refunded",
                "rejected",
                "cancelled",
                name="collection_state",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=4), nullable=False),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_collections_amount_above_zero")),
        sa.ForeignKeyConstraint(["file_id"], ["debit_files.id"], name=op.f("fk_collections_file_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_collections_invoice_id")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandates.id"], name=op.f("fk_collections_mandate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collections")),
        sa.UniqueConstraint("end_to_end_id", name=op.f("uq_collections_end_to_end_id")),
        sa.UniqueConstraint("invoice_id", "attempt", name=op.f("uq_collections_invoice_id_attempt")),
    )
    op.create_index(op.f("ix_collections_file_id"), "collections", ["file_id"], unique=False)
    op.create_index("ix_collections_mandate_id", "collections", ["mandate_id"], unique=False)
    op.create_index("ix_collections_state_due_on", "collections", ["state", "due_on", "id"], unique=False)
    op.create_index(
        "uq_collections_one_pending",
        "collections",
        ["invoice_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('scheduled', 'announced', 'submitted')"),
        postgresql_where=sa.text("state IN ('scheduled', 'announced', 'submitted')"),
    )
    op.create_table(
        "invoice_lines",
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
    )
    op.create_index(op.f("ix_invoice_lines_package_id"), "invoice_lines", ["package_id"], unique=False)
    op.create_table(
        "invoice_pdfs",
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_pdfs_invoice_id")),
        sa.PrimaryKeyConstraint("invoice_id", name=op.f("pk_invoice_pdfs")),
    )
    op.create_table(
        "ledger_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "invoiced",
                "collected",
                "paid",
                "returned",
                "fee",
                "credited",
                "paid out",
                name="entry_kind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("collection_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("amount_cents != 0", name=op.f("ck_ledger_entries_amount_not_zero")),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collections.id"], name=op.f("fk_ledger_entries_collection_id")
        ),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_ledger_entries_invoice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
    )
    op.create_index("ix_ledger_entries_invoice_id", "ledger_entries", ["invoice_id", "id"], unique=False)
    op.add_column("contracts", sa.Column("billed_until", sa.Date(), nullable=True))
    _take_as_billed(op.get_bind())


def downgrade() -> None:
    op.drop_column("contracts", "billed_until")
    op.drop_index("ix_ledger_entries_invoice_id", table_name="ledger_entries")
    op.drop_table("ledger_entries")
    op.drop_table("invoice_pdfs")
    op.drop_index(op.f("ix_invoice_lines_package_id"), table_name="invoice_lines")
    op.drop_table("invoice_lines")
    op.drop_index(
        "uq_collections_one_pending",
        table_name="collections",
        sqlite_where=sa.text("state IN ('scheduled', 'announced', 'submitted')"),
        postgresql_where=sa.text("state IN ('scheduled', 'announced', 'submitted')"),
    )
    op.drop_index("ix_collections_state_due_on", table_name="collections")
    op.drop_index("ix_collections_mandate_id", table_name="collections")
    op.drop_index(op.f("ix_collections_file_id"), table_name="collections")
    op.drop_table("collections")
    op.drop_index(
        "ix_billing_items_waiting",
        table_name="billing_items",
        sqlite_where=sa.text("invoice_id IS NULL"),
        postgresql_where=sa.text("invoice_id IS NULL"),
    )
    op.drop_index(op.f("ix_billing_items_invoice_id"), table_name="billing_items")
    op.drop_table("billing_items")
    op.drop_index(
        "ix_invoices_customer_id_open",
        table_name="invoices",
        sqlite_where=sa.text("balance_cents > 0"),
        postgresql_where=sa.text("balance_cents > 0"),
    )
    op.drop_index("ix_invoices_customer_id_issued_on", table_name="invoices")
    op.drop_index("ix_invoices_customer_id_total_cents", table_name="invoices")
    op.drop_index(op.f("ix_invoices_corrects_id"), table_name="invoices")
    op.drop_table("invoices")
    op.drop_table("parties")
    op.drop_table("number_series")
    op.drop_table("debit_files")


def _take_as_billed(connection: sa.Connection) -> None:
    """What runs already was billed elsewhere, until the end of the period it is in, or its own."""
    contracts = sa.table(
        "contracts",
        sa.column("package_id", sa.Integer),
        sa.column("started_on", sa.Date),
        sa.column("billing_months", sa.Integer),
        sa.column("ends_on", sa.Date),
        sa.column("billed_until", sa.Date),
    )
    columns = contracts.c
    today = dt.datetime.now(dt.UTC).date()
    query = sa.select(columns.package_id, columns.started_on, columns.billing_months, columns.ends_on)
    ends = [
        {"id": package_id, "end": min(_end_of_period(start, months, today), ends_on or dt.date.max)}
        for package_id, start, months, ends_on in connection.execute(query.where(columns.started_on < today))
    ]
    if ends:
        change = sa.update(contracts).where(columns.package_id == sa.bindparam("id"))
        connection.execute(change.values(billed_until=sa.bindparam("end")), ends)


def _end_of_period(start: dt.date, months: int, day: dt.date) -> dt.date:
    passed = ((day.year - start.year) * 12 + day.month - start.month) // months * months
    end = _end_of_term(start, passed)
    return end if end >= day else _end_of_term(start, passed + months)


def _end_of_term(start: dt.date, months: int) -> dt.date:
    years, month = divmod(start.month - 1 + months, 12)
    last = calendar.monthrange(start.year + years, month + 1)[1]
    end = dt.date(start.year + years, month + 1, min(start.day, last))
    return end - dt.timedelta(days=1) if end.day == start.day else end
