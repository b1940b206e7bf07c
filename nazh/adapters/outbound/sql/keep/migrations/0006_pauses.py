"""Adds paused bridges, and muted users."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column and make the table."""
    op.add_column("keep_bridges", sa.Column("paused_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "keep_mutes",
        sa.Column("guild", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("player", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("muted_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("keep_mutes_by_player", "keep_mutes", ["player"])
