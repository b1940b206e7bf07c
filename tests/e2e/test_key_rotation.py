"""Tests that keys are rotated while a bot runs, and what is said of a lost key."""

from __future__ import annotations

import sqlite3
from base64 import b64encode
from contextlib import closing
from pathlib import Path

import pytest

from localcord import Person
from tests.e2e.conftest import Table
from tests.e2e.forked_programs import PREFIX
from tests.e2e.program import environment, run_bot, run_to_its_end
from tests.e2e.test_game_servers import LOOPBACK, SECRET, add, ark, manager, run, text_of

NEW = f"new:{b64encode(bytes(range(32))).decode()}"
OTHER = f"other:{b64encode(bytes(range(100, 132))).decode()}"


async def rotate(table: Table, folder: Path, **more: str) -> tuple[int, str, str]:
    """Run ``nazh keep rotate-key``; return its exit status and what it printed."""
    variables = environment(table.discord, **settings(folder, **more))
    ended = await run_to_its_end(variables, folder, (*PREFIX, "keep", "rotate-key"))
    return ended.status, ended.output, ended.errors


def settings(folder: Path, **more: str) -> dict[str, str]:
    return {"NAZH_DATABASE_URL": f"sqlite:///{folder / 'nazh.sqlite3'}", **LOOPBACK, **more}


def stored(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "nazh.sqlite3")) as opened:
        ((sealed,),) = opened.execute("SELECT password FROM keep_servers")
    return str(sealed)


def recorded(folder: Path) -> list[tuple[str, str, int | None]]:
    """Return the action, target and user of each entry in the audit log."""
    with closing(sqlite3.connect(folder / "nazh.sqlite3")) as opened:
        return list(opened.execute("SELECT action, target, actor FROM audit_log ORDER BY seq"))


@pytest.mark.slow
async def test_keys_are_rotated_while_a_bot_runs_and_a_lost_one_is_named(
    table: Table, tmp_path: Path
) -> None:
    carol = manager(table, "Carol")
    async with ark() as port:
        bot = await run_bot(table.discord, tmp_path, **settings(tmp_path, NAZH_KEEP_KEYS=NEW))
        try:
            await add(table, carol, "ark_asa", "Island 1", port, SECRET)
            before = stored(tmp_path)
            unchanged = await rotate(table, tmp_path, NAZH_KEEP_KEYS=NEW)
            rotated = await rotate(table, tmp_path, NAZH_KEEP_KEYS=f"{OTHER},{NEW}")
            after = stored(tmp_path)
            lost = await probe(table, carol)
            refused = await rotate(table, tmp_path, NAZH_KEEP_KEYS=NEW)
        finally:
            bot.kill()
            await bot.process.wait()
        bot = await run_bot(table.discord, tmp_path, **settings(tmp_path, NAZH_KEEP_KEYS=OTHER))
        try:
            reply_text = await probe(table, carol)
        finally:
            bot.kill()

    assert unchanged == (0, "Encrypted with the new key: 0\nAlready encrypted with it: 1\n", "")
    assert rotated == (0, "Encrypted with the new key: 1\nAlready encrypted with it: 0\n", "")
    assert (before.split(".")[:2], after.split(".")[:2]) == (["1", "new"], ["1", "other"])
    assert "The stored password of Island 1 can no longer be read" in lost
    assert refused[0] == 1
    assert "Can't be decrypted with any key: 1\n  Island 1 of the Discord server" in refused[1]
    assert reply_text.startswith("## Island 1 answers")
    assert recorded(tmp_path) == [
        ("keep.server.added", "Island 1", carol.id),
        ("keep.password.encrypted", "Island 1", None),
    ]
    for _, output, errors in (unchanged, rotated, refused):
        assert SECRET not in output + errors


async def probe(table: Table, carol: Person) -> str:
    return text_of((await run(table, carol, "server test", server="Island 1")).reply)
