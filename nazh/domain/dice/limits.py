"""Every number that bounds a roll (docs/dice.md, "Limits"); one place for all of them."""

from __future__ import annotations

from typing import Final


class Limits:
    """The most that one request may ask of the table."""

    POOLS: Final = 5
    """Pools in a roll; a pool that is only the plot die is not counted."""
    DICE_IN_POOL: Final = 20
    """Dice in one pool; a die with an edge is one die."""
    DICE_IN_ROLL: Final = 100
    """Dice in all pools and repeats together, before any explosion; the plot die is not counted."""
    REPEATS: Final = 10
    SIDES: Final = 10_000
    FURTHER_DICE: Final = 100
    """Further dice from explosions and rerolls in one pool; then it stops and says so."""
    NOTATION_LENGTH: Final = 400
    NUMBER: Final = 1_000_000_000
    MODIFIERS: Final = 12
    """Modifiers behind one term of dice or one group."""
    SAVED_NAMES_IN_ROLL: Final = 40
    """Saved names in one roll, those inside saved rolls included."""
    NESTING: Final = 20
    """Parentheses, braces and functions inside one another."""
    SAVED_NESTING: Final = 5
    """Saved rolls inside one another."""
    SAVED_TEXT_LENGTH: Final = 2_000
    """Characters of all saved texts that one roll reads."""
    PARAMETERS: Final = 5
    """Parameters of one saved roll: as many as a form on Discord can ask for."""
    SAVED_PER_OWNER: Final = 100
    """Rolls and numbers that one player, or one server, can save."""
    NAME_LENGTH: Final = 32
    """Characters in a name."""
    CHARACTERS_PER_PLAYER: Final = 10
    NUMBERS_PER_CHARACTER: Final = 60
    ODDS_STEPS: Final = 40_000
    """Steps of reckoning, about a microsecond each, that the odds of one roll may take."""
    ODDS_VALUES: Final = 20_000
    """Different values in the odds of one expression."""
    ODDS_TAIL: Final = 10**12
    """A tail is cut where less than one in so many is behind it."""
    ODDS_TRUNCATED: Final = 20
    """Odds are refused where more than one in so many would be cut off."""
