"""Defines the invariants of every world."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from nazh.domain.dominion.nations.nation import NationId


class Invariant(Enum):
    """Something that is always true; the value is stored, and a label of a metric."""

    STOCK = "stock"
    """No stock is negative, or above the storage unless resources were returned (INV-01)."""
    LEDGER = "ledger"
    """A stock is the sum of its entries in the ledger (INV-02)."""
    ESCROW = "escrow"
    """The offer of peace contains exactly what the ledger reserved for it (INV-03)."""
    MILITARY = "military"
    """Strength, upkeep and storage match the units and upgrades (INV-07)."""
    CITIZENS = "citizens"
    """Each citizen belongs to one nation, whose population counts the active citizens (INV-14)."""
    LEADERS = "leaders"
    """The history of leaders has no gaps, and ends with the current leader (INV-15)."""
    TICKS = "ticks"
    """No periodic work was skipped, or done early (INV-17)."""
    COOLDOWNS = "cooldowns"
    """No cooldown of wars and announcements was shorter than the rules say (INV-20)."""
    REPUTATION = "reputation"
    """A reputation is the sum of its changes, clamped to the limits (INV-21)."""
    BOARDS = "boards"
    """Each place is given once, in the order of the scores (INV-22)."""
    AUDIT_LOG = "audit_log"
    """The audit log verifies (INV-27)."""


@dataclass(frozen=True, slots=True)
class Breach:
    """An invariant that does not hold; ``nation`` is ``None`` if it concerns no single nation.

    ``description`` says what was found instead, for operators; it names no users.
    """

    invariant: Invariant
    nation: NationId | None
    description: str

    def __str__(self) -> str:
        """Return what was found, with the nation."""
        return (
            self.description if self.nation is None else f"nation {self.nation}: {self.description}"
        )
