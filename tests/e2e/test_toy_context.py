"""Tests that a context of a few files, registered by one line, is part of the whole program."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from localcord import Person
from tests import databases
from tests.e2e.conftest import Table
from tests.e2e.forked_programs import SHORT_PERIODS
from tests.e2e.program import COMMAND, TIMEOUT, environment, run_bot, run_to_its_end

MANAGE_GUILD = 1 << 5
JOB = 'nazh_job_runs_total{name="toy_echo",outcome="ok"}'
REACTIONS = 1 << 10
ADD_REACTIONS = 1 << 6
TONE = {"NAZH_TOY_TONE": "low"}
TOY = (sys.executable, "-m", "tests.toy", "run")


@pytest.mark.usefixtures("short_periods")
@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_the_toy_works_and_every_part_of_the_platform_knows_it(
    table: Table, tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    manager = manager_of(table)
    async with create_database(tmp_path) as address:
        more = {"NAZH_DATABASE_URL": address, "NAZH_CONTEXTS": "dice,toy", **TONE}
        bot = await run_bot(table.discord, tmp_path, command=TOY, **more)
        try:
            intents = {session.intents for session in table.discord.gateway.sessions}
            rung = (await table.channel_user.slash("bell")).reply
            again = await table.alice.press(rung, "Ring again")
            conversation = await table.alice.press(rung, "Ring for somebody")
            named = await table.alice.submit(conversation.modal, {"For whom": "Bob"})
            page = await help_page(table)
            table.alice.locale = "de"
            german_page = await help_page(table)
            table.alice.locale = "en-US"
            settings = (await manager.in_(table.channel).slash("settings")).reply
            choices = (await manager.choose(settings, "tone", menu="nz2:guilds.setting")).updated
            await manager.choose(choices, "high", menu="nz2:guilds.choice:tone")
            metrics = await bot.metrics_when(lambda scraped: scraped.get(JOB) == 1)
            saved = await rings_when_echoed(table, 3)
            privacy = (await table.channel_user.slash("privacy")).reply
            privacy_text = privacy.text
            status = json.loads(await bot.get("/api/v1/status"))
            status_page = await bot.get("/")
            asked_to_delete = (await table.alice.press(privacy, "Delete my data …")).updated
            warning = asked_to_delete.text
            await table.alice.press(asked_to_delete, "Delete everything")
            afterwards = (await table.channel_user.slash("bell")).reply
            database = await nazh(table, tmp_path, "tests.toy", more, "db", "status")
            invitation = await nazh(table, tmp_path, "tests.toy", more, "invite")
            in_terminal = await nazh(table, tmp_path, "tests.toy", more, "bell")
            assert (await bot.stop()).status == 0
        finally:
            bot.kill()

    assert intents <= {REACTIONS}  # none if Discord sends interactions over HTTP
    assert (rung.text, again.reply.text, named.reply.text) == (
        "Dong 1!",
        "Dong 2!",
        "Dong 3 for Bob!",
    )
    assert rung.buttons[0].custom_id == "nz2:toy.again"
    assert (page, german_page) == ("`/bell` rings the bell.", "`/bell` läutet die Glocke.")
    assert "Tone of the bell" in json.dumps(settings.embeds)
    assert "**Rings** of the bell." in privacy_text
    assert "Your rings fall silent." in warning
    assert saved["count"] == 3
    assert metrics["nazh_toy_rings_total"] == status["rings"]["last_minute"] == 3
    assert "<dt>Rings in the last minute</dt><dd>3</dd>" in status_page
    assert "<dt>Rolls in the last minute</dt><dd>0</dd>" in status_page
    assert afterwards.text == "Ding 1!"
    assert re.search(r"^toy +0001, up to date$", database, re.MULTILINE)
    assert re.search(r"^rings +1$", database, re.MULTILINE)
    assert int(invitation.rpartition("=")[2]) & ADD_REACTIONS
    assert in_terminal == "Ding!\n"


@pytest.mark.slow
@pytest.mark.usefixtures("short_periods")
@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_what_a_disabled_context_stored_is_shown_exported_and_deleted(
    table: Table, tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    async with create_database(tmp_path) as address:
        more = {"NAZH_DATABASE_URL": address, "NAZH_CONTEXTS": "dice,toy"}
        bot = await run_bot(table.discord, tmp_path, command=TOY, **more)
        try:
            await table.channel_user.slash("bell")
            await rings_when_echoed(table, 1)
            assert (await bot.stop()).status == 0
        finally:
            bot.kill()
        disabled = {**more, "NAZH_CONTEXTS": "dice"}
        bot = await run_bot(table.discord, tmp_path, command=TOY, **disabled)
        try:
            saved = await saved_rings(table)
            privacy = (await table.channel_user.slash("privacy")).reply
            privacy_text = privacy.text
            updated = (await table.alice.press(privacy, "Delete my data …")).updated
            warning = updated.text
            await table.alice.press(updated, "Delete everything")
            told_afterwards = (await table.channel_user.slash("privacy")).reply.text
            assert (await bot.stop()).status == 0
        finally:
            bot.kill()
        database = await nazh(table, tmp_path, "tests.toy", more, "db", "status")

    assert saved["count"] == 1
    assert "**Rings** of the bell." in privacy_text
    assert "Your rings fall silent." in warning
    assert "bell" not in told_afterwards
    assert re.search(r"^rings +0$", database, re.MULTILINE)


@pytest.mark.slow
@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_a_fact_in_the_outbox_is_delivered_after_a_crash(
    table: Table,
    tmp_path: Path,
    create_database: databases.CreateDatabase,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with create_database(tmp_path) as address:
        more = {"NAZH_DATABASE_URL": address, "NAZH_CONTEXTS": "toy"}
        crashed = await run_bot(table.discord, tmp_path, command=TOY, **more)
        try:
            await table.channel_user.slash("bell")
            before = await saved_rings(table)
        finally:
            crashed.kill()
        await crashed.ended()
        monkeypatch.setenv(SHORT_PERIODS, "1")  # not before: nothing was delivered before the crash
        bot = await run_bot(table.discord, tmp_path, command=TOY, **more)
        try:
            after = await rings_when_echoed(table, 1)
            assert (await bot.stop()).status == 0
        finally:
            bot.kill()

    assert (before["echoed"], after["count"]) == (0, 1)


@pytest.mark.slow
async def test_without_the_dice_nothing_of_them_is_shown(table: Table, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'nazh.sqlite3'}"
    more = {"NAZH_DATABASE_URL": address, "NAZH_CONTEXTS": "toy"}
    bot = await run_bot(table.discord, tmp_path, command=TOY, **more)
    try:
        page = await help_page(table)
        privacy = (await table.channel_user.slash("privacy")).reply
        privacy_text = privacy.text
        warning = (await table.alice.press(privacy, "Delete my data …")).updated.text
        status_page = await bot.get("/")
        database = await nazh(table, tmp_path, "tests.toy", more, "db", "status")
        invitation = await nazh(table, tmp_path, "tests.toy", more, "invite")
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    everything = f"{page} {privacy_text} {warning} {status_page} {database}"
    assert re.search(r"\b(dice|rolls?)\b", everything, re.IGNORECASE) is None
    assert invitation.endswith(f"permissions={ADD_REACTIONS}\n")


@pytest.mark.slow
async def test_without_its_line_nothing_of_the_toy_is_left(table: Table, tmp_path: Path) -> None:
    more = {"NAZH_DATABASE_URL": f"sqlite:///{tmp_path / 'nazh.sqlite3'}"}
    bot = await run_bot(table.discord, tmp_path, command=COMMAND, **more)
    try:
        intents = {session.intents for session in table.discord.gateway.sessions}
        helped = (await table.channel_user.slash("help")).reply
        settings = (await manager_of(table).in_(table.channel).slash("settings")).reply
        privacy = (await table.channel_user.slash("privacy")).reply
        metrics = await bot.get("/metrics")
        status_page = await bot.get("/")
        database = await nazh(table, tmp_path, "nazh", more, "db", "status")
        invitation = await nazh(table, tmp_path, "nazh", more, "invite")
        in_terminal = await nazh(table, tmp_path, "nazh", more, "--help")
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    discord = json.dumps([helped.components, settings.embeds, privacy.embeds])
    everything = f"{discord} {metrics} {status_page} {database} {in_terminal}"
    assert re.search(r"\b(bell|rings?)\b|toy|relay_outbox", everything, re.IGNORECASE) is None
    assert intents <= {0}
    assert not int(invitation.rpartition("=")[2]) & ADD_REACTIONS


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        (TONE, "NAZH_TOY_TONE is not a setting. Remove it."),
        (
            {"NAZH_CONTEXTS": "dices"},
            "NAZH_CONTEXTS names dices, unknown here. Did you mean dice?",
        ),
    ],
)
def test_unknown_settings_and_contexts_are_refused(
    tmp_path: Path, variables: dict[str, str], sentence: str
) -> None:
    ended = subprocess.run(
        [*COMMAND],
        env={"PATH": "", "PYTHONPATH": str(Path(__file__).parents[2]), **variables},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 78
    assert sentence in ended.stderr


def manager_of(table: Table) -> Person:
    assert table.channel.guild is not None
    carol = table.discord.user("Carol")
    carol.set_permissions(table.channel.guild, 0x8000_0000 | 0xC00 | MANAGE_GUILD)
    return carol


async def help_page(table: Table) -> str:
    helped = (await table.channel_user.slash("help")).reply
    return (await table.alice.choose(helped, "bell")).updated.text


async def saved_rings(table: Table) -> dict[str, object]:
    """Return what a file of Alice's data says of her rings."""
    privacy = (await table.channel_user.slash("privacy")).reply
    saved = (await table.alice.press(privacy, "Save my data")).reply
    lines = map(json.loads, saved.files["nazh-my-data.jsonl"].splitlines())
    return next(line for line in lines if line["kind"] == "rings")


async def rings_when_echoed(table: Table, times: int) -> dict[str, object]:
    """Return Alice's rings once so many of them were delivered from the outbox."""
    async with asyncio.timeout(TIMEOUT):
        while (rings := await saved_rings(table))["echoed"] != times:  # noqa: ASYNC110  # another process has no Event
            await asyncio.sleep(0.2)
    return rings


async def nazh(table: Table, cwd: Path, module: str, more: dict[str, str], *arguments: str) -> str:
    command = (sys.executable, "-m", module, *arguments)
    ended = await run_to_its_end(environment(table.discord, **more), cwd, command)
    assert ended.status == 0
    return ended.output
