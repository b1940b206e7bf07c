"""Shows whether game servers answer, and their current players."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nazh.application.keep.players.ports import PlayerStore
from nazh.application.keep.servers.find_server import ChosenServer, find_server
from nazh.application.keep.servers.ports import ContactStore
from nazh.application.keep.servers.run_on_server import RunOnServer
from nazh.application.keep.servers.show_servers import ShowServers
from nazh.application.shared.ports import Clock
from nazh.application.shared.ttl_cache import TtlCache
from nazh.domain.keep.access import Caller
from nazh.domain.keep.consoles.commands import parse_command
from nazh.domain.keep.contacts import Contact
from nazh.domain.keep.errors import NoSuchServer
from nazh.domain.keep.game_lines import first_lines
from nazh.domain.keep.profiles.profile import ListedPlayer, Profile
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.keep.texts.names import clean_name
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import GuildId

MAX_SESSIONS: Final = 500
"""Sessions that are read to find when current players joined."""
MAX_LISTED: Final = 1_000
"""Players, and lines of a reply, that are read; no game has so many."""
_MAX_CACHED: Final = 1_000


@dataclass(frozen=True, slots=True)
class OnlinePlayer:
    """A current player, with their cleaned name; ``since`` is known only from the log."""

    name: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """The recent status of a game server, or the ``failure``.

    ``players`` is ``None`` if the game did not list them. ``contact`` is ``None`` if unknown.
    """

    server: GameServer
    failure: Refusal | None
    players: tuple[OnlinePlayer, ...] | None
    contact: Contact | None


@dataclass(frozen=True, slots=True)
class _Look:
    """The list of players from a console, with cleaned names, or the failure."""

    failure: Refusal | None = None
    listed: tuple[ListedPlayer, ...] | None = None


class ShowStatus:
    """Lists the current players of game servers that the caller has access to.

    Runs one read-only command on each. Requests within some seconds share its result, so that users
    cannot keep a game busy.
    """

    def __init__(
        self,
        show_servers: ShowServers,
        run: RunOnServer,
        profiles: Mapping[str, Profile],
        contacts: ContactStore,
        players: PlayerStore,
        clock: Clock,
    ) -> None:
        self._show_servers = show_servers
        self._run = run
        self._profiles = profiles
        self._contacts = contacts
        self._players = players
        self._looks: TtlCache[GameServer, _Look] = TtlCache(self._look, clock, _MAX_CACHED)

    async def plan(self, caller: Caller, chosen: ChosenServer | None) -> tuple[GameServer, ...]:
        """Return the chosen server, or all accessible ones. Raises NoSuchServer."""
        shown = await self._show_servers(caller)
        usable = tuple(server for server, _ in shown.servers)
        if chosen is None:
            return usable
        server = await find_server(self._show_servers.store, caller.guild, chosen)
        if server not in usable:
            raise NoSuchServer
        return (server,)

    async def __call__(
        self, guild: GuildId, servers: Collection[GameServer]
    ) -> tuple[ServerStatus, ...]:
        """Query a guild's servers concurrently; silent servers do not delay others."""
        looks = await asyncio.gather(*map(self._looks.get, servers))
        contacts = await self._contacts.of_guild(guild)
        since = await self._since(guild, dict(zip(servers, looks, strict=True)))
        return tuple(
            ServerStatus(
                server,
                look.failure,
                None
                if look.listed is None
                else tuple(_online(listed, since.get(server.id, {})) for listed in look.listed),
                contacts.get(server.id),
            )
            for server, look in zip(servers, looks, strict=True)
        )

    async def _look(self, server: GameServer) -> _Look:
        profile = server.profile_in(self._profiles)
        command = parse_command(profile.players.command, profile)
        try:
            reply = await self._run(server, profile, command)
        except Refusal as refusal:
            return _Look(failure=refusal)
        listed = profile.players.parse(first_lines(reply.text, MAX_LISTED))
        return _Look(listed=None if listed is None else await _cleaned(listed[:MAX_LISTED]))

    async def _since(
        self, guild: GuildId, looks: Mapping[GameServer, _Look]
    ) -> Mapping[GameServerId, Mapping[str, datetime]]:
        """Return when players joined whose id is in both the list and the log."""
        servers_with_ids = [
            server.id
            for server, look in looks.items()
            if any(listed.id is not None for listed in look.listed or ())
        ]
        if not servers_with_ids:
            return {}
        since: dict[GameServerId, dict[str, datetime]] = {}
        for known_session in await self._players.sessions(guild, servers_with_ids, MAX_SESSIONS):
            if known_session.session.closed_at is None:
                since.setdefault(known_session.server, {})[known_session.session.player] = (
                    known_session.session.opened_at
                )
        return since


async def _cleaned(listed: Iterable[ListedPlayer]) -> tuple[ListedPlayer, ...]:
    """Return the players with cleaned names.

    Other tasks run in between, because a hostile name takes a millisecond.
    """
    cleaned: list[ListedPlayer] = []
    for player in listed:
        await asyncio.sleep(0)
        cleaned.append(ListedPlayer(clean_name(player.name), player.id))
    return tuple(cleaned)


def _online(listed: ListedPlayer, since: Mapping[str, datetime]) -> OnlinePlayer:
    opened_at = None if listed.id is None else since.get(listed.id)
    return OnlinePlayer(listed.name, opened_at)
