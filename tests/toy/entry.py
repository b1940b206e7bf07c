"""Tells the registry how the toy is loaded; imports none of its code before that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from nazh.adapters.outbound.sql.chains import Migrations
from nazh.wiring.contexts import ContextEntry

if TYPE_CHECKING:
    from nazh.wiring.context import Context
    from nazh.wiring.platform import PlatformContainer


def _load(platform: PlatformContainer) -> Context:
    from tests.toy.wiring import load_toy

    return load_toy(platform)


TOY: Final = ContextEntry(
    _load,
    migrations=Migrations("toy", Path(__file__).parent / "migrations", "toy_revision"),
)
