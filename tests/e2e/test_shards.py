"""Tests shards in several processes, their restarts and session starts."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis

from localcord import Channel, ChannelUser, Settings
from localcord.errors import NotAnswered
from localcord.users.conversations import Conversation
from tests import databases
from tests.e2e.conftest import OpenTable, Table
from tests.e2e.program import TIMEOUT, Program, environment, run_bot, run_shards, run_to_its_end
from tests.redis_servers import REDIS, redis_namespace

pytestmark = pytest.mark.slow

CALLBACK = "/callback"
BUSY = "I can't reach the database right now. Please try again in a moment."
"""The message on a very busy machine, where a second's rolls take longer than two."""
A_SECOND = 20
"""Rolls per second during restarts."""
SLOW_DISCORD = Settings(shards=2, answer_within=60, max_wait=60)
"""A Discord with a long deadline, so that any loss is ours."""
REAL = Settings(shards=2)
"""A Discord with the real deadline of three seconds."""
SOON = 0.5
"""The time to answer waiting interactions after a restart, as a share of the downtime.

On an idle machine, with a downtime of a second, it takes a third of this.
"""


@asynccontextmanager
async def shared(table: Table) -> AsyncIterator[dict[str, str]]:
    """Yield the shared settings: a database, and a Redis that is cleaned afterwards."""
    async with redis_namespace(), databases.postgresql(Path()) as address:
        yield {"NAZH_DATABASE_URL": address, "NAZH_REDIS_URL": REDIS}
        async with Redis.from_url(REDIS) as sweeper:
            async for key in sweeper.scan_iter(match=f"nazh:{table.discord.application_id}:*"):
                await sweeper.delete(key)


@asynccontextmanager
async def ending() -> AsyncIterator[list[Program]]:
    """Yield a list of programs, which are all stopped afterwards."""
    programs: list[Program] = []
    try:
        yield programs
    finally:
        for program in programs:
            program.kill()


def channel_users(table: Table, shards: int) -> list[ChannelUser]:
    """Return Alice in a server of each shard."""
    channels: dict[int, Channel] = {}
    while len(channels) < shards:
        guild = table.discord.guild(f"Keep {len(table.discord.world.guilds)}")
        channels.setdefault((guild.id >> 22) % shards, guild.channel("table"))
    return [table.alice.in_(channels[shard]) for shard in range(shards)]


def answers(table: Table) -> Counter[str]:
    """Return the number of accepted responses by interaction."""
    return Counter(
        request.path
        for request in table.discord.requests
        if request.path.endswith(CALLBACK) and request.status == 204
    )


class Users:
    """Rolls as every user in turn until stopped."""

    def __init__(self, where: Sequence[ChannelUser]) -> None:
        self.asked: list[Conversation] = []
        self._where = where
        self._rolling = asyncio.create_task(self._roll())

    async def _roll(self) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        while True:
            channel_user = self._where[len(self.asked) % len(self._where)]
            self.asked.append(channel_user.start("roll", pool1="2d6"))
            await asyncio.sleep(max(0.0, began + len(self.asked) / A_SECOND - loop.time()))

    async def stop(self) -> list[tuple[int, Conversation]]:
        """Stop rolling and wait for all responses; return the losses by user."""
        self._rolling.cancel()
        answers = (conversation.answered() for conversation in self.asked)
        async with asyncio.timeout(4 * TIMEOUT):
            results = await asyncio.gather(*answers, return_exceptions=True)
        lost = [number for number, result in enumerate(results) if isinstance(result, NotAnswered)]
        return [(number % len(self._where), self.asked[number]) for number in lost]

    def other_replies(self) -> set[str]:
        """Return the responses that are not rolls."""
        replies = (
            conversation.reply.text for conversation in self.asked if conversation.is_answered
        )
        return {text for text in replies if "`2d6`" not in text}


@pytest.mark.parametrize("is_killed", [False, True], ids=["SIGTERM", "SIGKILL"])
async def test_a_restarted_process_resumes_its_sessions(
    open_table: OpenTable, tmp_path: Path, is_killed: bool
) -> None:
    async with (
        open_table(SLOW_DISCORD) as table,
        databases.sqlite(tmp_path) as address,
        ending() as programs,
    ):
        gateway = table.discord.gateway
        programs.append(
            await run_shards(table.discord, tmp_path, 2, {"NAZH_DATABASE_URL": address})
        )
        for channel_user in channel_users(table, 2):
            await channel_user.slash("roll", pool1="1d6")
        before = [session.id for session in gateway.sessions]
        await programs[-1].metrics_when(lambda now: now["nazh_ready"] == 1)
        if is_killed:
            programs[-1].kill()
        ended = await programs[-1].stop()
        meanwhile = [
            channel_user.start("roll", pool1="2d6") for channel_user in channel_users(table, 2) * 5
        ]

        programs.append(
            await run_shards(table.discord, tmp_path, 2, {"NAZH_DATABASE_URL": address})
        )
        async with asyncio.timeout(TIMEOUT):
            await asyncio.gather(*(conversation.answered() for conversation in meanwhile))
        await programs[-1].stop()

        assert ended.status == (-9 if is_killed else 0)
        assert [session.id for session in gateway.sessions] == before
        assert (gateway.identifies, gateway.resumes) == (2, 2)
        assert [
            conversation.reply.text
            for conversation in meanwhile
            if "`2d6`" not in conversation.reply.text
        ] == []
        assert set(answers(table).values()) == {1}


async def test_an_interaction_answered_before_a_crash_is_not_answered_twice(
    open_table: OpenTable, tmp_path: Path
) -> None:
    async with (
        open_table(Settings(answer_within=30)) as table,
        databases.sqlite(tmp_path) as address,
        ending() as programs,
    ):
        programs.append(await run_bot(table.discord, tmp_path, NAZH_DATABASE_URL=address))
        rolled = (await table.channel_user.slash("roll", pool1="3d6")).reply
        builder = (await table.channel_user.slash("build", pools="1d20")).reply
        built = await (await table.alice.press(builder, "Roll")).follow_up()
        before = [message.text for message in table.bob.sees(table.channel)]
        await programs[-1].metrics_when(lambda now: now["nazh_ready"] == 1)
        programs[-1].kill()
        await programs[-1].ended()

        programs.append(await run_bot(table.discord, tmp_path, NAZH_DATABASE_URL=address))
        metrics = await programs[-1].metrics_when(
            lambda now: (
                now['nazh_interaction_responses_failed_total{reason="answered_already"}'] == 3
            )
        )
        await table.channel_user.slash("roll", pool1="1d6")
        await programs[-1].stop()

        assert before == [rolled.text, built.text]
        assert [message.text for message in table.bob.sees(table.channel)][:2] == before
        assert len(table.bob.sees(table.channel)) == 3
        assert metrics['nazh_interaction_responses_failed_total{reason="too_late"}'] == 0
        assert table.discord.gateway.identifies == 1


async def test_a_rolling_restart_answers_every_interaction_within_its_deadline(
    open_table: OpenTable, tmp_path: Path
) -> None:
    async with open_table(REAL) as table, shared(table) as common, ending() as programs:
        parts = [
            {"NAZH_DISCORD_SHARD_COUNT": "2", "NAZH_DISCORD_SHARD_IDS": str(id)} for id in range(2)
        ]
        for part in parts:
            programs.append(await run_shards(table.discord, tmp_path, 1, part | common))
        clock = table.discord.clock
        users, back, away = Users(channel_users(table, 2)), list[float](), list[float]()
        for id, part in enumerate(parts):
            left = clock.now()
            assert (await programs[id].stop()).status == 0
            programs.append(await run_shards(table.discord, tmp_path, 1, part | common))
            back.append(clock.now())
            away.append(back[id] - left)
        lost = await users.stop()
        for program in programs[2:]:
            await program.stop()

        gateway = table.discord.gateway
        assert (gateway.identifies, gateway.resumes) == (2, 2)
        assert users.other_replies() <= {BUSY}
        # The start time depends on the machine.
        had_left = (
            conversation.dispatched_at + REAL.answer_within - back[id] for id, conversation in lost
        )
        assert max(had_left, default=0.0) < SOON * max(away)
        assert len(answers(table)) == len(users.asked) - len(lost)
        assert set(answers(table).values()) == {1}


async def test_a_process_started_before_another_stops_causes_no_delay(
    open_table: OpenTable, tmp_path: Path
) -> None:
    async with (
        open_table(SLOW_DISCORD) as table,
        shared(table) as common,
        ending() as programs,
    ):
        parts = [
            {"NAZH_DISCORD_SHARD_COUNT": "2", "NAZH_DISCORD_SHARD_IDS": str(id)} for id in range(2)
        ]
        for part in parts:
            programs.append(await run_shards(table.discord, tmp_path, 1, part | common))
        clock = table.discord.clock
        users, starts = Users(channel_users(table, 2)), list[float]()
        for id, part in enumerate(parts):
            began = clock.now()
            programs.append(await run_shards(table.discord, tmp_path, 1, part | common))
            starts.append(clock.now() - began)
            assert (await programs[id].stop()).status == 0
        lost = await users.stop()
        for program in programs[2:]:
            await program.stop()

        assert (lost, users.other_replies() - {BUSY}) == ([], set())
        # The duration depends on the machine.
        assert max(conversation.latency for conversation in users.asked) < min(starts)
        assert len(answers(table)) == len(users.asked)
        assert set(answers(table).values()) == {1}


@pytest.mark.parametrize("is_shared", [True, False], ids=["Redis", "alone"])
async def test_a_fleet_takes_the_windows_of_discord_and_burns_no_start(
    open_table: OpenTable, tmp_path: Path, is_shared: bool
) -> None:
    strict = Settings(shards=6, max_concurrency=2, session_start_limits=True)
    async with (
        open_table(strict) as table,
        shared(table) as common,
        ending() as programs,
        AsyncExitStack() as stack,
    ):
        starts = table.discord.world.session_start_limit
        if not is_shared:
            common.pop("NAZH_REDIS_URL")
        ids = ("0-1", "2,3", "4-5")
        tasks = [
            stack.enter_async_context(_running(table, tmp_path, programs, part, common))
            for part in ids
        ]
        await asyncio.gather(*(asyncio.create_task(task) for task in tasks))
        await table.discord.bot_ready(shards=6, timeout=2 * TIMEOUT)

        assert table.discord.gateway.connected_shards == [0, 1, 2, 3, 4, 5]
        if is_shared:
            assert (starts.burned, starts.allowance().remaining) == (0, 994)
        else:
            # Without Redis the processes do not coordinate and identify too early.
            assert starts.burned > 0


@asynccontextmanager
async def _running(
    table: Table, cwd: Path, programs: list[Program], ids: str, common: dict[str, str]
) -> AsyncIterator[None]:
    part = {"NAZH_DISCORD_SHARD_COUNT": "6", "NAZH_DISCORD_SHARD_IDS": ids}
    programs.append(await run_shards(table.discord, cwd, 2, part | common))
    yield


async def test_a_host_serves_its_part_and_is_ready_when_that_is_connected(
    open_table: OpenTable, tmp_path: Path
) -> None:
    async with open_table(Settings(shards=4)) as table, ending() as programs:
        part = {
            "NAZH_DISCORD_SHARD_COUNT": "4",
            "NAZH_DISCORD_SHARD_IDS": "ordinal of 2",
            "HOSTNAME": "nazh-1",
        }
        programs.append(await run_shards(table.discord, tmp_path, 2, part))
        program = programs[-1]
        metrics = await program.metrics_when(lambda now: now["nazh_ready"] == 1)
        await program.get("/readyz")
        status = json.loads(await program.get("/api/v1/status"))
        (conversation,) = [
            channel_user.start("roll", pool1="2d6") for channel_user in channel_users(table, 4)[3:]
        ]
        await conversation.answered()
        await program.stop()

        connected = [name for name in metrics if name.startswith("nazh_gateway_connected")]
        assert connected == [f'nazh_gateway_connected{{shard="{id}"}}' for id in (2, 3)]
        assert table.discord.gateway.identifies == 2
        assert [shard["id"] for shard in status["shards"]] == [2, 3]


async def test_all_that_discord_advises_are_served_by_one_process(
    open_table: OpenTable, tmp_path: Path
) -> None:
    async with open_table(Settings(shards=3)) as table, ending() as programs:
        programs.append(await run_shards(table.discord, tmp_path, 3, {}))
        for channel_user in channel_users(table, 3):
            await channel_user.slash("roll", pool1="2d6")
        ended = await programs[-1].stop()

        assert sorted(session.shard for session in table.discord.gateway.sessions) == []
        assert "opening shards 0, 1, 2 of 3: 0 resume, 3 identify" in ended.errors


@pytest.mark.parametrize(
    ("settings", "variables", "sentence"),
    [
        (
            Settings(min_shards=4),
            {"NAZH_DISCORD_SHARD_COUNT": "2"},
            "Discord serves this many servers on more shards only (code 4011).",
        ),
        (
            Settings(),
            {"NAZH_DISCORD_SHARD_IDS": "3"},
            "NAZH_DISCORD_SHARD_COUNT does not say of how many",
        ),
    ],
)
async def test_shards_that_cannot_be_end_with_a_sentence(
    open_table: OpenTable,
    tmp_path: Path,
    settings: Settings,
    variables: dict[str, str],
    sentence: str,
) -> None:
    async with open_table(settings) as table:
        ended = await run_to_its_end(environment(table.discord, **variables), tmp_path)

    assert ended.status == 78
    assert sentence in ended.errors
