"""Rules and nations that the tests of Dominion begin with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from nazh.adapters.outbound.rulesets.toml_rulesets import parse_ruleset, ruleset_table
from nazh.domain.dominion.names.names import parse_name
from nazh.domain.dominion.nations.founding import Charter, found
from nazh.domain.dominion.nations.nation import Act, Nation, NationId
from nazh.domain.dominion.season import Season
from nazh.domain.kernel.identity import GuildId, UserId

CLASSIC: Final = parse_ruleset(ruleset_table("classic"))
STANDARD: Final = parse_ruleset(ruleset_table("standard"))
START: Final = datetime(2026, 1, 1, tzinfo=UTC)
SEASON: Final = Season(1, START, CLASSIC)
LEADER: Final = UserId(10)


def act(at: datetime = START) -> Act:
    return Act(at, "command 1", LEADER)


def new_nation(at: datetime = START, season: Season = SEASON) -> Nation:
    charter = Charter(NationId(1), GuildId(1), parse_name("Aurelia"), LEADER)
    return found(charter, act(at), season)


def nation_with(resources: int = 10_000, **changes: object) -> Nation:
    return replace(new_nation(), resources=resources, journal=(), notices=(), **changes)  # type: ignore[arg-type]  # fields of nations
