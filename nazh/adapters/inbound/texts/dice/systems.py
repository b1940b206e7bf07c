"""Writes the list of game systems. Titles and help lines are in English, as in the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nazh.domain.dice.systems import GameSystem, game_systems


def system_words(system: GameSystem) -> str:
    """Return a system as a suggestion."""
    return f"{system.example} ({system.title}: {system.help})"


def systems_list() -> str:
    """Return one example for each game, in Discord's markdown."""
    examples: dict[str, str] = {}
    for system in game_systems():
        examples.setdefault(system.title, system.example)
    return " · ".join(f"`{example}` {title}" for title, example in examples.items())


def system_lines(systems: Sequence[GameSystem]) -> Iterator[str]:
    """Yield each system's example, notation, game and help line, in columns."""
    written = [(system.example, system.notation) for system in systems]
    widths = [max((len(row[column]) for row in written), default=0) for column in range(2)]
    for system, (example, notation) in zip(systems, written, strict=True):
        start = f"{example:<{widths[0]}}  {notation:<{widths[1]}}"
        yield f"{start}  {system.title}: {system.help}"
