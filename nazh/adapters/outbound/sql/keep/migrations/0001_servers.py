"""Adds game servers, access to them, and the log of their consoles."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    row_number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "keep_servers",
        sa.Column("id", row_number, sa.Identity(), primary_key=True),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("keep_servers_by_name", "keep_servers", ["guild", "name_key"], unique=True)
    op.create_table(
        "keep_grants",
        sa.Column("guild", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("role", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("server", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("level", sa.Integer(), nullable=False),
    )
    op.create_table(
        "keep_console_log",
        sa.Column("seq", row_number, sa.Identity(), primary_key=True),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("player", sa.BigInteger(), nullable=True),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("keep_console_log_by_guild", "keep_console_log", ["guild", "at"])
    op.create_index("keep_console_log_by_player", "keep_console_log", ["player"])
