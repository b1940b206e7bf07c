"""Tests that status queries each server once for all users, and shows what roles allow."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from nazh.application.keep.players.ports import PlayedSession
from nazh.application.keep.players.show_status import MAX_LISTED, OnlinePlayer, ShowStatus
from nazh.application.keep.servers.note_contact import NoteContact
from nazh.application.keep.servers.passwords import ServerPasswords
from nazh.application.keep.servers.run_on_server import RunOnServer
from nazh.application.keep.servers.show_servers import ShowServers
from nazh.domain.keep.consoles.commands import ConsoleReply
from nazh.domain.keep.consoles.errors import Cause, CircuitOpen, ConsoleError, Unreachable
from nazh.domain.keep.contacts import Contact, contact_after
from nazh.domain.keep.errors import NoSuchServer
from nazh.domain.keep.events import ServerTried
from nazh.domain.keep.logs.sessions import PlaySession
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.unit.application.keep.doubles import FakeConsoles, FakeSealer
from tests.unit.application.keep.test_show_players import (
    GUILD,
    ISLAND,
    MANAGER,
    RAGNAROK,
    STRANGER,
    VIEWER,
    Players,
    Servers,
)

NOW = FrozenClock().now()
REPLY = ConsoleReply("0. @Pebble*, 00AF\n1. River, 01\n", 1, 0.01)
SECOND = timedelta(seconds=1)


class Contacts:
    """Keeps contacts in memory; satisfies ``ContactStore``."""

    def __init__(self) -> None:
        self.known: dict[GameServerId, Contact] = {}
        self.noted = 0
        self.is_available = True

    async def of_guild(self, guild: GuildId) -> Mapping[GameServerId, Contact]:
        return self.known

    async def note(
        self, guild: GuildId, server: GameServerId, *, is_answering: bool, at: datetime
    ) -> Contact | None:
        if not self.is_available:
            raise Unavailable("the contacts")
        self.noted += 1
        before = self.known.get(server)
        self.known[server] = contact_after(before, is_answering=is_answering, at=at)
        return self.known[server]


def status(
    consoles: FakeConsoles,
    players: Players | None = None,
    contacts: Contacts | None = None,
    clock: FrozenClock | None = None,
    events: RecordingPublisher | None = None,
    servers: tuple[GameServer, ...] = (ISLAND, RAGNAROK),
) -> ShowStatus:
    store = Servers(dict.fromkeys(servers, "sealed secret"))
    run = RunOnServer(
        ServerPasswords(store, FakeSealer(), consoles), events or RecordingPublisher()
    )
    return ShowStatus(
        ShowServers(store),
        run,
        PROFILES,
        contacts or Contacts(),
        players or Players(),
        clock or FrozenClock(),
    )


async def test_users_see_the_servers_that_their_roles_let_them_see() -> None:
    show = status(FakeConsoles(REPLY))

    assert await show.plan(VIEWER, None) == (ISLAND,)
    assert await show.plan(VIEWER, "island") == (ISLAND,)
    assert await show.plan(MANAGER, None) == (ISLAND, RAGNAROK)
    assert await show.plan(STRANGER, None) == ()
    for caller, name in ((VIEWER, "Ragnarok"), (STRANGER, "Island"), (MANAGER, "Nowhere")):
        with pytest.raises(NoSuchServer):
            await show.plan(caller, name)


async def test_players_have_cleaned_names_and_their_open_session() -> None:
    opened_at = NOW - timedelta(hours=2)
    players = Players(
        (
            PlayedSession(ISLAND.id, "Pebble", PlaySession("00af", opened_at)),
            PlayedSession(ISLAND.id, "River", PlaySession("01", opened_at, NOW)),
        )
    )
    contact = Contact(True, NOW, NOW)
    contacts = Contacts()
    contacts.known[ISLAND.id] = contact

    (server_status,) = await status(FakeConsoles(REPLY), players, contacts)(GUILD, (ISLAND,))

    assert server_status.players == (OnlinePlayer("Pebble", opened_at), OnlinePlayer("River"))
    assert (server_status.failure, server_status.contact) == (None, contact)
    assert players.asked == [(GUILD, (ISLAND.id,), None)]


@pytest.mark.parametrize("failure", [Unreachable(Cause.REFUSED), CircuitOpen(15)])
async def test_a_silent_server_is_distinguished_from_an_empty_one(
    failure: ConsoleError,
) -> None:
    (server_status,) = await status(FakeConsoles(failure))(GUILD, (ISLAND,))

    assert (server_status.failure, server_status.players) == (failure, None)


async def test_users_who_ask_within_seconds_share_one_command() -> None:
    consoles, clock = FakeConsoles(REPLY), FrozenClock()
    show = status(consoles, clock=clock)

    await asyncio.gather(*(show(GUILD, (ISLAND,)) for _ in range(20)))
    await show(GUILD, (ISLAND,))
    shared = list(consoles.sent)
    clock.advance(6)
    await show(GUILD, (ISLAND,))

    assert (shared, len(consoles.sent)) == (["ListPlayers"], 2)


async def test_a_server_with_a_new_address_is_queried_again() -> None:
    consoles, moved = FakeConsoles(REPLY), replace(ISLAND, host="b.example")
    show = status(consoles, servers=(ISLAND, moved))

    await show(GUILD, (ISLAND,))
    await show(GUILD, (moved,))

    assert len(consoles.sent) == 2


async def test_what_a_command_tells_of_its_server_is_published() -> None:
    answered, failed, not_asked = (RecordingPublisher() for _ in range(3))

    await status(FakeConsoles(REPLY), events=answered)(GUILD, (ISLAND,))
    await status(FakeConsoles(Unreachable(Cause.CLOSED)), events=failed)(GUILD, (ISLAND,))
    await status(FakeConsoles(CircuitOpen(15)), events=not_asked)(GUILD, (ISLAND,))

    assert ServerTried(GUILD, ISLAND.id, True) in answered.events
    assert ServerTried(GUILD, ISLAND.id, False) in failed.events
    assert not any(isinstance(event, ServerTried) for event in not_asked.events)


async def test_only_news_is_noted() -> None:
    store, clock = Contacts(), FrozenClock()
    note = NoteContact(store, clock)

    counts = []
    for seconds, is_answering in (
        (0, True),
        (10, True),
        (49, True),
        (1, True),
        (1, False),
        (9, False),
    ):
        clock.advance(seconds)
        await note(ServerTried(GUILD, ISLAND.id, is_answering))
        counts.append(store.noted)

    assert counts == [1, 1, 1, 2, 3, 3]
    assert store.known[ISLAND.id] == Contact(
        False, NOW + 61 * SECOND, answered_at=NOW + 60 * SECOND
    )


async def test_a_store_that_fails_stops_no_command_and_is_tried_again() -> None:
    store = Contacts()
    note = NoteContact(store, FrozenClock())
    store.is_available = False

    await note(ServerTried(GUILD, ISLAND.id, True))
    store.is_available = True
    await note(ServerTried(GUILD, ISLAND.id, True))

    assert store.noted == 1


async def test_a_list_that_no_game_can_have_is_cut_while_other_tasks_run() -> None:
    show = status(FakeConsoles(ConsoleReply("1. a, 0\n" * 100 * MAX_LISTED, 1, 0.01)))
    showing = asyncio.create_task(show(GUILD, (ISLAND,)))
    turns = 0
    while not showing.done():
        turns += 1
        await asyncio.sleep(0)

    (shown,) = await showing

    assert shown.players == (OnlinePlayer("a"),) * MAX_LISTED
    assert turns > MAX_LISTED


async def test_a_single_line_may_list_no_more_players() -> None:
    names = ",".join("a" for _ in range(2 * MAX_LISTED))
    listed = f"There are {2 * MAX_LISTED} of a max of 20 players online: {names}"
    minecraft = replace(ISLAND, profile="source_generic")
    show = status(FakeConsoles(ConsoleReply(listed, 1, 0.01)), servers=(minecraft,))

    (shown,) = await show(GUILD, (minecraft,))

    assert shown.players == (OnlinePlayer("a"),) * MAX_LISTED
