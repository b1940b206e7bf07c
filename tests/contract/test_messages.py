"""Tests that nations write to each other, to one of them or to all allies."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final

import pytest_asyncio
from sqlalchemy import func, select

from nazh.adapters.outbound.sql.dominion.tables import NOTICES
from nazh.adapters.outbound.sql.dominion.treaty_tables import MESSAGES
from nazh.adapters.outbound.sql.dominion.views.timelines import SqlTimelines
from nazh.application.dominion.ports import TimelineEntry, TimelineEvent
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.kernel.identity import GuildId
from tests import databases
from tests.contract.test_war_support import Supporting, gather
from tests.contract.test_wars import DECLARED

AT: Final = DECLARED
TITLE: Final = "Peace in the north?"
TEXT: Final = "@everyone: let us talk"


class Writing(Supporting):
    """A world of nations that write to each other."""

    async def write(self, after: timedelta = timedelta(), title: str = TITLE) -> str | None:
        options = {"nation": "Corvia", "title": title, "text": TEXT}
        return await self.command(AT + after, 1, "diplomacy message", **options)

    async def chat(self, guild: int, after: timedelta = timedelta()) -> str | None:
        return await self.command(AT + after, guild, "diplomacy alliance chat", message=TEXT)

    async def told_of(self, kind: NoticeKind) -> dict[int, dict[str, str]]:
        """Return the facts of the notices of a kind, by nation."""
        query = select(NOTICES.c.nation, NOTICES.c.facts).where(NOTICES.c.kind == kind.value)
        rows = await self.database.read(lambda on: on.execute(query).all())
        return {row.nation: json.loads(row.facts) for row in rows}


@pytest_asyncio.fixture
async def world(prepared: databases.Prepared) -> AsyncIterator[Writing]:
    async with prepared(gather) as database:
        yield Writing(database)


async def test_both_nations_have_a_message_and_everyone_its_title(world: Writing) -> None:
    assert await world.write(title=f"  {TITLE} ") is None

    received, notices_sent = [
        await world.told_of(kind) for kind in (NoticeKind.MESSAGE, NoticeKind.MESSAGE_SENT)
    ]
    assert received == {3: {"nation": "Aurelia", "title": TITLE, "text": TEXT}}
    assert notices_sent == {1: {"nation": "Corvia", "title": TITLE, "text": TEXT}}
    timelines = SqlTimelines(world.database)
    own_entry, others_entry = [
        (await timelines.of_nation(NationId(number)))[0] for number in (1, 3)
    ]
    assert own_entry == TimelineEntry(AT, TimelineEvent.MESSAGE_SENT, "Corvia", TITLE)
    assert others_entry == TimelineEntry(AT, TimelineEvent.MESSAGE, "Aurelia", TITLE)


async def test_a_nation_writes_once_in_ten_minutes(world: Writing) -> None:
    codes = [await world.write(timedelta(minutes=at)) for at in (0, 9, 10)]

    assert codes == [None, "too_soon", None]


async def test_a_message_is_deleted_with_either_nation(world: Writing) -> None:
    assert await world.write() is None

    await world.own_data.forget_guild(GuildId(3))

    count = select(func.count()).select_from(MESSAGES)
    assert await world.database.read(lambda on: on.execute(count).scalar_one()) == 0


async def test_all_allies_are_told_and_nobody_else(world: Writing) -> None:
    assert await world.chat(1) == "no_allies"
    for ally in (3, 4):
        await world.ally(1, ally)

    codes = [await world.chat(1, timedelta(seconds=at)) for at in (1, 30, 31)]

    assert codes == [None, "too_soon", None]
    facts = {"nation": "Aurelia", "text": TEXT}
    assert await world.told_of(NoticeKind.ALLIANCE_CHAT) == {3: facts, 4: facts}
    assert await world.told_of(NoticeKind.ALLIANCE_CHAT_SENT) == {1: facts}
    timeline = await SqlTimelines(world.database).of_nation(NationId(1))
    assert [entry.event for entry in timeline] == [TimelineEvent.FOUNDED]
