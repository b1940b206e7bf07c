"""Tests the contract of consoles, on servers that we did not write and on the simulated one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from rconx import AsyncRconServer, ConnectionInfo, RconContent

from nazh.adapters.outbound.consoles.factory import new_console
from nazh.adapters.outbound.consoles.session import ConsoleSession, Endpoint, SessionLimits
from nazh.adapters.outbound.consoles.simulated_ark import PLAYERS, SimulatedArk
from nazh.application.keep.consoles.run_typed_command import RunTypedCommand
from nazh.application.keep.servers.ports import Console
from nazh.domain.keep.consoles.commands import ConsoleCommand
from nazh.domain.keep.consoles.errors import AuthRejected
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.consoles.states import State
from nazh.domain.keep.profiles.ark_asa import ARK_ASA
from nazh.domain.keep.profiles.openttd import OPENTTD
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.profiles.registry import PROFILES
from nazh.domain.keep.profiles.source_engine import SOURCE_ENGINE
from nazh.domain.keep.profiles.source_generic import SOURCE_GENERIC
from nazh.domain.keep.profiles.teeworlds import TEEWORLDS
from ops.ports import free_port
from tests.game_servers import HOST, PASSWORD, openttd, teeworlds

LIMITS = SessionLimits(timeout=20.0)
LONG = "".join(f"{n:04} " for n in range(1_801))[:9_003]


@dataclass(frozen=True)
class Game:
    """A running server, a command that it answers, and a part of the reply."""

    profile: Profile
    port: int
    command: str
    expected: str

    def session(self, password: str = PASSWORD) -> ConsoleSession:
        return new_console(self.profile.wire, Endpoint(HOST, self.port, Password(password)), LIMITS)


@asynccontextmanager
async def running(profile: Profile, folder: Path) -> AsyncIterator[Game]:
    if profile is ARK_ASA:
        server = SimulatedArk(Password(PASSWORD))
        port = await server.start(HOST, 0)
        yield Game(profile, port, "ListPlayers", PLAYERS[0])
        await server.stop()
    elif profile in (SOURCE_GENERIC, SOURCE_ENGINE):
        async with rconx_server() as port:
            yield Game(profile, port, "echo hi", "hi")
    elif profile is OPENTTD:
        with openttd(folder) as admin_port:
            yield Game(profile, admin_port, "echo hi", "hi")
    elif profile is TEEWORLDS:
        with teeworlds(folder) as port:
            yield Game(profile, port, "echo hi", "[Console]: hi")
    else:
        raise AssertionError(f"run a game server of {profile.title} here")


@asynccontextmanager
async def rconx_server() -> AsyncIterator[int]:
    async def answer(command: RconContent, connection: ConnectionInfo) -> str:
        return LONG if command.text == "long" else command.text.removeprefix("echo ")

    port = free_port()
    started = asyncio.Event()
    server = AsyncRconServer(HOST, port, authentication=PASSWORD, command_handler=answer)
    serving = asyncio.create_task(server.serve(on_started=started.set))
    await started.wait()
    yield port
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


@pytest.fixture(
    params=PROFILES.values(),
    ids=list(PROFILES),
)
async def game(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Game]:
    async with running(request.param, tmp_path) as running_game:
        yield running_game


async def test_a_console_keeps_its_promises(game: Game) -> None:
    session = game.session()
    run = RunTypedCommand(game.profile, session)

    for _ in range(3):
        assert game.expected in (await run(game.command)).text
    if game.profile is not ARK_ASA:  # which has no echo
        replies = await asyncio.gather(*(run(f"echo number{n}") for n in range(8)))
        for n, reply in enumerate(replies):
            assert reply.text.endswith(f"number{n}")
    await session.close()
    assert session.state is State.CLOSED
    assert game.expected in (await run(game.command)).text
    await session.close()


async def test_a_reply_has_its_size_and_time(game: Game) -> None:
    console: Console = game.session()

    reply = await console.run(ConsoleCommand(game.command))

    assert reply.frames >= 1
    assert 0 < reply.seconds < LIMITS.timeout
    await console.close()


async def test_a_cancelled_command_gives_its_reply_to_nobody(game: Game) -> None:
    session = game.session()
    run = RunTypedCommand(game.profile, session)
    await run(game.command)

    running = asyncio.create_task(run(f"{game.command} cancelled"))
    await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    if game.profile is TEEWORLDS:  # one connection for an address; it takes a tick to see its end
        await asyncio.sleep(1)
    reply = await run(game.command)
    assert game.expected in reply.text
    assert "cancelled" not in reply.text
    await session.close()


async def test_a_wrong_password_is_rejected(game: Game) -> None:
    session = game.session("wrong")

    with pytest.raises(AuthRejected) as caught:
        await RunTypedCommand(game.profile, session)(game.command)

    assert caught.value.is_ambiguous is (game.profile is OPENTTD)  # which only disconnects
    assert session.state is State.CIRCUIT_OPEN


async def test_rconx_a_long_reply_is_whole() -> None:
    async with rconx_server() as port:
        session = Game(SOURCE_GENERIC, port, "", "").session()

        reply = await RunTypedCommand(SOURCE_GENERIC, session)("long")

        assert (reply.text, len(reply.text), reply.frames) == (LONG, 9_003, 3)
        await session.close()


async def test_rconx_400_commands_on_one_session_get_their_own_replies() -> None:
    async with rconx_server() as port:
        session = Game(SOURCE_GENERIC, port, "", "").session()
        run = RunTypedCommand(SOURCE_GENERIC, session)

        for n in range(400):
            assert (await run(f"echo {n}")).text == str(n)

        await session.close()


async def test_ark_chat_is_read_once() -> None:
    server = SimulatedArk(Password(PASSWORD))
    port = await server.start(HOST, 0)
    session = Game(ARK_ASA, port, "", "").session()
    run = RunTypedCommand(ARK_ASA, session)

    first = (await run("GetChat")).text
    assert first.startswith("Pebble (Ash): hello everyone\n")
    assert (await run("GetChat")).text == ""
    server.say("Pebble (Ash): back")
    assert (await run("GetChat")).text == "Pebble (Ash): back\n"
    assert len((await run("GetGameLog")).text) > 3 * 4_096

    await session.close()
    await server.stop()
