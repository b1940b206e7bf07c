"""Adds roll counters, which are kept longer than rolls."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of tallies."""
    op.create_table(
        "tallies",
        sa.Column("server", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("player", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("character", sa.Text(), primary_key=True),
        sa.Column("secret", sa.Boolean(), primary_key=True),
        sa.Column("what", sa.Text(), primary_key=True),
        sa.Column("face", sa.SmallInteger(), primary_key=True, autoincrement=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("tallies_player", "tallies", ["player"])
