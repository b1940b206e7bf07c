"""Adds the former names of nations."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "dominion_former_names",
        sa.Column("nation", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("until", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text(), nullable=False),
    )
