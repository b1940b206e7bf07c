"""Relays the chat of game servers to Discord."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from nazh.application.keep.bridges.ports import BridgeStore, ChatChannels, ChatPost
from nazh.application.keep.servers.passwords import ServerPasswords
from nazh.application.keep.servers.ports import Console
from nazh.application.keep.servers.run_on_server import OK, publish_contact
from nazh.application.shared.ports import Clock, EventPublisher
from nazh.domain.keep.bridges import MAX_WAITING, Bridge, WaitingLine
from nazh.domain.keep.consoles.commands import parse_command
from nazh.domain.keep.events import ChatDirection, ChatRelayed
from nazh.domain.keep.game_lines import GameLine, LineKind, last_lines
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.keep.texts.chat import spoken_text
from nazh.domain.keep.texts.names import clean_name
from nazh.domain.keep.texts.staff_names import marked_name
from nazh.domain.kernel.errors import Refusal, Unavailable
from nazh.domain.kernel.identity import ChannelId

PERIOD: Final = timedelta(seconds=10)
TIMEOUT: Final = timedelta(minutes=1)
LONGEST_GAP: Final = timedelta(seconds=25)
"""After a longer gap, another process may have read the game's chat in between."""
LONGEST_ABSENCE: Final = 2 * TIMEOUT
"""After a longer time without a run, another process relays the chat."""
MAX_POSTS: Final = 5
"""Posts of a bridge per run; Discord accepts about one per second in a channel."""
FAILED: Final = "failed"
_LOG: Final = logging.getLogger(__name__)
Compose = Callable[[tuple[WaitingLine, ...]], tuple[ChatPost, int]]
"""Returns a post with the first lines, and the number of the last line in it."""


class RelayChat:
    """Reads the chat of every game and posts it in order. Run as a CLUSTER job.

    Some games discard their chat once it is read. A line is lost only if the process is killed
    between reading and storing it. For games that push chat to every connection, lines pushed while
    another process relayed them are skipped.
    """

    def __init__(
        self,
        bridges: BridgeStore,
        passwords: ServerPasswords,
        profiles: Mapping[str, Profile],
        channels: ChatChannels,
        compose: Compose,
        clock: Clock,
        events: EventPublisher,
    ) -> None:
        self._bridges = bridges
        self._passwords = passwords
        self._profiles = profiles
        self._channels = channels
        self._compose = compose
        self._clock = clock
        self._events = events
        self._unsaved: dict[tuple[GameServerId, ChannelId], list[GameLine]] = {}
        self._heard_at: dict[GameServerId, datetime] = {}
        self._waiting_since: dict[GameServerId, datetime] = {}
        self._ran_at: datetime | None = None

    def waiting_seconds(self) -> float:
        """Return how long lines of any bridge have continuously been waiting to be posted.

        This is 0 while another process relays them, and reports how long.
        """
        first = min(self._waiting_since.values(), default=None)
        if first is None or self._was_absent():
            return 0.0
        return (self._clock.now() - first).total_seconds()

    async def __call__(self) -> None:
        """Relay all bridges concurrently; a failing one does not delay others.

        Raises ``Unavailable``.
        """
        if self._was_absent():
            self._waiting_since.clear()
        self._ran_at = self._clock.now()
        running = await self._bridges.running()
        for server in self._waiting_since.keys() - {bridge.server.id for bridge in running}:
            del self._waiting_since[server]
        for place in self._unsaved.keys() - set(map(_place, running)):
            del self._unsaved[place]
        await asyncio.gather(*map(self._relay, running))

    def _was_absent(self) -> bool:
        return self._ran_at is not None and self._clock.now() - self._ran_at > LONGEST_ABSENCE

    async def _relay(self, bridge: Bridge) -> None:
        try:
            await self._hear(bridge)
        except Refusal as refusal:
            _LOG.debug("a game server was not heard: %s", refusal.code)
            await publish_contact(self._events, bridge.server, refusal)
        except Unavailable as error:
            _LOG.warning("the chat of a game server is stored later: %s", error)
        try:
            await self._post_waiting(bridge)
        except Unavailable as error:
            _LOG.warning("the chat of a game server is posted later: %s", error)

    async def _hear(self, bridge: Bridge) -> None:
        """Store new lines. Raises NoSuchServer, PasswordLost, ConsoleError and ``Unavailable``."""
        server = bridge.server
        profile = server.profile_in(self._profiles)
        if profile.chat is None:
            return
        console = await self._passwords.console_of(server, profile)
        reply = await console.run(parse_command(profile.chat.command, profile))
        await publish_contact(self._events, server, None)
        unsaved = self._unsaved.setdefault(_place(bridge), [])
        unsaved.extend(profile.chat.parse(last_lines(reply.text, MAX_WAITING)))
        unsaved.extend(self._pushed_lines(server.id, console))
        if bridge.paused_at is not None:
            unsaved.clear()
        del unsaved[:-MAX_WAITING]
        cleaned = await _cleaned(unsaved, server)
        if cleaned:
            await self._bridges.add(server, cleaned)
        del self._unsaved[_place(bridge)]

    def _pushed_lines(self, server: GameServerId, console: Console) -> tuple[GameLine, ...]:
        """Return the lines that the game has pushed since this process last read its chat."""
        game_lines = console.take_game_lines()
        now = self._clock.now()
        last = self._heard_at.get(server)
        self._heard_at[server] = now
        return game_lines if last is not None and now - last < LONGEST_GAP else ()

    async def _post_waiting(self, bridge: Bridge) -> None:
        """Post waiting lines, or stop the bridge if that is impossible. Raises ``Unavailable``."""
        server = bridge.server.id
        for _ in range(MAX_POSTS):
            waiting = await self._bridges.waiting(server)
            if waiting.channel is None:
                self._waiting_since.pop(server, None)
                return
            self._waiting_since.setdefault(server, self._clock.now())
            post, last = self._compose(waiting.lines)
            if not waiting.is_begun:
                await self._bridges.begin_post(server, last)
            lines = sum(line.number <= last for line in waiting.lines)
            nonce = f"{server}-{waiting.lines[0].number}"
            try:
                reason = await self._channels.post(waiting.channel, post, nonce)
            except Unavailable:
                await self._count(FAILED, lines)
                raise
            if reason is not None:
                await self._bridges.stop(server, reason)
                await self._count(reason.value, lines)
                return
            await self._bridges.end_post(server, last)
            await self._count(OK, lines)

    async def _count(self, outcome: str, lines: int) -> None:
        await self._events.publish(ChatRelayed(ChatDirection.TO_DISCORD, outcome, lines))


async def _cleaned(lines: Sequence[GameLine], server: GameServer) -> Sequence[GameLine]:
    """Return the lines as they are shown, without those of which nothing is left.

    Other tasks run in between, because a hostile line takes milliseconds.
    """
    cleaned: list[GameLine] = []
    for line in lines:
        await asyncio.sleep(0)
        author = marked_name(clean_name(line.author), (server.name,))
        text = spoken_text(line.text)
        if text or line.kind is not LineKind.CHAT:
            cleaned.append(GameLine(line.kind, author, text))
    return cleaned


def _place(bridge: Bridge) -> tuple[GameServerId, ChannelId]:
    """Return the game server and the channel that a bridge connects."""
    return bridge.server.id, bridge.channel
