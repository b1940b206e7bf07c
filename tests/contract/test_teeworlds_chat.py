"""Tests that chat of a real Teeworlds server is read on the connection that runs commands."""

from __future__ import annotations

import asyncio
from pathlib import Path

from nazh.adapters.outbound.consoles.factory import new_console
from nazh.adapters.outbound.consoles.session import Endpoint, SessionLimits
from nazh.application.keep.consoles.run_typed_command import RunTypedCommand
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.game_lines import GameLine, LineKind
from nazh.domain.keep.profiles.teeworlds import TEEWORLDS
from ops.ports import free_port
from tests.game_servers import HOST, PASSWORD, teeworlds
from tests.teeworlds_player import teeworlds_player

GAME_LINES = [
    GameLine(LineKind.JOINED, "Pébble: x"),
    GameLine(LineKind.CHAT, "Pébble: x", "hello: नमस्ते"),
    GameLine(LineKind.LEFT, "Pébble: x"),
]


async def test_joins_chat_and_leaves_are_events_and_not_part_of_replies(tmp_path: Path) -> None:
    port = free_port()
    with teeworlds(tmp_path, port) as console_port:
        endpoint = Endpoint(HOST, console_port, Password(PASSWORD))
        console = new_console(TEEWORLDS.wire, endpoint, SessionLimits(timeout=20.0))
        run = RunTypedCommand(TEEWORLDS, console)
        assert (await run("status")).text == ""

        with teeworlds_player(port, "Pébble: x") as player:
            inside = (await run("status")).text
            player.say("hello: नमस्ते")
            player.say("for my team", to_team=True)
        game_lines: list[GameLine] = []
        async with asyncio.timeout(20):
            while len(game_lines) < len(GAME_LINES):
                await run("echo wait")
                game_lines.extend(console.take_game_lines())
        reply = await run("echo hi")

        await console.close()

    assert "name='Pébble: x'" in inside
    assert game_lines == GAME_LINES
    assert reply.text.partition("]")[2] == "[Console]: hi"
