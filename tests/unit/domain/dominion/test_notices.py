"""Tests what a nation is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from nazh.domain.dominion.military.building import build as order_units
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.units import Military, Units, UnitType
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.world_time import hour_of
from tests.unit.domain.dominion.dominion_examples import (
    CLASSIC,
    START,
    act,
    nation_with,
    new_nation,
)
from tests.unit.domain.dominion.test_settling import HOUR, settled

FULL = NoticeKind.STORAGE_FULL


def kinds(nation: Nation) -> list[NoticeKind]:
    return [notice.kind for notice in nation.notices]


def test_a_new_nation_is_told_what_it_has() -> None:
    (notice,) = new_nation().notices

    assert (notice.kind, notice.at) == (NoticeKind.FOUNDED, START)
    assert notice.facts == {"resources": 1_000, "territory": 100}


def test_a_full_storage_is_reported_once_until_there_is_room_again() -> None:
    nation = nation_with(9_900, population=2, is_protected=False)

    filled = settled(nation, START + 3 * HOUR)
    again = settled(replace(filled, resources=9_999), START + 5 * HOUR)

    (notice,) = filled.notices
    assert (notice.kind, notice.at, notice.facts) == (FULL, START + HOUR, {"capacity": 10_000})
    assert notice.cause == f"tick {hour_of(START) + 1}"
    assert [storage_notice.at for storage_notice in again.notices] == [
        START + HOUR,
        START + 4 * HOUR,
    ]


def test_a_nation_without_income_is_not_told_of_its_full_storage() -> None:
    assert kinds(settled(nation_with(10_000, is_protected=False), START + 2 * HOUR)) == []


def test_only_an_unpaid_charge_is_reported_and_only_once() -> None:
    army = Military({UnitType.INFANTRY: Units(30)})
    poor = nation_with(100, military=army, upkeep_due=2_000, is_protected=False)
    rich = nation_with(10_000, military=army, upkeep_due=2_000, is_protected=False)

    (notice,) = settled(poor, START + 24 * HOUR).notices
    unarmed = replace(poor, military=Military({}), upkeep_due=101)
    (other,) = settled(unarmed, START + 24 * HOUR).notices

    facts = {"what": "unpaid", "due": 2_690, "paid": 100, "lost": 3}
    assert (notice.kind, notice.facts) == (NoticeKind.UNITS_DESERTED, facts)
    assert (other.kind, other.facts) == (NoticeKind.UPKEEP_UNPAID, {"due": 101, "paid": 100})
    assert kinds(settled(rich, START + 24 * HOUR)) == []


def test_finished_units_are_reported_at_the_instant_of_each_order() -> None:
    nation = replace(new_nation(), notices=(), is_protected=False)
    for quantity in (2, 30):
        nation = build(nation, quantity)

    first, second = settled(nation, START + 2 * HOUR).notices

    assert (first.kind, first.at) == (NoticeKind.UNITS_BUILT, START + timedelta(minutes=30))
    assert first.facts == {"unit": "infantry", "quantity": 2, "order": 1}
    assert (second.facts["quantity"], second.at) == (30, START + HOUR)
    assert first.cause != second.cause


def build(nation: Nation, quantity: int) -> Nation:
    rich = replace(nation, resources=10_000)
    return order_units(rich, UnitType.INFANTRY, quantity, act(), CLASSIC)


def test_the_end_of_the_protection_is_reported_once() -> None:
    nation = replace(new_nation(), notices=())

    before = settled(nation, START + 48 * HOUR - timedelta(seconds=1))
    after = settled(before, START + 60 * HOUR)

    assert kinds(before) == []
    (notice,) = after.notices
    assert (notice.kind, notice.at) == (NoticeKind.PROTECTION_ENDED, START + 48 * HOUR)
    assert not after.is_protected
