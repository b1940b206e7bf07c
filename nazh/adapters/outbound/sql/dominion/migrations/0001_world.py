"""Adds seasons, nations with their state and units, citizens, the ledger and recorded requests."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COUNTED = sa.text("is_counted")
# Compared by code points, as SQLite does, so that an index finds the names with a beginning.
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _integers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _keys(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), primary_key=True, autoincrement=False) for name in names]


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "dominion_seasons",
        *_keys("number"),
        *_numbers("starts_at"),
        sa.Column("ruleset", sa.Text(), nullable=False),
    )
    op.create_table(
        "dominion_nations",
        *_keys("id"),
        *_numbers("guild"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", _KEY, nullable=False),
        sa.Column("leader", sa.BigInteger(), nullable=True),
        *_numbers("founded_at"),
        sa.Column("renamed_at", sa.BigInteger(), nullable=True),
        *_integers("reputation"),
    )
    op.create_index("dominion_nations_guild", "dominion_nations", ["guild"], unique=True)
    op.create_index("dominion_nations_name", "dominion_nations", ["name_key"], unique=True)
    op.create_table(
        "dominion_nation_states",
        *_keys("season", "nation"),
        *_numbers("resources", "capacity"),
        *_integers("storage_upgrades", "territory", "population"),
        *_numbers("counted", "strength", "upkeep", "upkeep_due"),
        *_integers("economy_level"),
        *_numbers("economy_saved"),
        *_integers("training_level"),
        *_numbers("training_saved", "research_points", "protected_until"),
        sa.Column("mobilized_until", sa.BigInteger(), nullable=True),
        sa.Column("is_fortified", sa.Boolean(), nullable=False),
        sa.Column("is_below_median", sa.Boolean(), nullable=False),
        *_integers("orders_given"),
        sa.Column("power", sa.BigInteger(), nullable=True),
        *_integers("hour", "day", "standing"),
        sa.CheckConstraint("resources >= 0", name="dominion_resources"),
        sa.CheckConstraint("population >= 0", name="dominion_population"),
    )
    op.create_index(
        "dominion_states_power", "dominion_nation_states", ["season", sa.text("power DESC")]
    )
    op.create_table(
        "dominion_units",
        *_keys("season", "nation"),
        sa.Column("unit", sa.Text(), primary_key=True),
        *_integers("quantity", "level"),
        sa.CheckConstraint("quantity >= 0", name="dominion_quantity"),
    )
    op.create_table(
        "dominion_build_orders",
        *_keys("season", "nation", "number"),
        sa.Column("unit", sa.Text(), nullable=False),
        *_integers("quantity"),
        *_numbers("cost", "started_at", "due_at"),
    )
    op.create_index("dominion_orders_due", "dominion_build_orders", ["season", "due_at"])
    op.create_table(
        "dominion_citizens",
        sa.Column("user", sa.BigInteger(), primary_key=True, autoincrement=False),
        *_integers("nation"),
        *_numbers("joined_at", "active_until"),
        sa.Column("is_counted", sa.Boolean(), nullable=False),
        *_numbers("points"),
        *_integers("streak"),
        sa.Column("contributed_at", sa.BigInteger(), nullable=True),
    )
    op.create_index("dominion_citizens_nation", "dominion_citizens", ["nation", "points"])
    op.create_index(
        "dominion_citizens_active",
        "dominion_citizens",
        ["active_until"],
        sqlite_where=_COUNTED,
        postgresql_where=_COUNTED,
    )
    op.create_table(
        "dominion_departures",
        sa.Column("user", sa.BigInteger(), primary_key=True, autoincrement=False),
        *_integers("nation"),
        *_numbers("at"),
    )
    op.create_table(
        "dominion_ledger",
        sa.Column("seq", _ROW_NUMBER, primary_key=True, autoincrement=True),
        *_integers("season", "nation"),
        *_numbers("at"),
        sa.Column("reason", sa.Text(), nullable=False),
        *_numbers("amount", "balance"),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("actor", sa.BigInteger(), nullable=True),
    )
    op.create_index("dominion_ledger_actor", "dominion_ledger", ["actor"])
    op.create_index(
        "dominion_ledger_cause",
        "dominion_ledger",
        ["season", "nation", "cause", "reason"],
        unique=True,
    )
    op.create_table(
        "dominion_standings",
        *_keys("season", "hour"),
        *_numbers("doubled_median"),
    )
    op.create_table(
        "dominion_task_runs",
        *_keys("season"),
        sa.Column("task", sa.Text(), primary_key=True),
        *_keys("slot", "chunk"),
        sa.Column("is_last", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "dominion_requests",
        sa.Column("request", sa.Text(), primary_key=True),
        *_numbers("at"),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
    )
