"""Defines all limits of a roll (docs/dice.md, "Limits")."""

from __future__ import annotations

from typing import Final


class Limits:
    """The limits of a single request."""

    POOLS: Final = 5
    """Pools in a roll, not counting a pool that is only the plot die."""
    DICE_IN_POOL: Final = 20
    """Dice in one pool; a die with an edge is one die."""
    DICE_IN_ROLL: Final = 100
    """Dice in all pools and repeats together, before any explosion, without the plot die."""
    REPEATS: Final = 10
    SIDES: Final = 10_000
    FURTHER_DICE: Final = 100
    """Further dice from explosions and rerolls in one pool. At the limit it stops and is marked."""
    NOTATION_LENGTH: Final = 400
    NUMBER: Final = 1_000_000_000
    MODIFIERS: Final = 12
    """Modifiers of one dice term or one group."""
    SAVED_NAMES_IN_ROLL: Final = 40
    """Saved names in one roll, including those inside saved rolls."""
    NESTING: Final = 20
    """Nesting depth of parentheses, braces and functions."""
    SAVED_NESTING: Final = 5
    """Nesting depth of saved rolls."""
    SAVED_TEXT_LENGTH: Final = 2_000
    """Characters of all saved texts in one roll."""
    PARAMETERS: Final = 5
    """Parameters of one saved roll: the number of fields in a Discord modal."""
    SAVED_PER_OWNER: Final = 100
    """Rolls and numbers that one player, or one server, can save."""
    NAME_LENGTH: Final = 32
    """Characters in a name."""
    PARAMETER_NAME_LENGTH: Final = 100
    """Characters in the name of a parameter, which is the id of its field in a Discord modal."""
    CHARACTERS_PER_PLAYER: Final = 10
    NUMBERS_PER_CHARACTER: Final = 60
    ODDS_STEPS: Final = 40_000
    """Steps, about a microsecond each, for calculating the odds of one roll on Discord."""
    ODDS_STEPS_IN_TERMINAL: Final = 400_000
    """The same in a terminal, where nobody else waits."""
    ODDS_DICE: Final = 200
    """Dice in a pool whose odds are calculated. They are not rolled, so the limits on dice do not
    apply; this limit keeps the numbers in a step small."""
    ODDS_VALUES: Final = 20_000
    """Distinct values in the odds of one expression."""
    ODDS_TAIL: Final = 10**12
    """A tail is truncated if its probability is below 1 in this number."""
    ODDS_TRUNCATED: Final = 20
    """Odds are refused if more than 1 in this number would be truncated."""
    PANEL_BUTTONS: Final = 20
    """Buttons of one panel: four rows of five."""
    PANEL_LABEL_LENGTH: Final = 80
    """Characters on a button."""
    PANEL_LENGTH: Final = 2_000
    """Characters of all lines of a panel, with the saved rolls that it uses."""
    PANEL_TITLE_LENGTH: Final = 80
