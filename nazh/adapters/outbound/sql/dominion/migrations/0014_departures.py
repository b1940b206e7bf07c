"""Adds the last contributions of users who have left their nation."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; contributions before earlier departures are not known."""
    op.add_column("dominion_departures", sa.Column("contributed_at", sa.BigInteger()))
