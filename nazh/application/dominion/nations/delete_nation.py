"""Schedules the deletion of a nation, and cancels it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.access import nation_as_leader_or_administrator, nation_here
from nazh.application.dominion.administrators import BY_PERMISSION, Administrators
from nazh.application.dominion.audit_entries import nation_entry
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.nations.lifecycle import cancel_deletion, schedule_deletion
from nazh.domain.dominion.nations.nation import notify
from nazh.domain.dominion.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class DeletionScheduled:
    """When a nation will be deleted."""

    nation: str
    deletion_at: datetime


@dataclass(frozen=True, slots=True)
class DeleteNation:
    """Schedules the deletion of a nation some days ahead."""

    world: World
    administrators: Administrators = BY_PERMISSION

    async def __call__(self, requester: Requester) -> DeletionScheduled:
        """Schedule the deletion.

        Raises OnlyAdministrators, NoNation, AlreadyBeingDeleted and DeletionOrdered.
        """
        await self.administrators.check(requester)

        def work(world: WorldTransaction) -> DeletionScheduled:
            nation = nation_here(world, requester)
            rules = world.season.rules.nations
            nation, deletion_at = schedule_deletion(nation, requester.at, rules)
            facts = {"what": "scheduled", "until": str(int(deletion_at.timestamp()))}
            world.save_nation(notify(nation, NoticeKind.DELETION, requester.act, facts))
            world.record(nation_entry(requester, "deletion_planned", nation))
            return DeletionScheduled(nation.name, deletion_at)

        return await self.world.change(requester, DeletionScheduled, work)


@dataclass(frozen=True, slots=True)
class DeletionCancelled:
    """A nation whose deletion was cancelled."""

    nation: str


@dataclass(frozen=True, slots=True)
class CancelDeletion:
    """Cancels the deletion of a nation, for its leader and administrators."""

    world: World
    administrators: Administrators = BY_PERMISSION

    async def __call__(self, requester: Requester) -> DeletionCancelled:
        """Cancel the deletion.

        Raises NoNation, OnlyLeaderOrAdministrators, NotBeingDeleted and DeletionOrdered.
        """
        is_administrator = await self.administrators.include(requester)

        def work(world: WorldTransaction) -> DeletionCancelled:
            nation = cancel_deletion(
                nation_as_leader_or_administrator(
                    world, requester, is_administrator=is_administrator
                )
            )
            facts = {"what": "cancelled"}
            world.save_nation(notify(nation, NoticeKind.DELETION, requester.act, facts))
            world.record(nation_entry(requester, "deletion_cancelled", nation))
            return DeletionCancelled(nation.name)

        return await self.world.change(requester, DeletionCancelled, work)
