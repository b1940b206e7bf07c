"""Adds offers of peace to wars."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("dominion_wars", sa.Column("offer_by", sa.Text(), nullable=True))
    for name in ("gives_resources", "gives_territory", "asks_resources", "asks_territory"):
        op.add_column("dominion_wars", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("dominion_wars", sa.Column("offer_until", sa.BigInteger(), nullable=True))
    op.add_column(
        "dominion_wars",
        sa.Column("offers", sa.Integer(), nullable=False, server_default="0"),
    )
