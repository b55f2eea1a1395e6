"""Messages are read in the portal, and leave for each address by a mail of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BEFORE = ("queued", "sent", "failed")
STATES = ("queued", "sending", "sent", "failed", "suppressed")
KINDS = ("notice", "sign-in", "contract", "invoice", "debit", "offer", "ticket")


def words(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def number_on(table: str) -> None:
    """New rows get numbers behind those that were copied; SQLite sees to that by itself."""
    if not is_sqlite():
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table} HAVING max(id) > 0"  # noqa: S608
        )


def upgrade() -> None:
    op.execute(
        "CREATE TABLE told AS SELECT *, min(id) OVER (PARTITION BY customer_id, event, subject, body)"
        " AS message_id FROM messages"
    )
    op.drop_table("messages")
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("kind", words("message_kind", KINDS), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invoice_id", sa.Integer(), nullable=True),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_messages_customer_id")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoices.id"], name=op.f("fk_messages_invoice_id")),
        sa.ForeignKeyConstraint(["act_id"], ["contract_acts.id"], name=op.f("fk_messages_act_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index("ix_messages_customer_id_id", "messages", ["customer_id", "id"])
    op.create_index(
        "ix_messages_unread",
        "messages",
        ["customer_id", "id"],
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.Column("unsubscribe_token", sa.String(length=32), nullable=True),
        sa.Column("state", words("delivery_state", STATES), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim", sa.String(length=32), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_deliveries_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("event", "address", name=op.f("uq_deliveries_event_address")),
        sa.UniqueConstraint("token", name=op.f("uq_deliveries_token")),
        sa.UniqueConstraint("unsubscribe_token", name=op.f("uq_deliveries_unsubscribe_token")),
    )
    op.create_index("ix_deliveries_message_id", "deliveries", ["message_id"])
    op.create_index("ix_deliveries_address_sent_at", "deliveries", ["address", "sent_at"])
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["due_at", "id"],
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_table(
        "unsubscribed",
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_unsubscribed")),
    )
    copy_messages()
    token = "lower(hex(randomblob(16)))" if is_sqlite() else "replace(gen_random_uuid()::text, '-', '')"
    op.execute(
        "INSERT INTO deliveries (message_id, event, address, token, state, due_at, attempts, sent_at, reason)"  # noqa: S608
        f" SELECT message_id, event, address, {token}, delivery,"
        " CASE WHEN delivery = 'queued' THEN queued_at END, 0, CASE WHEN delivery = 'sent' THEN queued_at END,"
        " '' FROM told ORDER BY id"
    )
    op.drop_table("told")


def copy_messages() -> None:
    """What was told before it could be read in the portal counts as read: only the events tell the kind."""
    invoice = "CAST(substr(event, 9, length(event) - 15) AS INTEGER)"
    act = "CAST(substr(event, 14) AS INTEGER)"
    op.execute(
        "INSERT INTO messages"  # noqa: S608
        " (id, customer_id, kind, language, subject, body, queued_at, read_at, invoice_id, act_id)"
        " SELECT told.id, told.customer_id, CASE"
        " WHEN event LIKE 'invoice % issued' THEN 'invoice' WHEN event LIKE 'contract act %' THEN 'contract'"
        " WHEN event LIKE 'collection %' THEN 'debit' ELSE 'notice' END,"
        " CASE WHEN event LIKE 'contract act %' AND customers.language = 'de' THEN 'de' ELSE 'en' END,"
        " subject, body, queued_at, queued_at,"
        f" CASE WHEN event LIKE 'invoice % issued' THEN {invoice} END,"
        f" CASE WHEN event LIKE 'contract act %' THEN {act} END"
        " FROM told JOIN customers ON customers.id = told.customer_id WHERE told.id = told.message_id"
    )
    number_on("messages")


def downgrade() -> None:
    op.execute(
        "CREATE TABLE told AS SELECT messages.customer_id, event, address, subject, body, queued_at, CASE"
        " WHEN state = 'sending' THEN 'queued' WHEN state = 'suppressed' THEN 'failed' ELSE state END"
        " AS delivery, deliveries.id AS told_as FROM deliveries"
        " JOIN messages ON messages.id = deliveries.message_id"
    )
    for table in ("unsubscribed", "deliveries", "messages"):
        op.drop_table(table)
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivery", words("delivery", BEFORE), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_messages_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("event", "address", name=op.f("uq_messages_event_address")),
    )
    op.create_index("ix_messages_customer_id_id", "messages", ["customer_id", "id"])
    op.execute(
        "INSERT INTO messages (customer_id, event, address, subject, body, queued_at, delivery)"
        " SELECT customer_id, event, address, subject, body, queued_at, delivery FROM told ORDER BY told_as"
    )
    op.drop_table("told")
