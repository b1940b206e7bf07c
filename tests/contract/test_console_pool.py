"""Tests that each game server has one console, kept between commands and replaced on changes."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import replace

import pytest

from nazh.adapters.outbound.consoles.address_guard import AddressGuard
from nazh.adapters.outbound.consoles.pool import ConsolePool
from nazh.adapters.outbound.consoles.simulated_ark import SimulatedArk
from nazh.application.keep.servers.ports import ServerConsoles
from nazh.domain.keep.consoles.addresses import AddressPolicy, parse_networks
from nazh.domain.keep.consoles.commands import ConsoleCommand
from nazh.domain.keep.consoles.errors import AddressRefused, AuthRejected
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.consoles.states import State
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.identity import GuildId

HOST = "127.0.0.1"
ARK = PROFILES["ark_asa"]
SECRET, WRONG = Password("tulip7"), Password("rose8")
ENTRY = "now"
LIST = ConsoleCommand("ListPlayers", is_read_only=True)


def pool(networks: str = "127.0.0.0/8") -> ConsolePool:
    return ConsolePool(AddressGuard(AddressPolicy(parse_networks(networks))))


def island(port: int) -> GameServer:
    return GameServer(GameServerId(1), GuildId(1), "Island", ARK.name, HOST, port)


async def test_a_connection_is_kept_until_it_is_forgotten() -> None:
    server = SimulatedArk(SECRET)
    port = await server.start(HOST, 0)
    consoles = pool()
    try:
        console = consoles.console_of(island(port), ARK, SECRET, ENTRY)
        assert (await console.run(LIST)).text
        assert consoles.console_of(island(port), ARK, SECRET, ENTRY) is console
        states = [console.state]

        await consoles.forget(GameServerId(1))
        await consoles.forget(GameServerId(1))

        assert [*states, console.state] == [State.IDLE, State.CLOSED]
        assert consoles.console_of(island(port), ARK, SECRET, ENTRY) is not console
    finally:
        await server.stop()


async def test_forgetting_does_not_wait_for_a_server_that_does_not_answer() -> None:
    consoles = pool()
    with socket.create_server((HOST, 0)) as silent:
        console = consoles.console_of(island(silent.getsockname()[1]), ARK, SECRET, ENTRY)
        running = asyncio.create_task(console.run(LIST))
        while console.state is not State.AUTHENTICATING:  # noqa: ASYNC110  # it has no event
            await asyncio.sleep(0)

        async with asyncio.timeout(2):  # Discord waits three seconds
            await consoles.forget(GameServerId(1))

        was_running = not running.done()
        silent.close()
        running.cancel()
        await asyncio.wait((running,))
    assert was_running


async def test_another_password_or_address_replaces_the_console() -> None:
    server = SimulatedArk(SECRET)
    port = await server.start(HOST, 0)
    consoles = pool()
    try:
        with pytest.raises(AuthRejected):
            await consoles.console_of(island(port), ARK, WRONG, "earlier").run(LIST)
        assert consoles.open_circuits() == 1
        good = consoles.console_of(island(port), ARK, SECRET, ENTRY)
        assert (await good.run(LIST)).text
        assert consoles.open_circuits() == 0
        moved = replace(island(port), host="localhost")
        assert consoles.console_of(moved, ARK, SECRET, ENTRY) is not good
        await consoles.forget(GameServerId(1))
        await good.close()
    finally:
        await server.stop()


async def test_a_rejected_password_is_tried_again_once_it_is_entered_again() -> None:
    consoles, wrong, right = pool(), SimulatedArk(WRONG), SimulatedArk(SECRET)
    port = await wrong.start(HOST, 0)
    with pytest.raises(AuthRejected):
        await consoles.console_of(island(port), ARK, SECRET, ENTRY).run(LIST)
    await wrong.stop()
    await right.start(HOST, port)
    try:
        with pytest.raises(AuthRejected):
            await consoles.console_of(island(port), ARK, SECRET, ENTRY).run(LIST)

        reply = await consoles.console_of(island(port), ARK, SECRET, "later").run(LIST)

        assert "Pebble" in reply.text
        await consoles.forget(GameServerId(1))
    finally:
        await right.stop()


async def test_a_replaced_console_closes_its_connection_after_its_running_command() -> None:
    server = SimulatedArk(SECRET)
    port = await server.start(HOST, 0)
    consoles = pool()
    try:
        old = consoles.console_of(island(port), ARK, SECRET, ENTRY)
        running = asyncio.create_task(old.run(LIST))
        await asyncio.sleep(0)

        consoles.console_of(replace(island(port), host="localhost"), ARK, SECRET, ENTRY)

        assert (await running).text
        await asyncio.sleep(0.01)
        assert old.state is State.CLOSED
    finally:
        await server.stop()


async def test_addresses_that_the_operator_has_not_allowed_are_refused() -> None:
    consoles: ServerConsoles = pool("")

    with pytest.raises(AddressRefused):
        await consoles.console_of(island(27_020), ARK, SECRET, ENTRY).run(LIST)
