"""Defines the tables of rankings, and of the history of the power of nations."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text

from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.domain.dominion.rankings.boards import Board, Division

ALL_NATIONS: Final = ""
"""The stored division of boards of all nations."""
PLACES: Final = Table(
    "dominion_places",
    METADATA,
    Column("season", Integer, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("nation", Integer),
)
"""The first places of the ranking, as of the last standings of a day."""
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
"""The ids of nations by place, in JSON; ``division`` may be ALL_NATIONS."""
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
