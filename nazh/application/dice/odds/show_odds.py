"""Calculates the odds of a roll without throwing it."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.odds.odds_cache import OddsCache
from nazh.application.dice.ports import SavedNames
from nazh.application.dice.rolling.label_and_difficulty import with_label_and_difficulty
from nazh.application.dice.rolling.typed_rolls import read_typed_roll
from nazh.domain.dice import NAZH, Ruleset
from nazh.domain.dice.odds import RollOdds
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class OddsRequest:
    """A request for odds. ``difficulty`` is for the pool at ``for_pool``, from 1."""

    notation: str
    by: UserId
    guild: GuildId | None = None
    add_plot: bool = False
    ruleset: Ruleset = NAZH
    difficulty: int | None = None
    for_pool: int = 1


@dataclass(frozen=True, slots=True)
class ShowOdds:
    """Parses a request and calculates its odds. Nothing is thrown or recorded."""

    saved_names: SavedNames
    odds_cache: OddsCache

    async def __call__(self, request: OddsRequest) -> RollOdds:
        """Return the odds.

        Raises the refusal of the notation, and OddsTooHard, OddsTooLong and DivisionByZero.
        """
        plan = await read_typed_roll(
            self.saved_names,
            request.by,
            request.notation,
            request.guild,
            add_plot=request.add_plot,
            for_odds=True,
        )
        if request.difficulty is not None:
            plan = with_label_and_difficulty(plan, None, request.difficulty, request.for_pool)
        return await self.odds_cache.odds(plan, request.ruleset)
