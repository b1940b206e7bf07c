"""Orders the deletion of a nation by developers, and cancels a scheduled one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nazh.application.dominion.audit_entries import developer_entry
from nazh.application.dominion.nations.delete_nation import DeletionCancelled, DeletionScheduled
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.errors.general import UnknownNation
from nazh.domain.dominion.nations.lifecycle import order_deletion, revoke_deletion
from nazh.domain.dominion.nations.nation import Nation, notify
from nazh.domain.dominion.notices import Facts, NoticeKind
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class OrderDeletion:
    """Schedules a deletion that the leader and administrators of a nation cannot cancel.

    It has the same delay as other deletions, so that a mistake can be corrected.
    """

    developers: Developers
    world: World

    async def __call__(
        self, requester: Requester, guild: GuildId, reason: str
    ) -> DeletionScheduled:
        """Order the deletion of a guild's nation.

        Raises OnlyDevelopers, UnknownNation and AlreadySo.
        """
        self.developers.check(requester)
        local_requester = replace(requester, guild=guild)

        def work(world: WorldTransaction) -> DeletionScheduled:
            before = _nation_of(world, guild)
            after, at = order_deletion(before, requester.at, world.season.rules.nations)
            facts = {"what": "ordered", "until": str(int(at.timestamp())), "text": reason}
            _save(world, requester, after, "nation.deletion_ordered", reason, facts)
            return DeletionScheduled(after.name, at)

        return await self.world.change(local_requester, DeletionScheduled, work)


@dataclass(frozen=True, slots=True)
class RevokeDeletion:
    """Cancels the deletion of a nation, regardless of who scheduled it."""

    developers: Developers
    world: World

    async def __call__(
        self, requester: Requester, guild: GuildId, reason: str
    ) -> DeletionCancelled:
        """Cancel it. Raises OnlyDevelopers, UnknownNation and NotBeingDeleted."""
        self.developers.check(requester)
        local_requester = replace(requester, guild=guild)

        def work(world: WorldTransaction) -> DeletionCancelled:
            after = revoke_deletion(_nation_of(world, guild))
            facts = {"what": "revoked", "text": reason}
            _save(world, requester, after, "nation.deletion_revoked", reason, facts)
            return DeletionCancelled(after.name)

        return await self.world.change(local_requester, DeletionCancelled, work)


def _nation_of(world: WorldTransaction, guild: GuildId) -> Nation:
    nation = world.nation_of(guild)
    if nation is None:
        raise UnknownNation
    return nation


def _save(
    world: WorldTransaction,
    requester: Requester,
    nation: Nation,
    action: str,
    reason: str,
    facts: Facts,
) -> None:
    """Save the nation with a notice, and add an entry to the audit log."""
    world.save_nation(notify(nation, NoticeKind.DELETION, requester.act, facts))
    entry = developer_entry(
        requester, action, nation.name, guild=nation.guild, after={"reason": reason}
    )
    world.record(entry)
