"""Counts the grants of each season, and renames the reason of their ledger entries."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count the grants of each season and rename their reason, both by the index of grants.

    SQLite reads it because no index has the amounts. A new index with the new reason would read
    the whole ledger while writers wait.
    """
    op.add_column(
        "dominion_seasons", sa.Column("grants", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute(
        "UPDATE dominion_seasons SET grants = (SELECT COUNT(amount) FROM dominion_ledger "
        "WHERE dominion_ledger.season = dominion_seasons.number "
        "AND dominion_ledger.reason = 'grant')"
    )
    op.execute("UPDATE dominion_ledger SET reason = 'admin_grant' WHERE reason = 'grant'")
    op.drop_index("dominion_ledger_grants", "dominion_ledger")
