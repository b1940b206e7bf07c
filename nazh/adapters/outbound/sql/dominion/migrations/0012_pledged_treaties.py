"""Adds the treaty that allows a nation to support a war."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; earlier pledges commit as much as those of allies."""
    op.add_column(
        "dominion_pledges",
        sa.Column("treaty", sa.Text(), nullable=False, server_default="alliance"),
    )
