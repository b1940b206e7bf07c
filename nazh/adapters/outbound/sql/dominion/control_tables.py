"""Defines the tables of operators' switches and changes, at their newest revision."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text

from nazh.adapters.outbound.sql.metadata import METADATA

_ROW_NUMBER: Final = BigInteger().with_variant(Integer, "sqlite")
EVERYWHERE: Final = 0
"""Stands for all guilds; no guild has this id."""

CONTROLS: Final = Table(
    "dominion_controls",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("phase", Integer),
    Column("mode", Text),
    Column("since", BigInteger),
    Column("reason", Text),
)
"""A single row, which is written with the first change."""
SWITCHES: Final = Table(
    "dominion_switches",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("guild", BigInteger, primary_key=True, autoincrement=False),
    Column("is_on", Boolean),
    Column("reason", Text),
)
"""Switched features, by guild, and switched commands. ``guild`` is 0 for all guilds."""
SANCTIONS: Final = Table(
    "dominion_sanctions",
    METADATA,
    Column("guild", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text),
    Column("since", BigInteger),
    Column("until", BigInteger),
    Column("reason", Text),
)
RULE_CHANGES: Final = Table(
    "dominion_rule_changes",
    METADATA,
    Column("season", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("hour", Integer),
    Column("requested_at", BigInteger),
    Column("key", Text),
    Column("before", Text),
    Column("after", Text),
    Column("reason", Text),
    Column("ruleset", Text),
)
"""Changes to the rules of a season, each effective from the tick of an hour.

``ruleset`` is the complete ruleset after the change in JSON; the last change of an hour counts.
"""
REPORTS: Final = Table(
    "dominion_reports",
    METADATA,
    Column("number", _ROW_NUMBER, primary_key=True),
    Column("at", BigInteger),
    Column("guild", BigInteger),
    Column("user", BigInteger),
    Column("kind", Text),
    Column("category", Text),
    Column("text", Text),
    Column("closed_at", BigInteger),
    Column("note", Text),
    sqlite_autoincrement=True,
)
"""Users' messages to the operator; ``closed_at`` is null while one is open."""
INVARIANTS: Final = Table(
    "dominion_invariants",
    METADATA,
    Column("invariant", Text, primary_key=True),
    Column("breaches", Integer),
    Column("example", Text),
    Column("at", BigInteger),
)
"""The result of the last check of each invariant."""
ALERTS: Final = Table(
    "dominion_alerts",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("due_at", BigInteger),
)
"""When developers were last told about a subject, or will be."""
BROADCASTS: Final = Table(
    "dominion_broadcasts",
    METADATA,
    Column("number", _ROW_NUMBER, primary_key=True),
    Column("at", BigInteger),
    Column("kind", Text),
    Column("cause", Text),
    Column("facts", Text),
    Column("next_nation", Integer),
    sqlite_autoincrement=True,
)
"""Notices to all nations, still to be written for nations from ``next_nation`` on.

``next_nation`` is null for a draft, which no developer has confirmed.
"""
