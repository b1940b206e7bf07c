"""The domain and application of the toy: a bell that users ring, and that counts their rings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final, Protocol

from nazh.application.shared.ports import EventPublisher
from nazh.domain.guilds.guild_settings import GuildSetting
from nazh.domain.kernel.events import Event
from nazh.domain.kernel.identity import GuildId, UserId


class Tone(Enum):
    """How the bell sounds; the value is its word."""

    HIGH = "high"
    LOW = "low"


TONE: Final = GuildSetting("tone", {tone.value: tone for tone in Tone}.get)


@dataclass(frozen=True, slots=True)
class Rung(Event):
    """A user has rung the bell."""


class RingStore(Protocol):
    """Counts rings. All calls raise ``Unavailable``."""

    async def add(self, user: UserId, guild: GuildId | None) -> int:
        """Count a ring; return how many the user has rung."""
        ...

    async def count(self, user: UserId) -> int:
        """Return how many the user has rung."""
        ...

    async def forget_user(self, user: UserId) -> None: ...
    async def forget_guild(self, guild: GuildId) -> None: ...


@dataclass(frozen=True, slots=True)
class RingBell:
    """Counts a ring, and publishes it once it is committed."""

    store: RingStore
    events: EventPublisher

    async def __call__(self, user: UserId, guild: GuildId | None) -> int:
        """Return how many the user has rung."""
        count = await self.store.add(user, guild)
        await self.events.publish(Rung())
        return count


@dataclass(frozen=True, slots=True)
class ToyPersonalData:
    """Satisfies ``PersonalData``."""

    store: RingStore

    async def forget_user(self, user: UserId) -> None:
        await self.store.forget_user(user)

    async def prune_guild(self, guild: GuildId, before: object) -> bool:
        return True

    async def forget_guild(self, guild: GuildId) -> None:
        await self.store.forget_guild(guild)
