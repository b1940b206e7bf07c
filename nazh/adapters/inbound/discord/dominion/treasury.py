"""The command ``/treasury``."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.messages import private, public, requester_of
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dominion import treasury as texts
from nazh.application.dominion.nations.look_at_nation import LookAtNation
from nazh.application.dominion.treasury.allocate_resources import AllocateResources
from nazh.application.dominion.treasury.show_history import MAX_HOURS, ShowHistory
from nazh.application.dominion.treasury.upgrade_storage import UpgradeStorage
from nazh.domain.dominion.treasury import Category

_CATEGORIES: Final = [lightbulb.Choice(one.value, one.value) for one in Category]
_LARGEST: Final = 10**9


_DAY: Final = 24


def treasury_group(
    look: LookAtNation, history: ShowHistory, upgrade: UpgradeStorage, allocate: AllocateResources
) -> lightbulb.Group:
    """Return the command ``/treasury`` with its subcommands."""
    group = lightbulb.Group("treasury", "The nation's resources.", **IN_GUILDS)

    @group.register
    class Status(
        lightbulb.SlashCommand, name="status", description="Show the stock, and what it earns."
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            view = await look(requester_of(interaction))
            at = interaction.created_at
            return private(texts.stock_text(view, at, private_translator(interaction)))

    @group.register
    class History(
        lightbulb.SlashCommand,
        name="history",
        description="Show what was earned and spent (for citizens).",
    ):
        hours = lightbulb.integer(
            "hours", "How far back (24)", default=_DAY, min_value=1, max_value=MAX_HOURS
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            changes = await history(requester_of(interaction), self.hours)
            return private(texts.history_text(changes, private_translator(interaction)))

    @group.register
    class Upgrade(
        lightbulb.SlashCommand, name="upgrade", description="Upgrade the storage (for the leader)."
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            done = await upgrade(requester_of(interaction))
            return public(texts.upgraded_text(done, private_translator(interaction)))

    @group.register
    class Allocate(
        lightbulb.SlashCommand,
        name="allocate",
        description="Develop the economy, the military or research (for the leader).",
    ):
        category = lightbulb.string("category", "What to develop", choices=_CATEGORIES)
        amount = lightbulb.integer("amount", "How many resources", min_value=1, max_value=_LARGEST)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            category = Category(self.category)
            done = await allocate(requester_of(interaction), category, self.amount)
            return public(texts.allocated_text(done, private_translator(interaction)))

    return group
