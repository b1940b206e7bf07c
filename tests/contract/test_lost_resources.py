"""Tests that resources for which storages have no room are counted once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry

from nazh.adapters.outbound.metrics.dominion import loss_metrics
from nazh.adapters.outbound.metrics.prometheus import PrometheusMetrics
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.application.dominion.citizens.contribute_resources import ContributeResources
from nazh.application.dominion.nations.look_at_nation import LookAtNation
from nazh.application.dominion.treasury.upgrade_storage import UpgradeStorage
from nazh.application.shared.event_bus import EventBus
from nazh.domain.dominion.errors.general import OnlyDelegates
from nazh.domain.kernel.identity import RequestId
from tests.contract.test_rankings import found, set_values
from tests.contract.test_worlds import HOUR, RULESETS, START, Played, played, requester

__all__ = ["played"]


async def test_what_ticks_and_contributions_lose_is_counted_once(played: Played) -> None:
    registry = CollectorRegistry()
    bus = EventBus(PrometheusMetrics(registry))
    bus.subscribe(loss_metrics(registry))
    world, other = (SqlWorld(played.database, RULESETS, DerivedWarSecrets(), bus) for _ in range(2))
    await found(played, "Aurelia", "Borealis")
    await played.join(requester(3, 21))
    await set_values(played, {1: {"resources": 9_990}})
    contribute = ContributeResources(world)
    giving = replace(requester(4, 21), request=RequestId("give"))

    contribution = await contribute(giving)
    again = await contribute(giving)
    losses = [counts(registry)]
    for hours in (1, 3):
        for game_world in (world, other):
            while await game_world.advance(START + hours * HOUR):
                pass
        losses.append(counts(registry))

    assert contribution == again
    assert contribution.added == 10
    # A protected nation with a citizen earns 150 in a tick.
    assert losses == [(0, 40), (150, 40), (450, 40)]


async def test_ticks_that_commands_settle_are_counted_once(played: Played) -> None:
    registry = CollectorRegistry()
    bus = EventBus(PrometheusMetrics(registry))
    bus.subscribe(loss_metrics(registry))
    world = SqlWorld(played.database, RULESETS, DerivedWarSecrets(), bus)
    await found(played, "Aurelia", "Borealis")
    await played.join(requester(3, 21))
    await set_values(played, {1: {"resources": 9_900}})
    while await world.advance(START + HOUR - timedelta(minutes=1)):
        pass

    at = START + HOUR + timedelta(seconds=5)
    for number in range(2):
        await LookAtNation(world)(replace(requester(4 + number, 21), at=at))
    command = counts(registry)
    for instant in (at, START + 2 * HOUR - timedelta(minutes=1)):
        while await world.advance(instant):
            pass
    tick = counts(registry)
    with pytest.raises(OnlyDelegates):
        await UpgradeStorage(world)(replace(requester(6, 21), at=at + HOUR))
    refused = counts(registry)

    # A protected nation with a citizen earns 150 in a tick.
    assert (command, tick, refused) == ((50, 0), (50, 0), (200, 0))


def counts(registry: CollectorRegistry) -> tuple[float | None, ...]:
    name = "nazh_dominion_resources_lost_total"
    return tuple(
        registry.get_sample_value(name, {"reason": reason})
        for reason in ("generation", "contribution")
    )
