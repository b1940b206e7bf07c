"""Lets developers order the deletion of a nation, and call off one that is planned."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nazh.application.dominion.audit_entries import developer_entry
from nazh.application.dominion.nations.delete_nation import DeletionCalledOff, DeletionScheduled
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.errors.general import UnknownNation
from nazh.domain.dominion.lifecycle import order_deletion, revoke_deletion
from nazh.domain.dominion.nations import Nation, notify
from nazh.domain.dominion.notices import Facts, NoticeKind
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class OrderDeletion:
    """Plans the deletion of a nation, which its leader and administrators cannot call off.

    It has the delay of other deletions, so that a mistake can be mended.
    """

    developers: Developers
    world: World

    async def __call__(
        self, requester: Requester, guild: GuildId, reason: str
    ) -> DeletionScheduled:
        """Order it for the nation of a guild.

        Raises OnlyDevelopers, UnknownNation and AlreadySo.
        """
        self.developers.check(requester)
        there = replace(requester, guild=guild)

        def work(world: WorldTransaction) -> DeletionScheduled:
            before = _nation_of(world, guild)
            after, at = order_deletion(before, requester.at, world.season.rules.nations)
            facts = {"what": "ordered", "until": str(int(at.timestamp())), "text": reason}
            _save(world, requester, after, "nation.deletion_ordered", reason, facts)
            return DeletionScheduled(after.name, at)

        return await self.world.change(there, DeletionScheduled, work)


@dataclass(frozen=True, slots=True)
class RevokeDeletion:
    """Calls off the deletion of a nation, whoever has planned it."""

    developers: Developers
    world: World

    async def __call__(
        self, requester: Requester, guild: GuildId, reason: str
    ) -> DeletionCalledOff:
        """Call it off. Raises OnlyDevelopers, UnknownNation and NotBeingDeleted."""
        self.developers.check(requester)
        there = replace(requester, guild=guild)

        def work(world: WorldTransaction) -> DeletionCalledOff:
            after = revoke_deletion(_nation_of(world, guild))
            facts = {"what": "revoked", "text": reason}
            _save(world, requester, after, "nation.deletion_revoked", reason, facts)
            return DeletionCalledOff(after.name)

        return await self.world.change(there, DeletionCalledOff, work)


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
    """Save the nation, which is told, with the entry of the audit log."""
    world.save_nation(notify(nation, NoticeKind.DELETION, requester.act, facts))
    entry = developer_entry(
        requester, action, nation.name, guild=nation.guild, after={"reason": reason}
    )
    world.record(entry)
