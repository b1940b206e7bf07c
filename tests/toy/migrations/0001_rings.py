"""The rings of the toy's bell."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of rings."""
    op.create_table(
        "toy_rings",
        sa.Column("request", sa.Text(), primary_key=True),
        sa.Column("user", sa.BigInteger(), nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=True),
        sa.Column("has_echoed", sa.Boolean(), nullable=False),
    )
