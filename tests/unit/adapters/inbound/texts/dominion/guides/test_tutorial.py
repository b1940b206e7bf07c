"""Tests what the last step of the tutorial says, and where its badge is shown."""

from __future__ import annotations

import pytest

from nazh.adapters.inbound.texts.dominion.citizens import citizen_text
from nazh.adapters.inbound.texts.dominion.guides.tutorial import STEPS, tutorial_text
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dominion.citizens.show_citizens import CitizenView
from nazh.application.dominion.citizens.show_tutorial import TutorialPage
from nazh.domain.dominion.citizens import Citizen
from nazh.domain.dominion.tutorial import LAST_STEP, TutorialStep
from nazh.domain.kernel.identity import UserId
from tests.unit.domain.dominion.dominion_examples import SEASON, START, nation_with

ALICE = UserId(2)
BADGE = "🏅 Has completed the tutorial."


def test_every_step_has_words() -> None:
    assert len(STEPS) == len(TutorialStep)


@pytest.mark.parametrize("is_completed", [False, True])
def test_the_last_step_says_whether_there_is_a_badge(is_completed: bool) -> None:
    text = tutorial_text(TutorialPage(LAST_STEP, {}, None, is_completed), SEASON.rules, ENGLISH)

    assert ("Tutorial completed" in text) == is_completed
    assert ("A badge is yours when" in text) == (not is_completed)


@pytest.mark.parametrize("has_badge", [False, True])
def test_a_citizen_who_has_completed_it_is_shown_with_the_badge(has_badge: bool) -> None:
    nation = nation_with(1_000)
    citizen = Citizen(
        user=ALICE,
        nation=nation.id,
        joined_at=START,
        active_until=START,
        is_counted=True,
        checked_at=START,
    )

    view = CitizenView(nation, citizen, SEASON, None, 0, has_badge)

    assert (BADGE in citizen_text(view, ALICE, START, ENGLISH).splitlines()) == has_badge
