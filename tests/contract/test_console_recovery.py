"""Tests that a console recovers when a real game server is killed and comes back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from nazh.adapters.outbound.consoles.factory import new_console
from nazh.adapters.outbound.consoles.session import Endpoint, SessionLimits
from nazh.application.keep.consoles.run_typed_command import RunTypedCommand
from nazh.domain.keep.consoles.errors import CircuitOpen, Unreachable
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.consoles.states import State
from nazh.domain.keep.profiles.openttd import OPENTTD
from tests.game_servers import HOST, PASSWORD, openttd


@pytest.mark.slow
async def test_a_killed_server_opens_the_circuit_and_is_used_again_when_it_is_back(
    tmp_path: Path,
) -> None:
    with openttd(tmp_path) as port:
        endpoint = Endpoint(HOST, port, Password(PASSWORD))
        console = new_console(OPENTTD.wire, endpoint, SessionLimits(timeout=20.0))
        run = RunTypedCommand(OPENTTD, console)
        assert "hi" in (await run("echo hi")).text

    await asyncio.sleep(0.1)  # the end of the connection arrives
    assert console.state is not State.IDLE
    for _ in range(3):
        with pytest.raises(Unreachable):
            await run("echo hi")
    assert console.state is State.CIRCUIT_OPEN
    with pytest.raises(CircuitOpen) as refused:
        await run("echo hi")

    with openttd(tmp_path, port):
        seconds = refused.value.facts["seconds"]
        assert isinstance(seconds, int)
        assert seconds <= 15
        await asyncio.sleep(seconds)
        assert "back" in (await run("echo back")).text
        await console.close()
