"""Ports of Dominion."""

from nazh.application.dominion.ports.operations import (
    FailedNation,
    FailedNations,
    Heartbeat,
    Heartbeats,
    LedgerCompaction,
    WorldStatus,
    WorldStatuses,
)
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
    "LedgerCompaction",
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
    "WorldStatus",
    "WorldStatuses",
    "WorldTransaction",
]
