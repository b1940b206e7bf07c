"""Rewards nations for each week that their alliances last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from nazh.domain.dominion.diplomacy.treaties import Alliance, pair_of
from nazh.domain.dominion.nations.nation import Nation, NationId, change_reputation
from nazh.domain.dominion.nations.reputation import ReputationReason
from nazh.domain.dominion.rules.diplomacy import DiplomacyRules
from nazh.domain.dominion.rules.rulesets import Ruleset


@dataclass(frozen=True, slots=True)
class Loyalty:
    """A nation's rewards for an alliance: ``times`` so far, and the next one at ``due_at``.

    Each side of an alliance has its own, so that a nation can be settled without its allies.
    """

    nation: NationId
    ally: NationId
    number: int
    times: int
    due_at: datetime | None

    @property
    def cause(self) -> str:
        """The cause recorded with changes of reputation."""
        pair = pair_of(self.nation, self.ally)
        return f"alliance {pair.first}-{pair.second}-{self.number} loyalty {self.times}"


def begin_loyalty(alliance: Alliance, rules: DiplomacyRules) -> tuple[Loyalty, Loyalty]:
    """Return the loyalties of both nations of a new alliance, without rewards yet."""
    first, second = alliance.pair.first, alliance.pair.second
    due_at = alliance.formed_at + rules.loyalty_interval if rules.loyalty_times else None
    return (
        Loyalty(first, second, alliance.number, 0, due_at),
        Loyalty(second, first, alliance.number, 0, due_at),
    )


def weeks_allied(alliance: Alliance, at: datetime, rules: DiplomacyRules) -> int:
    """Return how many full weeks an alliance has lasted; the rules define the length of a week."""
    return (at - alliance.formed_at) // rules.loyalty_interval


def earn_loyalty(loyalty: Loyalty, rules: DiplomacyRules) -> Loyalty:
    """Return the loyalty after one more reward, with the next due date if there are more."""
    times = loyalty.times + 1
    due_at = loyalty.due_at
    if times >= rules.loyalty_times or due_at is None:
        return replace(loyalty, times=times, due_at=None)
    return replace(loyalty, times=times, due_at=due_at + rules.loyalty_interval)


def due_loyalty(
    loyalties: Iterable[Loyalty], until: datetime, rules: DiplomacyRules
) -> Iterator[tuple[datetime, Loyalty]]:
    """Yield the instants of rewards up to ``until``, in order, each with the loyalty after it."""
    waiting = {loyalty.ally: loyalty for loyalty in loyalties}
    while True:
        dues = [
            (loyalty.due_at, ally)
            for ally, loyalty in waiting.items()
            if loyalty.due_at is not None
        ]
        if not dues:
            return
        at, ally = min(dues)
        if at > until:
            return
        waiting[ally] = earn_loyalty(waiting[ally], rules)
        yield at, waiting[ally]


def reward_loyalty(
    nation: Nation, earned: Iterable[tuple[datetime, Loyalty]], rules: Ruleset
) -> Nation:
    """Return the nation with the reputation that its loyalty has earned (DIP-02)."""
    for at, loyalty in earned:
        nation = change_reputation(nation, ReputationReason.LOYALTY, at, loyalty.cause, rules)
    return nation
