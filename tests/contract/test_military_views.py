"""Tests the contracts of ``World``, ``WarDirectory`` and ``AlliedStrengths`` about units."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from nazh.adapters.inbound.cli.dominion.script_ports import ScriptFeatures
from nazh.adapters.inbound.texts.dominion.military import advice_text, military_comparison_text
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.adapters.outbound.sql.dominion.tables import UNITS
from nazh.adapters.outbound.sql.dominion.treaty_tables import ALLIANCES
from nazh.adapters.outbound.sql.dominion.views.allied_strengths import SqlAlliedStrengths
from nazh.adapters.outbound.sql.dominion.views.war_directory import SqlWarDirectory
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.military.advise_units import AdviseUnits
from nazh.application.dominion.military.compare_militaries import CompareMilitaries
from nazh.domain.dominion.errors.diplomacy import OwnNation
from nazh.domain.dominion.errors.general import (
    AmountTooSmall,
    OnlyCitizens,
    OnlyDelegates,
    UnknownNation,
)
from nazh.domain.kernel.identity import RequestId
from tests.contract.test_rankings import found, set_values
from tests.contract.test_worlds import HOUR, START, Played, played, requester

__all__ = ["played"]
AT = START + timedelta(minutes=10)


async def arm(played: Played, nation: int, quantity: int) -> None:
    row = {"season": 1, "nation": nation, "unit": "armor", "quantity": quantity, "level": 0}
    await played.database.write(lambda on: on.execute(insert(UNITS).values(**row)))
    await set_values(played, {nation: {"strength": 100 * quantity, "upkeep": 10 * quantity}})


async def at_war(played: Played, battle_at: datetime) -> None:
    row = {
        "id": 7,
        "season": 1,
        "aggressor": 2,
        "defender": 1,
        "reason": "none",
        "is_honourable": False,
        "declared_at": microseconds(START),
        "respond_by": microseconds(battle_at),
        "battle_at": microseconds(battle_at),
        "state": "preparation",
        "aggressor_stance": "balanced",
        "defender_stance": "balanced",
        "captured": 0,
    }
    await played.database.write(lambda on: on.execute(insert(WARS).values(**row)))


def adviser(played: Played) -> AdviseUnits:
    return AdviseUnits(played.world, SqlWarDirectory(played.database), ScriptFeatures())


def comparer(played: Played) -> CompareMilitaries:
    return CompareMilitaries(played.world, played.directory, SqlAlliedStrengths(played.database))


async def test_a_leader_is_advised_with_the_worst_open_war_in_mind(played: Played) -> None:
    await found(played, "Aurelia", "Borealis")
    await arm(played, 1, 2)
    await arm(played, 2, 13)
    await played.join(replace(requester(3, 1), request=RequestId("join")))
    battle_at = START + 3 * HOUR
    await at_war(played, battle_at)

    advice = await adviser(played)(requester(4, 1, at=AT), None)

    assert advice_text(advice, ENGLISH) == (
        "## Order 2 armor\nfor **1,000** of 1,000 resources: strength **+200**, upkeep +20 an "
        "hour, finished in 2 hours. Use `/military build`.\n"
        "**100%** of the strength: 2 armor, strength 200\n"
        "Strength **200** costs 20 an hour, 100 for each 1,000 strength.\n"
        "Weakest against Borealis in war 7: your chance to win is 0%, against strength about "
        f"1,300. The battle is <t:{int(battle_at.timestamp())}:R> at the latest.\n"
        "-# This is the most strength that budget, room and income allow, with enough left for "
        "the next upkeep charge; finished before the next battle if possible."
    )


async def test_a_leader_who_asks_for_advice_has_used_a_command(played: Played) -> None:
    await found(played, "Aurelia")

    await adviser(played)(requester(4, 1, at=AT), None)

    (nation,) = (await played.snapshot()).nations
    assert nation.government.active_at == AT


async def test_advice_is_for_the_leader_and_the_commander(played: Played) -> None:
    await found(played, "Aurelia")
    await played.join(replace(requester(2, 21), request=RequestId("join")))

    with pytest.raises(OnlyDelegates):
        await adviser(played)(requester(3, 21, at=AT), None)
    with pytest.raises(AmountTooSmall):
        await adviser(played)(requester(4, 1, at=AT), 0)
    advice = await adviser(played)(requester(5, 1, at=AT), 5)

    assert (advice.budget, advice.advice.suggestion, advice.threat) == (5, None, None)
    assert advice_text(advice, ENGLISH).startswith("## No order now\n5 resources are too few")


async def test_strengths_of_others_are_rounded_and_those_of_allies_exact(played: Played) -> None:
    await found(played, "Aurelia", "Borealis")
    await arm(played, 1, 2)
    await arm(played, 2, 13)
    await set_values(played, {2: {"strength": 1_234}})
    compare = comparer(played)

    public = await compare(requester(3, 1, at=AT), "borealis")
    pair = {"number": 1, "first": 1, "second": 2, "formed_at": microseconds(START)}
    await played.database.write(lambda on: on.execute(insert(ALLIANCES).values(**pair)))
    exact = await compare(requester(4, 1, at=AT), "Borealis")

    assert (public.strength, public.other_strength, public.is_exact) == (200, 1_200, False)
    assert (exact.other_strength, exact.is_exact) == (1_234, True)
    assert military_comparison_text(public, ENGLISH).startswith(
        "## 0.1 times as strong\nAurelia with strength **200** against Borealis with about "
        "**1,200**.\nIf you attack, your chance to win is **0%**."
    )
    assert "with exactly **1,234**, because you are allied." in military_comparison_text(
        exact, ENGLISH
    )


async def test_a_comparison_is_for_citizens_and_with_another_nation(played: Played) -> None:
    await found(played, "Aurelia", "Borealis")
    compare = comparer(played)

    with pytest.raises(OnlyCitizens):
        await compare(requester(3, 50, at=AT), "Borealis")
    with pytest.raises(UnknownNation):
        await compare(requester(4, 1, at=AT), "Cyrene")
    with pytest.raises(OwnNation):
        await compare(requester(5, 1, at=AT), "Aurelia")
    unarmed = await compare(requester(6, 1, at=AT), "Borealis")

    assert military_comparison_text(unarmed, ENGLISH).startswith("## Borealis has no strength\n")
