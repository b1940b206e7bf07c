"""SettingsInHand: what the test says that servers have chosen."""

from __future__ import annotations

from nazh.domain.dice.server_settings import UNCHANGED, ServerSettings
from nazh.domain.kernel.identity import ServerId


class SettingsInHand:
    """Every server has chosen the same; satisfies ``SettingsHere``."""

    def __init__(self, chosen: ServerSettings = UNCHANGED) -> None:
        self._chosen = chosen

    async def __call__(self, server: ServerId | None) -> ServerSettings:
        """Return what was chosen; nothing without a server."""
        return UNCHANGED if server is None else self._chosen
