"""Adds wars, battles, the reputation of nations, and their battle hours."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _number(name: str, *, is_optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=is_optional)


def _text(name: str, *, is_optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=is_optional)


def upgrade() -> None:
    """Create the tables, and add a column each to seasons and nations."""
    numbered = sa.Column("wars", sa.Integer(), nullable=False, server_default="0")
    op.add_column("dominion_seasons", numbered)
    hour = sa.Column("battle_hour", sa.Integer(), nullable=False, server_default="20")
    op.add_column("dominion_nations", hour)
    op.create_table(
        "dominion_wars",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        _integer("season"),
        _integer("aggressor"),
        _integer("defender"),
        _text("reason"),
        sa.Column("is_honourable", sa.Boolean(), nullable=False),
        _number("declared_at"),
        _number("respond_by"),
        _number("battle_at"),
        _text("state"),
        _number("due_at", is_optional=True),
        _text("commitment", is_optional=True),
        _text("sealed_secret", is_optional=True),
        _text("aggressor_stance"),
        _text("aggressor_nonce", is_optional=True),
        _text("defender_stance"),
        _text("defender_nonce", is_optional=True),
        _text("outcome", is_optional=True),
        _text("winner", is_optional=True),
        _integer("captured"),
        _number("concluded_at", is_optional=True),
        _number("truce_until", is_optional=True),
        _text("truce", is_optional=True),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        _number("failing_since", is_optional=True),
        _number("retry_at", is_optional=True),
        _text("error", is_optional=True),
        sa.CheckConstraint("aggressor <> defender", name="dominion_belligerents"),
    )
    op.create_index("dominion_wars_due", "dominion_wars", ["season", "due_at"])
    op.create_index("dominion_wars_aggressor", "dominion_wars", ["aggressor"])
    op.create_index("dominion_wars_defender", "dominion_wars", ["defender"])
    op.create_table(
        "dominion_battles",
        sa.Column("war", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("round", sa.Integer(), primary_key=True, autoincrement=False),
        _number("fought_at"),
        _text("record"),
    )
    op.create_table(
        "dominion_reputation",
        sa.Column("seq", _ROW_NUMBER, primary_key=True, autoincrement=True),
        _integer("nation"),
        _number("at"),
        _text("reason"),
        _integer("amount"),
        _integer("reputation"),
        _text("cause"),
    )
    op.create_index(
        "dominion_reputation_cause",
        "dominion_reputation",
        ["nation", "cause", "reason"],
        unique=True,
    )
