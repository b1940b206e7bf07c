"""Tests that two servers can play Dominion: found, join, contribute, build, rank and leave."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
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


@pytest.mark.usefixtures("short_periods")
@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_two_servers_play_and_leave(
    table: Table, tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    carol = administrator(table, "Carol", table.channel)
    person = table.discord.user("Alice", age=LONG)
    alice = person.in_(table.channel)
    dave = administrator(table, "Dave", table.discord.guild("Away").channel("table"))
    async with create_database(tmp_path) as address:
        more = {"NAZH_DATABASE_URL": address, "NAZH_CONTEXTS": "dominion"}
        bot = await run_bot(table.discord, tmp_path, **more)
        try:
            await bot.metrics_when(lambda metrics: metrics.get(ADVANCED, 0) >= 1)
            refused = (await alice.slash("nation register", name="Aurelia")).reply
            founded = (await carol.slash("nation register", name="Aurelia")).reply
            copied = (await dave.slash("nation register", name="AURELIA")).reply
            await dave.slash("nation register", name="Borealis")
            joined = (await alice.slash("citizen register")).reply
            contributed = (await person.press(joined, "Contribute")).reply
            again = (await alice.slash("citizen contribute")).reply
            ordered = (await carol.slash("military build", unit="infantry", quantity=3)).reply
            status = (await carol.slash("military status")).reply
            stock = (await carol.slash("treasury status")).reply
            own = (await carol.slash("nation info")).reply
            history = (await alice.slash("treasury history")).reply
            offered = await carol.complete("nation info", "nation", "BOR")
            foreign = (await carol.slash("nation info", nation="Borealis")).reply
            unknown = (await carol.slash("nation info", nation="**Nowhere** @everyone")).reply
            guide = (await alice.slash("dominion guide", role="leader")).reply
            page = (await alice.slash("dominion help")).reply
            exported = await own_data(person, table.channel)
            privacy = (await alice.slash("privacy")).reply
            updated = (await person.press(privacy, "Delete my data …")).updated
            await person.press(updated, "Delete everything")
            gone = await own_data(person, table.channel)
            nation = (await alice.slash("nation info")).reply
            assert (await bot.stop()).status == 0
        finally:
            bot.kill()

    assert "You need the Administrator permission" in text_of(refused)
    assert text_of(founded).startswith("## Aurelia is founded\n**1,000** resources")
    assert "There is already a nation named Aurelia." in text_of(copied)
    assert "its first citizen" in text_of(joined)
    assert text_of(contributed).startswith("## +50 resources\nAurelia has **1,050** of 10,000.")
    assert "It is too soon for another contribution. It can be done again <t:" in text_of(again)
    assert text_of(ordered).startswith("## 3 infantry\nordered for **300**")
    assert "and then **3** upkeep an hour" in text_of(ordered)
    assert "Order 1: 3 infantry, finished <t:" in text_of(status)
    assert text_of(stock).startswith("## 750 resources\nof 10,000 in Aurelia\n**+150** an hour")
    assert text_of(history).startswith("## +750 resources\nin Aurelia in 1 day")
    assert "**−300** units ordered" in text_of(history)
    assert [choice["value"] for choice in offered.choices] == ["Borealis"]
    assert " · 1 citizen · 100 land" in text_of(own)
    assert text_of(foreign).startswith("## Borealis\nPower **not known yet** · 0 citizens")
    assert "There is no nation with this name." in text_of(unknown)
    assert "infantry: 100 resources, strength 10" in text_of(guide)
    assert text_of(page).startswith("## Dominion\n")
    assert [line["kind"] for line in exported] == ["citizen", "treasury"]
    assert gone == []
    assert "You are not a citizen here." in text_of(nation)


def administrator(table: Table, name: str, channel: Channel) -> ChannelUser:
    person = table.discord.user(name)
    assert channel.guild is not None
    person.set_permissions(channel.guild, PLAYER | ADMINISTRATOR)
    return person.in_(channel)


def text_of(message: Message) -> str:
    return message.text or str(message.embeds[0]["description"])


async def test_buttons_lead_from_one_step_to_the_next(table: Table, tmp_path: Path) -> None:
    carol = table.discord.user("Carol", age=LONG)
    assert table.channel.guild is not None
    carol.set_permissions(table.channel.guild, PLAYER | ADMINISTRATOR)
    leader = carol.in_(table.channel)
    person = table.discord.user("Alice", age=LONG)
    database = tmp_path / "nazh.sqlite3"
    more = {"NAZH_DATABASE_URL": f"sqlite:///{database}", "NAZH_CONTEXTS": "dominion"}
    bot = await run_bot(table.discord, tmp_path, **more)
    try:
        founded = (await leader.slash("nation register", name="Aurelia")).reply
        await carol.press(founded, "Join")
        joined = (await person.press(founded, "Join")).reply
        contributed = (await person.press(joined, "Contribute")).reply
        poor = labels(await info(carol, table))
        with closing(sqlite3.connect(database)) as opened, opened:
            opened.execute("UPDATE dominion_nation_states SET resources = 9000")
        nation_page = await info(carol, table)
        rich = labels(nation_page)
        treasury = (await carol.press(nation_page, "Treasury")).updated
        updated = (await carol.press(treasury, "Upgrade Storage")).updated
        question, price = text_of(updated), updated.buttons[0].label
        unchanged = (await carol.press(updated, "Not Now")).updated
        unchanged_text = text_of(unchanged)
        updated = (await carol.press(unchanged, "Upgrade Storage")).updated
        upgraded = (await carol.press(updated, price)).reply
        again = (await carol.press(updated, price)).reply
        board = (await person.press(await info(person, table), "Ranking")).updated
        leaving = (await person.in_(table.channel).slash("citizen leave")).reply
        warned = text_of(leaving)
        stayed = (await person.press(leaving, "Stay")).updated
        stayed_text = text_of(stayed)
        leaving = (await person.in_(table.channel).slash("citizen leave")).reply
        left = (await person.press(leaving, "Leave")).updated
        refused = (await person.in_(table.channel).slash("citizen leave")).reply
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    assert labels(founded) == ["Join"]
    assert labels(joined) == ["Contribute", "Tutorial"]
    assert text_of(contributed).startswith("## +50 resources")
    assert poor == ["Contribute", "Treasury", "Military", "Ranking"]
    assert rich == ["Contribute", "Upgrade Storage", "Treasury", "Military", "Ranking"]
    assert question.startswith("## Storage for 15,000?\nIt holds 10,000 now.")
    assert "costs **5,000**, which leaves **4,000** of 9,000 resources" in question
    assert price == "Upgrade for 5,000"
    assert unchanged_text.startswith("## 9,000 resources")
    assert not upgraded.ephemeral
    assert text_of(upgraded).startswith("## Storage for 15,000")
    assert "That costs 7,500 resources" in text_of(again)  # the next one has another price
    assert "Nation" in labels(board)
    assert "You lose your **50** points." in warned
    assert stayed_text.startswith("## Aurelia")
    assert "You have left Aurelia" in text_of(left)
    assert "You need to be a citizen of Aurelia" in text_of(refused)


async def test_the_tutorial_shows_what_is_done(table: Table, tmp_path: Path) -> None:
    carol = table.discord.user("Carol", age=LONG)
    assert table.channel.guild is not None
    carol.set_permissions(table.channel.guild, PLAYER | ADMINISTRATOR)
    person = table.discord.user("Alice", age=LONG)
    more = {"NAZH_DATABASE_URL": f"sqlite:///{tmp_path / 'nazh.sqlite3'}"}
    bot = await run_bot(table.discord, tmp_path, NAZH_CONTEXTS="dominion", **more)
    try:
        without = text_of((await person.in_(table.channel).slash("dominion tutorial")).reply)
        refused = (await person.in_(table.channel).slash("citizen contribute")).reply
        await carol.in_(table.channel).slash("nation register", name="Aurelia")
        page = (await person.in_(table.channel).slash("dominion tutorial")).reply
        first, offered = text_of(page), labels(page)
        stranger = await info(person, table)
        labels_shown = labels(stranger)
        opened = text_of((await person.press(stranger, "Tutorial")).updated)
        page = (await person.press(page, "Next")).updated
        second = text_of(page)
        await person.press(page, "Join")
        page = (await person.press(page, "Back")).updated
        joined = text_of(page)
        resumed = text_of((await person.in_(table.channel).slash("dominion tutorial")).reply)
        while "Practice Battle" not in labels(page):
            page = (await person.press(page, "Next")).updated
        practised = (await person.press(page, "Practice Battle")).reply
        page = (await person.press(page, "Next")).updated
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    assert without.endswith("Not done yet")
    assert first.startswith("## Step 1 of 7: a nation and its citizens")
    assert "**1,000** resources and **100** land" in first
    assert first.endswith("Not done yet")
    assert offered == ["Next", "Join"]
    assert "/dominion tutorial shows how to play" in text_of(refused)
    assert labels_shown == ["Join", "Tutorial", "Ranking"]
    assert opened == first
    assert second.startswith("## Step 2 of 7: contribute")
    assert second.endswith("Not done yet")
    assert joined.startswith("## Step 1 of 7: a nation and its citizens")
    assert joined.endswith("✓ Done")
    assert resumed.startswith("## Step 2 of 7: contribute")
    assert practised.ephemeral
    assert " the practice battle\nStrength 100 against a dummy of strength 100." in text_of(
        practised
    )
    assert "Next" not in labels(page)
    assert text_of(page).startswith("## Step 7 of 7: an ally")
    assert "Tutorial completed" not in text_of(page)


async def info(person: Person, table: Table) -> Message:
    return (await person.in_(table.channel).slash("nation info")).reply


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


async def own_data(person: Person, channel: Channel) -> list[dict[str, object]]:
    privacy = (await person.in_(channel).slash("privacy")).reply
    saved = (await person.press(privacy, "Save my data")).reply
    return [json.loads(line) for line in saved.files["nazh-my-data.jsonl"].splitlines()]


async def test_a_citizen_of_another_nation_is_told_where_to_go(
    table: Table, tmp_path: Path
) -> None:
    away = table.discord.guild("Away").channel("table")
    carol, dave = administrator(table, "Carol", table.channel), administrator(table, "Dave", away)
    person = table.discord.user("Alice", age=LONG)
    at_home, abroad = person.in_(table.channel), person.in_(away)
    more = {
        "NAZH_DATABASE_URL": f"sqlite:///{tmp_path / 'nazh.sqlite3'}",
        "NAZH_CONTEXTS": "dominion",
    }
    bot = await run_bot(table.discord, tmp_path, **more)
    try:
        await carol.slash("nation register", name="Aurelia")
        await dave.slash("nation register", name="Borealis")
        await at_home.slash("citizen register")
        joining = text_of((await abroad.slash("citizen register")).reply)
        leaving = text_of((await abroad.slash("citizen leave")).reply)
        looking = (await abroad.slash("nation info")).reply
        again = text_of((await at_home.slash("citizen register")).reply)
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    for refused in (joining, leaving):
        assert "You are a citizen of Aurelia, not of Borealis." in refused
        assert "To join Borealis, first use /citizen leave there." in refused
    assert "You are a citizen of Aurelia." in text_of(looking)
    assert "Join" not in labels(looking)
    assert "You are already a citizen of Aurelia." in again
