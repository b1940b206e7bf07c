"""Wires what deletes and exports the rows of Dominion, without the rest of the context."""

from __future__ import annotations

from nazh.adapters.inbound.settings.dominion import DominionSettings
from nazh.adapters.inbound.texts import dominion as texts
from nazh.adapters.inbound.texts.dominion.own_data import dominion_own_data
from nazh.adapters.outbound.rulesets.toml_rulesets import TomlRulesets
from nazh.adapters.outbound.sql.dominion.personal_data import SqlDominionRecords
from nazh.wiring.context import StoredRecords
from nazh.wiring.platform import PlatformContainer


def dominion_records(platform: PlatformContainer) -> StoredRecords:
    """Return what deletes and exports the rows in the platform's database."""
    rulesets = TomlRulesets(platform.settings().section(DominionSettings).ruleset)
    records = SqlDominionRecords(platform.database(), rulesets)
    return StoredRecords(records, dominion_own_data(records), texts.__name__)
