"""Defines treaties between two nations: alliances, pacts, and the proposals of both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from nazh.domain.dominion.errors.diplomacy import OwnNation
from nazh.domain.dominion.nations.nation import NationId


class TreatyKind(Enum):
    """A kind of treaty; the value is its word in commands and tables."""

    ALLIANCE = "alliance"
    NON_AGGRESSION = "non_aggression"
    TRADE = "trade"
    MUTUAL_DEFENCE = "mutual_defence"


PACTS: Final = (TreatyKind.NON_AGGRESSION, TreatyKind.TRADE, TreatyKind.MUTUAL_DEFENCE)
"""The treaties that are pacts."""


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two different nations; ``first`` is the older one, with the smaller id."""

    first: NationId
    second: NationId

    def other(self, nation: NationId) -> NationId:
        """Return the partner of one of the two."""
        return self.second if nation == self.first else self.first


def pair_of(one: NationId, other: NationId) -> Pair:
    """Return the pair of two nations in either order. Raises OwnNation if they are the same."""
    if one == other:
        raise OwnNation
    return Pair(min(one, other), max(one, other))


@dataclass(frozen=True, slots=True)
class Alliance:
    """An alliance of two nations. ``number`` counts the alliances of the pair from 1.

    It is active until ``ended_by`` breaks it at ``ended_at``.
    """

    pair: Pair
    number: int
    formed_at: datetime
    ended_at: datetime | None = None
    ended_by: NationId | None = None

    @property
    def is_active(self) -> bool:
        """Whether neither nation has broken it."""
        return self.ended_at is None

    @property
    def cause(self) -> str:
        """The cause recorded with changes of reputation."""
        return f"alliance {self.pair.first}-{self.pair.second}-{self.number}"

    @property
    def changed_at(self) -> datetime:
        """When it was formed or broken, whichever is later."""
        return self.ended_at or self.formed_at


@dataclass(frozen=True, slots=True)
class Pact:
    """A pact of two nations. ``number`` counts the pacts of the pair of this kind from 1.

    ``ends_at`` is set once ``ended_by`` has given notice or has violated the pact.
    """

    kind: TreatyKind
    pair: Pair
    number: int
    agreed_at: datetime
    ends_at: datetime | None = None
    ended_by: NationId | None = None
    is_violated: bool = False

    @property
    def cause(self) -> str:
        """The cause recorded with changes of reputation."""
        return f"{self.kind.value} {self.pair.first}-{self.pair.second}-{self.number}"

    def is_in_force(self, at: datetime) -> bool:
        """Return whether it binds both nations at an instant."""
        return self.ends_at is None or at < self.ends_at


@dataclass(frozen=True, slots=True)
class Proposal:
    """A treaty that one nation proposes to another, which can accept it before ``expires_at``."""

    kind: TreatyKind
    proposer: NationId
    recipient: NationId
    made_at: datetime
    expires_at: datetime

    def other(self, nation: NationId) -> NationId:
        """Return the partner of one of the two nations."""
        return self.recipient if nation == self.proposer else self.proposer

    def is_open(self, at: datetime) -> bool:
        """Return whether it can be accepted at an instant."""
        return at < self.expires_at


@dataclass(frozen=True, slots=True)
class Signatory:
    """A nation that may make a treaty, with all its present and past alliances."""

    id: NationId
    name: str
    alliances: tuple[Alliance, ...] = ()

    @property
    def allies(self) -> tuple[NationId, ...]:
        """The nations it is allied with."""
        return tuple(
            alliance.pair.other(self.id) for alliance in self.alliances if alliance.is_active
        )


@dataclass(frozen=True, slots=True)
class Relations:
    """The treaties and proposals between two nations; alliances and pacts include past ones."""

    alliances: tuple[Alliance, ...] = ()
    pacts: tuple[Pact, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    is_at_war: bool = False

    @property
    def alliance(self) -> Alliance | None:
        """Their active alliance, if they have one."""
        return next((alliance for alliance in self.alliances if alliance.is_active), None)

    def pact(self, kind: TreatyKind, at: datetime) -> Pact | None:
        """Return their pact of a kind that is in force, if they have one."""
        return next(
            (pact for pact in self.pacts if pact.kind is kind and pact.is_in_force(at)), None
        )

    def proposal(
        self, kind: TreatyKind, proposer: NationId, recipient: NationId, at: datetime
    ) -> Proposal | None:
        """Return the open proposal of one nation to the other, if there is one."""
        which = (kind, proposer, recipient)
        return next(
            (
                proposal
                for proposal in self.proposals
                if (proposal.kind, proposal.proposer, proposal.recipient) == which
                and proposal.is_open(at)
            ),
            None,
        )


NO_RELATIONS: Final = Relations()
"""The relations of nations that never had a treaty."""
