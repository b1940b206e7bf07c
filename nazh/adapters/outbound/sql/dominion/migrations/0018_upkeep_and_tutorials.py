"""Wishes for direct messages about upkeep that is not paid."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tell those about unpaid upkeep who want to be told of deserted units."""
    op.execute(
        'INSERT INTO dominion_direct_notices ("user", kind) '
        """SELECT "user", 'upkeep_unpaid' FROM dominion_direct_notices """
        "WHERE kind = 'units_deserted'"
    )
