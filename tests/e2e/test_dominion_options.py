"""Tests that the options of Dominion's commands choose what they name, on Discord."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Table
from tests.e2e.test_diplomacy import Leaders, leaders
from tests.e2e.test_dominion import LONG, text_of

pytestmark = pytest.mark.slow

__all__ = ["leaders"]


async def test_options_choose_nations_citizens_and_pages(leaders: Leaders, table: Table) -> None:
    carol, dave = leaders.carol, leaders.dave
    person = table.discord.user("Alice", age=LONG)
    alice = person.in_(table.channel)
    await alice.slash("citizen register")
    await alice.slash("citizen contribute")

    contributed = await carol.reply_to("citizen info", user=person.account)
    own = text_of((await alice.slash("citizen info")).reply)
    stranger = await dave.reply_to("citizen info", user=person.account)
    top = text_of((await alice.slash("citizen contributors")).reply)
    beyond = text_of((await alice.slash("citizen contributors", page=2)).reply)
    other = await carol.reply_to("nation statistics", nation="Borealis")
    mine = await carol.reply_to("nation statistics")
    news = await carol.reply_to("inbox list", page=1)
    older = await carol.reply_to("inbox list", page=2)

    assert contributed.startswith(f"## 50 points\n<@{person.id}> is a citizen of Aurelia")
    assert own.startswith(contributed)
    assert stranger.startswith("This user is not a citizen of Borealis.\n")
    assert top.startswith(f"## 1 contributor in Aurelia\n`1` <@{person.id}> · 50\n")
    assert beyond == top
    assert "by Borealis in this season, and **0** contributed" in other
    assert "by Aurelia in this season, and **50** contributed" in mine
    assert "**1** citizen: the first one has joined." in news
    assert "This page is past the end." in older


async def test_a_delegate_loses_the_office_that_is_named(leaders: Leaders, table: Table) -> None:
    carol, person = leaders.carol, table.discord.user("Alice", age=LONG)
    await person.in_(table.channel).slash("citizen register")
    for office in ("commander", "diplomat"):
        await carol.slash("gov delegate", office=office, user=person.account)

    revoked = await carol.reply_to("gov revoke", office="commander")
    offices = await carol.reply_to("gov offices")

    assert revoked == f"## Commander of Aurelia\nis vacant now. <@{person.id}> held the office."
    assert f"**Commander** vacant\n**Diplomat** <@{person.id}>\n" in offices


async def test_proposals_are_answered_by_nation_and_type(leaders: Leaders) -> None:
    carol, dave = leaders.carol, leaders.dave
    await carol.slash("diplomacy alliance propose", nation="Borealis")
    await carol.slash("diplomacy pact propose", nation="Borealis", type="trade")

    declined = await dave.reply_to("diplomacy alliance decline", nation="Aurelia")
    not_proposed = await dave.reply_to(
        "diplomacy pact decline", nation="Aurelia", type="non_aggression"
    )
    no_pact = await dave.reply_to("diplomacy pact decline", nation="Aurelia", type="trade")
    await carol.slash("diplomacy alliance propose", nation="Borealis")
    accepted = await dave.reply_to("diplomacy alliance accept", nation="Aurelia")

    assert declined == "## Declined\nBorealis has declined the proposal of Aurelia: alliance."
    assert not_proposed.startswith("Aurelia has no open proposal for this.\n")
    assert no_pact == "## Declined\nBorealis has declined the proposal of Aurelia: trade pact."
    assert accepted.startswith("## Borealis and Aurelia are allied\n")
