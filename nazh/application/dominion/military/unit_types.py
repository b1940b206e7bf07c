"""Decides which types of units a nation can order."""

from __future__ import annotations

from nazh.application.dominion.ports import FeatureSwitches, Requester
from nazh.domain.dominion.nations.units import ADVANCED_UNITS, UnitType
from nazh.domain.dominion.operations.features import Feature


async def can_order(unit: UnitType, requester: Requester, features: FeatureSwitches) -> bool:
    """Return whether units of a type can be ordered in the requester's server."""
    if unit not in ADVANCED_UNITS:
        return True
    return await features.is_on(Feature.ADVANCED_UNITS, requester.guild)
