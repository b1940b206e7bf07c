"""Adds the settings of servers, their changes, and when the bot left servers."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of servers and of the changes in their settings."""
    op.create_table(
        "servers",
        sa.Column("server", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
    )
    op.create_table(
        "server_changes",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column("server", sa.BigInteger(), nullable=False),
        sa.Column("player", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("setting", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sqlite_autoincrement=True,
    )
    for columns in (("server", "seq"), ("player",)):
        op.create_index(f"server_changes_{columns[0]}", "server_changes", list(columns))
