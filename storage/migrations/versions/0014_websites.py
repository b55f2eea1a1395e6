"""Websites of the website builder."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "websites",
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
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
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("imprint", sa.Text(), nullable=False),
        sa.Column("privacy", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("settings_revision", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("published_revision", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_websites_package_id")),
        sa.PrimaryKeyConstraint("package_id", name=op.f("pk_websites")),
    )
    op.create_table(
        "website_pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("package_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("page", "news", name="page_kind", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=True),
        sa.Column("draft_of", sa.Integer(), nullable=False),
        sa.Column("draft_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id != parent_id", name=op.f("ck_website_pages_not_beneath_itself")),
        sa.ForeignKeyConstraint(["package_id"], ["packages.id"], name=op.f("fk_website_pages_package_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["website_pages.id"], name=op.f("fk_website_pages_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_website_pages")),
    )
    op.create_index(
        "ix_website_pages_package_id_parent_id", "website_pages", ["package_id", "parent_id", "position"]
    )
    op.create_index(op.f("ix_website_pages_parent_id"), "website_pages", ["parent_id"])
    op.create_table(
        "website_page_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_owner", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"],
            ["website_pages.id"],
            name=op.f("fk_website_page_versions_page_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_website_page_versions")),
        sa.UniqueConstraint("page_id", "number", name=op.f("uq_website_page_versions_page_id_number")),
    )


def downgrade() -> None:
    op.drop_table("website_page_versions")
    op.drop_table("website_pages")
    op.drop_table("websites")
