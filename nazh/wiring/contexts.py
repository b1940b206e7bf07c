"""Lists the contexts that an operator can switch on with NAZH_CONTEXTS.

A context's code is imported when one of its functions here is called, and not before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nazh.adapters.outbound.sql.chains import Migrations

if TYPE_CHECKING:
    from nazh.adapters.inbound.cli.program import Command
    from nazh.wiring.context import Context
    from nazh.wiring.platform import PlatformContainer


def _no_commands() -> Sequence[Command]:
    return ()


@dataclass(frozen=True, slots=True)
class ContextEntry:
    """How a context is loaded.

    ``cli`` returns its commands for the terminal, without Discord. ``migrations`` is its own chain.
    """

    load: Callable[[PlatformContainer], Context]
    cli: Callable[[], Sequence[Command]] = _no_commands
    migrations: Migrations | None = None


def _load_dice(platform: PlatformContainer) -> Context:
    from nazh.wiring.dice.container import load_dice

    return load_dice(platform)


def _dice_cli() -> Sequence[Command]:
    from nazh.wiring.dice.cli import dice_commands

    return dice_commands()


CONTEXTS: Final[dict[str, ContextEntry]] = {"dice": ContextEntry(_load_dice, _dice_cli)}


def migrations_of(names: Iterable[str]) -> tuple[Migrations, ...]:
    """Return the chains of migrations of the contexts with these names."""
    chains = (CONTEXTS[name].migrations for name in names)
    return tuple(chain for chain in chains if chain is not None)
