"""Defines the tables of seasons, nations, citizens and periodic work, at their newest revision.

Instants are in microseconds since 1970, UTC; hours and days are numbered from 1970.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text

from nazh.adapters.outbound.sql.metadata import METADATA

_ROW_NUMBER: Final = BigInteger().with_variant(Integer, "sqlite")

SEASONS: Final = Table(
    "dominion_seasons",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("starts_at", BigInteger),
    Column("ruleset", Text),
    Column("wars", Integer, default=0),
    Column("grants", Integer, default=0),
    Column("newest_nation", Integer, default=0),
)
"""``wars`` counts the wars declared in the season, whose numbers are never used again.

``newest_nation`` is the highest id of a nation so far, even of a deleted one.

``grants`` counts the grants of resources by developers in the season.

``ruleset`` is the complete ruleset in JSON, which later releases do not change."""
NATIONS: Final = Table(
    "dominion_nations",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("guild", BigInteger),
    Column("name", Text),
    Column("name_key", Text),
    Column("sort_key", Text),
    Column("leader", BigInteger),
    Column("founded_at", BigInteger),
    Column("renamed_at", BigInteger),
    Column("reputation", Integer),
    Column("commander", BigInteger),
    Column("diplomat", BigInteger),
    Column("treasurer", BigInteger),
    Column("spymaster", BigInteger),
    Column("governed_at", BigInteger),
    Column("has_emergency", Boolean),
    Column("appointed_at", BigInteger),
    Column("deletion_at", BigInteger),
    Column("is_deletion_ordered", Boolean),
    Column("battle_hour", Integer),
)
"""The data of nations that outlive seasons."""
LEADERSHIPS: Final = Table(
    "dominion_leaderships",
    METADATA,
    Column("seq", _ROW_NUMBER, primary_key=True),
    Column("nation", Integer),
    Column("leader", BigInteger),
    Column("since", BigInteger),
    Column("by", Text),
)
"""The leaders of nations; each one leads until the next."""
FORMER_NAMES: Final = Table(
    "dominion_former_names",
    METADATA,
    Column("nation", Integer, primary_key=True, autoincrement=False),
    Column("until", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text),
)
"""The former names of nations, and until when they had them."""
NATION_STATES: Final = Table(
    "dominion_nation_states",
    METADATA,
    Column("season", Integer, primary_key=True),
    Column("nation", Integer, primary_key=True),
    Column("resources", BigInteger),
    Column("capacity", BigInteger),
    Column("storage_upgrades", Integer),
    Column("territory", Integer),
    Column("population", Integer),
    Column("counted", BigInteger),
    Column("strength", BigInteger),
    Column("upkeep", BigInteger),
    Column("upkeep_due", BigInteger),
    Column("economy_level", Integer),
    Column("economy_saved", BigInteger),
    Column("training_level", Integer),
    Column("training_saved", BigInteger),
    Column("research_points", BigInteger),
    Column("protected_until", BigInteger),
    Column("mobilized_until", BigInteger),
    Column("is_protected", Boolean),
    Column("is_fortified", Boolean),
    Column("is_below_median", Boolean),
    Column("orders_given", Integer),
    Column("power", BigInteger),
    Column("hour", Integer),
    Column("day", Integer),
    Column("standing", Integer),
    Column("empty_since", BigInteger),
    Column("vacation_since", BigInteger),
    Column("vacation_until", BigInteger),
    Column("orphaned_at", BigInteger),
    Column("generated", BigInteger),
)
"""The data of nations in one season.

``capacity``, ``counted``, ``strength`` and ``upkeep`` derive from other values and are stored for
statements about many nations; ``counted`` is in hundredths of a citizen. ``hour``, ``day``,
``standing`` and ``power`` are those of ``Progress``.
"""
UNITS: Final = Table(
    "dominion_units",
    METADATA,
    Column("season", Integer, primary_key=True),
    Column("nation", Integer, primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("quantity", Integer),
    Column("level", Integer),
)
BUILD_ORDERS: Final = Table(
    "dominion_build_orders",
    METADATA,
    Column("season", Integer, primary_key=True),
    Column("nation", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("unit", Text),
    Column("quantity", Integer),
    Column("cost", BigInteger),
    Column("started_at", BigInteger),
    Column("due_at", BigInteger),
)
"""Open orders; finished and cancelled ones are deleted."""
CITIZENS: Final = Table(
    "dominion_citizens",
    METADATA,
    Column("user", BigInteger, primary_key=True),
    Column("nation", Integer),
    Column("joined_at", BigInteger),
    Column("active_until", BigInteger),
    Column("is_counted", Boolean),
    Column("points", BigInteger),
    Column("streak", Integer),
    Column("contributed_at", BigInteger),
    Column("ends_at", BigInteger),
    Column("checked_at", BigInteger),
)
"""``ends_at`` is when the citizenship ends because the user has left the server."""
COMPLETED_TUTORIALS: Final = Table(
    "dominion_completed_tutorials",
    METADATA,
    Column("user", BigInteger, primary_key=True),
    Column("at", BigInteger),
)
"""The users who have completed the tutorial, and when; these outlive citizenships and seasons."""
DEPARTURES: Final = Table(
    "dominion_departures",
    METADATA,
    Column("user", BigInteger, primary_key=True),
    Column("nation", Integer),
    Column("at", BigInteger),
    Column("contributed_at", BigInteger),
)
"""The last nation that a user has left, for the cooldowns of moving and contributing."""
LEDGER: Final = Table(
    "dominion_ledger",
    METADATA,
    Column("seq", _ROW_NUMBER, primary_key=True),
    Column("season", Integer),
    Column("nation", Integer),
    Column("at", BigInteger),
    Column("reason", Text),
    Column("amount", BigInteger),
    Column("balance", BigInteger),
    Column("cause", Text),
    Column("actor", BigInteger),
)
"""A cause changes a nation once for each reason, which a unique index guarantees."""
STANDINGS: Final = Table(
    "dominion_standings",
    METADATA,
    Column("season", Integer, primary_key=True),
    Column("hour", Integer, primary_key=True),
    Column("doubled_median", BigInteger),
)
"""Twice the median power of all nations, by the hour whose tick uses it."""
TASK_RUNS: Final = Table(
    "dominion_task_runs",
    METADATA,
    Column("season", Integer, primary_key=True),
    Column("task", Text, primary_key=True),
    Column("slot", Integer, primary_key=True),
    Column("chunk", Integer, primary_key=True),
    Column("is_last", Boolean),
)
"""The periodic work that is done, as the finished chunks of nations of each slot."""
REQUESTS: Final = Table(
    "dominion_requests",
    METADATA,
    Column("request", Text, primary_key=True),
    Column("at", BigInteger),
    Column("refusal", Text),
    Column("answer", Text),
)
"""The answers to requests, so that a repeated request gets the same answer.

``refusal`` is the code of a refusal. ``answer`` has its facts, or those of the result, in JSON.
"""
FAILURES: Final = Table(
    "dominion_failures",
    METADATA,
    Column("season", Integer, primary_key=True),
    Column("nation", Integer, primary_key=True),
    Column("failures", Integer),
    Column("since", BigInteger),
    Column("retry_at", BigInteger),
    Column("error", Text),
)
"""Nations whose periodic work failed and is not done; ``retry_at`` is null if it is parked."""
HEARTBEAT: Final = Table(
    "dominion_heartbeat",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger),
    Column("frozen_days", Integer),
)
"""A single row with the last advance of the world and the days that it was frozen."""
NOTICES: Final = Table(
    "dominion_notices",
    METADATA,
    Column("seq", _ROW_NUMBER, primary_key=True),
    Column("season", Integer),
    Column("nation", Integer),
    Column("at", BigInteger),
    Column("kind", Text),
    Column("cause", Text),
    Column("facts", Text),
    Column("is_queued", Boolean),
)
"""Notices of nations. ``facts`` is JSON; ``is_queued`` says whether messages were queued.

A cause gives a nation at most one notice of each kind, which a unique index guarantees.
"""
DIRECT_NOTICES: Final = Table(
    "dominion_direct_notices",
    METADATA,
    Column("user", BigInteger, primary_key=True),
    Column("kind", Text, primary_key=True),
)
"""The kinds of notices that users get as direct messages."""
REPUTATION: Final = Table(
    "dominion_reputation",
    METADATA,
    Column("seq", _ROW_NUMBER, primary_key=True),
    Column("nation", Integer),
    Column("at", BigInteger),
    Column("reason", Text),
    Column("amount", Integer),
    Column("reputation", Integer),
    Column("cause", Text),
)
"""The changes of reputations, in their order for each nation."""
