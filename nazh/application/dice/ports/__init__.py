"""The storage ports of the dice use cases."""

from nazh.application.dice.ports.archive import ArchiveEntry, RollArchive, RollQuery
from nazh.application.dice.ports.fair import (
    ChainEntry,
    FairChainWriter,
    FairSessionRecord,
    FairSessionStore,
    OpenSessionOf,
    ParticipantState,
    RecordedLine,
)
from nazh.application.dice.ports.ledger import (
    AlreadyRecorded,
    OpenRolls,
    RollHistory,
    RollLedger,
)
from nazh.application.dice.ports.saved import SavedNames, SavedRollStore

__all__ = [
    "AlreadyRecorded",
    "ArchiveEntry",
    "ChainEntry",
    "FairChainWriter",
    "FairSessionRecord",
    "FairSessionStore",
    "OpenRolls",
    "OpenSessionOf",
    "ParticipantState",
    "RecordedLine",
    "RollArchive",
    "RollHistory",
    "RollLedger",
    "RollQuery",
    "SavedNames",
    "SavedRollStore",
]
