"""Builds Keep's manifest."""

from __future__ import annotations

from nazh.adapters.inbound.texts import keep as texts
from nazh.wiring.context import Context
from nazh.wiring.platform import PlatformContainer


def load_keep(platform: PlatformContainer) -> Context:
    """Return the manifest, which has no commands for Discord yet."""
    return Context(name="keep", texts=texts.__name__)
