"""Tests suggestions for unfinished texts."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.application.dice.rolling.suggest_rolls import Suggestions, SuggestRolls
from nazh.domain.dice import parse_roll
from nazh.domain.dice.saving.saved_collections import EMPTY_COLLECTION, user_owner
from nazh.domain.kernel.identity import RequestId, UserId
from tests.cpu_time import AT_ONCE, min_cpu_seconds
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.rng import ScriptedRng
from tests.doubles.saved_names import FixedSavedNames

ALICE, BOB = UserId(1), UserId(2)


async def meant(typed: str) -> tuple[str, ...]:
    return (await SuggestRolls(MemoryRollStore(), MemorySavedRollStore())(ALICE, typed)).meant


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        (" 1D20 + 5", "1d20+5"),
        ("ad20", "a1d20"),
        ("dd6+2, 2d6", "d1d6+2, 2d6"),
        ("1d20+", "1d20"),
        ("1d20+5 vs", "1d20+5"),
        ("1d20+5, ", "1d20+5"),
        ("d20+5 adv", "a1d20+5"),
        ("1d20 disadvantage", "d1d20"),
        ("D20+5 ,\u2003ADV ", "a1d20+5"),
        ("1d20+5 +  Vs ", "1d20+5"),
        ("1d6 # up", "1d6 # up"),
    ],
)
async def test_suggestions_are_in_canonical_form(typed: str, first: str) -> None:
    assert (await meant(typed))[0] == first


@pytest.mark.parametrize("typed", ["", "hello", "1d20^2", "@nobody", "dp vs 3"])
async def test_a_meaningless_text_gets_no_suggestions(typed: str) -> None:
    assert await meant(typed) == ()


@pytest.mark.parametrize("length", [400, 6_000])
@pytest.mark.parametrize(
    "text",
    [
        *(" ", "d1 ", ".", ",", "d", "adnp", "+ ", " v", "d1,", "("),
        *("d1 half ", "d1 dp d1", "half d1", "d1+1 d1", "d1 " * 60 + " " * 3_000),
    ],
    ids=lambda text: repr(text[:5]),
)
def test_no_text_keeps_the_bot_busy(text: str, length: int) -> None:
    typed = (text * length)[: length - 1] + "x"

    assert min_cpu_seconds(lambda: asyncio.run(meant(typed))) < AT_ONCE


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("8d6 d4", ("8d6dl4", "8d6, 1d4")),
        ("1d20+5 d4", ("1d20+5d4", "1d20+5, 1d4")),
        ("stealth+7", ("stealth: 1d20+7",)),
        ("2d6 reroll 1", ("2d6ro=1", "2d6r=1")),
    ],
)
async def test_every_meaning_of_an_ambiguous_text_is_suggested(
    typed: str, suggested: tuple[str, ...]
) -> None:
    assert await meant(typed) == suggested


async def test_a_text_beyond_the_limit_suggests_nothing() -> None:
    assert await meant("1d6" + " " * 400) == ()


@given(some.text(alphabet="adnp0123456789 +-*/,dvs%kh!#[](){}x.@$", max_size=40))
async def test_every_suggestion_can_be_rolled(typed: str) -> None:
    for notation in await meant(typed):
        parse_roll(notation)


async def test_own_rolls_of_before_come_latest_first_and_once() -> None:
    ledgers = MemoryRollStore()
    rng, publisher = ScriptedRng([1] * 20), RecordingPublisher()
    roll_dice = RollDice(rng, ledgers, FixedSavedNames({}), FrozenClock(), publisher)
    stories = ((ALICE, "1d4"), (ALICE, "2d6 # ow"), (BOB, "1d8"), (ALICE, "1d4"), (ALICE, "1d12"))
    for place, (by, notation) in enumerate(stories):
        await roll_dice(RollRequest(RequestId(str(place)), notation, by))

    suggestions = await SuggestRolls(ledgers, MemorySavedRollStore())(ALICE, "")

    assert suggestions == Suggestions((), ("1d12", "1d4", "2d6 # ow"))


async def test_a_partial_name_is_completed() -> None:
    store = MemorySavedRollStore()
    collection = (
        EMPTY_COLLECTION.with_text("$attack", "1d20")
        .with_text("$armour", "1d4")
        .with_text("@art", "3")
    )
    await store.replace(user_owner(ALICE), EMPTY_COLLECTION, collection)
    suggest_rolls = SuggestRolls(MemoryRollStore(), store)

    assert (await suggest_rolls(ALICE, "2d6 + $AT")).named == (("2d6 + $attack", "1d20"),)
    assert (await suggest_rolls(ALICE, "1d6+@")).named == (("1d6+@art", "3"),)
    assert [name for name, _ in (await suggest_rolls(ALICE, "a")).named] == ["$armour", "$attack"]
    assert (await suggest_rolls(ALICE, "1d20")).named == ()


async def test_a_partial_name_is_found_without_its_accents() -> None:
    store = MemorySavedRollStore()
    collection = EMPTY_COLLECTION.with_text("@athlétisme", "3")
    await store.replace(user_owner(ALICE), EMPTY_COLLECTION, collection)

    suggestions = await SuggestRolls(MemoryRollStore(), store)(ALICE, "1d20+@ATHLE")

    assert suggestions.named == (("1d20+@athlétisme", "3"),)
