"""Defines ledger entries, one for each change of a nation's resources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from nazh.domain.kernel.identity import UserId

MERGED_AFTER: Final = timedelta(hours=48)
"""The income of a day is merged into one entry when all of it is older than this."""


class Reason(Enum):
    """Why resources changed; the value is stored."""

    SEASON_START = "season_start"
    GENERATION = "generation"
    CONTRIBUTION = "contribution"
    STORAGE_UPGRADE = "storage_upgrade"
    ALLOCATION = "allocate"
    BUILD = "build"
    BUILD_REFUND = "build_refund"
    DISBAND_REFUND = "disband_refund"
    UNIT_UPGRADE = "unit_upgrade"
    UPKEEP = "upkeep"
    FORTIFICATION = "fortify"
    MOBILIZATION = "mobilize"
    RENAME = "rename"
    EMBASSY = "embassy"
    WAR_LOSS = "war_loss"
    WAR_GAIN = "war_gain"
    PEACE_OFFER = "peace_offer"
    PEACE_RETURN = "peace_return"
    PEACE_LOSS = "peace_loss"
    PEACE_GAIN = "peace_gain"
    ADMIN_GRANT = "admin_grant"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One change of a stock; ``balance`` is the stock after it.

    ``cause`` identifies what made the change, such as "tick 491234"; a cause changes the stock of a
    nation at most once for each reason. ``actor`` is ``None`` if it was not a user.
    """

    at: datetime
    reason: Reason
    amount: int
    balance: int
    cause: str
    actor: UserId | None
