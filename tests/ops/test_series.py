"""Tests that rolls do not change the number of series."""

from __future__ import annotations

from random import Random

import pytest
from prometheus_client import CollectorRegistry

from nazh.application.dice.rolling.roll_dice import RollRequest
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.identity import ChannelId, GuildId, RequestId, UserId
from nazh.wiring.dice.container import DiceContainer
from nazh.wiring.platform import PlatformContainer
from nazh.wiring.program import assemble
from tests.fuzz.inputs import hostile_inputs
from tests.settings import SETTINGS

ROLLS = 100_000
WILD = 500
ENDS = ["", "", "+5", "kh1", "!>=5", ">=4", " vs 12", " # once more", "junk", "++", "[fire]", "r<2"]


@pytest.mark.slow
async def test_a_hundred_thousand_random_rolls_add_no_series() -> None:
    platform = PlatformContainer(settings=SETTINGS)
    dice = DiceContainer(platform=platform)
    assemble(platform, (dice.context(),))
    random, wild = Random(4), hostile_inputs(Random(5))
    metrics, roll_dice, registry = dice.metrics(), dice.roll_dice(), platform.registry()
    before = names_of(registry)

    for number in range(ROLLS):
        notation = next(wild) if number < WILD else any_notation(random)
        try:
            with metrics.measure():
                await roll_dice(any_request(random, number, notation))
        except Refusal:
            continue

    assert names_of(registry) == before
    thrown = registry.get_sample_value("nazh_roll_success_total")
    assert thrown is not None
    assert ROLLS / 4 < thrown < ROLLS


def any_notation(random: Random) -> str:
    return f"{random.randint(0, 3)}d{random.randint(0, 99)}{random.choice(ENDS)}"


def any_request(random: Random, number: int, notation: str) -> RollRequest:
    return RollRequest(
        RequestId(str(number)),
        notation,
        UserId(random.getrandbits(60)),
        ChannelId(random.getrandbits(60)),
        GuildId(random.getrandbits(60)),
    )


def names_of(registry: CollectorRegistry) -> set[str]:
    samples = (sample for family in registry.collect() for sample in family.samples)
    return {f"{sample.name}{sample.labels}" for sample in samples}
