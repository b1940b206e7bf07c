"""Appoints the leader of a nation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.access import check_citizen, nation_as_leader_or_administrator
from nazh.application.dominion.administrators import BY_PERMISSION, Administrators
from nazh.application.dominion.audit_entries import nation_entry
from nazh.application.dominion.nations.look_at_nation import NationView
from nazh.application.dominion.ports import Members, Requester, World, WorldTransaction
from nazh.domain.dominion.errors.government import NotAMember
from nazh.domain.dominion.government.appointments import appoint
from nazh.domain.dominion.nations.nation import notify
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.kernel.identity import UserId


@dataclass(frozen=True, slots=True)
class LeaderAppointed:
    """A new leader, and when the next can be appointed. Both leaders are user ids."""

    nation: str
    before: int | None
    leader: int
    again_at: datetime


@dataclass(frozen=True, slots=True)
class AppointLeader:
    """Makes a citizen the leader, which leaves all offices vacant (ELE-07)."""

    world: World
    members: Members
    administrators: Administrators = BY_PERMISSION

    async def __call__(self, requester: Requester, user: UserId) -> LeaderAppointed:
        """Appoint the leader.

        Raises NoNation, OnlyLeaderOrAdministrators, NotAMember, NotACitizen, AlreadyTheLeader and
        TooSoon.
        """
        is_administrator = await self.administrators.include(requester)
        is_member = await self.members.has(requester.guild, user)

        def work(world: WorldTransaction) -> LeaderAppointed:
            rules = world.season.rules.politics
            nation = nation_as_leader_or_administrator(
                world, requester, is_administrator=is_administrator
            )
            if not is_member:
                raise NotAMember
            check_citizen(world, nation, user)
            after = appoint(nation, user, requester.at, rules)
            after = notify(after, NoticeKind.LEADER_CHANGED, requester.act, {})
            world.save_nation(after)
            world.record(nation_entry(requester, "leader_appointed", nation))
            again_at = requester.at + rules.appoint_cooldown
            return LeaderAppointed(nation.name, nation.leader, user, again_at)

        return await self.world.change(requester, LeaderAppointed, work)


@dataclass(frozen=True, slots=True)
class PreviewAppointment:
    """Checks that a citizen may be made the leader, without asking Discord about them."""

    world: World
    administrators: Administrators = BY_PERMISSION

    async def __call__(self, requester: Requester, user: UserId) -> NationView:
        """Return the unchanged nation. Raises what ``AppointLeader`` does, except NotAMember."""
        is_administrator = await self.administrators.include(requester)

        def work(world: WorldTransaction) -> NationView:
            nation = nation_as_leader_or_administrator(
                world, requester, is_administrator=is_administrator
            )
            check_citizen(world, nation, user)
            appoint(nation, user, requester.at, world.season.rules.politics)
            return NationView(nation, None, world.season)

        return await self.world.look(requester, work)
