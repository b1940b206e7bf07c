"""Builds the encrypted source of battles' secrets."""

from __future__ import annotations

from nazh.adapters.inbound.settings import Settings
from nazh.adapters.inbound.settings.dominion import DominionSettings
from nazh.adapters.outbound.sealing.dominion.war_secrets import SealedWarSecrets
from nazh.application.dominion.ports import WarSecrets
from nazh.wiring.sealer import new_sealer


def new_war_secrets(settings: Settings) -> WarSecrets:
    """Return secrets under the configured keys. Raises CannotRun without the extra ``dominion``."""
    sealer = new_sealer(settings, "dominion", settings.section(DominionSettings).keys)
    return SealedWarSecrets(sealer)
