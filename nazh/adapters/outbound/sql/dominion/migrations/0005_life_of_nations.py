"""Adds offices, former leaders, vacations, deletions, and members who have left."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OFFICES = ("commander", "diplomat", "treasurer", "spymaster")
_DELETED = sa.text("deletion_at IS NOT NULL")
_ENDING = sa.text("ends_at IS NOT NULL")
_HOUR = 3_600_000_000


def upgrade() -> None:
    """Add the columns and the table; a leader has led since the nation was founded."""
    for name in (*_OFFICES, "appointed_at", "deletion_at"):
        op.add_column("dominion_nations", sa.Column(name, sa.BigInteger(), nullable=True))
    op.add_column(
        "dominion_nations",
        sa.Column("governed_at", sa.BigInteger(), nullable=False, server_default="0"),
    )
    op.add_column(
        "dominion_nations",
        sa.Column("has_emergency", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    for name in ("vacation_since", "vacation_until", "orphaned_at"):
        op.add_column("dominion_nation_states", sa.Column(name, sa.BigInteger(), nullable=True))
    op.add_column(
        "dominion_nation_states",
        sa.Column("empty_since", sa.BigInteger(), nullable=False, server_default="0"),
    )
    op.add_column("dominion_citizens", sa.Column("ends_at", sa.BigInteger(), nullable=True))
    op.add_column(
        "dominion_citizens",
        sa.Column("checked_at", sa.BigInteger(), nullable=False, server_default="0"),
    )
    op.execute("UPDATE dominion_nations SET governed_at = founded_at")
    # The last tick is about now; it is not known since when a nation has no active citizens.
    op.execute(f"UPDATE dominion_nation_states SET empty_since = hour * CAST({_HOUR} AS BIGINT)")  # noqa: S608  # a constant
    op.execute("UPDATE dominion_citizens SET checked_at = joined_at")
    op.create_table(
        "dominion_leaderships",
        sa.Column("seq", _ROW_NUMBER, primary_key=True, autoincrement=True),
        sa.Column("nation", sa.Integer(), nullable=False),
        sa.Column("leader", sa.BigInteger(), nullable=True),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
    )
    op.create_index("dominion_leaderships_nation", "dominion_leaderships", ["nation", "since"])
    op.create_index("dominion_leaderships_leader", "dominion_leaderships", ["leader"])
    op.execute(
        'INSERT INTO dominion_leaderships (nation, leader, since, "by") '
        "SELECT id, leader, founded_at, 'founded' FROM dominion_nations"
    )
    op.create_index(
        "dominion_nations_deletion",
        "dominion_nations",
        ["deletion_at"],
        sqlite_where=_DELETED,
        postgresql_where=_DELETED,
    )
    op.create_index(
        "dominion_citizens_ending",
        "dominion_citizens",
        ["ends_at"],
        sqlite_where=_ENDING,
        postgresql_where=_ENDING,
    )
    op.create_index("dominion_citizens_checked", "dominion_citizens", ["checked_at"])
    op.create_index("dominion_departures_nation", "dominion_departures", ["nation"])
