"""Tests that disbanding many units is confirmed on Discord, and disbanding few is not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.e2e.conftest import Table
from tests.e2e.program import run_bot
from tests.e2e.test_dominion import ADMINISTRATOR, PLAYER, labels, text_of


async def test_many_units_are_disbanded_after_a_question(table: Table, tmp_path: Path) -> None:
    assert table.channel.guild is not None
    person = table.discord.user("Carol")
    person.set_permissions(table.channel.guild, PLAYER | ADMINISTRATOR)
    carol = person.in_(table.channel)
    database = tmp_path / "nazh.sqlite3"
    bot = await run_bot(
        table.discord,
        tmp_path,
        NAZH_DATABASE_URL=f"sqlite:///{database}",
        NAZH_CONTEXTS="dominion",
    )
    try:
        await carol.slash("nation register", name="Aurelia")
        with closing(sqlite3.connect(database)) as opened, opened:
            row = "INSERT INTO dominion_units (season, nation, unit, quantity, level)"
            opened.execute(f"{row} SELECT 1, id, 'armor', 100, 0 FROM dominion_nations")
        few = (await carol.slash("military disband", unit="armor", quantity=25)).reply
        reply = (await carol.slash("military disband", unit="armor", quantity=20)).reply
        question, offered = text_of(reply), labels(reply)
        reply_text = text_of((await person.press(reply, "Keep Them")).updated)
        reply = (await carol.slash("military disband", unit="armor", quantity=20)).reply
        disbanded = (await person.press(reply, "Disband")).reply
        again = (await person.press(reply, "Disband")).reply
        with closing(sqlite3.connect(database)) as opened:
            (left,) = opened.execute("SELECT quantity FROM dominion_units").fetchone()
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    assert text_of(few).startswith("## −25 armor\nby disbanding, **75** left.")
    assert reply.ephemeral
    assert question.startswith("## Disband 20 armor?\nThe strength falls from 7,500 to **5,500**.")
    assert "gets **2,500** resources" in question
    assert offered == ["Disband", "Keep Them"]
    assert reply_text.startswith("## Strength 7,500")
    assert text_of(disbanded).startswith("## −20 armor\nby disbanding, **55** left.")
    assert text_of(again).startswith("Your nation has 55 of these units now.")
    assert left == 55
