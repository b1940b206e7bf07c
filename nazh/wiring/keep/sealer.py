"""Builds the sealer that encrypts the passwords of game servers."""

from __future__ import annotations

from importlib.util import find_spec

from nazh.adapters.inbound.cli.run import CannotRun
from nazh.adapters.inbound.settings import Settings
from nazh.adapters.inbound.settings.keep import KeepSettings
from nazh.adapters.inbound.settings.setting_reader import INSTALL_HINT
from nazh.application.shared.key_ring import parse_key_ring
from nazh.application.shared.sealing import Sealer


def new_sealer(settings: Settings) -> Sealer:
    """Return the sealer for the configured keys. Raises CannotRun without the extra ``keep``."""
    if find_spec("cryptography") is None:
        raise CannotRun(
            "The context keep in NAZH_CONTEXTS needs the extra keep, which is not installed. Run "
            f"{INSTALL_HINT}, or leave keep out of NAZH_CONTEXTS."
        )
    from nazh.adapters.outbound.sealing.aes_gcm import AesGcmSealer
    from nazh.adapters.outbound.sealing.derived_key import with_key_of

    keys = settings.section(KeepSettings).keys
    ring = None if keys is None else parse_key_ring(keys.reveal())
    return AesGcmSealer(with_key_of(settings.discord.token.reveal(), ring))
