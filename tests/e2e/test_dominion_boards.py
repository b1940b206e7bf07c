"""Tests that nations are ranked, and that boards lead to one another."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from localcord import Person
from tests.e2e.conftest import Table
from tests.e2e.program import run_bot
from tests.e2e.test_dominion import ADMINISTRATOR, LONG, PLAYER, labels, text_of

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("short_periods")]

RANKED = 'nazh_job_runs_total{name="rank_nations",outcome="ok"}'
BOARDS = ["Power", "Strength", "Income", "Land", "Reputation"]


async def test_boards_of_nations_lead_to_one_another(table: Table, tmp_path: Path) -> None:
    carol = leader(table, "Carol")
    away = table.discord.guild("Away").channel("table")
    dave = table.discord.user("Dave", age=LONG)
    assert away.guild is not None
    dave.set_permissions(away.guild, PLAYER | ADMINISTRATOR)
    database = f"sqlite:///{tmp_path / 'nazh.sqlite3'}"
    clock = f"600@{int(time.time())}"
    more = {"NAZH_DATABASE_URL": database, "NAZH_DOMINION_CLOCK": clock}
    bot = await run_bot(table.discord, tmp_path, NAZH_CONTEXTS="dominion", **more)
    try:
        here = carol.in_(table.channel)
        empty = (await here.slash("rank board")).reply
        await here.slash("nation register", name="Aurelia")
        new = (await here.slash("nation statistics")).reply
        young = (await carol.press(new, "Chart")).reply
        await dave.in_(away).slash("nation register", name="Borealis")
        await dave.in_(away).slash("citizen register")
        ranked = (await bot.metrics()).get(RANKED, 0)
        # Ten runs take ten seconds, which are 100 minutes: a tick, and a ranking after it.
        await bot.metrics_when(lambda metrics: metrics.get(RANKED, 0) >= ranked + 10)
        board = (await here.slash("rank board", type="power", division="hamlet")).reply
        board_text, offered = text_of(board), labels(board)
        drawn = (await carol.press(board, "Picture")).reply
        statistics_page = (await here.slash("nation statistics")).reply
        statistics = text_of(statistics_page)
        pair = (await here.slash("nation compare", a="Aurelia", b="Borealis")).reply
        same = (await here.slash("nation compare", a="Aurelia")).reply
        treasury = (await here.slash("treasury status")).reply
        timeline = (await here.slash("nation history")).reply
        listed = (await here.slash("nation list", filter="bor")).reply
        unlisted = (await here.slash("nation list", page=2)).reply
        land = (await carol.press(board, "Land")).updated
        cities = (await here.slash("rank board", division="city")).reply
        places = (await here.slash("rank nation", nation="borealis")).reply
        own = (await here.slash("rank nation")).reply
        places_text = text_of(places)
        around = (await carol.press(places, "Ranking")).updated
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

    assert text_of(empty).startswith("## No ranking yet")
    assert board_text.startswith(
        "## The most powerful nations: hamlets, up to 10 citizens\n`1` Borealis"
    )
    assert "\n`2` **Aurelia** · 320" in board_text
    assert offered == [*BOARDS, "Picture", "Nation"]
    assert drawn.files["board-1.png"].startswith(b"\x89PNG")
    assert drawn.ephemeral
    assert young.ephemeral
    assert statistics.startswith("## 0 resources earned\nby Aurelia in this season")
    assert statistics.endswith("No war has been won or lost yet.")
    assert "## No history yet" in str(young.text or young.components)
    assert text_of(pair).startswith("## Aurelia and Borealis\nAurelia is ahead on 0 of 5 boards.\n")
    assert "\nStrength **0** to **0** · #1 and #2\n" in text_of(pair)
    assert "Both are the same nation." in text_of(same)
    assert labels(treasury)[-1] == "Chart"
    assert text_of(timeline).startswith("## The history of Aurelia\n<t:")
    assert text_of(timeline).endswith(" The nation was founded.\n-# Page 1 of 1")
    assert text_of(listed) == "## Nations by name\nBorealis"
    assert text_of(unlisted).startswith("## No more nations\n")
    assert text_of(land).splitlines()[:2] == [
        "## The largest territories: hamlets, up to 10 citizens",
        "`1` **Aurelia** · 100",
    ]
    assert text_of(cities).startswith("## No nations here")
    assert text_of(around).startswith("## The most powerful nations\n`1` Borealis")
    assert places_text.startswith("## #1 of 2\n**Borealis** by power, and #1 of 2 hamlets\n")
    assert "\nLand **100** · #2\n" in places_text
    assert text_of(own).startswith("## #2 of 2\n**Aurelia**")


def leader(table: Table, name: str) -> Person:
    person = table.discord.user(name, age=LONG)
    assert table.channel.guild is not None
    person.set_permissions(table.channel.guild, PLAYER | ADMINISTRATOR)
    return person
