"""Every number that bounds a roll (docs/dice.md, "Limits"); one place for all of them."""

from __future__ import annotations

from typing import Final


class Limits:
    """The most that one request may ask of the table."""

    POOLS: Final = 5
    """Pools in a roll; a pool that is only the plot die is not counted."""
    DICE_IN_POOL: Final = 20
    """Dice in one pool; a die with an edge is one die."""
    DICE_IN_ALL: Final = 100
    """Dice in all pools and repeats together, before any explosion; the plot die is not counted."""
    REPEATS: Final = 10
    SIDES: Final = 10_000
    FURTHER_DICE: Final = 100
    """Further dice from explosions and rerolls in one pool; then it stops and says so."""
    CHARACTERS: Final = 400
    NUMBER: Final = 1_000_000_000
    MODIFIERS: Final = 12
    """Modifiers behind one term of dice or one group."""
    NAMES: Final = 40
    """Saved names in one roll, those inside saved rolls included."""
    NESTING: Final = 20
    """Parentheses, braces and functions inside one another."""
