"""Builds the sealers that encrypt the secrets of contexts."""

from __future__ import annotations

from importlib.util import find_spec

from nazh.adapters.inbound.cli.run import CannotRun
from nazh.adapters.inbound.settings import Secret, Settings
from nazh.adapters.inbound.settings.setting_reader import INSTALL_HINT
from nazh.application.shared.key_ring import parse_key_ring
from nazh.application.shared.sealing import Sealer


def new_sealer(settings: Settings, context: str, keys: Secret | None) -> Sealer:
    """Return the sealer for the configured keys of a context.

    Raises CannotRun without the extra of the context, which has its name.
    """
    if find_spec("cryptography") is None:
        raise CannotRun(
            f"The context {context} in NAZH_CONTEXTS needs the extra {context}, which is not "
            f"installed. Run {INSTALL_HINT}, or leave {context} out of NAZH_CONTEXTS."
        )
    from nazh.adapters.outbound.sealing.aes_gcm import AesGcmSealer
    from nazh.adapters.outbound.sealing.derived_key import with_key_of

    ring = None if keys is None else parse_key_ring(keys.reveal())
    return AesGcmSealer(with_key_of(settings.discord.token.reveal(), ring))
