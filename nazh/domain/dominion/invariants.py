"""Names what is true of every world at every moment, whatever was played in it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nazh.domain.dominion.nations import NationId


class Invariant(Enum):
    """Something that is always true; the value is stored, and a label of a metric."""

    STOCK = "stock"
    """No stock is negative, or above the storage except for what was returned (INV-01)."""
    LEDGER = "ledger"
    """A stock is the sum of its entries in the ledger (INV-02)."""
    ESCROW = "escrow"
    """What the ledger set aside for an offer of peace is in the offer (INV-03)."""
    MILITARY = "military"
    """Strength, upkeep and storage are those of the units and upgrades (INV-07)."""
    CITIZENS = "citizens"
    """Every citizenship is of one nation, whose population counts the active ones (INV-14)."""
    LEADERS = "leaders"
    """The history of leaders has no gap, and ends with the leader (INV-15)."""
    TICKS = "ticks"
    """No periodic work was left out, or done before its time (INV-17)."""
    COOLDOWNS = "cooldowns"
    """No cooldown of wars and announcements was shorter than the rules say (INV-20)."""
    REPUTATION = "reputation"
    """A reputation is what its changes add up to within the limits (INV-21)."""
    BOARDS = "boards"
    """Places are each given once, in the order of the scores (INV-22)."""
    AUDIT_LOG = "audit_log"
    """The audit log verifies (INV-27)."""


@dataclass(frozen=True, slots=True)
class Breach:
    """An invariant that does not hold; ``nation`` is ``None`` if it is about no single one.

    ``found`` says what was found instead, in words for operators and without users.
    """

    invariant: Invariant
    nation: NationId | None
    found: str

    def __str__(self) -> str:
        """Return what was found, with the nation."""
        return self.found if self.nation is None else f"nation {self.nation}: {self.found}"
