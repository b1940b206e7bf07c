"""Defines the tables of wars and their battles."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text

from nazh.adapters.outbound.sql.metadata import METADATA

WARS: Final = Table(
    "dominion_wars",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("season", Integer),
    Column("aggressor", Integer),
    Column("defender", Integer),
    Column("reason", Text),
    Column("is_honourable", Boolean),
    Column("declared_at", BigInteger),
    Column("respond_by", BigInteger),
    Column("battle_at", BigInteger),
    Column("state", Text),
    Column("due_at", BigInteger),
    Column("commitment", Text),
    Column("sealed_secret", Text),
    Column("aggressor_stance", Text),
    Column("aggressor_nonce", Text),
    Column("defender_stance", Text),
    Column("defender_nonce", Text),
    Column("outcome", Text),
    Column("winner", Text),
    Column("captured", Integer),
    Column("concluded_at", BigInteger),
    Column("truce_until", BigInteger),
    Column("truce", Text),
    Column("offers", Integer, default=0),
    Column("offer_by", Text),
    Column("gives_resources", Integer),
    Column("gives_territory", Integer),
    Column("asks_resources", Integer),
    Column("asks_territory", Integer),
    Column("offer_until", BigInteger),
    Column("failures", Integer, default=0),
    Column("failing_since", BigInteger),
    Column("retry_at", BigInteger),
    Column("error", Text),
)
"""``due_at`` derives from other values, and is null once nothing more is due.

``offer_by`` and the columns after it describe the open offer of peace; ``offers`` counts all of
them. The secret is encrypted until the battle, whose record reveals it. ``failures`` and the
columns after it describe failing work; ``retry_at`` is null if it is parked.
"""
BATTLES: Final = Table(
    "dominion_battles",
    METADATA,
    Column("war", Integer, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("fought_at", BigInteger),
    Column("record", Text),
)
"""``record`` is the line of JSON that anyone can verify."""
