"""Verifiable rolls: the dice of a fair session, and its chain of receipts.

Their check, ``checking.check``, is imported by itself: every roll begins with this package.
"""

from nazh.domain.dice.proof.entries import (
    Closed,
    Entry,
    Joined,
    Opened,
    PlotDieAdded,
    Rolled,
    Spoiled,
)
from nazh.domain.dice.proof.fair_rng import FairRng
from nazh.domain.dice.proof.mixing import commitment_of, digest_of_words, first_mix, mixed
from nazh.domain.dice.proof.reading import UnreadableEntry, read_entry
from nazh.domain.dice.proof.session import FairSession, Receipt, open_session
from nazh.domain.dice.proof.writing import digest_of, write_entry

__all__ = [
    "Closed",
    "Entry",
    "FairRng",
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
    "first_mix",
    "mixed",
    "open_session",
    "read_entry",
    "write_entry",
]
