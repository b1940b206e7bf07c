"""Adds fair sessions, their chains of receipts, and the numbers of their participants."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OPEN = sa.text("closing IS NULL")


def upgrade() -> None:
    """Create the tables of sessions, receipts and players, and a column for the proof of a roll."""
    op.create_table(
        "fair_sessions",
        sa.Column("session", sa.Text(), primary_key=True),
        sa.Column("server", sa.BigInteger(), nullable=False),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.Column("latest", sa.BigInteger(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("mix", sa.Text(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("last", sa.Text(), nullable=False),
        sa.Column("players", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("closing", sa.Text(), nullable=True),
    )
    op.create_index("fair_sessions_server", "fair_sessions", ["server", "opened"])
    op.create_index(
        "fair_sessions_open",
        "fair_sessions",
        ["server"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    op.create_table(
        "fair_receipts",
        sa.Column("session", sa.Text(), primary_key=True),
        sa.Column("n", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.UniqueConstraint("request", name="fair_receipts_request"),
    )
    op.create_table(
        "fair_players",
        sa.Column("session", sa.Text(), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("player", sa.BigInteger(), nullable=False),
    )
    op.create_index("fair_players_player", "fair_players", ["player", "session"], unique=True)
    op.add_column("rolls", sa.Column("proof", sa.Text(), nullable=True))
