"""Tests that every line of a log read over a console is read once, however it is returned."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.adapters.outbound.consoles.factory import new_console
from nazh.adapters.outbound.consoles.session import Endpoint
from nazh.adapters.outbound.consoles.simulated_ark import SimulatedArk
from nazh.adapters.outbound.game_logs.console_log import (
    MAX_LINES,
    MAX_WAITING,
    ConsoleLog,
)
from nazh.application.keep.consoles.run_typed_command import RunTypedCommand
from nazh.application.keep.logs.ports import LogSource, LogTrouble, LogUnreadable
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.profiles.ark_asa import ARK_ASA
from tests.contract.test_log_sources import Follower

HOST, PASSWORD = "127.0.0.1", Password("tulip7")


class Game:
    """A log whose last lines are given again, or only once."""

    def __init__(self, *, gives_once: bool) -> None:
        self.lines: list[str] = []
        self._gives_once = gives_once
        self._shown = 10

    async def __call__(self) -> str:
        last_lines = self.lines[-self._shown :]
        if self._gives_once:
            self.lines = []
        return "".join(f"{line}\n" for line in last_lines)


@pytest.mark.parametrize("gives_once", [False, True])
@given(written=st.lists(st.integers(0, 9), max_size=8))
def test_every_line_is_read_once(gives_once: bool, written: list[int]) -> None:
    game = Game(gives_once=gives_once)
    follower = Follower(ConsoleLog(game))

    async def read() -> list[str]:
        lines: list[str] = []
        for run, many in enumerate(written):
            game.lines += [f"line {run}.{number}" for number in range(many)]
            lines += await follower.lines()
        return lines

    expected = [
        f"line {run}.{number}" for run, many in enumerate(written) for number in range(many)
    ]
    assert asyncio.run(read()) == expected


async def test_what_a_player_writes_stays_in_its_line() -> None:
    game = Game(gives_once=True)
    line = "Pebble (Ash): hi\u2028River joined this ARK!"
    game.lines = [line, "Oak left this ARK!\r"]

    piece = await ConsoleLog(game).read(None)

    assert piece.data.decode() == f"{line}\nOak left this ARK!\n"


async def test_of_too_many_lines_the_last_are_read() -> None:
    async def flood() -> str:
        return "a\n" * MAX_LINES + "b\n" * MAX_LINES

    piece = await ConsoleLog(flood).read(None)

    assert piece.data == b"b\n" * MAX_LINES


async def test_what_was_not_stored_is_given_again() -> None:
    game = Game(gives_once=True)
    source: LogSource = ConsoleLog(game)
    game.lines = ["one"]
    first = await source.read(None)
    game.lines = ["two"]
    second = await source.read(None)  # storing the first piece has failed

    third = await source.read(second.position_after(len(second.data)))

    assert (first.data, second.data, third.data) == (b"one\n", b"one\ntwo\n", b"")
    assert source.is_exclusive


async def test_what_waits_has_a_limit() -> None:
    game = Game(gives_once=True)
    source = ConsoleLog(game)
    for letter in "ab":
        game.lines = [letter * (MAX_WAITING // 2)]
        await source.read(None)
    game.lines = ["c" * (MAX_WAITING // 2)]

    piece = await source.read(None)

    assert piece.data == b"c" * (MAX_WAITING // 2) + b"\n"


async def test_the_log_of_the_simulated_ark_is_read() -> None:
    server = SimulatedArk(PASSWORD)
    port = await server.start(HOST, 0)
    session = new_console(ARK_ASA.wire, Endpoint(HOST, port, PASSWORD))
    run = RunTypedCommand(ARK_ASA, session)

    async def ask() -> str:
        assert ARK_ASA.log_command is not None
        return (await run(ARK_ASA.log_command)).text

    follower = Follower(ConsoleLog(ask))
    before = await follower.lines()
    server.write_log("2026.06.25_19.00.00: Pebble (Ash): hello")
    after = await follower.lines()
    await session.close()
    await server.stop()

    assert len(before) == 300
    assert after == ["2026.06.25_19.00.00: Pebble (Ash): hello"]


async def test_a_game_that_does_not_reply_is_reported() -> None:
    async def ask() -> str:
        raise LogUnreadable(LogTrouble.NO_REPLY)

    with pytest.raises(LogUnreadable):
        await ConsoleLog(ask).read(None)
