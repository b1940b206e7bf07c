"""Adds direct messages about unpaid upkeep, and completed tutorials."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table, and notify users of unpaid upkeep who are notified of deserted units."""
    op.create_table(
        "dominion_completed_tutorials",
        sa.Column("user", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.execute(
        'INSERT INTO dominion_direct_notices ("user", kind) '
        """SELECT "user", 'upkeep_unpaid' FROM dominion_direct_notices """
        "WHERE kind = 'units_deserted'"
    )
