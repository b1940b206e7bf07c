"""Adds pledges of nations to support sides of wars."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "dominion_pledges",
        sa.Column("war", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("nation", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("pledged_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("dominion_pledges_nation", "dominion_pledges", ["nation"])
