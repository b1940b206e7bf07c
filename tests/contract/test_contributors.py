"""Tests the contract of ``Contributors``, and what citizens see of one another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from nazh.adapters.inbound.texts.dominion.citizens import citizen_text, contributors_text
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.outbound.sql.dominion.rows.completed_tutorials import SqlCompletedTutorials
from nazh.adapters.outbound.sql.dominion.tables import CITIZENS
from nazh.adapters.outbound.sql.dominion.views.contributors import SqlContributors
from nazh.application.dominion.citizens.show_citizens import ShowCitizen, ShowContributors
from nazh.application.dominion.ports import Contributor, Contributors
from nazh.domain.dominion.errors.general import OnlyCitizens
from nazh.domain.dominion.errors.government import NotACitizen
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.kernel.identity import RequestId, UserId
from tests.contract.test_rankings import found
from tests.contract.test_worlds import START, Played, played, requester

__all__ = ["played"]
AURELIA, BOREALIS = NationId(1), NationId(2)
LATER = START + timedelta(hours=1)


async def join(played: Played, user: int, points: int, minutes: int = 0, guild: int = 1) -> None:
    at = START + timedelta(minutes=minutes)
    by = replace(requester(1, user, guild, at), request=RequestId(f"join {user}"))
    await played.join(by)
    statement = update(CITIZENS).where(CITIZENS.c.user == user).values(points=points)
    await played.database.write(lambda on: on.execute(statement))


async def test_contributors_are_ordered_by_points_then_by_tenure_then_by_id(
    played: Played,
) -> None:
    contributors: Contributors = SqlContributors(played.database)
    await found(played, "Aurelia", "Borealis")
    await join(played, 21, points=50, minutes=9)
    await join(played, 24, points=50, minutes=3)
    await join(played, 23, points=50, minutes=3)
    await join(played, 22, points=70)
    await join(played, 25, points=0)
    await join(played, 26, points=99, guild=2)

    page = await contributors.page(AURELIA, 1)

    assert [row.user for row in page.rows] == [22, 23, 24, 21]
    assert page.rows[1] == Contributor(2, UserId(23), 50)
    assert [await contributors.place_of(AURELIA, row.user) for row in page.rows] == [1, 2, 3, 4]
    assert await contributors.place_of(AURELIA, UserId(25)) is None
    assert await contributors.place_of(AURELIA, UserId(26)) is None
    assert [await contributors.count(nation) for nation in (AURELIA, BOREALIS)] == [4, 1]


async def test_pages_have_ten_contributors_and_end_with_the_last(played: Played) -> None:
    contributors = SqlContributors(played.database)
    await found(played, "Aurelia")
    empty = await contributors.page(AURELIA, 3)
    for user in range(30, 42):
        await join(played, user, points=user)

    pages = [await contributors.page(AURELIA, number) for number in (1, 2, 9)]

    assert (empty.rows, empty.count, empty.number, empty.pages) == ((), 0, 1, 1)
    assert [[row.place for row in page.rows] for page in pages] == [
        list(range(1, 11)),
        [11, 12],
        [11, 12],
    ]
    assert [(page.number, page.pages, page.count) for page in pages] == [
        (1, 2, 12),
        (2, 2, 12),
        (2, 2, 12),
    ]


async def test_a_citizen_is_shown_to_everyone_of_the_server(played: Played) -> None:
    show = ShowCitizen(
        played.world, SqlContributors(played.database), SqlCompletedTutorials(played.database)
    )
    await found(played, "Aurelia", "Borealis")
    await join(played, 21, points=0)
    await join(played, 26, points=99, guild=2)
    await played.contribute(replace(requester(2, 21), request=RequestId("give")))

    own = await show(requester(3, 21, at=LATER), UserId(21))
    others = await show(requester(4, 50, at=LATER), UserId(21))

    mine = citizen_text(own, UserId(21), LATER, ENGLISH)
    assert mine.splitlines() == [
        "## 50 points",
        f"<@21> is a citizen of Aurelia, joined <t:{int(START.timestamp())}:R>.",
        "**#1** of 1 contributor",
        f"Last contributed <t:{int(START.timestamp())}:R>.",
        f"You can contribute again <t:{int((START + timedelta(hours=4)).timestamp())}:R>.",
    ]
    assert citizen_text(others, UserId(50), LATER, ENGLISH) == mine.rpartition("\n")[0]
    with pytest.raises(NotACitizen):
        await show(requester(5, 21, at=LATER), UserId(26))
    with pytest.raises(OnlyCitizens):
        await show(requester(6, 50, at=LATER), UserId(50))


async def test_contributors_are_shown_to_citizens(played: Played) -> None:
    show = ShowContributors(played.world, SqlContributors(played.database))
    await found(played, "Aurelia")
    await join(played, 21, points=1200)
    await join(played, 22, points=7)

    view = await show(requester(3, 21, at=LATER), 1)

    assert contributors_text(view, ENGLISH) == (
        "## 2 contributors in Aurelia\n`1` <@21> · 1,200\n`2` <@22> · 7\n"
        "-# Page 1 of 1. Points come from contributions."
    )
    with pytest.raises(OnlyCitizens):
        await show(requester(4, 50, at=LATER), 1)
