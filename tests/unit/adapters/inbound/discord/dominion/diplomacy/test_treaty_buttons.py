"""Tests that buttons about treaties are guarded as the commands that do the same."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import hikari
import pytest

from nazh.adapters.inbound.discord.dominion.diplomacy.treaty_buttons import (
    answer_buttons,
    break_arguments,
    break_button,
    treaty_buttons,
)
from nazh.adapters.inbound.discord.dominion.guards import COMMANDS_OF_ACTIONS
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dominion.diplomacy.break_alliance import AllianceBroken
from nazh.application.dominion.diplomacy.show_treaties import TreatyView
from nazh.application.dominion.ports import Profile
from nazh.domain.dominion.diplomacy.treaties import PACTS, Proposal, TreatyKind
from nazh.domain.dominion.nations.nation import NationId
from tests.unit.adapters.inbound.discord.dice.building.test_builder import factory
from tests.unit.adapters.inbound.discord.dice.payloads import ALICE
from tests.unit.adapters.inbound.discord.dominion.test_treasury import press
from tests.unit.domain.dominion.dominion_examples import SEASON, START, nation_with

__all__ = ["factory"]

OTHER = NationId(2)


def actions_below(kind: TreatyKind, *, is_acceptable: bool = True) -> dict[str, str]:
    """Return the actions and arguments of the buttons that answer a proposal."""
    proposal = Proposal(kind, OTHER, NationId(1), START, START + timedelta(days=2))
    view = TreatyView(
        nation=nation_with(),
        season=SEASON,
        may_act=True,
        allies=(),
        free_at=None,
        pacts=(),
        proposals=(proposal,),
        embassies=(),
        others={OTHER: Profile("Borealis", 0, 0)},
        acceptable=(proposal,) if is_acceptable else (),
    )
    buttons = answer_buttons(view, (kind,), ENGLISH)
    custom_ids = (str(button["custom_id"]).removeprefix("nz2:dominion.") for button in buttons)
    return dict(custom_id.split(":", 1) for custom_id in custom_ids)


@pytest.mark.parametrize("kind", TreatyKind)
def test_proposals_are_answered_by_buttons_that_are_guarded_as_their_commands(
    kind: TreatyKind,
) -> None:
    group = "pact" if kind in PACTS else "alliance"

    commands = [COMMANDS_OF_ACTIONS[action] for action in actions_below(kind)]

    assert commands == [f"diplomacy {group} {answer}" for answer in ("accept", "decline")]


def test_a_proposal_that_cannot_be_accepted_can_only_be_declined() -> None:
    actions = actions_below(TreatyKind.TRADE, is_acceptable=False)

    (command,) = (COMMANDS_OF_ACTIONS[action] for action in actions)
    assert command == "diplomacy pact decline"


@pytest.mark.parametrize("is_betrayal", [False, True])
async def test_breaking_an_alliance_confirms_only_the_betrayal_that_was_shown(
    factory: hikari.api.EntityFactory, is_betrayal: bool
) -> None:
    broken = AllianceBroken("Aurelia", "Borealis", -25, is_betrayal, START)
    confirmed: list[tuple[str, bool]] = []

    async def break_alliance(by: object, nation: str, *, may_betray: bool) -> AllianceBroken:
        confirmed.append((nation, may_betray))
        return broken

    use_cases: Any = SimpleNamespace(break_alliance=break_alliance)

    await break_button(use_cases)(press(factory, ALICE), break_arguments(broken))

    assert confirmed == [("Borealis", is_betrayal)]


@pytest.mark.parametrize(
    ("kind", "other"),
    [(TreatyKind.ALLIANCE, TreatyKind.TRADE), (TreatyKind.TRADE, TreatyKind.ALLIANCE)],
)
async def test_a_button_answers_no_treaty_of_another_group(
    factory: hikari.api.EntityFactory, kind: TreatyKind, other: TreatyKind
) -> None:
    unused: Any = None
    answers = treaty_buttons(unused, unused)

    for action in actions_below(kind):
        with pytest.raises(InvalidComponent):
            await answers[action](press(factory, ALICE), f"{other.value}:Borealis")
