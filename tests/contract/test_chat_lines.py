"""Tests that hostile lines of chat stay text in real games and leave the server unchanged."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import pytest

from nazh.adapters.outbound.consoles.factory import new_console
from nazh.adapters.outbound.consoles.session import Endpoint, SessionLimits
from nazh.application.keep.consoles.run_typed_command import RunTypedCommand
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.profiles.openttd import OPENTTD
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.profiles.teeworlds import TEEWORLDS
from nazh.domain.keep.texts.chat import say_command
from tests.game_servers import HOST, PASSWORD, openttd, teeworlds
from tests.hostile_lines import HOSTILE_LINES

SPOKEN = "नमस्ते สวัสดี العربية 한국어 José"


class StartGame(Protocol):
    def __call__(self, folder: Path) -> AbstractContextManager[int]: ...


@pytest.mark.slow
@pytest.mark.parametrize(
    ("profile", "start", "names"),
    [
        (OPENTTD, openttd, ("setting server_name", "setting rcon_password")),
        (TEEWORLDS, teeworlds, ("sv_name", "sv_rcon_password")),
    ],
    ids=["openttd", "teeworlds"],
)
async def test_hostile_lines_run_no_command(
    profile: Profile, start: StartGame, names: tuple[str, ...], tmp_path: Path
) -> None:
    with start(tmp_path) as port:
        endpoint = Endpoint(HOST, port, Password(PASSWORD))
        console = new_console(profile.wire, endpoint, SessionLimits(timeout=20.0))
        run = RunTypedCommand(profile, console)
        before = [_value((await run(name)).text) for name in names]

        for line in HOSTILE_LINES:
            await console.run(say_command(profile, "Rex", line))
        await console.run(say_command(profile, "Rex", SPOKEN))

        assert [_value((await run(name)).text) for name in names] == before
        assert all(before)
        await console.close()
    assert f"[Rex]: {SPOKEN}" in (tmp_path / "output").read_text("utf-8", "replace")


def _value(reply: str) -> str:
    """Return the last line of a reply, without the time that Teeworlds writes before it."""
    return reply.rstrip().rpartition("\n")[2].rpartition("]: ")[2]
