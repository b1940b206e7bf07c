"""Adds alliances with their loyalty, pacts, proposals and embassies."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ACTIVE = sa.text("ended_at IS NULL")
_DUE = sa.text("due_at IS NOT NULL")


def _keys(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), primary_key=True, autoincrement=False) for name in names]


def _instants(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _end(name: str) -> list[sa.Column[int]]:
    return [
        sa.Column(name, sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
    ]


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "dominion_alliances",
        *_keys("first", "second", "number"),
        *_instants("formed_at"),
        *_end("ended_at"),
        sa.CheckConstraint("first < second", name="dominion_alliance_order"),
    )
    op.create_index(
        "dominion_alliances_active",
        "dominion_alliances",
        ["first", "second"],
        unique=True,
        sqlite_where=_ACTIVE,
        postgresql_where=_ACTIVE,
    )
    op.create_index("dominion_alliances_second", "dominion_alliances", ["second"])
    op.create_table(
        "dominion_loyalties",
        *_keys("nation", "ally"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
    )
    op.create_index(
        "dominion_loyalties_due",
        "dominion_loyalties",
        ["due_at"],
        sqlite_where=_DUE,
        postgresql_where=_DUE,
    )
    op.create_table(
        "dominion_pacts",
        sa.Column("kind", sa.Text(), primary_key=True),
        *_keys("first", "second", "number"),
        *_instants("agreed_at"),
        *_end("ends_at"),
        sa.Column("is_violated", sa.Boolean(), nullable=False),
        sa.CheckConstraint("first < second", name="dominion_pact_order"),
    )
    op.create_index("dominion_pacts_first", "dominion_pacts", ["first"])
    op.create_index("dominion_pacts_second", "dominion_pacts", ["second"])
    op.create_table(
        "dominion_proposals",
        sa.Column("kind", sa.Text(), primary_key=True),
        *_keys("proposer", "recipient"),
        *_instants("made_at", "expires_at"),
    )
    op.create_index("dominion_proposals_from", "dominion_proposals", ["proposer"])
    op.create_index("dominion_proposals_to", "dominion_proposals", ["recipient"])
    op.create_index("dominion_proposals_expiry", "dominion_proposals", ["expires_at"])
    op.create_table(
        "dominion_embassies",
        *_keys("owner", "host"),
        sa.Column("season", sa.Integer(), nullable=False),
        *_instants("opened_at"),
    )
    op.create_index("dominion_embassies_host", "dominion_embassies", ["host"])
