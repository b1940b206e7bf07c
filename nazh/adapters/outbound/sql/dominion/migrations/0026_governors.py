"""Adds indexes of leaders and delegates, for the deletion of a user's data."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_OFFICES = ("leader", "commander", "diplomat", "treasurer", "spymaster")


def upgrade() -> None:
    """Create the indexes, which leave out vacant offices."""
    for office in _OFFICES:
        is_held = sa.text(f"{office} IS NOT NULL")
        op.create_index(
            f"dominion_nations_{office}",
            "dominion_nations",
            [office],
            sqlite_where=is_held,
            postgresql_where=is_held,
        )
