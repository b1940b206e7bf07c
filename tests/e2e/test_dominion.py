"""Tests that two servers can play Dominion: found, join, contribute, build, rank and leave."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from localcord import Channel, ChannelUser, Message, Person
from tests import databases
from tests.e2e.conftest import Table
from tests.e2e.program import run_bot

ADMINISTRATOR = 1 << 3
PLAYER = 0x8000_0000 | 0xC00
LONG = timedelta(days=30)
ADVANCED = 'nazh_job_runs_total{name="advance_dominion",outcome="ok"}'


@pytest.mark.parametrize("made", [databases.sqlite, databases.postgresql])
async def test_two_servers_play_and_leave(
    table: Table, tmp_path: Path, made: databases.Made
) -> None:
    carol = administrator(table, "Carol", table.channel)
    person = table.discord.user("Alice", age=LONG)
    alice = person.in_(table.channel)
    dave = administrator(table, "Dave", table.discord.guild("Away").channel("table"))
    async with made(tmp_path) as address:
        more = {"NAZH_DATABASE_URL": address, "NAZH_CONTEXTS": "dominion"}
        bot = await run_bot(table.discord, tmp_path, **more)
        try:
            await bot.metrics_when(lambda seen: seen.get(ADVANCED, 0) >= 1)
            refused = (await alice.slash("nation register", name="Aurelia")).reply
            founded = (await carol.slash("nation register", name="Aurelia")).reply
            copied = (await dave.slash("nation register", name="AURELIA")).reply
            await dave.slash("nation register", name="Borealis")
            joined = (await alice.slash("citizen register")).reply
            given = (await person.press(joined, "Contribute")).reply
            again = (await alice.slash("citizen contribute")).reply
            ordered = (await carol.slash("military build", unit="infantry", quantity=3)).reply
            status = (await carol.slash("military status")).reply
            stock = (await carol.slash("treasury status")).reply
            ranking = (await carol.slash("rank board")).reply
            place = (await carol.slash("rank nation", nation="borealis")).reply
            history = (await alice.slash("treasury history")).reply
            offered = await carol.complete("nation info", "nation", "BOR")
            foreign = (await carol.slash("nation info", nation="Borealis")).reply
            unknown = (await carol.slash("nation info", nation="**Nowhere** @everyone")).reply
            guide = (await alice.slash("dominion guide", role="leader")).reply
            page = (await alice.slash("dominion help")).reply
            exported = await own_data(person, table.channel)
            privacy = (await alice.slash("privacy")).reply
            asked = (await person.press(privacy, "Delete my data …")).updated
            await person.press(asked, "Delete everything")
            gone = await own_data(person, table.channel)
            nation = (await alice.slash("nation info")).reply
            assert (await bot.stop()).status == 0
        finally:
            bot.kill()

    assert "You need the Administrator permission" in text_of(refused)
    assert text_of(founded).startswith("## Aurelia is founded\n**1,000** resources")
    assert "There is already a nation named Aurelia." in text_of(copied)
    assert "its first citizen" in text_of(joined)
    assert text_of(given).startswith("## +50 resources\nAurelia has **1,050** of 10,000.")
    assert "It can be done again <t:" in text_of(again)
    assert text_of(ordered).startswith("## 3 infantry\nordered for **300**")
    assert "Order 1: 3 infantry, finished <t:" in text_of(status)
    assert text_of(stock).startswith("## 750 resources\nof 10,000 in Aurelia\n**+150** an hour")
    assert text_of(ranking).startswith("## No ranking yet")
    assert text_of(place).startswith("## Not ranked yet\nBorealis takes part")
    assert text_of(history).startswith("## +750 resources\nin Aurelia in 1 day")
    assert "**−300** units ordered" in text_of(history)
    assert [choice["value"] for choice in offered.choices] == ["Borealis"]
    assert text_of(foreign).startswith("## Borealis\nPower **not known yet** · 0 citizens")
    assert "There is no nation with this name." in text_of(unknown)
    assert "infantry: 100 resources, strength 10" in text_of(guide)
    assert text_of(page).startswith("## Dominion\n")
    assert [line["kind"] for line in exported] == ["citizen", "treasury"]
    assert gone == []
    assert "You are no citizen here." in text_of(nation)


def administrator(table: Table, name: str, channel: Channel) -> ChannelUser:
    person = table.discord.user(name)
    assert channel.guild is not None
    person.set_permissions(channel.guild, PLAYER | ADMINISTRATOR)
    return person.in_(channel)


def text_of(message: Message) -> str:
    return message.text or str(message.embeds[0]["description"])


async def own_data(person: Person, channel: Channel) -> list[dict[str, object]]:
    privacy = (await person.in_(channel).slash("privacy")).reply
    saved = (await person.press(privacy, "Save my data")).reply
    return [json.loads(line) for line in saved.files["nazh-my-data.jsonl"].splitlines()]
