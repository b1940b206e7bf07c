"""Adds the results of the last check of the invariants."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "dominion_invariants",
        sa.Column("invariant", sa.Text(), primary_key=True),
        sa.Column("breaches", sa.Integer(), nullable=False),
        sa.Column("example", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
