"""Tests that the leaders of two servers ally, agree on pacts, and end both, on Discord."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from localcord import Channel, Message
from tests.e2e.conftest import Table
from tests.e2e.program import run_bot
from tests.e2e.test_dominion import ADMINISTRATOR, ADVANCED, PLAYER, labels, text_of

pytestmark = pytest.mark.slow


class Leader:
    """An administrator of a server, who has founded its nation."""

    def __init__(self, table: Table, name: str, channel: Channel) -> None:
        self.person = table.discord.user(name)
        assert channel.guild is not None
        self.person.set_permissions(channel.guild, PLAYER | ADMINISTRATOR)
        self.here = self.person.in_(channel)

    async def slash(self, command: str, **options: object) -> Message:
        return (await self.here.slash(command, **options)).reply

    async def reply_to(self, command: str, **options: object) -> str:
        return text_of(await self.slash(command, **options))

    async def suggested(self, command: str) -> list[object]:
        completed = await self.here.complete(f"diplomacy {command}", "nation", "")
        return [choice["value"] for choice in completed.choices]

    async def press(self, message: Message, label: str) -> Message:
        return (await self.person.press(message, label)).reply


@dataclass(frozen=True)
class Leaders:
    """The leaders of Aurelia and Borealis, and the file of their world."""

    carol: Leader
    dave: Leader
    database: Path


@pytest_asyncio.fixture
async def leaders(table: Table, tmp_path: Path, short_periods: None) -> AsyncIterator[Leaders]:
    carol = Leader(table, "Carol", table.channel)
    dave = Leader(table, "Dave", table.discord.guild("Away").channel("table"))
    database = tmp_path / "nazh.sqlite3"
    more = {"NAZH_DATABASE_URL": f"sqlite:///{database}"}
    bot = await run_bot(table.discord, tmp_path, NAZH_CONTEXTS="dominion", **more)
    try:
        await bot.metrics_when(lambda metrics: metrics.get(ADVANCED, 0) >= 1)
        await carol.slash("nation register", name="Aurelia")
        await dave.slash("nation register", name="Borealis")
        yield Leaders(carol, dave, database)
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()


async def test_two_leaders_ally_and_part(leaders: Leaders, table: Table) -> None:
    carol, dave = leaders.carol, leaders.dave
    member = table.discord.user("Alice").in_(table.channel)
    refused = (await member.slash("diplomacy alliance propose", nation="Borealis")).reply
    hidden = await carol.reply_to("nation info", nation="Borealis")
    proposed = await carol.reply_to("diplomacy alliance propose", nation="borealis")
    twice = await carol.reply_to("diplomacy alliance propose", nation="Borealis")
    offered = await carol.here.complete("diplomacy alliance propose", "nation", "BOR")
    answering = [
        await leader.suggested(f"alliance {words}")
        for leader in (carol, dave)
        for words in ("accept", "decline", "break")
    ]
    hidden_proposer = (await member.complete("diplomacy alliance accept", "nation", "")).choices
    offers = await dave.slash("diplomacy alliance list")
    allied = await dave.press(offers, "Accept Aurelia")
    ending = [await carol.suggested(f"alliance {words}") for words in ("accept", "break")]
    again = await dave.press(offers, "Accept Aurelia")
    listed = await carol.slash("diplomacy alliance list")
    drawn = await carol.press(listed, "Picture")
    known = await carol.reply_to("nation info", nation="Borealis")
    chatted = await dave.reply_to("diplomacy alliance chat", message="Hello @everyone")
    words = {"title": "Trade @here?", "text": "Only between us."}
    reply_text = await carol.reply_to("diplomacy message", nation="Borealis", **words)
    rewritten = await carol.reply_to("diplomacy message", nation="Borealis", **words)
    history = text_of((await member.slash("nation history", nation="Borealis")).reply)
    conversation = await carol.slash("diplomacy alliance break", nation="Borealis")
    broken = await carol.press(conversation, "Break the Alliance")
    reputation = await dave.reply_to("diplomacy reputation", nation="Aurelia")
    own = await dave.reply_to("diplomacy reputation")
    soon = await dave.reply_to("diplomacy alliance propose", nation="Aurelia")

    assert "Only the leader of Aurelia and its diplomat can do that." in text_of(refused)
    assert "Strength" not in hidden
    assert proposed.startswith("## Proposed to Borealis\nAurelia proposes: alliance.")
    assert "Your nation has already proposed this to Borealis." in twice
    assert [choice["value"] for choice in offered.choices] == ["Borealis"]
    assert answering == [[], [], [], ["Aurelia"], ["Aurelia"], []]
    assert hidden_proposer == []
    assert ending == [[], ["Borealis"]]
    assert text_of(offers).startswith("## 0 of 3 alliances\n")
    assert "Aurelia proposes: alliance, expires <t:" in text_of(offers)
    assert labels(offers) == ["Accept Aurelia", "Decline Aurelia"]
    assert text_of(allied).startswith("## Borealis and Aurelia are allied\n**+10** reputation")
    assert not allied.ephemeral
    assert "Aurelia has no open proposal for this" in text_of(again)
    assert text_of(listed).startswith(
        "## 1 of 3 alliances\n**Borealis** · strength 0 · 0 weeks, since <t:"
    )
    assert ":D> · trust 52%\n" in text_of(listed)
    assert labels(listed) == ["Picture"]
    assert text_of(drawn).startswith("## 1 nation around Aurelia\n")
    assert drawn.ephemeral
    assert known.endswith("Allied with your nation. Strength **0**.")
    assert chatted.startswith("## Sent to 1 ally\nBorealis can write again <t:")
    assert reply_text.startswith("## Sent to Borealis\n")
    assert "It is too soon for another message." in rewritten
    assert "Aurelia wrote to it: Trade @\u2060here?" in history
    assert "Only between us" not in history
    assert text_of(conversation).startswith("## −25 reputation\n")
    assert labels(conversation) == ["Break the Alliance", "Keep It"]
    assert text_of(broken).startswith("## The alliance with Borealis is broken\n**−25** reputation")
    assert reputation.startswith("## −15 reputation\nAurelia is **neutral**.")
    assert "**−25** alliance broken, <t:" in reputation
    assert own.startswith("## +10 reputation\nBorealis is **neutral**.")
    assert "changed recently. It can form another one <t:" in soon


async def test_two_leaders_agree_on_pacts_and_open_embassies(leaders: Leaders) -> None:
    carol, dave = leaders.carol, leaders.dave
    with closing(sqlite3.connect(leaders.database)) as opened, opened:
        opened.execute("UPDATE dominion_nation_states SET resources = 5000")
    pact = {"nation": "Borealis", "type": "non_aggression"}
    proposed = await carol.reply_to("diplomacy pact propose", **pact)
    answering = [await leader.suggested("pact accept") for leader in (carol, dave)]
    offers = await dave.slash("diplomacy pact list")
    declined = await dave.press(offers, "Decline Aurelia")
    await carol.slash("diplomacy pact propose", **pact)
    agreed = await dave.reply_to("diplomacy pact accept", nation="Aurelia", type="non_aggression")
    ending = [await carol.suggested(f"pact {words}") for words in ("decline", "cancel")]
    conversation = await carol.slash("diplomacy pact cancel", **pact)
    noticed = await carol.press(conversation, "Give Notice")
    listed = await dave.reply_to("diplomacy pact list")
    asked_again = await carol.slash("diplomacy pact cancel", **pact)
    violated = await carol.press(asked_again, "Cancel Now")
    gone = await carol.reply_to("diplomacy pact cancel", **pact)
    embassy = await dave.reply_to("diplomacy embassy open", nation="Aurelia")
    embassies = await dave.reply_to("diplomacy embassy list")

    assert proposed.startswith("## Proposed to Borealis\nAurelia proposes: non-aggression pact.")
    assert answering == [[], ["Aurelia"]]
    assert ending == [[], ["Borealis"]]
    assert labels(offers) == ["Accept Aurelia", "Decline Aurelia"]
    assert text_of(declined).startswith(
        "## Declined\nBorealis has declined the proposal of Aurelia"
    )
    assert agreed.startswith("## Borealis and Aurelia\n")
    assert text_of(conversation).startswith("## Cancel the non-aggression pact with Borealis?\n")
    assert "**With notice** it costs nothing and ends <t:" in text_of(conversation)
    assert text_of(conversation).endswith("**Now** it costs **−50** reputation.")
    assert labels(conversation) == ["Give Notice", "Cancel Now", "Keep It"]
    assert text_of(noticed).startswith("## Notice given to Borealis\n")
    assert listed.startswith("## 1 pact\n**Aurelia** · non-aggression pact, ends <t:")
    assert labels(asked_again) == ["Cancel Now", "Keep It"]
    assert text_of(violated).startswith("## −50 reputation\nfor Aurelia")
    assert "Your nation has no such pact with Borealis." in gone
    assert embassy.startswith("## Borealis has an embassy in Aurelia\n**+10** reputation.")
    assert "**3,000** resources" in embassy
    assert embassies.startswith("## 1 of 10 embassies\n**Aurelia**, opened <t:")
