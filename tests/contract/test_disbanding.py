"""Tests the contract of ``World`` about plans to disband units, which change none."""

from __future__ import annotations

import pytest

from nazh.application.dominion.military.change_units import DisbandUnits
from nazh.application.dominion.military.preview_disbanding import (
    DisbandingPreview,
    PreviewDisbanding,
)
from nazh.domain.dominion.errors.general import OnlyDelegates
from nazh.domain.dominion.errors.military import OtherUnits, TooFewUnits
from tests.contract.test_worlds import ARMY, HOUR, START, Played, played, requester

__all__ = ("played",)


async def test_a_plan_is_what_disbanding_does_and_large_from_more_than_a_quarter(
    played: Played,
) -> None:
    at = START + HOUR
    await played.register(requester(1), "Aurelia")
    await played.build(requester(2), ARMY, 8)
    plan = PreviewDisbanding(played.world)

    small = await plan(requester(3, at=at), ARMY, 2)
    large = await plan(requester(4, at=at), ARMY, 3)

    assert not small.is_large
    assert large == DisbandingPreview(ARMY, 3, 8, 80, 50, 200, 275, True)
    with pytest.raises(TooFewUnits):
        await plan(requester(5, at=at), ARMY, 9)
    with pytest.raises(OnlyDelegates):
        await plan(requester(6, user=11, at=at), ARMY, 1)
    disbanded = await DisbandUnits(played.world)(requester(7, at=at), ARMY, 3)
    assert (disbanded.quantity, disbanded.strength, disbanded.resources, disbanded.refund) == (
        5,
        50,
        275,
        75,
    )


async def test_a_confirmation_counts_only_for_the_units_that_it_was_about(played: Played) -> None:
    at = START + HOUR
    await played.register(requester(1), "Aurelia")
    await played.build(requester(2), ARMY, 8)
    disband = DisbandUnits(played.world)

    first = await disband(requester(3, at=at), ARMY, 3, of=8)
    with pytest.raises(OtherUnits) as refused:
        await disband(requester(4, at=at), ARMY, 3, of=8)

    assert first.quantity == refused.value.facts["count"] == 5
