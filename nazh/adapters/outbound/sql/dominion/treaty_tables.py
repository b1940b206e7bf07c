"""Defines the tables of treaties, and of the support in wars that follows from them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text

from nazh.adapters.outbound.sql.metadata import METADATA

ALLIANCES: Final = Table(
    "dominion_alliances",
    METADATA,
    Column("first", Integer, primary_key=True),
    Column("second", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("formed_at", BigInteger),
    Column("ended_at", BigInteger),
    Column("ended_by", Integer),
)
"""All alliances, past ones included. ``first`` is smaller than ``second``, and ``number`` counts
the alliances of a pair from 1; a unique index allows a pair only one alliance in force."""
LOYALTIES: Final = Table(
    "dominion_loyalties",
    METADATA,
    Column("nation", Integer, primary_key=True),
    Column("ally", Integer, primary_key=True),
    Column("number", Integer),
    Column("times", Integer),
    Column("due_at", BigInteger),
)
"""What each side of an active alliance has earned from it, and when it earns more."""
PACTS: Final = Table(
    "dominion_pacts",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("second", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("agreed_at", BigInteger),
    Column("ends_at", BigInteger),
    Column("ended_by", Integer),
    Column("is_violated", Boolean),
)
"""All pacts, past ones included, in force until ``ends_at``; keys are as in alliances."""
PROPOSALS: Final = Table(
    "dominion_proposals",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("proposer", Integer, primary_key=True),
    Column("recipient", Integer, primary_key=True),
    Column("made_at", BigInteger),
    Column("expires_at", BigInteger),
)
"""Proposals of treaties; answered and expired ones are deleted."""
EMBASSIES: Final = Table(
    "dominion_embassies",
    METADATA,
    Column("owner", Integer, primary_key=True),
    Column("host", Integer, primary_key=True),
    Column("season", Integer),
    Column("opened_at", BigInteger),
)
"""``season`` is the one in which it was opened."""
MESSAGES: Final = Table(
    "dominion_messages",
    METADATA,
    Column("sender", Integer, primary_key=True),
    Column("cause", Text, primary_key=True),
    Column("recipient", Integer),
    Column("at", BigInteger),
    Column("title", Text),
)
"""The public part of the messages of nations to each other."""
PLEDGES: Final = Table(
    "dominion_pledges",
    METADATA,
    Column("war", Integer, primary_key=True),
    Column("nation", Integer, primary_key=True),
    Column("role", Text),
    Column("pledged_at", BigInteger),
    Column("treaty", Text),
)
"""The nations that support sides of current and past wars, and the treaties that allow it."""
