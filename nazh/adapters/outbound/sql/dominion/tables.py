"""Defines the tables of Dominion, at their newest revision.

Instants are in microseconds since 1970, UTC; hours and days are numbered from 1970.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text

from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.domain.dominion.boards import Board, Division

_ROW_NUMBER: Final = BigInteger().with_variant(Integer, "sqlite")

SEASONS: Final = Table(
    "dominion_seasons",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("starts_at", BigInteger),
    Column("ruleset", Text),
    Column("wars", Integer, default=0),
    Column("grants", Integer, default=0),
)
"""``wars`` counts the wars declared in the season, whose numbers are never used again.

``grants`` counts the grants of resources by developers in the season.

``ruleset`` is the complete ruleset in JSON, which later releases do not change."""
NATIONS: Final = Table(
    "dominion_nations",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("guild", BigInteger),
    Column("name", Text),
    Column("name_key", Text),
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
PLACES: Final = Table(
    "dominion_places",
    METADATA,
    Column("season", Integer, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("nation", Integer),
)
"""The first places of the ranking, as of the last standings of a day."""
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
RANKINGS: Final = Table(
    "dominion_rankings",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("season", Integer),
    Column("at", BigInteger),
    Column("reasons", Integer),
    Column("is_complete", Boolean),
    *(Column(division.value, Integer, default=0) for division in Division),
)
"""The rankings of all nations; only complete ones are shown.

``reasons`` is the number of ended wars and of grants by developers; if it changes, another
ranking is due. The columns of divisions count their nations.
"""
BOARD_PAGES: Final = Table(
    "dominion_board_pages",
    METADATA,
    Column("ranking", Integer, primary_key=True),
    Column("board", Text, primary_key=True),
    Column("division", Text, primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("nations", Text),
)
"""The ids of nations by place, in JSON; ``division`` is empty on the board of all nations."""
RANKED_NATIONS: Final = Table(
    "dominion_ranked_nations",
    METADATA,
    Column("ranking", Integer, primary_key=True),
    Column("nation", Integer, primary_key=True),
    Column("division", Text),
    *(
        Column(f"{board.value}_{kind}", BigInteger if kind == "score" else Integer)
        for board in Board
        for kind in ("score", "place", "division_place")
    ),
)
"""The scores of a nation in a ranking, with its places among all nations and in its division."""
HISTORY: Final = Table(
    "dominion_history",
    METADATA,
    Column("season", Integer, primary_key=True),
    Column("nation", Integer, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("power", BigInteger),
    Column("generated", BigInteger),
)
"""The power of nations at the first ranking of each day, and their earnings until then."""
