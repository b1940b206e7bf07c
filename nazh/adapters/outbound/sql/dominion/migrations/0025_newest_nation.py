"""Adds the newest id of a nation, so that ids of deleted nations are not reused."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, with the newest of the existing nations."""
    op.add_column(
        "dominion_seasons",
        sa.Column("newest_nation", sa.Integer(), nullable=False, server_default="0"),
    )
    op.execute(
        "UPDATE dominion_seasons "
        "SET newest_nation = (SELECT COALESCE(MAX(id), 0) FROM dominion_nations)"
    )
