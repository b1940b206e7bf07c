"""The port through which a change of the world reads and writes treaties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.domain.dominion.diplomacy.embassies import Embassy
from nazh.domain.dominion.diplomacy.loyalty import Loyalty
from nazh.domain.dominion.diplomacy.messages import PublicMessage
from nazh.domain.dominion.diplomacy.treaties import Alliance, Pact, Proposal
from nazh.domain.dominion.nations import NationId, Vacation
from nazh.domain.dominion.reputation import ReputationChange


@dataclass(frozen=True, slots=True)
class Profile:
    """A nation as it was when its row was last written. ``strength`` is exact.

    ``is_orphaned`` says that the bot is not in its server.
    """

    name: str
    reputation: int
    strength: int
    vacation: Vacation | None = None
    is_orphaned: bool = False

    def is_paused(self, at: datetime) -> bool:
        """Return whether the nation takes no part in battles then, as far as is known now."""
        return self.is_orphaned or (self.vacation is not None and self.vacation.is_in_force(at))


class Treaties(Protocol):
    """The treaties of nations that one change of the world has read.

    What is added, saved or removed is written when the change is complete, or not at all. Both
    nations of it were read before, so that nobody else changes what they have with each other.
    """

    def alliances_of(self, nation: NationId) -> tuple[Alliance, ...]:
        """Return all alliances of a nation, past ones included."""
        ...

    def pacts_of(self, nation: NationId) -> tuple[Pact, ...]:
        """Return all pacts of a nation, past ones included."""
        ...

    def proposals_of(self, nation: NationId) -> tuple[Proposal, ...]:
        """Return the proposals of a nation and to it, the oldest first.

        Some that have expired may be among them.
        """
        ...

    def embassies_of(self, owner: NationId) -> tuple[Embassy, ...]:
        """Return the embassies that a nation has opened."""
        ...

    def profiles_of(self, nations: Iterable[NationId]) -> Mapping[NationId, Profile]:
        """Return nations that exist, without locking or settling them."""
        ...

    def reputation_changes_of(self, nation: NationId) -> tuple[ReputationChange, ...]:
        """Return all changes of a nation's reputation that are stored, the newest first."""
        ...

    def add_proposal(self, proposal: Proposal) -> None:
        """Add a proposal; an open one of this kind does not exist."""
        ...

    def remove_proposal(self, proposal: Proposal) -> None:
        """Remove a proposal."""
        ...

    def add_alliance(self, alliance: Alliance, loyalties: Iterable[Loyalty]) -> None:
        """Add an alliance with the loyalty of both sides, who are not allied."""
        ...

    def end_alliance(self, alliance: Alliance) -> None:
        """Replace an alliance by its end, with which the loyalty of both sides ends."""
        ...

    def add_pact(self, pact: Pact) -> None:
        """Add a pact; none of this kind is in force."""
        ...

    def save_pact(self, pact: Pact) -> None:
        """Replace a pact."""
        ...

    def add_message(self, message: PublicMessage) -> None:
        """Add what everyone may know of a message."""
        ...

    def add_embassy(self, embassy: Embassy) -> None:
        """Add an embassy, which the owner does not have with this host."""
        ...
