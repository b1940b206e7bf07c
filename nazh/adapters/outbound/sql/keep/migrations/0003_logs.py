"""Adds positions in logs, their events, players and sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    row_number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "keep_log_cursors",
        sa.Column("server", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("tail", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("samples", sa.Text(), nullable=False),
    )
    op.create_table(
        "keep_events",
        sa.Column("seq", row_number, sa.Identity(), primary_key=True),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("server", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("player", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("keep_events_by_key", "keep_events", ["server", "key"], unique=True)
    op.create_index("keep_events_by_guild", "keep_events", ["guild", "at"])
    op.create_table(
        "keep_players",
        sa.Column("id", row_number, sa.Identity(), primary_key=True),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("player", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.Column("last_seen", sa.BigInteger(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("keep_players_by_id", "keep_players", ["guild", "player"], unique=True)
    op.create_table(
        "keep_player_names",
        sa.Column("player", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("last_seen", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "keep_sessions",
        sa.Column("seq", row_number, sa.Identity(), primary_key=True),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("server", sa.BigInteger(), nullable=False),
        sa.Column("player", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_clipped", sa.Boolean(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("keep_sessions_by_player", "keep_sessions", ["player", "server"])
    op.create_index("keep_sessions_by_server", "keep_sessions", ["server", "state"])
    op.create_index("keep_sessions_by_guild", "keep_sessions", ["guild", "opened_at"])
