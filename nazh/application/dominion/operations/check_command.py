"""Decides whether a command may run now, according to the operators' switches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nazh.application.dominion.ports.controls import ControlStore
from nazh.application.shared.ports import Clock
from nazh.application.shared.ttl_cache import TtlCache
from nazh.domain.dominion.operations.controls import Controls, Mode
from nazh.domain.dominion.operations.features import Feature
from nazh.domain.kernel.identity import GuildId

READ_EVERY: Final = timedelta(seconds=2)
"""The maximum age of the cached controls, which other processes may change."""


class CurrentControls:
    """Caches the controls for two seconds."""

    __slots__ = ("_cache", "_store")

    def __init__(self, store: ControlStore, clock: Clock) -> None:
        self._store = store
        self._cache = TtlCache(self._read, clock, max_entries=1, ttl=READ_EVERY)

    async def __call__(self) -> Controls:
        """Return the controls, at most two seconds old. Raises ``Unavailable``."""
        return await self._cache.get(None)

    def forget(self) -> None:
        """Invalidate the cache, because this process has changed the controls."""
        self._cache.forget(lambda _: True)

    async def _read(self, _all: None) -> Controls:
        return await self._store.controls()


@dataclass(frozen=True, slots=True)
class CheckCommand:
    """Refuses commands that operators have switched off."""

    controls: CurrentControls

    async def __call__(self, command: str, guild: GuildId, at: datetime) -> None:
        """Return if the command may run.

        Raises WorldStopped, UnderMaintenance, NationBanned, NationFrozen, CommandOff,
        NotInThisPhase and FeatureOff.
        """
        (await self.controls()).check(command, guild, at)


@dataclass(frozen=True, slots=True)
class CurrentFeatures:
    """Satisfies ``FeatureSwitches`` with the operators' switches."""

    controls: CurrentControls

    async def is_on(self, feature: Feature, guild: GuildId) -> bool:
        """Return whether a feature can be used in a guild."""
        return (await self.controls()).is_on(feature, guild)


@dataclass(frozen=True, slots=True)
class IsStopped:
    """Returns whether the world is halted."""

    controls: CurrentControls

    async def __call__(self) -> bool:
        """Return whether the world must not be advanced. Raises ``Unavailable``."""
        return (await self.controls()).mode_setting.mode is Mode.STOPPED
