"""Ports of Dominion."""

from nazh.application.dominion.ports.notices import (
    DirectNotices,
    NationNotice,
    Notices,
    Subscribers,
    WaitingNotice,
)
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
    RuleValue,
    World,
    WorldSnapshot,
    WorldSnapshots,
    WorldTransaction,
)

__all__ = [
    "Boards",
    "DirectNotices",
    "FailedNation",
    "FailedNations",
    "Heartbeat",
    "Heartbeats",
    "LedgerCompaction",
    "Ledgers",
    "NationDirectory",
    "NationNotice",
    "Notices",
    "PublicNation",
    "Ranked",
    "Requester",
    "RuleValue",
    "Rulesets",
    "SeasonRules",
    "Subscribers",
    "TreasuryChange",
    "UserRecord",
    "UserRecords",
    "WaitingNotice",
    "World",
    "WorldSnapshot",
    "WorldSnapshots",
    "WorldStatus",
    "WorldStatuses",
    "WorldTransaction",
]
