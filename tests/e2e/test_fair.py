"""Fair sessions through the whole program: opened, joined, rolled in, closed, and checked."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path

import pytest
import pytest_asyncio

from localcord import Conversation, Message, Person
from nazh.domain.dice.proof import digest_of, read_entry
from nazh.domain.dice.proof.checking import check
from nazh.domain.dice.proof.report import Known, Report
from tests import databases
from tests.e2e.conftest import Table
from tests.e2e.program import PATIENCE, Program, run_bot
from tests.unit.adapters.inbound.cli.table import nazh_process

MANAGE_GUILD = 1 << 5
BURST = 40
SEES_AND_SPEAKS = 0x8000_0000 | 0xC00
_SHOWN = re.compile(r"^Proof (\d+) · ([0-9a-f]{8})$")
_COMMITMENT = re.compile(r"Commitment `([0-9a-f]{64})`")


@pytest_asyncio.fixture
async def manager(table: Table) -> AsyncIterator[Person]:
    """Carol, who may manage the server."""
    assert table.channel.guild is not None
    carol = table.discord.user("Carol")
    carol.may(table.channel.guild, SEES_AND_SPEAKS | MANAGE_GUILD)
    yield carol


def foot(message: Message) -> str | None:
    """Return what stands below a message."""
    footer = message.embeds[0].get("footer")
    return None if footer is None else str(footer["text"])


def shown(message: Message) -> tuple[int, str]:
    """Return place and mark that a message shows."""
    found = _SHOWN.match(foot(message) or "")
    assert found is not None, foot(message)
    return int(found[1]), found[2]


def commitment_in(message: Message) -> str:
    found = _COMMITMENT.search(message.text)
    assert found is not None
    return found[1]


def receipts_in(message: Message) -> bytes:
    (content,) = message.files.values()
    return content


def checked(receipts: bytes, commitment: str | None = None, *seen: tuple[int, str]) -> Report:
    return check(receipts.splitlines(), Known(commitment, seen))


async def open_session(table: Table, manager: Person) -> Message:
    opened = await manager.in_(table.channel).slash("fair open")
    assert not opened.ephemeral
    return opened.reply


async def close_session(table: Table, manager: Person) -> Message:
    closed = await manager.in_(table.channel).slash("fair close")
    assert not closed.ephemeral
    return closed.reply


async def add_words(table: Table, who: Person, words: str) -> Message:
    """Add words, and return the line that everybody sees."""
    added = await who.in_(table.channel).slash("fair add", words=words)
    assert added.ephemeral
    assert sha256(words.encode()).hexdigest() in added.reply.text
    return await added.follow_up()


async def roll(table: Table, who: Person, pool: str, **more: object) -> Message:
    return (await who.in_(table.channel).slash("roll", pool1=pool, **more)).reply


async def test_a_session_is_opened_joined_rolled_in_closed_and_proven(
    table: Table, bot: Program, manager: Person, tmp_path: Path
) -> None:
    before = await roll(table, table.alice, "2d6")
    opened = await open_session(table, manager)
    of_alice = await add_words(table, table.alice, "the guard sleeps")
    of_bob = await add_words(table, table.bob, "übel & gefährlich")
    first = await roll(table, table.alice, "a1d20+5, 2d6 # en garde")
    repeated = await roll(table, table.bob, "6x4d6kh3")
    secret = await roll(table, table.bob, "2d20", secret=True)
    marks = [shown(message) for message in (opened, of_alice, of_bob, first, repeated)]
    await table.alice.press(first, "Add Plot Die")
    marks.append(shown(first))
    again = await table.bob.press(first, "Roll Again")
    built = (await table.alice.in_(table.channel).slash("build", pools="1d8")).reply
    posted = await (await table.alice.press(built, "Roll")).follow_up()
    marks += [shown(again.reply), shown(posted)]
    closed = await close_session(table, manager)
    marks.append(shown(closed))
    after = await roll(table, table.alice, "2d6")

    assert [n for n, _ in marks] == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert foot(before) is foot(after) is foot(secret) is None
    receipts = receipts_in(closed)
    report = checked(receipts, commitment_in(opened), *marks)
    assert report.faults == ()
    assert report.is_proven
    assert (report.rolls, report.plot_dice, report.players) == (4, 1, 2)

    (name,) = closed.files
    assert f"nazh verify {name}" in closed.text
    kept = tmp_path / name
    kept.write_bytes(receipts)
    assert nazh_process("verify", name, cwd=tmp_path).returncode == 0
    lines = receipts.decode().splitlines()
    face = json.loads(lines[3])["faces"][0]
    lines[3] = lines[3].replace(f'"faces":[{face},', f'"faces":[{face % 20 + 1},')
    kept.write_text("\n".join(lines) + "\n", "ascii")
    refused = nazh_process("verify", name, cwd=tmp_path)
    assert refused.returncode != 0
    assert b"roll" in (refused.stdout + refused.stderr).lower()


async def test_everybody_sees_whose_words_count(
    table: Table, bot: Program, manager: Person
) -> None:
    await open_session(table, manager)

    line = await add_words(table, table.bob, "swordfish")

    assert line in table.alice.sees(table.channel)
    assert f"<@{table.bob.id}> is player 1" in line.text
    assert sha256(b"swordfish").hexdigest() in line.text
    assert "swordfish" not in line.text


async def test_details_tell_the_whole_digest(table: Table, bot: Program, manager: Person) -> None:
    await open_session(table, manager)
    rolled = await roll(table, table.alice, "3d6")
    plain = (await table.bob.press(rolled, "Details")).reply

    receipts = await table.bob.in_(table.channel).slash("fair receipts")

    assert receipts.ephemeral
    last = receipts_in(receipts.reply).splitlines()[-1]
    assert f"`{digest_of(last)}`" in plain.text
    assert shown(rolled) == (1, digest_of(last)[:8])


async def test_who_may_not_is_told_so(table: Table, bot: Program, manager: Person) -> None:
    at_first = await table.seat.slash("fair status")
    words = await table.seat.slash("fair add", words="too soon")
    not_hers = await table.seat.slash("fair open")
    await open_session(table, manager)
    twice = await manager.in_(table.channel).slash("fair open")
    not_hers_either = await table.seat.slash("fair close")

    assert all(said.ephemeral for said in (at_first, words, not_hers, twice, not_hers_either))
    assert "No fair session is on record here" in at_first.reply.text
    assert "No fair session is open" in words.reply.text
    assert "Only who may manage this server" in not_hers.reply.text
    assert "open on this server already" in twice.reply.text
    assert "Only who may manage this server" in not_hers_either.reply.text


async def test_the_last_session_can_be_looked_at_until_the_next(
    table: Table, bot: Program, manager: Person
) -> None:
    await open_session(table, manager)
    await roll(table, table.alice, "1d6")
    so_far = await table.seat.slash("fair status")
    closed = await close_session(table, manager)
    at_last = await table.seat.slash("fair status")
    receipts = await table.seat.slash("fair receipts")
    second = await open_session(table, manager)

    assert "open since" in so_far.reply.text
    assert "1 proven throw · 1 player" in so_far.reply.text
    assert "closed" in at_last.reply.text
    assert receipts_in(receipts.reply) == receipts_in(closed)
    assert commitment_in(second) != commitment_in(closed)
    assert shown(second)[0] == 0


async def test_a_division_by_zero_gives_no_look_at_the_faces_to_come(
    table: Table, bot: Program, manager: Person
) -> None:
    await open_session(table, manager)
    refused = 0
    while not refused:
        thrown = await table.seat.slash("roll", pool1="6/(1d2-1)")
        refused += "divide by zero" in thrown.reply.text

    closed = await close_session(table, manager)

    report = checked(receipts_in(closed))
    assert report.is_proven
    assert report.spoiled == 1


async def test_a_session_speaks_the_language_of_its_server(table: Table, bot: Program) -> None:
    guild = table.discord.guild("Burg", locale="de")
    channel = guild.channel("tisch")
    carol = table.discord.user("Carla", locale="de")
    carol.may(guild, SEES_AND_SPEAKS | MANAGE_GUILD)

    opened = (await carol.in_(channel).slash("fair open")).reply
    rolled = (await table.alice.in_(channel).slash("roll", pool1="1d6")).reply

    assert "Eine faire Sitzung ist offen" in opened.text
    assert "`/fair schließen`" in opened.text
    assert re.match(r"^Beleg 1 · [0-9a-f]{8}$", foot(rolled) or "")


@asynccontextmanager
async def running(table: Table, folder: Path, address: str) -> AsyncIterator[Program]:
    program = await run_bot(table.discord, folder, NAZH_DATABASE_URL=address)
    try:
        yield program
    finally:
        program.kill()
        await program.ended()


@pytest.mark.slow
@pytest.mark.parametrize("made", [databases.sqlite, databases.postgresql])
async def test_a_chain_goes_on_after_a_restart_and_after_a_kill(
    table: Table, manager: Person, tmp_path: Path, made: databases.Made
) -> None:
    async with made(tmp_path) as address:
        async with running(table, tmp_path, address) as program:
            opened = await open_session(table, manager)
            answered = [await roll(table, table.alice, "1d20")]
            await program.stop()
        async with running(table, tmp_path, address):
            await add_words(table, table.bob, "after the restart")
            burst = [table.seat.start("roll", pool1="2d6") for _ in range(BURST)]
            assert await burst[BURST // 4].until(lambda: any_rolled(burst), PATIENCE)
        # The program was killed in the middle of it; the next one hears what was not answered.
        async with running(table, tmp_path, address):
            answered.append(await roll_at_last(table, table.bob))
            closed = await close_session(table, manager)
    answered += [one.reply for one in burst if is_proven(one)]

    marks = [shown(message) for message in answered]
    report = checked(receipts_in(closed), commitment_in(opened), *marks)
    assert report.faults == ()
    assert report.is_proven
    assert len(set(marks)) == len(marks) >= 3


def is_proven(asked: Conversation) -> bool:
    """Whether a roll was shown; a machine that is busy lets some players read an apology."""
    return asked.answer is not None and bool(asked.reply.embeds) and bool(foot(asked.reply))


async def is_answered(asked: Conversation) -> bool:
    return await asked.until(lambda: asked.answer is not None, 3)


def any_rolled(burst: list[Conversation]) -> bool:
    return any(map(is_proven, burst))


async def roll_at_last(table: Table, who: Person) -> Message:
    """Roll until it is proven: a program that catches up may answer the first time too late."""
    async with asyncio.timeout(PATIENCE):
        while True:
            asked = who.in_(table.channel).start("roll", pool1="1d20")
            await is_answered(asked)
            if is_proven(asked):
                return asked.reply


async def test_an_interaction_that_comes_again_takes_no_second_counter(
    table: Table, bot: Program, manager: Person
) -> None:
    await open_session(table, manager)
    rolled = await roll(table, table.alice, "2d6")
    (session,) = table.discord.gateway.sessions
    assert session.line is not None
    frames = session.missed_since(session.sequence - 1)
    assert frames is not None

    session.line.post(frames[0])
    await bot.metrics_when(
        lambda seen: seen['nazh_answers_lost_total{reason="answered_already"}'] >= 1
    )
    closed = await close_session(table, manager)

    report = checked(receipts_in(closed), None, shown(rolled))
    assert report.is_proven
    assert report.rolls == 1
    assert read_entry(receipts_in(closed).splitlines()[1]).n == 1
