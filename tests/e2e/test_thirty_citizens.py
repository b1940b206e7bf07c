"""Tests that thirty citizens of two servers play, and that one of them can take everything back."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from localcord import Channel, Person
from tests.e2e.conftest import Table
from tests.e2e.program import run_bot
from tests.e2e.test_dominion import LONG, administrator, own_data, text_of

CITIZENS = 30


async def test_thirty_citizens_play_and_one_deletes_everything(
    table: Table, tmp_path: Path
) -> None:
    channels = (table.channel, table.discord.guild("Away").channel("table"))
    leaders = [
        administrator(table, f"Leader {place}", leaders_channel)
        for place, leaders_channel in enumerate(channels)
    ]
    citizens = [
        (table.discord.user(f"Citizen {number}", age=LONG), channels[number % 3 == 0])
        for number in range(CITIZENS)
    ]
    database = tmp_path / "nazh.sqlite3"
    bot = await run_bot(
        table.discord,
        tmp_path,
        NAZH_DATABASE_URL=f"sqlite:///{database}",
        NAZH_CONTEXTS="dominion",
    )
    try:
        for leader, name in zip(leaders, ("Aurelia", "Borealis"), strict=True):
            await leader.slash("nation register", name=name)
        for person, channel in citizens:
            await person.in_(channel).slash("citizen register")
            await person.in_(channel).slash("citizen contribute")
        for leader in leaders:
            await leader.slash("military build", unit="infantry", quantity=5)
        stocks = [
            text_of((await nation_leader.slash("treasury status")).reply)
            for nation_leader in leaders
        ]
        ranking = text_of((await leaders[0].slash("rank board")).reply)
        first, channel = citizens[1]
        await leaders[0].slash("gov delegate", office="treasurer", user=first.account)
        await first.in_(channel).slash("inbox settings", about="stock", direct_messages=True)
        await first.in_(channel).slash("dominion bug", text="I have found nothing")
        leaving, where = citizens[2]
        reply = (await leaving.in_(where).slash("citizen leave")).reply
        left = text_of((await leaving.press(reply, "Leave")).updated)
        exported = await own_data(first, channel)
        places = places_of(database, first)
        for person, at in ((first, channel), (leaving, where)):
            await delete_everything(person, at)
        rest = text_of((await leaders[0].slash("nation info")).reply)
        gone = [places_of(database, citizen) for citizen in (first, leaving)]
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    assert stocks[0].startswith("## 1,500 resources")  # 1,000, and 20 of 50 each, but 500 for units
    assert stocks[1].startswith("## 1,000 resources")
    assert ranking.startswith("## No ranking yet")
    assert "You have left Aurelia" in left
    assert {line["kind"] for line in exported} >= {"citizen", "treasury"}
    assert places >= {
        "dominion_citizens.user",
        "dominion_direct_notices.user",
        "dominion_ledger.actor",
        "dominion_nations.treasurer",
        "dominion_reports.user",
        "dominion_requests.answer",
    }
    assert gone == [set(), set()]
    assert "18 citizens" in rest


async def delete_everything(person: Person, channel: Channel) -> None:
    privacy = (await person.in_(channel).slash("privacy")).reply
    updated = (await person.press(privacy, "Delete my data …")).updated
    await person.press(updated, "Delete everything")


def places_of(database: Path, person: Person) -> set[str]:
    """Return the columns of all tables in which the id of a user is found, also within texts."""
    with closing(sqlite3.connect(database)) as opened:
        tables = [
            name
            for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        places: set[str] = set()
        for table in tables:
            rows = opened.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in rows.description]
            for row in rows:
                places |= {
                    f"{table}.{name}"
                    for name, value in zip(columns, row, strict=True)
                    if str(person.account.id) in json.dumps(value, default=str)
                }
    return places
