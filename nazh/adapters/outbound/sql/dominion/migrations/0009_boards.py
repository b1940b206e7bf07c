"""Adds rankings on all boards, the history of nations, and their earnings in the season."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_BOARDS = ("power", "military", "economy", "territory", "reputation")
_DIVISIONS = ("hamlet", "town", "city", "metropolis")


def _keys(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), primary_key=True, autoincrement=False) for name in names]


def _places(board: str) -> list[sa.Column[int]]:
    return [
        sa.Column(f"{board}_score", sa.BigInteger(), nullable=False),
        sa.Column(f"{board}_place", sa.Integer(), nullable=False),
        sa.Column(f"{board}_division_place", sa.Integer(), nullable=False),
    ]


def upgrade() -> None:
    """Create the tables, and compute what nations have earned from their ledgers."""
    op.create_table(
        "dominion_rankings",
        *_keys("number"),
        sa.Column("season", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reasons", sa.Integer(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        *(sa.Column(division, sa.Integer(), nullable=False) for division in _DIVISIONS),
    )
    op.create_table(
        "dominion_board_pages",
        *_keys("ranking"),
        sa.Column("board", sa.Text(), primary_key=True),
        sa.Column("division", sa.Text(), primary_key=True),
        *_keys("page"),
        sa.Column("nations", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dominion_ranked_nations",
        *_keys("ranking", "nation"),
        sa.Column("division", sa.Text(), nullable=False),
        *(column for board in _BOARDS for column in _places(board)),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dominion_history",
        *_keys("season", "nation", "day"),
        sa.Column("power", sa.BigInteger(), nullable=False),
        sa.Column("generated", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("dominion_wars_concluded", "dominion_wars", ["season", "concluded_at"])
    op.create_index(
        "dominion_ledger_grants",
        "dominion_ledger",
        ["season"],
        sqlite_where=sa.text("reason = 'grant'"),
        postgresql_where=sa.text("reason = 'grant'"),
    )
    op.add_column(
        "dominion_nation_states",
        sa.Column("generated", sa.BigInteger(), nullable=False, server_default="0"),
    )
    op.execute(
        "UPDATE dominion_nation_states SET generated = (SELECT COALESCE(SUM(amount), 0) "
        "FROM dominion_ledger WHERE dominion_ledger.season = dominion_nation_states.season "
        "AND dominion_ledger.nation = dominion_nation_states.nation "
        "AND dominion_ledger.reason = 'generation')"
    )
