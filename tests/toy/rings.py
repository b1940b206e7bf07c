"""The domain and application of the toy: a bell that users ring, and that counts their rings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final, Protocol

from nazh.application.shared.ports import Clock, EventPublisher
from nazh.domain.guilds.guild_settings import GuildSetting
from nazh.domain.kernel.events import Event
from nazh.domain.kernel.identity import GuildId, RequestId, UserId


class Tone(Enum):
    """How the bell sounds; the value is its word."""

    HIGH = "high"
    LOW = "low"


RUNG: Final = "toy.rung"
"""The topic under which rings are in the outbox, each by its request."""
TONE: Final = GuildSetting("tone", {tone.value: tone for tone in Tone}.get)


@dataclass(frozen=True, slots=True)
class Rung(Event):
    """A user has rung the bell."""


@dataclass(frozen=True, slots=True)
class Rings:
    """How often a user has rung, and how many of these rings have echoed."""

    rung: int
    echoed: int


class RingStore(Protocol):
    """Counts rings. All calls raise ``Unavailable``."""

    async def add(self, ring: RequestId, user: UserId, guild: GuildId | None, at: datetime) -> int:
        """Keep a ring and put it in the outbox, both once; return how many the user has rung."""
        ...

    async def echo(self, ring: RequestId) -> None:
        """Note that a ring has echoed; it does so once, however often this is called."""
        ...

    async def rings(self, user: UserId) -> Rings:
        """Return the rings of a user."""
        ...

    async def forget_user(self, user: UserId) -> None: ...
    async def forget_guild(self, guild: GuildId) -> None: ...


@dataclass(frozen=True, slots=True)
class RingBell:
    """Counts a ring, and publishes it once it is committed."""

    store: RingStore
    events: EventPublisher
    clock: Clock

    async def __call__(self, request: RequestId, user: UserId, guild: GuildId | None) -> int:
        """Return how many the user has rung."""
        count = await self.store.add(request, user, guild, self.clock.now())
        await self.events.publish(Rung())
        return count


@dataclass(frozen=True, slots=True)
class EchoRing:
    """Lets each ring echo that the outbox delivers."""

    store: RingStore

    async def __call__(self, payload: str) -> None:
        await self.store.echo(RequestId(payload))


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
