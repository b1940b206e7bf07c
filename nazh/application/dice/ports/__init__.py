"""What the dice use cases ask of storage."""

from nazh.application.dice.ports.ledger import (
    DiceLedger,
    OpenLedger,
    RollHistory,
    RollRecord,
    judged,
)
from nazh.application.dice.ports.saved import SavedNames, SavedShelves

__all__ = [
    "DiceLedger",
    "OpenLedger",
    "RollHistory",
    "RollRecord",
    "SavedNames",
    "SavedShelves",
    "judged",
]
