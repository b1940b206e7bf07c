"""Tests that players are shown only to users with access to the game server they played on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from nazh.application.keep.players.ports import PlayedSession, Player
from nazh.application.keep.players.show_players import ShowPlayers
from nazh.application.keep.servers.show_servers import ShowServers
from nazh.domain.keep.access import Caller, Grant
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.errors import NoSuchPlayer, NoSuchServer
from nazh.domain.keep.logs.sessions import PlaySession
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.identity import GuildId, RequestId, RoleId, UserId
from tests.doubles.clock import FrozenClock
from tests.unit.application.keep.doubles import FakeServerStore

GUILD, ROLE = GuildId(1), RoleId(2)
NOW, HOUR, DAY = datetime(2026, 3, 1, tzinfo=UTC), timedelta(hours=1), timedelta(days=1)
ISLAND = GameServer(GameServerId(7), GUILD, "Island", "ark_asa", "a.example", 27_020)
RAGNAROK = GameServer(GameServerId(8), GUILD, "Ragnarok", "ark_asa", "b.example", 27_020)
PEBBLES = Player("1", "steam", ("Pebbles",), NOW)
PEBBLE = Player("2", "steam", ("Pebble", "River"), NOW)
VIEWER = Caller(GUILD, UserId(5), frozenset({ROLE}), is_manager=False, interaction=RequestId("1"))
MANAGER = replace(VIEWER, is_manager=True)
STRANGER = Caller(GUILD, UserId(6), frozenset(), is_manager=False, interaction=RequestId("2"))


def session(ago: timedelta) -> PlayedSession:
    """A session of an hour."""
    played = PlaySession(PEBBLE.id, NOW - ago, NOW - ago + HOUR)
    return PlayedSession(ISLAND.id, "Pebble", played)


class Servers(FakeServerStore):
    """Has two servers; one role may look at the first."""

    async def grants(self, guild: GuildId) -> tuple[Grant, ...]:
        return (Grant(ROLE, AccessLevel.VIEWER, ISLAND.id),)


@dataclass
class Players:
    """Has players and sessions on the island, and notes what it is asked; a ``PlayerStore``."""

    played: tuple[PlayedSession, ...] = ()
    asked: list[tuple[GuildId, tuple[GameServerId, ...], str | None]] = field(default_factory=list)

    async def find(
        self, guild: GuildId, servers: Collection[GameServerId], typed: str, most: int
    ) -> tuple[Player, ...]:
        self.asked.append((guild, tuple(servers), typed))
        return (PEBBLES, PEBBLE) if servers else ()

    async def sessions(
        self,
        guild: GuildId,
        servers: Collection[GameServerId],
        most: int,
        player: str | None = None,
    ) -> tuple[PlayedSession, ...]:
        self.asked.append((guild, tuple(servers), player))
        return self.played


def show_players(players: Players) -> ShowPlayers:
    servers = ShowServers(Servers({ISLAND: "sealed", RAGNAROK: "sealed"}))
    return ShowPlayers(servers, players, FrozenClock(NOW))


async def test_only_servers_that_the_caller_may_look_at_are_searched() -> None:
    players = Players()

    offered = await show_players(players).offered(VIEWER, "peb")
    nothing = await show_players(players).offered(STRANGER, "peb")

    assert (offered, nothing) == ((PEBBLES, PEBBLE), ())
    assert players.asked == [(GUILD, (ISLAND.id,), "peb"), (GUILD, (), "peb")]


@pytest.mark.parametrize(
    ("typed", "player"), [("PEBBLE", PEBBLE), ("river", PEBBLE), ("2", PEBBLE), ("peb", PEBBLES)]
)
async def test_a_whole_name_or_id_is_preferred_to_a_part(typed: str, player: Player) -> None:
    players = Players()

    player_shown = await show_players(players).one(VIEWER, typed)

    assert player_shown.player == player
    assert players.asked[-1] == (GUILD, (ISLAND.id,), player.id)


async def test_the_time_of_the_last_week_and_month_is_counted() -> None:
    played = (session(2 * DAY), session(8 * DAY), session(29 * DAY), session(31 * DAY))

    player_shown = await show_players(Players(played)).one(VIEWER, "Pebble")

    assert player_shown.sessions == played
    assert (player_shown.in_week, player_shown.in_month) == (HOUR, 3 * HOUR)


async def test_sessions_are_shown_of_a_server_with_access_only() -> None:
    players = Players((session(HOUR),))

    sessions_shown = await show_players(players).sessions(VIEWER, "island")
    await show_players(players).sessions(MANAGER, "Ragnarok")

    assert (sessions_shown.server, sessions_shown.sessions, sessions_shown.at) == (
        ISLAND,
        players.played,
        NOW,
    )
    assert players.asked == [(GUILD, (ISLAND.id,), None), (GUILD, (RAGNAROK.id,), None)]
    for caller, server in ((VIEWER, "Ragnarok"), (STRANGER, "Island"), (VIEWER, "Atlantis")):
        with pytest.raises(NoSuchServer):
            await show_players(players).sessions(caller, server)


async def test_a_player_on_other_servers_is_not_known() -> None:
    with pytest.raises(NoSuchPlayer):
        await show_players(Players()).one(STRANGER, "Pebble")
