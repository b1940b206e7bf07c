"""Adds deletions of nations that developers have ordered."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nations have planned all existing deletions themselves."""
    op.add_column(
        "dominion_nations",
        sa.Column("is_deletion_ordered", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
