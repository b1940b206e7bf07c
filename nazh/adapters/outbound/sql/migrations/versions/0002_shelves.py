"""Adds saved rolls of users and servers, and the character of a roll."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of shelves, and a column for the character of a roll."""
    op.create_table(
        "shelves",
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("owner", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("document", sa.Text(), nullable=False),
    )
    op.add_column("rolls", sa.Column("character", sa.Text(), nullable=True))
