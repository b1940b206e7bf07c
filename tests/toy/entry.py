"""Tells the registry how the toy is loaded; imports none of its code before that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from nazh.adapters.outbound.sql.migrations.chains import Migrations
from nazh.wiring.contexts import ContextEntry, RunProcess

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nazh.adapters.inbound.cli.program import Command
    from nazh.adapters.outbound.sql.context_tables import ContextTables
    from nazh.wiring.context import Context, StoredRecords
    from nazh.wiring.platform import PlatformContainer


def _load(platform: PlatformContainer) -> Context:
    from tests.toy.wiring import load_toy

    return load_toy(platform)


def _cli(run_process: RunProcess) -> Sequence[Command]:
    from tests.toy.cli import bell_command

    return (bell_command,)


def _tables() -> ContextTables:
    from tests.toy.sql import TOY_TABLES

    return TOY_TABLES


def _settings() -> Sequence[type]:
    from tests.toy.settings import ToySettings

    return (ToySettings,)


def _records(platform: PlatformContainer) -> StoredRecords:
    from tests.toy.wiring import toy_records

    return toy_records(platform)


TOY: Final = ContextEntry(
    _load,
    _cli,
    _settings,
    migrations=Migrations("toy", Path(__file__).parent / "migrations", "toy_revision"),
    tables=_tables,
    records=_records,
)
