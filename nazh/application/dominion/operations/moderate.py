"""Inspects nations for developers, grants them resources, and bans and freezes them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from nazh.application.dominion.access import nation_here
from nazh.application.dominion.audit_entries import developer_entry
from nazh.application.dominion.nations.named_nation import named_nation
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.operations.switch import ControlWriter
from nazh.application.dominion.ports import (
    NationDirectory,
    Requester,
    World,
    WorldTransaction,
)
from nazh.application.dominion.wars.supporters import tell_supporters
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.events import WarCancelled, parties
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import Act, Nation, receive
from nazh.domain.dominion.operations.controls import (
    Controls,
    Sanction,
    SanctionKind,
    lift_sanction,
    sanction_guild,
)
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.war_notices import news_of, tell
from nazh.domain.dominion.wars.pausing import cancel
from nazh.domain.dominion.wars.peace import end_offer
from nazh.domain.dominion.wars.war import WarId
from nazh.domain.kernel.identity import GuildId

MAX_GRANTED: Final = 1_000_000
MAX_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class NationInspected:
    """A nation with all its values, and the sanction in force against it, if any."""

    nation: Nation
    season: Season
    sanction: Sanction | None


@dataclass(frozen=True, slots=True)
class InspectNation:
    """Shows a settled nation to developers, without recording anyone's activity."""

    writer: ControlWriter
    world: World
    directory: NationDirectory

    async def __call__(self, requester: Requester, name: str) -> NationInspected:
        """Return the nation. Raises OnlyDevelopers and UnknownNation."""
        controls = await self.writer.look(requester)
        guild = (await named_nation(self.directory, name)).guild
        local_requester = replace(requester, guild=guild)

        def work(world: WorldTransaction) -> NationInspected:
            nation = nation_here(world, local_requester)
            world.save_nation(nation)
            sanction = controls.sanction_of(guild, requester.at)
            return NationInspected(nation, world.season, sanction)

        return await self.world.look(local_requester, work)


@dataclass(frozen=True, slots=True)
class ResourcesGranted:
    """What was added to the stock of a nation, now ``resources``."""

    nation: str
    added: int
    resources: int
    capacity: int


@dataclass(frozen=True, slots=True)
class GrantResources:
    """Grants resources to a nation, up to its storage."""

    developers: Developers
    world: World
    directory: NationDirectory

    async def __call__(
        self, requester: Requester, name: str, amount: int, reason: str
    ) -> ResourcesGranted:
        """Grant 1 to MAX_GRANTED resources. Raises OnlyDevelopers and UnknownNation."""
        self.developers.check(requester)
        guild = (await named_nation(self.directory, name)).guild
        local_requester = replace(requester, guild=guild)

        def work(world: WorldTransaction) -> ResourcesGranted:
            rules = world.season.rules.resources
            before = nation_here(world, local_requester)
            after = receive(before, amount, Reason.ADMIN_GRANT, local_requester.act, rules)
            added = after.resources - before.resources
            world.save_nation(after)
            world.record(
                developer_entry(
                    requester,
                    "nation.granted",
                    before.name,
                    guild=before.guild,
                    before={"resources": before.resources},
                    after={"resources": after.resources, "reason": reason},
                )
            )
            return ResourcesGranted(after.name, added, after.resources, after.capacity(rules))

        return await self.world.change(local_requester, ResourcesGranted, work)


@dataclass(frozen=True, slots=True)
class SanctionNation:
    """Bans or freezes the nation of a guild, temporarily or indefinitely (SEC-08).

    A ban cancels the open wars of the nation. If that fails, the ban can be repeated.
    """

    writer: ControlWriter
    directory: NationDirectory
    world: World

    async def __call__(
        self, requester: Requester, name: str, kind: SanctionKind, days: int, reason: str
    ) -> tuple[str, Sanction]:
        """Sanction it for ``days``; 0 is indefinite. Return its name and the sanction.

        Raises OnlyDevelopers and UnknownNation.
        """
        self.writer.developers.check(requester)
        nation = await named_nation(self.directory, name)
        if kind is SanctionKind.BAN:  # so that nothing is stored if this fails
            await self.world.apply(nation.guild, requester.at, partial(_open_wars, nation.guild))
        until = requester.at + timedelta(days=days) if days else None
        sanction = Sanction(kind, requester.at, until, reason)

        def decide(before: Controls) -> tuple[Controls, AuditEntry]:
            entry = developer_entry(
                requester,
                f"nation.{kind.value}",
                nation.name,
                guild=nation.guild,
                after={"days": days or None, "reason": reason},
            )
            return sanction_guild(before, nation.guild, sanction), entry

        await self.writer.change(requester, decide)
        if kind is SanctionKind.BAN:
            await self._cancel_wars(nation.guild, requester.at)
        return nation.name, sanction

    async def _cancel_wars(self, guild: GuildId, at: datetime) -> None:
        for number in await self.world.apply(guild, at, partial(_open_wars, guild)):
            await self.world.apply(guild, at, partial(_cancel_war, guild, number, at))


@dataclass(frozen=True, slots=True)
class LiftSanction:
    """Ends the ban or freeze of a nation, or of a server that no longer has a nation."""

    writer: ControlWriter
    directory: NationDirectory

    async def sanctioned(self, requester: Requester) -> tuple[str, ...]:
        """Return the names of banned and frozen nations, and ids of servers that have none.

        Raises OnlyDevelopers.
        """
        controls = await self.writer.look(requester)
        names = []
        for guild in controls.sanctions:
            if controls.sanction_of(guild, requester.at) is not None:
                nation = await self.directory.of_guild(guild)
                names.append(str(guild) if nation is None else nation.name)
        return tuple(sorted(names))

    async def __call__(self, requester: Requester, name: str, reason: str) -> str:
        """Return the name of the nation, or the id of the server if ``name`` is one.

        Raises OnlyDevelopers, UnknownNation and AlreadySo.
        """
        self.writer.developers.check(requester)
        guild = _sanctioned_guild(await self.writer.look(requester), name)
        if guild is None:
            nation = await named_nation(self.directory, name)
            guild, name = nation.guild, nation.name

        def decide(before: Controls) -> tuple[Controls, AuditEntry]:
            after = lift_sanction(before, guild)
            entry = developer_entry(
                requester,
                "nation.unban",
                name,
                guild=guild,
                before={"sanction": before.sanctions[guild].kind.value},
                after={"reason": reason},
            )
            return after, entry

        await self.writer.change(requester, decide)
        return name


def _sanctioned_guild(controls: Controls, name: str) -> GuildId | None:
    """Return the guild whose id is ``name``, if it is banned or frozen."""
    return next((guild for guild in controls.sanctions if str(guild) == name), None)


def _open_wars(guild: GuildId, world: WorldTransaction) -> tuple[WarId, ...]:
    nation = world.nation_of(guild)
    wars = () if nation is None else world.wars_of(nation.id)
    return tuple(war.id for war in wars if war.is_open)


def _cancel_war(guild: GuildId, number: WarId, at: datetime, world: WorldTransaction) -> None:
    war = world.lock_for_war(guild, number)
    if war is None or not war.is_open:  # it has ended in the meantime
        return
    aggressor, defender = world.nation(war.aggressor), world.nation(war.defender)
    peace = end_offer(war, aggressor, defender, Act(at, war.cause))
    fact = WarCancelled(*parties(war, aggressor, defender), at)
    for nation in (peace.own, peace.enemy):
        world.save_nation(tell(nation, fact))
    tell_supporters(world, war, news_of(fact))
    world.save_war(cancel(peace.war, at))
    world.announce(fact)
