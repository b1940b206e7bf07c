"""Verifiable rolls, with the dice of a fair session and its chain of receipts.

``checking.check`` is not imported here: every roll imports this package, and only verification
needs the check.
"""

from nazh.domain.dice.fair.commitments import commitment_of, fair_rng, first_mix
from nazh.domain.dice.fair.entries import (
    Closed,
    Entry,
    Joined,
    Opened,
    PlotDieAdded,
    Rolled,
    Spoiled,
)
from nazh.domain.dice.fair.receipt_reader import UnreadableEntry, read_entry
from nazh.domain.dice.fair.receipt_writer import digest_of, write_entry
from nazh.domain.dice.fair.session import FairSession, Receipt, open_session
from nazh.domain.kernel.fair.commitments import digest_of_words, mixed

__all__ = [
    "Closed",
    "Entry",
    "FairSession",
    "Joined",
    "Opened",
    "PlotDieAdded",
    "Receipt",
    "Rolled",
    "Spoiled",
    "UnreadableEntry",
    "commitment_of",
    "digest_of",
    "digest_of_words",
    "fair_rng",
    "first_mix",
    "mixed",
    "open_session",
    "read_entry",
    "write_entry",
]
