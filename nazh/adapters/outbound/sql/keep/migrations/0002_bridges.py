"""Adds bridges, and the lines of chat that wait to be posted."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    row_number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "keep_bridges",
        sa.Column("server", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.BigInteger(), nullable=False),
        sa.Column("is_two_way", sa.Boolean(), nullable=False),
        sa.Column("stopped", sa.Text(), nullable=True),
        sa.Column("posting_to", sa.BigInteger(), nullable=True),
    )
    op.create_index("keep_bridges_by_guild", "keep_bridges", ["guild"])
    op.create_table(
        "keep_lines",
        sa.Column("seq", row_number, sa.Identity(), primary_key=True),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("server", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("keep_lines_by_server", "keep_lines", ["server", "seq"])
    op.create_index("keep_lines_by_guild", "keep_lines", ["guild"])
    op.create_table(
        "keep_listeners",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
    )
