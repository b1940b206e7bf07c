"""Defines the port of treaties in a world transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.domain.dominion.diplomacy.embassies import Embassy
from nazh.domain.dominion.diplomacy.loyalty import Loyalty
from nazh.domain.dominion.diplomacy.messages import PublicMessage
from nazh.domain.dominion.diplomacy.treaties import Alliance, Pact, Proposal, TreatyKind
from nazh.domain.dominion.nations.nation import NationId, Vacation
from nazh.domain.dominion.nations.reputation import ReputationChange
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class Profile:
    """A nation as it was when its row was last written. ``strength`` is exact.

    ``is_orphaned`` says that the bot has left its server.
    """

    name: str
    reputation: int
    strength: int
    vacation: Vacation | None = None
    is_orphaned: bool = False

    def is_paused(self, at: datetime) -> bool:
        """Return whether the nation will not take part in battles then, as far as is known."""
        return self.is_orphaned or (self.vacation is not None and self.vacation.is_in_force(at))


class Treaties(Protocol):
    """The treaties of nations read in a world transaction.

    Changes are written when the transaction commits, or not at all. Both nations must be read
    first, so that nobody else changes their relations.
    """

    def alliances_of(self, nation: NationId) -> tuple[Alliance, ...]:
        """Return all present and past alliances of a nation."""
        ...

    def pacts_of(self, nation: NationId) -> tuple[Pact, ...]:
        """Return all present and past pacts of a nation."""
        ...

    def proposals_of(self, nation: NationId) -> tuple[Proposal, ...]:
        """Return the proposals by and to a nation, oldest first.

        They may include expired ones.
        """
        ...

    def embassies_of(self, owner: NationId) -> tuple[Embassy, ...]:
        """Return the embassies that a nation has opened."""
        ...

    def profiles_of(self, nations: Iterable[NationId]) -> Mapping[NationId, Profile]:
        """Return the profiles of existing nations, without locking or settling them."""
        ...

    def reputation_changes_of(self, nation: NationId) -> tuple[ReputationChange, ...]:
        """Return all stored changes of a nation's reputation, newest first."""
        ...

    def add_proposal(self, proposal: Proposal) -> None:
        """Add a proposal where no equal one is open."""
        ...

    def remove_proposal(self, proposal: Proposal) -> None:
        """Remove a proposal."""
        ...

    def add_alliance(self, alliance: Alliance, loyalties: Iterable[Loyalty]) -> None:
        """Add an alliance of two nations that are not allied, with the loyalty of both sides."""
        ...

    def end_alliance(self, alliance: Alliance) -> None:
        """Store the end of an alliance, which also ends the loyalty of both sides."""
        ...

    def add_pact(self, pact: Pact) -> None:
        """Add a pact where none of this kind is in force."""
        ...

    def save_pact(self, pact: Pact) -> None:
        """Replace a pact."""
        ...

    def add_message(self, message: PublicMessage) -> None:
        """Add the public part of a message."""
        ...

    def add_embassy(self, embassy: Embassy) -> None:
        """Add an embassy where the owner has none with this host."""
        ...


class TreatyDirectory(Protocol):
    """The names of the other nations in treaties, in order. Calls raise ``Unavailable``."""

    async def proposers(
        self, guild: GuildId, kinds: Collection[TreatyKind], at: datetime
    ) -> tuple[str, ...]:
        """Return the nations whose proposals of these kinds the nation of a guild can answer."""
        ...

    async def allies(self, guild: GuildId) -> tuple[str, ...]:
        """Return the allies of the nation of a guild."""
        ...

    async def pact_partners(self, guild: GuildId, at: datetime) -> tuple[str, ...]:
        """Return the nations that have pacts in force with the nation of a guild."""
        ...
