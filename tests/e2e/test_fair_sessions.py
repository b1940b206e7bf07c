"""Tests fair sessions from opening to verification with the real program."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path

import pytest

from localcord import Message, Person
from nazh.domain.dice.fair import digest_of
from nazh.domain.dice.fair.checking import check
from nazh.domain.dice.fair.report import Known, Report, Verdict
from tests.e2e.conftest import Table
from tests.e2e.http_program import serve_bot
from tests.e2e.program import Program, run_bot
from tests.unit.adapters.inbound.cli.cli_runner import nazh_process
from tests.unit.docs.test_verify_page import PAGE

MANAGE_GUILD = 1 << 5
StartBot = Callable[..., Awaitable[Program]]
SEES_AND_SPEAKS = 0x8000_0000 | 0xC00
_SHOWN = re.compile(r"^Proof (\d+) · ([0-9a-f]{8})$")
_COMMITMENT = re.compile(r"Commitment `([0-9a-f]{64})`")


@pytest.fixture
def manager(table: Table) -> Person:
    return new_manager(table)


def new_manager(table: Table) -> Person:
    """Return Carol, who can manage the server."""
    assert table.channel.guild is not None
    carol = table.discord.user("Carol")
    carol.set_permissions(table.channel.guild, SEES_AND_SPEAKS | MANAGE_GUILD)
    return carol


def foot(message: Message) -> str | None:
    """Return the footer of a message."""
    footer = message.embeds[0].get("footer")
    return None if footer is None else str(footer["text"])


def position_and_digest(message: Message) -> tuple[int, str]:
    """Return the position and digest in a message's footer."""
    match = _SHOWN.match(foot(message) or "")
    assert match is not None, foot(message)
    return int(match[1]), match[2]


def commitment_in(message: Message) -> str:
    match = _COMMITMENT.search(message.text)
    assert match is not None
    return match[1]


def receipts_in(message: Message) -> bytes:
    (content,) = message.files.values()
    return content


def checked(receipts: bytes, commitment: str | None = None, *seen: tuple[int, str]) -> Report:
    return check(receipts.splitlines(), Known(commitment, seen))


def with_another_face(receipts: bytes, n: int) -> bytes:
    """Return receipts with a different first die in one roll."""
    lines = receipts.splitlines()
    face = json.loads(lines[n])["faces"][0]
    lines[n] = lines[n].replace(b'"faces":[%d,' % face, b'"faces":[%d,' % (face % 20 + 1))
    return b"".join(line + b"\n" for line in lines)


async def open_session(table: Table, manager: Person) -> Message:
    opened = await manager.in_(table.channel).slash("fair open")
    assert not opened.ephemeral
    return opened.reply


async def close_session(table: Table, manager: Person) -> Message:
    closed = await manager.in_(table.channel).slash("fair close")
    assert not closed.ephemeral
    return closed.reply


async def add_words(table: Table, who: Person, words: str) -> Message:
    """Add words, and return the public line."""
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
    marks = [
        position_and_digest(message) for message in (opened, of_alice, of_bob, first, repeated)
    ]
    await table.alice.press(first, "Add Plot Die")
    marks.append(position_and_digest(first))
    again = await table.bob.press(first, "Roll Again")
    built = (await table.alice.in_(table.channel).slash("build", pools="1d8")).reply
    posted = await (await table.alice.press(built, "Roll")).follow_up()
    marks += [position_and_digest(again.reply), position_and_digest(posted)]
    closed = await close_session(table, manager)
    marks.append(position_and_digest(closed))
    after = await roll(table, table.alice, "2d6")

    assert [n for n, _ in marks] == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert foot(before) is foot(after) is foot(secret) is None
    receipts = receipts_in(closed)
    report = checked(receipts, commitment_in(opened), *marks)
    assert report.faults == ()
    assert report.verdict is Verdict.PROVEN
    assert (report.rolls, report.plot_dice, report.players) == (4, 1, 2)

    (name,) = closed.files
    assert f"nazh verify {name}" in closed.text
    (tmp_path / name).write_bytes(receipts)
    options = ("--commitment", commitment_in(opened), "--seen", str(foot(posted)))
    accepted = nazh_process("verify", name, *options, "--words", "übel & gefährlich", cwd=tmp_path)
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    (tmp_path / name).write_bytes(with_another_face(receipts, 3))
    refused = nazh_process("verify", name, *options, "--json", cwd=tmp_path)
    assert refused.returncode == 1
    document = json.loads(refused.stdout)
    # The roll is reported, and the next line, which has the digest of the original line; if the
    # total changes, also the plot die that was added to it.
    assert {4, 5} <= {fault["line"] for fault in document["faults"]} <= {4, 5, 6}
    assert any("but the secret gives" in fault["says"] for fault in document["faults"])


async def test_all_users_see_whose_words_count(table: Table, bot: Program, manager: Person) -> None:
    await open_session(table, manager)

    line = await add_words(table, table.bob, "swordfish")

    assert line in table.alice.sees(table.channel)
    assert f"<@{table.bob.id}> is player 1" in line.text
    assert sha256(b"swordfish").hexdigest() in line.text
    assert "swordfish" not in line.text


async def test_details_show_the_whole_digest(table: Table, bot: Program, manager: Person) -> None:
    await open_session(table, manager)
    rolled = await roll(table, table.alice, "3d6")
    plain = (await table.bob.press(rolled, "Details")).reply

    receipts = await table.bob.in_(table.channel).slash("fair receipts")

    assert receipts.ephemeral
    last = receipts_in(receipts.reply).splitlines()[-1]
    assert f"`{digest_of(last)}`" in plain.text
    assert position_and_digest(rolled) == (1, digest_of(last)[:8])


async def test_users_without_permission_are_refused(
    table: Table, bot: Program, manager: Person
) -> None:
    at_first = await table.channel_user.slash("fair status")
    words = await table.channel_user.slash("fair add", words="too soon")
    not_hers = await table.channel_user.slash("fair open")
    await open_session(table, manager)
    twice = await manager.in_(table.channel).slash("fair open")
    not_hers_either = await table.channel_user.slash("fair close")

    assert all(
        conversation.ephemeral
        for conversation in (at_first, words, not_hers, twice, not_hers_either)
    )
    assert "No fair session is on record here" in at_first.reply.text
    assert "No fair session is open" in words.reply.text
    assert "You need the Manage Server permission" in not_hers.reply.text
    assert "already open on this server" in twice.reply.text
    assert "You need the Manage Server permission" in not_hers_either.reply.text


@pytest.mark.slow
@pytest.mark.parametrize("start", [run_bot, serve_bot], ids=["run", "serve"])
async def test_fair_links_to_the_page_that_the_bot_serves_and_attaches_the_receipts(
    table: Table, manager: Person, tmp_path: Path, start: StartBot
) -> None:
    public = "https://dice.example.org"
    bot = await start(table.discord, tmp_path, NAZH_HTTP_PUBLIC_URL=f"{public}/")
    try:
        await open_session(table, manager)
        await roll(table, table.alice, "2d6")
        status = (await table.bob.in_(table.channel).slash("fair status")).reply
        receipts = (await table.bob.in_(table.channel).slash("fair receipts")).reply
        closed = await close_session(table, manager)
        page = await bot.get("/verify.html")
        await bot.stop()
    finally:
        bot.kill()

    for message in (status, receipts, closed):
        assert f"]({public}/verify.html)" in message.text
        assert checked(receipts_in(message)).rolls == 1
    assert page == PAGE.read_text("utf-8")


@pytest.mark.slow
async def test_the_last_session_can_be_looked_at_until_the_next(
    table: Table, bot: Program, manager: Person
) -> None:
    await open_session(table, manager)
    await roll(table, table.alice, "1d6")
    so_far = await table.channel_user.slash("fair status")
    closed = await close_session(table, manager)
    at_last = await table.channel_user.slash("fair status")
    receipts = await table.channel_user.slash("fair receipts")
    second = await open_session(table, manager)

    assert "open since" in so_far.reply.text
    assert "1 roll on record · 1 player" in so_far.reply.text
    assert "closed" in at_last.reply.text
    assert receipts_in(receipts.reply) == receipts_in(closed)
    assert commitment_in(second) != commitment_in(closed)
    assert position_and_digest(second)[0] == 0


async def test_a_division_by_zero_gives_no_look_at_the_faces_to_come(
    table: Table, bot: Program, manager: Person
) -> None:
    await open_session(table, manager)
    refused = 0
    while not refused:
        thrown = await table.channel_user.slash("roll", pool1="6/(1d2-1)")
        refused += "divide by zero" in thrown.reply.text

    closed = await close_session(table, manager)

    report = checked(receipts_in(closed))
    assert report.verdict is Verdict.CONSISTENT
    assert report.spoiled == 1


@pytest.mark.slow
async def test_a_session_speaks_the_language_of_its_server(table: Table, bot: Program) -> None:
    guild = table.discord.guild("Burg", locale="de")
    channel = guild.channel("tisch")
    carol = table.discord.user("Carla", locale="de")
    carol.set_permissions(guild, SEES_AND_SPEAKS | MANAGE_GUILD)

    opened = (await carol.in_(channel).slash("fair open")).reply
    rolled = (await table.alice.in_(channel).slash("roll", pool1="1d6")).reply

    assert "Eine faire Sitzung ist offen" in opened.text
    assert "`/fair schließen`" in opened.text
    assert re.match(r"^Beleg 1 · [0-9a-f]{8}$", foot(rolled) or "")


async def test_a_session_outlives_a_reset_of_the_token(
    table: Table, manager: Person, tmp_path: Path
) -> None:
    """The secret needs no key, so that every session can be closed and proven (ADR 48)."""
    address = f"sqlite:///{tmp_path / 'nazh.sqlite3'}"
    program = await run_bot(table.discord, tmp_path, NAZH_DATABASE_URL=address)
    try:
        opened = await open_session(table, manager)
        before = await roll(table, table.alice, "2d6")
        assert (await program.stop()).status == 0
    finally:
        program.kill()
    table.discord.reset_token()

    program = await run_bot(table.discord, tmp_path, NAZH_DATABASE_URL=address)
    try:
        after = await roll(table, table.alice, "2d6")
        closed = await close_session(table, manager)
    finally:
        program.kill()

    proofs_seen = (position_and_digest(before), position_and_digest(after))
    report = checked(receipts_in(closed), commitment_in(opened), *proofs_seen)
    assert (report.verdict, report.rolls) == (Verdict.PROVEN, 2)
