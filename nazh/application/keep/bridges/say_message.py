"""Relays messages in linked channels to the games."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from weakref import WeakValueDictionary

from nazh.application.keep.consoles.ports import MuteStore
from nazh.application.keep.servers.run_on_server import OK, RunOnServer
from nazh.application.shared.idempotency import IdempotencyStore
from nazh.application.shared.ports import Clock, EventPublisher
from nazh.domain.keep.bridges import Bridge
from nazh.domain.keep.consoles.errors import ServerBusy
from nazh.domain.keep.errors import Muted, TooManyMessages
from nazh.domain.keep.events import ChatDirection, ChatRelayed
from nazh.domain.keep.message_limits import MessageLimit
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import GameServerId
from nazh.domain.keep.texts.chat import say_command
from nazh.domain.kernel.errors import Refusal, Unavailable
from nazh.domain.kernel.identity import UserId

MAX_MESSAGES: Final = 5
LIMITED_FOR: Final = timedelta(seconds=10)
MAX_QUEUED: Final = 50
"""The most messages waiting for one game; beyond this, messages are refused immediately."""
MAX_REMEMBERED: Final = 1_000
"""Messages that this process remembers; the gateway repeats recent ones after an interruption."""
UNAVAILABLE: Final = "unavailable"


@dataclass(frozen=True, slots=True)
class ChannelMessage:
    """A message in a linked channel; ``line`` is its content for the game."""

    id: int
    user: UserId
    author: str
    line: str


class SayMessage:
    """Relays each message once, and the messages of one game in order."""

    def __init__(
        self,
        run: RunOnServer,
        profiles: Mapping[str, Profile],
        idempotency: IdempotencyStore,
        mutes: MuteStore,
        events: EventPublisher,
        clock: Clock,
    ) -> None:
        self._run = run
        self._profiles = profiles
        self._idempotency = idempotency
        self._mutes = mutes
        self._events = events
        self._clock = clock
        self._limit = MessageLimit(MAX_MESSAGES, LIMITED_FOR)
        self._locks: WeakValueDictionary[GameServerId, asyncio.Lock] = WeakValueDictionary()
        self._in_line: Counter[GameServerId] = Counter()
        self._begun: dict[int, None] = {}

    async def __call__(self, message: ChannelMessage, bridges: tuple[Bridge, ...]) -> bool:
        """Send the message to the games of ``bridges``; return whether this call sent it.

        A message that was already started is ignored and not counted. Raises TooManyMessages,
        BridgePaused, Muted, NothingToSay, PasswordLost, NoSuchServer or a ConsoleError if it could
        not be sent to one of them, and ``Unavailable``.
        """
        if not self._begin(message):
            return False
        try:
            if not self._limit.allows(message.user, self._clock.now()):
                seconds = LIMITED_FOR // timedelta(seconds=1)
                raise TooManyMessages(most=MAX_MESSAGES, seconds=seconds)
            ended = await asyncio.gather(
                *(self._say(message, bridge) for bridge in bridges), return_exceptions=True
            )
            for result in ended:
                if isinstance(result, BaseException):
                    raise result
        except (Refusal, Unavailable) as error:
            outcome = error.code if isinstance(error, Refusal) else UNAVAILABLE
            await self._events.publish(ChatRelayed(ChatDirection.TO_GAME, outcome))
            raise
        if not any(ended):
            return False
        await self._events.publish(ChatRelayed(ChatDirection.TO_GAME, OK))
        return True

    def _begin(self, message: ChannelMessage) -> bool:
        """Return whether the message is new to this process."""
        if message.id in self._begun:
            return False
        self._begun[message.id] = None
        if len(self._begun) > MAX_REMEMBERED:
            del self._begun[next(iter(self._begun))]
        return True

    async def _say(self, message: ChannelMessage, bridge: Bridge) -> bool:
        """Return whether this call sent it, rather than another process before."""
        server = bridge.server
        bridge.check_running()
        if self._in_line[server.id] >= MAX_QUEUED:
            raise ServerBusy
        lock = self._locks.setdefault(server.id, asyncio.Lock())
        self._in_line[server.id] += 1
        try:
            async with lock:  # in the order of arrival
                if await self._mutes.is_muted(server.guild, message.user):
                    raise Muted
                profile = server.profile_in(self._profiles)
                staff = (server.name,)
                command = say_command(profile, message.author, message.line, staff_names=staff)
                if not await self._idempotency.claim(f"say-{message.id}-{server.id}"):
                    return False
                await self._run(server, profile, command)
                return True
        finally:
            self._in_line[server.id] -= 1
