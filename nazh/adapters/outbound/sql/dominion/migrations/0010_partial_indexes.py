"""Repeats the conditions of queries in partial indexes, because SQLite uses no others."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ON_SQLITE = (
    ("dominion_citizens_active", "dominion_citizens", ("active_until",), "is_counted = 1"),
    ("dominion_notices_waiting", "dominion_notices", ("seq",), "is_queued = 0"),
    (
        "dominion_states_protected",
        "dominion_nation_states",
        ("season", "protected_until"),
        "is_protected = 1",
    ),
)
_HAS_ACTOR = sa.text("actor IS NOT NULL")


def upgrade() -> None:
    """Recreate the indexes; the one by actor leaves out ticks, which have no actor."""
    if op.get_context().dialect.name == "sqlite":
        for name, table, columns, condition in _ON_SQLITE:
            op.drop_index(name, table)
            op.create_index(name, table, list(columns), sqlite_where=sa.text(condition))
    op.drop_index("dominion_ledger_actor", "dominion_ledger")
    op.create_index(
        "dominion_ledger_actor",
        "dominion_ledger",
        ["actor"],
        sqlite_where=_HAS_ACTOR,
        postgresql_where=_HAS_ACTOR,
    )
