"""Adds messages between nations, whose titles are public."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "dominion_messages",
        sa.Column("sender", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("cause", sa.Text(), primary_key=True),
        sa.Column("recipient", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
    )
    op.create_index("dominion_messages_recipient", "dominion_messages", ["recipient"])
