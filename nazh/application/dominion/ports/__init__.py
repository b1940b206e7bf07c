"""Ports of Dominion."""

from nazh.application.dominion.ports.views import (
    Boards,
    Ledgers,
    NationDirectory,
    PublicNation,
    Ranked,
    SeasonRules,
    TreasuryChange,
    UserRecord,
    UserRecords,
)
from nazh.application.dominion.ports.world import (
    FailedNation,
    FailedNations,
    Heartbeat,
    Heartbeats,
    Requester,
    Rulesets,
    World,
    WorldSnapshot,
    WorldSnapshots,
    WorldTransaction,
)

__all__ = [
    "Boards",
    "FailedNation",
    "FailedNations",
    "Heartbeat",
    "Heartbeats",
    "Ledgers",
    "NationDirectory",
    "PublicNation",
    "Ranked",
    "Requester",
    "Rulesets",
    "SeasonRules",
    "TreasuryChange",
    "UserRecord",
    "UserRecords",
    "World",
    "WorldSnapshot",
    "WorldSnapshots",
    "WorldTransaction",
]
