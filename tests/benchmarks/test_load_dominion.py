"""Tests that the load tool plays Dominion, and tells refusals by its rules from errors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from benchmarks.load.arguments import parse_arguments, plans_of
from benchmarks.load.arrivals import Action, Arrival
from benchmarks.load.expected_refusals import expected_refusal
from benchmarks.load.load_generator import LoadGenerator
from benchmarks.load.outcomes import Outcome
from benchmarks.load.users import SimulatedUsers
from nazh.adapters.inbound.texts.failure_texts import internal_error_text, store_unavailable_text
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.inbound.texts.refusals import refusal_text
from nazh.domain.dominion.errors.general import (
    HighestLevel,
    NotEnoughResources,
    OnlyCitizens,
    TooSoon,
)
from nazh.domain.kernel.errors import Refusal
from tests.benchmarks.test_load import load
from tests.localcord.endpoints import Answering, http_bot
from tests.localcord.raw_bot import Json

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
TOO_SOON = TooSoon(NOON, "another announcement")
COMPLETED: Json = {
    "name": "roll",
    "description": "Throw dice.",
    "options": [{"type": 3, "name": "pool1", "description": "What to throw", "autocomplete": True}],
}


@pytest.mark.parametrize("refusal", [TOO_SOON, NotEnoughResources(7_500, 120), HighestLevel(10)])
def test_cooldowns_prices_and_highest_levels_are_expected(refusal: Refusal) -> None:
    assert expected_refusal(refusal_text(refusal, ENGLISH)) == refusal.code


@pytest.mark.parametrize(
    "text",
    [
        internal_error_text("1a2b3c4d", ENGLISH),
        store_unavailable_text(ENGLISH),
        refusal_text(OnlyCitizens("Aurelia"), ENGLISH),
    ],
)
def test_errors_and_refusals_of_what_was_set_up_are_not_expected(text: str) -> None:
    assert expected_refusal(text) is None


async def test_a_refusal_by_a_rule_is_counted_apart_from_errors() -> None:
    texts = iter([refusal_text(TOO_SOON, ENGLISH), store_unavailable_text(ENGLISH)])

    def answer(request: Json) -> Json:
        return {"type": 4, "data": {"content": next(texts)}}

    outcome = await _outcome(answer, [Arrival(0.1 * who, Action.ROLL, who) for who in range(2)])

    assert dict(outcome.refused) == {"too_soon": 1}
    assert (outcome.sent, outcome.denied, outcome.lost) == (2, 1, 0)


async def test_autocomplete_without_choices_is_an_error() -> None:
    choices = iter([[{"name": "1d20", "value": "1d20"}], []])

    def answer(request: Json) -> Json:
        return {"type": 8, "data": {"choices": next(choices)}}

    outcome = await _outcome(answer, [Arrival(0.1 * who, Action.COMPLETE, who) for who in range(2)])

    assert (outcome.sent, outcome.denied, outcome.lost) == (2, 1, 0)


async def _outcome(answer: Answering, coming: Sequence[Arrival]) -> Outcome:
    """Return the outcome of arrivals at a bot with scripted responses."""
    async with http_bot(answer) as (discord, bot):
        await bot.rest.register(COMPLETED)
        outcome = Outcome()
        users = SimulatedUsers(discord, 1, len(coming))
        generator = LoadGenerator(discord, users, lambda came: outcome)
        await generator.drive(coming, lambda done: None)
        assert await discord.endpoint.wait_for_deliveries(len(coming), timeout=60.0)
        discord.clock.advance(5)
        await generator.settle()
    return outcome


@pytest.mark.parametrize(
    ("arguments", "has_dominion"),
    [([], False), (["--mix", "roll=1,complete=1"], False), (["--mix", "roll=9,rank=1"], True)],
)
def test_dominion_runs_only_for_its_actions(arguments: list[str], has_dominion: bool) -> None:
    (plan,) = plans_of(parse_arguments(arguments))

    assert plan.has_dominion is has_dominion


@pytest.mark.slow
async def test_citizens_of_nations_use_the_commands_of_dominion() -> None:
    status, report = await load(
        *("--tables", "3", "--seats", "2", "--rate", "30", "--seconds", "2"),
        *("--mix", "roll=1,complete=2,nation=2,contribute=3,allocate=1,rank=1"),
    )

    (step,) = report["steps"]
    assert status == 0
    assert step["answered"] == step["sent"] > 0
    assert (step["lost"], step["doubled"], step["denied"]) == (0, 0, 0)
    assert 0 < step["refused"]["too_soon"] < step["sent"]
