"""Builds the encrypted source of battles' secrets."""

from __future__ import annotations

from importlib.util import find_spec

from nazh.adapters.inbound.cli.run import CannotRun
from nazh.adapters.inbound.settings import Settings
from nazh.adapters.inbound.settings.dominion import DominionSettings
from nazh.adapters.inbound.settings.setting_reader import INSTALL_HINT
from nazh.application.dominion.ports import WarSecrets
from nazh.application.shared.key_ring import parse_key_ring


def new_war_secrets(settings: Settings) -> WarSecrets:
    """Return secrets under the configured keys. Raises CannotRun without the extra ``dominion``."""
    if find_spec("cryptography") is None:
        raise CannotRun(
            "The context dominion in NAZH_CONTEXTS needs the extra dominion, which is not "
            f"installed. Run {INSTALL_HINT}, or leave dominion out of NAZH_CONTEXTS."
        )
    from nazh.adapters.outbound.sealing.aes_gcm import AesGcmSealer
    from nazh.adapters.outbound.sealing.derived_key import with_key_of
    from nazh.adapters.outbound.sealing.dominion.war_secrets import SealedWarSecrets

    keys = settings.section(DominionSettings).keys
    ring = None if keys is None else parse_key_ring(keys.reveal())
    return SealedWarSecrets(AesGcmSealer(with_key_of(settings.discord.token.reveal(), ring)))
