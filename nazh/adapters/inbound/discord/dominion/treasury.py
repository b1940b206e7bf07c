"""The command ``/treasury``."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.overviews import TREASURY, Overviews, overview
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import edited, private, public
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, read_number
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import File, Response
from nazh.adapters.inbound.discord.ui import SUCCESS
from nazh.adapters.inbound.texts.dominion.buttons import NOT_NOW
from nazh.adapters.inbound.texts.dominion.treasury import treasury as texts
from nazh.adapters.inbound.texts.dominion.treasury.ledger_csv import ledger_csv
from nazh.application.dominion.nations.look_at_nation import LookAtNation
from nazh.application.dominion.treasury.allocate_resources import AllocateResources
from nazh.application.dominion.treasury.show_history import MAX_HOURS, ShowHistory
from nazh.application.dominion.treasury.upgrade_storage import UpgradeStorage
from nazh.domain.dominion.errors.general import OnlyDelegates, OtherPrice
from nazh.domain.dominion.government.appointments import may_act_as
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.treasury import Category, storage_price, upgrade_storage

UPGRADE_NOW: Final = "upgrade_now"
_CATEGORIES: Final = [lightbulb.Choice(category.value, category.value) for category in Category]
_REASONS: Final = [
    lightbulb.Choice(name, reason.value) for reason, name in texts.REASON_NAMES.items()
]
_MAX_AMOUNT: Final = 10**9
_DAY: Final = 24


def treasury_group(
    overviews: Overviews, history: ShowHistory, upgrade: UpgradeStorage, allocate: AllocateResources
) -> lightbulb.Group:
    """Return the command ``/treasury`` with its subcommands."""
    group = lightbulb.Group("treasury", "The nation's resources.", **IN_GUILDS)

    @group.register
    class Status(
        lightbulb.SlashCommand,
        name="status",
        description="Show the stock, and what it earns (for citizens).",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await overview(overviews, interaction, TREASURY)

    @group.register
    class History(
        lightbulb.SlashCommand,
        name="history",
        description="Show what was earned and spent (for citizens).",
    ):
        hours = lightbulb.integer(
            "hours", "How far back (24)", default=_DAY, min_value=1, max_value=MAX_HOURS
        )
        reason = lightbulb.string(
            "reason", "List each change for one reason", default=None, choices=_REASONS
        )
        export = lightbulb.boolean("export", "Attach each change as CSV", default=False)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester = requester_of(interaction)
            reason = None if self.reason is None else Reason(self.reason)
            changes = await history(requester, self.hours, reason, has_entries=self.export)
            shown = private(texts.history_text(changes, private_translator(interaction)))
            if not self.export or changes.entries is None:
                return shown
            name = f"treasury-{requester.at:%Y%m%d-%H%M%S}.csv"
            return replace(shown, file=File(name, ledger_csv(changes.entries).encode("ascii")))

    @group.register
    class Upgrade(
        lightbulb.SlashCommand,
        name="upgrade",
        description="Upgrade the storage (for the leader and the treasurer).",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _upgrade(upgrade, interaction)

    @group.register
    class Allocate(
        lightbulb.SlashCommand,
        name="allocate",
        description="Develop the economy, military or research (for the leader and the treasurer).",
    ):
        category = lightbulb.string("category", "What to develop", choices=_CATEGORIES)
        amount = lightbulb.integer(
            "amount", "How many resources", min_value=1, max_value=_MAX_AMOUNT
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            category = Category(self.category)
            result = await allocate(requester_of(interaction), category, self.amount)
            translator = private_translator(interaction)
            return public(texts.allocated_text(result, category, translator))

    return group


def upgrade_button(look: LookAtNation) -> ButtonAction:
    """Return the action of Upgrade Storage, which shows what it costs and brings."""

    async def ask(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await _ask_to_upgrade(look, interaction)

    return ask


def upgrade_now_button(look: LookAtNation, upgrade: UpgradeStorage) -> ButtonAction:
    """Return the action of Upgrade for a price, which asks again if the price has changed."""

    async def confirm(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        try:
            return await _upgrade(upgrade, interaction, read_number(arguments))
        except OtherPrice:
            return await _ask_to_upgrade(look, interaction)

    return confirm


async def _ask_to_upgrade(look: LookAtNation, interaction: hikari.ComponentInteraction) -> Response:
    requester = requester_of(interaction)
    view = await look(requester)
    nation, rules = view.nation, view.season.rules
    office = Office.TREASURER
    if not may_act_as(nation, requester.user, office, requester.at, rules.politics):
        raise OnlyDelegates(nation.name, office.value)
    after = upgrade_storage(nation, requester.act, rules.resources)
    price = storage_price(nation.storage_upgrades, rules.resources)
    translator = private_translator(interaction)
    return edited(
        texts.upgrade_question(nation, after, rules, translator),
        action_button(
            translator(texts.UPGRADE_FOR, price=price), UPGRADE_NOW, str(price), style=SUCCESS
        ),
        action_button(translator(NOT_NOW), TREASURY),
    )


async def _upgrade(
    upgrade: UpgradeStorage, interaction: UserInteraction, price: int | None = None
) -> Response:
    result = await upgrade(requester_of(interaction), price)
    return public(texts.upgraded_text(result, private_translator(interaction)))
