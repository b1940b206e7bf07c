"""Shows the public profile of a nation."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.ports import (
    NationDirectory,
    PublicNation,
    PublicRecord,
    PublicRecords,
    SeasonRules,
)
from nazh.domain.dominion.errors.general import NoNation
from nazh.domain.dominion.rules.nations import NationRules
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class NationProfile:
    """A nation, its alliances and wars, and the rules that determine its status."""

    nation: PublicNation
    record: PublicRecord
    rules: NationRules


@dataclass(frozen=True, slots=True)
class ShowProfile:
    """Shows the profile of a nation (REG-14)."""

    directory: NationDirectory
    records: PublicRecords
    season: SeasonRules

    async def __call__(self, guild: GuildId) -> NationProfile:
        """Return the profile of a guild's nation. Raises NoNation and ``Unavailable``."""
        nation = await self.directory.of_guild(guild)
        if nation is None:
            raise NoNation
        record = await self.records.of_nation(nation.id)
        return NationProfile(nation, record, (await self.season.current()).nations)
