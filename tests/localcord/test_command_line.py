"""python -m localcord, as a process of its own."""

import asyncio
import signal
import sys
from pathlib import Path

import aiohttp

from localcord.__main__ import build, parse_arguments
from tests.localcord.bots import application_id_in


async def test_it_prints_where_it_listens_and_stops_when_told(tmp_path: Path) -> None:
    token_file = tmp_path / "token"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "localcord", "--token-file", str(token_file)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    told = [(await process.stdout.readline()).decode().split() for _ in range(3)]
    api, token = told[0][1], told[2][1]

    headers = {"Authorization": f"Bot {token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{api}/users/@me") as response,
    ):
        assert response.status == 200
    process.send_signal(signal.SIGTERM)

    assert await asyncio.wait_for(process.wait(), 5) == 0
    assert token_file.read_text().strip() == token


def test_a_token_file_is_read_again(tmp_path: Path) -> None:
    options = parse_arguments(["--token-file", str(tmp_path / "token")])

    first, second = build(options), build(options)

    assert first.token == second.token
    assert first.application_id == second.application_id == application_id_in(second.token)
