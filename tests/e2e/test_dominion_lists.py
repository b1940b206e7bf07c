"""Tests that lists of nations and citizens have pages, which buttons turn."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from localcord import Message, Person
from tests.e2e.conftest import Table
from tests.e2e.program import run_bot
from tests.e2e.test_dominion import LONG, administrator, labels, text_of

WIDE: Final = "国" * 31
NATIONS: Final = 27

CONTRIBUTORS: Final = 11
RENAMED: Final = (
    "INSERT INTO dominion_former_names (nation, until, name) "
    "VALUES (?, strftime('%s', 'now') * 1000000 + ?, ?)"
)


async def test_buttons_turn_the_pages_of_lists(table: Table, tmp_path: Path) -> None:
    carol = administrator(table, "Carol", table.channel)
    person = table.discord.user("Alice", age=LONG)
    alice = person.in_(table.channel)
    file = tmp_path / "nazh.sqlite3"
    bot = await run_bot(
        table.discord, tmp_path, NAZH_DATABASE_URL=f"sqlite:///{file}", NAZH_CONTEXTS="dominion"
    )
    try:
        for number in range(NATIONS):
            channel = table.discord.guild(f"Server {number}").channel("table")
            leader = administrator(table, f"Leader {number}", channel)
            await leader.slash("nation register", name=f"{WIDE}{chr(0x4E00 + number)}")
        await carol.slash("nation register", name="Aurelia")
        people = [
            table.discord.user(f"Citizen {number}", age=LONG) for number in range(CONTRIBUTORS)
        ]
        for citizen in people:
            await citizen.in_(table.channel).slash("citizen register")
            await citizen.in_(table.channel).slash("citizen contribute")
        with closing(sqlite3.connect(file, timeout=30)) as opened, opened:
            (own,) = opened.execute("SELECT id FROM dominion_nations WHERE name = 'Aurelia'")
            former = [(own[0], number, f"Name {number}") for number in range(1, 12)]
            opened.executemany(RENAMED, former)
        names = await pages(person, (await alice.slash("nation list", filter=WIDE)).reply)
        history = await pages(person, (await alice.slash("nation history", nation="Aurelia")).reply)
        reader = people[0]
        reply = (await reader.in_(table.channel).slash("citizen contributors")).reply
        contributors = await pages(reader, reply)
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    assert [len(page.splitlines()) - 1 for page, _ in names] == [25, 2, 25]
    assert [offered for _, offered in names] == [["Next"], ["Previous"], ["Next"]]
    assert names[0] == names[2]
    assert names[1][0].endswith(f"\n{WIDE}{chr(0x4E00 + NATIONS - 1)}")
    assert [page.splitlines()[-1] for page, _ in history] == [
        f"-# Page {number} of 2" for number in (1, 2, 1)
    ]
    assert [offered for _, offered in history] == [["Older"], ["Newer"], ["Older"]]
    assert [page.splitlines()[-1][:14] for page, _ in contributors] == [
        f"-# Page {number} of 2" for number in (1, 2, 1)
    ]
    assert [len(page.splitlines()) - 2 for page, _ in contributors] == [10, 1, 10]
    assert [offered for _, offered in contributors] == [["Next"], ["Previous"], ["Next"]]


async def pages(person: Person, first: Message) -> list[tuple[str, list[str]]]:
    """Turn to the second page and back, and return the text and the buttons of each page."""
    seen = [(text_of(first), labels(first))]
    message = first
    for _ in range(2):
        message = (await person.press(message, labels(message)[0])).updated
        seen.append((text_of(message), labels(message)))
    return seen
