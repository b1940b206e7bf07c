"""Lists the contexts that an operator can enable with NAZH_CONTEXTS.

A context's code is imported only when one of its functions here is called.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from nazh.adapters.outbound.sql.migrations.chains import Migrations

if TYPE_CHECKING:
    from nazh.adapters.inbound.cli.program import Command
    from nazh.adapters.inbound.settings import ContextSections
    from nazh.adapters.outbound.sql.context_tables import ContextTables
    from nazh.wiring.context import Context, StoredRecords
    from nazh.wiring.platform import PlatformContainer


RunProcess: TypeAlias = Callable[[str, str], int]
"""Runs a process of the bot for one context on a channel; returns the exit status."""


def _no_commands(run_process: RunProcess) -> Sequence[Command]:
    return ()


def _no_settings() -> Sequence[type]:
    return ()


@dataclass(frozen=True, slots=True)
class ContextEntry:
    """Loads a context.

    ``cli`` returns its commands for the terminal. ``settings`` returns its sections of settings,
    whose variables begin with ``NAZH_<CONTEXT>_``. ``migrations`` is its own migration chain;
    without one, its tables are in every database. ``tables`` declares how ``nazh db`` treats them.
    ``records`` deletes and exports what it stored about users and guilds while it is disabled.
    """

    load: Callable[[PlatformContainer], Context]
    cli: Callable[[RunProcess], Sequence[Command]] = _no_commands
    settings: Callable[[], Sequence[type]] = _no_settings
    migrations: Migrations | None = None
    tables: Callable[[], ContextTables] | None = None
    records: Callable[[PlatformContainer], StoredRecords] | None = None


def _load_dice(platform: PlatformContainer) -> Context:
    from nazh.wiring.dice.container import load_dice

    return load_dice(platform)


def _dice_cli(run_process: RunProcess) -> Sequence[Command]:
    from nazh.wiring.dice.cli import dice_commands

    return dice_commands()


def _dice_tables() -> ContextTables:
    from nazh.wiring.dice.tables import DICE_TABLES

    return DICE_TABLES


def _dice_records(platform: PlatformContainer) -> StoredRecords:
    from nazh.wiring.dice.stored_records import dice_records

    return dice_records(platform)


def _dice_settings() -> Sequence[type]:
    from nazh.adapters.inbound.settings.dice import DiceSettings

    return (DiceSettings,)


def _load_dominion(platform: PlatformContainer) -> Context:
    from nazh.wiring.dominion.container import load_dominion

    return load_dominion(platform)


def _dominion_cli(run_process: RunProcess) -> Sequence[Command]:
    from nazh.wiring.dominion.cli import dominion_commands

    return dominion_commands(_DOMINION)


def _dominion_tables() -> ContextTables:
    from nazh.adapters.outbound.sql.dominion.operations.admin import DOMINION_TABLES

    return DOMINION_TABLES


def _dominion_records(platform: PlatformContainer) -> StoredRecords:
    from nazh.wiring.dominion.stored_records import dominion_records

    return dominion_records(platform)


def _dominion_settings() -> Sequence[type]:
    from nazh.adapters.inbound.settings.dominion import DominionSettings

    return (DominionSettings,)


def _load_keep(platform: PlatformContainer) -> Context:
    from nazh.wiring.keep.container import load_keep

    return load_keep(platform)


def _keep_cli(run_process: RunProcess) -> Sequence[Command]:
    from nazh.wiring.keep.cli import keep_commands

    return keep_commands(_KEEP, context_settings(), run_process)


def _keep_tables() -> ContextTables:
    from nazh.adapters.outbound.sql.keep.admin import KEEP_TABLES

    return KEEP_TABLES


def _keep_records(platform: PlatformContainer) -> StoredRecords:
    from nazh.wiring.keep.stored_records import keep_records

    return keep_records(platform)


def _keep_settings() -> Sequence[type]:
    from nazh.adapters.inbound.settings.keep import KeepSettings

    return (KeepSettings,)


_DOMINION: Final = Migrations(
    "dominion",
    Path(__file__).parents[1] / "adapters/outbound/sql/dominion/migrations",
    "dominion_revision",
)
_KEEP: Final = Migrations(
    "keep",
    Path(__file__).parents[1] / "adapters/outbound/sql/keep/migrations",
    "keep_revision",
)
CONTEXTS: Final[dict[str, ContextEntry]] = {
    "dice": ContextEntry(
        _load_dice, _dice_cli, _dice_settings, tables=_dice_tables, records=_dice_records
    ),
    "dominion": ContextEntry(
        _load_dominion,
        _dominion_cli,
        _dominion_settings,
        _DOMINION,
        _dominion_tables,
        _dominion_records,
    ),
    "keep": ContextEntry(_load_keep, _keep_cli, _keep_settings, _KEEP, _keep_tables, _keep_records),
}


def context_settings() -> ContextSections:
    """Return functions that load the settings sections of each context, enabled or not."""
    return {name: entry.settings for name, entry in CONTEXTS.items()}


def migrations_of(names: Iterable[str]) -> tuple[Migrations, ...]:
    """Return the migration chains of the contexts with these names."""
    chains = (CONTEXTS[name].migrations for name in names)
    return tuple(chain for chain in chains if chain is not None)


def tables_of(names: Iterable[str]) -> tuple[ContextTables, ...]:
    """Return how ``nazh db`` treats the tables of the contexts with these names."""
    return tuple(tables() for name in names if (tables := CONTEXTS[name].tables))


def names_in_database(names: Collection[str]) -> list[str]:
    """Return the names of all contexts with tables in a database in which ``names`` are enabled."""
    return [
        name
        for name, context in CONTEXTS.items()
        if name in names or (context.tables is not None and context.migrations is None)
    ]
