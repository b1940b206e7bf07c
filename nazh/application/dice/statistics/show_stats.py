"""Returns the statistics of a player, a character or a guild."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nazh.application.dice.errors import NoActiveCharacter, NoGuildToShow
from nazh.application.dice.ports import SavedNames
from nazh.application.dice.ports.statistics import GuildSubject, PlayerSubject, RollCounters
from nazh.domain.dice.statistics.summary import Statistics, statistics_of
from nazh.domain.kernel.identity import GuildId, UserId


class StatsScope(Enum):
    """The rolls to include; the value is its name in commands."""

    OWN = "own"
    CHARACTER = "character"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class StatsRequest:
    """A request for statistics.

    Without a ``character``, that scope means the active character of ``by``. If ``is_public``,
    others see the result, so secret rolls are excluded.
    """

    by: UserId
    guild: GuildId | None = None
    scope: StatsScope = StatsScope.OWN
    character: str | None = None
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class Stats:
    """Statistics, with the ``character`` if the scope is one."""

    scope: StatsScope
    statistics: Statistics
    character: str | None = None


@dataclass(frozen=True, slots=True)
class ShowStats:
    """Reads counters. The cost does not depend on the number of rolls."""

    counters: RollCounters
    saved_names: SavedNames

    async def __call__(self, request: StatsRequest) -> Stats:
        """Return the statistics. Raises NoActiveCharacter, NoGuildToShow and ``Unavailable``."""
        character = await self._character(request)
        if request.scope is not StatsScope.SERVER:
            counts = await self.counters.read(
                PlayerSubject(request.by, character, with_secret=not request.is_public)
            )
        elif request.guild is None:
            raise NoGuildToShow
        else:
            counts = await self.counters.read(GuildSubject(request.guild))
        return Stats(request.scope, statistics_of(counts.counts, counts.since), character)

    async def _character(self, request: StatsRequest) -> str | None:
        if request.scope is not StatsScope.CHARACTER:
            return None
        played = request.character or await self.saved_names.active_character(
            request.by, request.guild
        )
        if played is None:
            raise NoActiveCharacter
        return played
