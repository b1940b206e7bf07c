"""Adds queued messages to channels and users."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_DUE = sa.text("state = 'due'")
_SENDING = sa.text("state = 'sending'")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "queued_messages",
        sa.Column("seq", _ROW_NUMBER, primary_key=True, autoincrement=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recipient", sa.BigInteger(), nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("batch", sa.BigInteger(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=True),
        sa.Column("retry_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "queued_messages_due",
        "queued_messages",
        ["recipient", "topic", "seq"],
        sqlite_where=_DUE,
        postgresql_where=_DUE,
    )
    op.create_index(
        "queued_messages_sending",
        "queued_messages",
        ["batch", "recipient"],
        sqlite_where=_SENDING,
        postgresql_where=_SENDING,
    )
    op.create_index("queued_messages_ended", "queued_messages", ["ended_at"])
    op.create_index("queued_messages_by_guild", "queued_messages", ["guild"])
    op.create_index("queued_messages_by_recipient", "queued_messages", ["recipient"])
