"""Lists refusals as the documents do."""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType

from nazh.domain.kernel.errors import Refusal


def refusals_of(*modules: ModuleType) -> list[type[Refusal]]:
    """Return the refusals that the modules define, in their order."""
    return [
        var
        for module in modules
        for var in vars(module).values()
        if isinstance(var, type) and issubclass(var, Refusal) and var.__module__ == module.__name__
    ]


def refusal_table(refusals: Iterable[type[Refusal]]) -> list[str]:
    """Return the lines of their table, each with its code, reason and remedy."""
    return ["| code | why | how or when |", "|---|---|---|", *map(_row, refusals)]


def _row(refusal: type[Refusal]) -> str:
    return f"| `{refusal.code}` | {refusal.says} | {refusal.remedy or ''} |".replace("|  |", "| |")
