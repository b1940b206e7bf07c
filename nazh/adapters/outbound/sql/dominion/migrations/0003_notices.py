"""Adds notices, users' subscriptions to them, and the first places of the ranking."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_PROTECTED = sa.text("is_protected")
_WAITING = sa.text("NOT is_queued")


def upgrade() -> None:
    """Create the tables, and note which nations are protected now."""
    op.create_table(
        "dominion_notices",
        sa.Column("seq", _ROW_NUMBER, primary_key=True, autoincrement=True),
        sa.Column("season", sa.Integer(), nullable=False),
        sa.Column("nation", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("is_queued", sa.Boolean(), nullable=False),
    )
    op.create_index(
        "dominion_notices_cause",
        "dominion_notices",
        ["nation", "season", "cause", "kind"],
        unique=True,
    )
    op.create_index(
        "dominion_notices_waiting",
        "dominion_notices",
        ["seq"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_table(
        "dominion_direct_notices",
        sa.Column("user", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text(), primary_key=True),
    )
    op.create_table(
        "dominion_places",
        sa.Column("season", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("place", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("nation", sa.Integer(), nullable=False),
    )
    op.add_column(
        "dominion_nation_states",
        sa.Column("is_protected", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.execute(
        "UPDATE dominion_nation_states SET is_protected = TRUE "
        "WHERE protected_until > (SELECT max(at) FROM dominion_heartbeat)"
    )
    op.create_index(
        "dominion_states_protected",
        "dominion_nation_states",
        ["season", "protected_until"],
        sqlite_where=_PROTECTED,
        postgresql_where=_PROTECTED,
    )
