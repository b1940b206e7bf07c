"""A context of a few files is registered by one line, and the whole program knows it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from localcord import Person
from tests import databases
from tests.e2e.conftest import Table
from tests.e2e.program import COMMAND, environment, run_bot

MANAGE_GUILD = 1 << 5
JOB = 'nazh_job_runs_total{name="toy_echo",outcome="ok"}'
TOY = (sys.executable, "-m", "tests.toy", "run")


@pytest.mark.parametrize("made", [databases.sqlite, databases.postgresql])
async def test_the_toy_works_and_every_part_of_the_platform_knows_it(
    table: Table, tmp_path: Path, made: databases.Made
) -> None:
    manager = manager_of(table)
    async with made(tmp_path) as address:
        more = {"NAZH_DATABASE_URL": address, "NAZH_CONTEXTS": "dice,toy"}
        bot = await run_bot(table.discord, tmp_path, command=TOY, **more)
        try:
            rung = (await table.channel_user.slash("bell")).reply
            again = await table.alice.press(rung, "Ring again")
            asked = await table.alice.press(rung, "Ring for somebody")
            named = await table.alice.submit(asked.modal, {"For whom": "Bob"})
            helped = (await table.channel_user.slash("help")).reply
            page = await table.alice.choose(helped, "bell")
            settings = (await manager.in_(table.channel).slash("settings")).reply
            choices = (await manager.choose(settings, "tone", menu="nz2:guilds.setting")).updated
            await manager.choose(choices, "low", menu="nz2:guilds.choice:tone")
            privacy = (await table.channel_user.slash("privacy")).reply
            told = privacy.text
            saved = await table.alice.press(privacy, "Save my data")
            metrics = await bot.metrics_when(lambda seen: seen.get(JOB) == 1)
            asked_to_delete = await table.alice.press(privacy, "Delete my data …")
            await table.alice.press(asked_to_delete.updated, "Delete everything")
            afterwards = (await table.channel_user.slash("bell")).reply
            status = await database_status(table, tmp_path, "tests.toy", more)
            assert (await bot.stop()).status == 0
        finally:
            bot.kill()

    assert (rung.text, again.reply.text, named.reply.text) == (
        "Ding 1!",
        "Ding 2!",
        "Ding 3 for Bob!",
    )
    assert rung.buttons[0].custom_id == "nz2:toy.again"
    assert page.updated.text == "`/bell` rings the bell."
    assert "Tone of the bell" in json.dumps(settings.embeds)
    assert "**Rings** of the bell." in told
    (line,) = [
        row for row in saved.reply.files["nazh-my-data.jsonl"].splitlines() if b"rings" in row
    ]
    assert json.loads(line)["count"] == 3
    assert metrics["nazh_toy_rings_total"] == 3
    assert afterwards.text == "Dong 1!"
    assert "toy" in status


async def test_without_its_line_nothing_of_the_toy_is_left(table: Table, tmp_path: Path) -> None:
    bot = await run_bot(table.discord, tmp_path, command=COMMAND)
    try:
        helped = (await table.channel_user.slash("help")).reply
        settings = (await manager_of(table).in_(table.channel).slash("settings")).reply
        privacy = (await table.channel_user.slash("privacy")).reply
        metrics = await bot.get("/metrics")
        address = f"sqlite:///{tmp_path / 'nazh.sqlite3'}"
        status = await database_status(table, tmp_path, "nazh", {"NAZH_DATABASE_URL": address})
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    everything = json.dumps([helped.components, settings.embeds, privacy.embeds])
    assert "bell" not in everything.lower()
    assert "toy" not in metrics
    assert "toy" not in status


def test_an_unknown_context_is_refused_with_a_suggestion(tmp_path: Path) -> None:
    ended = subprocess.run(
        [*COMMAND],
        env={"PATH": "", "PYTHONPATH": str(Path(__file__).parents[2]), "NAZH_CONTEXTS": "dices"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 78
    assert "NAZH_CONTEXTS names dices, unknown here. Did you mean dice?" in ended.stderr


def manager_of(table: Table) -> Person:
    assert table.channel.guild is not None
    carol = table.discord.user("Carol")
    carol.set_permissions(table.channel.guild, 0x8000_0000 | 0xC00 | MANAGE_GUILD)
    return carol


async def database_status(table: Table, cwd: Path, module: str, more: dict[str, str]) -> str:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, "db", "status"),
        env=environment(table.discord, **more),
        cwd=cwd,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    return output.decode()
