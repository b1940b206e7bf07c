"""ShowStats: what somebody's dice, a character's or a server's, have done so far."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nazh.application.dice.errors import NoActiveCharacter, NoGuildToCount
from nazh.application.dice.ports import SavedNames
from nazh.application.dice.ports.statistics import GuildSubject, PlayerSubject, RollCounters
from nazh.domain.dice.statistics.summary import Statistics, statistics_of
from nazh.domain.kernel.identity import GuildId, UserId


class StatsScope(Enum):
    """Whose rolls; the value is its word in commands."""

    OWN = "own"
    CHARACTER = "character"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class StatsRequest:
    """Who asks, where, and about whose rolls.

    Without a ``character``, the scope of that name is about the one whom ``by`` plays here. What
    others see, as ``is_public`` says, leaves secret rolls out.
    """

    by: UserId
    guild: GuildId | None = None
    scope: StatsScope = StatsScope.OWN
    character: str | None = None
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class Stats:
    """Statistics, and whose: of ``character``, where the scope is about one."""

    scope: StatsScope
    statistics: Statistics
    character: str | None = None


@dataclass(frozen=True, slots=True)
class ShowStats:
    """Look at the counts. Nothing is reckoned from single rolls, so it costs the same always."""

    counters: RollCounters
    saved_names: SavedNames

    async def __call__(self, request: StatsRequest) -> Stats:
        """Return the statistics. Raises NoActiveCharacter, NoGuildToCount and ``Unavailable``."""
        character = await self._character(request)
        if request.scope is not StatsScope.SERVER:
            found = await self.counters.read(
                PlayerSubject(request.by, character, with_secret=not request.is_public)
            )
        elif request.guild is None:
            raise NoGuildToCount
        else:
            found = await self.counters.read(GuildSubject(request.guild))
        return Stats(request.scope, statistics_of(found.counts, found.since), character)

    async def _character(self, request: StatsRequest) -> str | None:
        if request.scope is not StatsScope.CHARACTER:
            return None
        played = request.character or await self.saved_names.active_character(
            request.by, request.guild
        )
        if played is None:
            raise NoActiveCharacter
        return played
