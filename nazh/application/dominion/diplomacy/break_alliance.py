"""Breaks an alliance, and previews the cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.diplomacy.partners import (
    notify_of_own,
    notify_of_treaty,
    partners_of,
    withdraw_pledges,
)
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.diplomacy.breaches import apply_breaches, breaches_of_break
from nazh.domain.dominion.diplomacy.ending import break_alliance
from nazh.domain.dominion.diplomacy.treaties import Alliance, TreatyKind
from nazh.domain.dominion.errors.diplomacy import BetrayalNotConfirmed
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class AllianceBroken:
    """A broken alliance, and its consequences.

    ``reputation`` is the change of the nation's reputation, a negative number. Neither nation can
    declare war on the other before ``war_from``.
    """

    nation: str
    other: str
    reputation: int
    is_betrayal: bool
    war_from: datetime


@dataclass(frozen=True, slots=True)
class BreakAlliance:
    """Breaks an alliance (DIP-03), which is a betrayal while the ally has an open war."""

    world: World

    async def __call__(
        self, requester: Requester, nation: str, *, may_betray: bool = True
    ) -> AllianceBroken:
        """Break the alliance with the named nation; ``may_betray`` says that a betrayal is meant.

        Raises NoNation, OnlyDelegates, OnVacation, UnknownNation, OwnNation, NotAllied and
        BetrayalNotConfirmed.
        """

        def work(world: WorldTransaction) -> AllianceBroken:
            own, other, ended, broken = _break(world, requester, nation)
            if broken.is_betrayal and not may_betray:
                raise BetrayalNotConfirmed(other.name)
            treaty, notice = TreatyKind.ALLIANCE, NoticeKind.TREATY_BROKEN
            world.save_nation(notify_of_own(own, other, notice, treaty, requester))
            world.save_nation(notify_of_treaty(other, own, notice, treaty, requester))
            world.treaties.end_alliance(ended)
            withdraw_pledges(world, own.id, other.id)
            return broken

        return await self.world.change(requester, AllianceBroken, work)


@dataclass(frozen=True, slots=True)
class PreviewBreak:
    """Returns what ``BreakAlliance`` would do, without doing it."""

    world: World

    async def __call__(self, requester: Requester, nation: str) -> AllianceBroken:
        """Return what ``BreakAlliance`` would do now. Raises what it does."""
        return await self.world.look(requester, lambda world: _break(world, requester, nation)[3])


def _break(
    world: WorldTransaction, requester: Requester, nation: str
) -> tuple[Nation, Nation, Alliance, AllianceBroken]:
    rules, at = world.season.rules, requester.at
    partners = partners_of(world, requester, nation)
    ended = break_alliance(partners.own_side, partners.other_side, partners.relations, at)
    reasons = breaches_of_break(ally_is_at_war=partners.is_other_at_war)
    own = apply_breaches(partners.own, reasons, at, ended.cause, rules)
    broken = AllianceBroken(
        nation=own.name,
        other=partners.other.name,
        reputation=own.reputation - partners.own.reputation,
        is_betrayal=partners.is_other_at_war,
        war_from=at + rules.diplomacy.war_lock,
    )
    return own, partners.other, ended, broken
