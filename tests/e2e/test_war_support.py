"""Tests that a leader supports an ally in its war, on Discord."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.e2e.conftest import Table
from tests.e2e.test_diplomacy import Leader, Leaders, leaders
from tests.e2e.test_dominion import labels, text_of

pytestmark = pytest.mark.slow

__all__ = ["leaders"]


async def test_a_leader_supports_an_ally_after_a_question(leaders: Leaders, table: Table) -> None:
    carol, dave = leaders.carol, leaders.dave
    erin = Leader(table, "Erin", table.discord.guild("Third").channel("table"))
    await erin.slash("nation register", name="Corvia")
    with closing(sqlite3.connect(leaders.database)) as opened, opened:
        opened.execute("UPDATE dominion_nation_states SET protected_until = 0")
        opened.execute(
            "INSERT INTO dominion_alliances (first, second, number, formed_at) VALUES (2, 3, 1, 0)"
        )
        opened.executemany(
            "INSERT INTO dominion_units (season, nation, unit, quantity, level) "
            "VALUES (1, ?, 'infantry', 100, 0)",
            [(1,), (2,), (3,)],
        )
    early = await erin.reply_to("war support", war=1, side="defender")
    conversation = await carol.slash("war declare", nation="Borealis")
    declared = await carol.press(conversation, labels(conversation)[0])
    suggested = await completed(erin, "war support")
    typed = await erin.slash("war support", war=1, side="defender")
    page = await erin.slash("war info", war=1)
    question = await erin.press(page, "Support Borealis")
    page = (await erin.person.press(question, "Not Now")).updated
    question = await erin.press(page, "Support Borealis")
    reply = await erin.press(question, "Support")
    supported = await erin.slash("war info", war=1)
    war_list = await erin.slash("war list")
    listed = text_of(war_list)
    war_page = (await erin.person.press(war_list, "War 1")).updated
    dashboard = await erin.reply_to("gov dashboard")
    viewable = await completed(erin, "war info")
    supportable = await completed(erin, "war support")
    again = await erin.reply_to("war support", war=1, side="aggressor")
    own = await dave.reply_to("war support", war=1, side="defender")

    assert "There is no open war 1." in early
    assert text_of(declared).startswith("## War")
    assert text_of(question).startswith(
        "## 150 strength\nSupport Borealis against Aurelia in war 1?"
    )
    assert labels(page) == ["Support Borealis"]
    assert labels(supported) == []
    assert "Your nation supports" not in text_of(page)
    assert "\nYour nation supports Borealis.\n" in text_of(supported)
    assert suggested == viewable == [1]
    assert supportable == []
    assert text_of(war_page) == text_of(supported)
    assert listed.startswith("## Wars of Corvia\n`1` Aurelia → Borealis · answer due <t:")
    assert listed.endswith(":R> · you support Borealis")
    assert "\nWar 1: you support Borealis against Aurelia · accepted <t:" in dashboard
    assert text_of(typed) == text_of(question)
    assert labels(question) == ["Support", "Not Now"]
    assert question.ephemeral
    assert text_of(reply).startswith("## Corvia supports Borealis\nin war 1 against Aurelia")
    assert not reply.ephemeral
    for shown in (question, reply):
        assert text_of(shown).endswith(":R> at the latest.")
    assert "Your nation already supports a side of war 1." in again
    assert "Your nation is one of the sides of war 1." in own


async def completed(user: Leader, command: str) -> list[object]:
    completion = await user.here.complete(command, "war", "")
    return [choice["value"] for choice in completion.choices]
