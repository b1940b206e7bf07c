"""Tests the contract of ``CompletedTutorials``, and when the tutorial is completed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from nazh.adapters.outbound.sql.dominion.rows.completed_tutorials import SqlCompletedTutorials
from nazh.application.dominion.citizens.contribute_resources import ContributeResources
from nazh.application.dominion.citizens.leave_nation import LeaveNation
from nazh.application.dominion.citizens.show_tutorial import ShowTutorial
from nazh.application.dominion.ports import CompletedTutorials
from nazh.domain.dominion.tutorial import LAST_STEP, TutorialStep
from nazh.domain.kernel.identity import RequestId, UserId
from tests.contract.test_rankings import found, set_values
from tests.contract.test_worlds import START, Played, played, requester

__all__ = ["played"]
ALICE, BOB = UserId(21), UserId(22)
LATER = START + timedelta(hours=1)
AS_ALICE = requester(1, ALICE, 1, LATER)


async def test_the_first_completion_is_kept(played: Played) -> None:
    tutorials: CompletedTutorials = SqlCompletedTutorials(played.database)

    await tutorials.complete(ALICE, START)
    await tutorials.complete(ALICE, LATER)

    assert await tutorials.completed_at(ALICE) == START
    assert await tutorials.completed_at(BOB) is None


async def test_the_tutorial_is_completed_at_its_last_step_and_stays_so(played: Played) -> None:
    tutorials = SqlCompletedTutorials(played.database)
    show = ShowTutorial(played.world, tutorials)
    await found(played, "Aurelia")
    await played.join(replace(AS_ALICE, request=RequestId("join")))
    early = await show(AS_ALICE, LAST_STEP)
    await ContributeResources(played.world)(replace(AS_ALICE, request=RequestId("give")))
    await set_values(played, {1: {"orders_given": 1}})

    resumed = await show(AS_ALICE, None)
    before = await tutorials.completed_at(ALICE)
    tutorial = await show(AS_ALICE, LAST_STEP)
    await LeaveNation(played.world)(replace(AS_ALICE, request=RequestId("leave")))
    later = await show(AS_ALICE, LAST_STEP)

    assert not early.is_completed
    assert (resumed.step, before) == (TutorialStep.SCOUTING, None)
    assert tutorial.is_completed
    assert later.is_completed
    assert not any(
        later.seen[step] for step in (TutorialStep.CITIZENSHIP, TutorialStep.CONTRIBUTION)
    )
    assert await tutorials.completed_at(ALICE) == LATER


async def test_in_a_server_without_a_nation_it_begins_with_the_first_step(played: Played) -> None:
    show = ShowTutorial(played.world, SqlCompletedTutorials(played.database))

    page = await show(AS_ALICE, None)

    assert (page.step, page.view, page.is_completed) == (TutorialStep.CITIZENSHIP, None, False)
