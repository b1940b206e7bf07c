"""Wires what deletes and exports the rows of the dice, without the rest of the context."""

from __future__ import annotations

from nazh.adapters.inbound.texts import dice as texts
from nazh.adapters.inbound.texts.dice.own_data import dice_own_data
from nazh.application.dice.privacy.export_dice import ExportDice
from nazh.application.dice.privacy.forget_dice import ForgetDice
from nazh.wiring.context import StoredRecords
from nazh.wiring.dice.stores import sql_stores
from nazh.wiring.platform import PlatformContainer


def dice_records(platform: PlatformContainer) -> StoredRecords:
    """Return what deletes and exports the rows in the platform's database."""
    stores = sql_stores(platform.database())
    users, saved_rolls = stores.user_records, stores.saved_rolls
    return StoredRecords(
        ForgetDice(users, stores.guild_records, saved_rolls, platform.events()),
        dice_own_data(ExportDice(stores.archive, stores.counters, saved_rolls, users)),
        texts.__name__,
    )
