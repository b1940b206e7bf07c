"""What the dice use cases ask of storage."""

from nazh.application.dice.ports.archive import Entry, RollArchive, Sought
from nazh.application.dice.ports.fair import (
    FairBook,
    FairTable,
    KeptSession,
    Made,
    OpenHere,
    Place,
    Proof,
    Step,
)
from nazh.application.dice.ports.ledger import (
    AlreadyRecorded,
    DiceLedger,
    OpenLedger,
    RollHistory,
    RollRecord,
    judged,
)
from nazh.application.dice.ports.privacy import OwnChange, OwnNumber, PlayerRecords
from nazh.application.dice.ports.saved import SavedNames, SavedShelves
from nazh.application.dice.ports.servers import (
    ServerBook,
    ServerRecords,
    ServerRegister,
    SettingsHere,
)

__all__ = [
    "AlreadyRecorded",
    "DiceLedger",
    "Entry",
    "FairBook",
    "FairTable",
    "KeptSession",
    "Made",
    "OpenHere",
    "OpenLedger",
    "OwnChange",
    "OwnNumber",
    "Place",
    "PlayerRecords",
    "Proof",
    "RollArchive",
    "RollHistory",
    "RollRecord",
    "SavedNames",
    "SavedShelves",
    "ServerBook",
    "ServerRecords",
    "ServerRegister",
    "SettingsHere",
    "Sought",
    "Step",
    "judged",
]
