"""Help: a page for players, one for game masters, one for the notation. Examples can be rolled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from nazh.domain.dice.limits import Limits

ROLL_THIS_MESSAGE: Final = "Roll the dice in this message"
CHOOSE_A_PAGE: Final = "Choose a page"


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page: its name in the menu, its text in Discord's markdown, and what can be rolled."""

    name: str
    text: str
    examples: tuple[str, ...]


_PLAYERS: Final = """**For players**
`/roll` throws up to five pools at once. Type `1d20+5` into pool1, or a whole list: `1d20+5, 2d6`.
`a` before a count is advantage, `d` disadvantage: `a1d20+5`, `d1d20+5`.
**difficulty** holds the first pool against a number, **label** names it, **add_plot** throws the \
plot die too, **secret** shows the roll to you alone until you press Reveal.
`/build` builds a roll without typing.

Below a result: **Add Plot Die** (yours, once), **Roll Again** (anybody, as a roll of their own), \
**Details** (every die, for you alone), **Copy Command**.
A plot die with advantage shows two faces: you pick which one counts."""
_GAME_MASTERS: Final = """**For game masters**
A plot die with disadvantage (`d1dp`) shows two faces, and you pick which one counts. You are a \
game master where you may manage the server or the messages of the channel.
A plot die: 1 adds 2 and 2 adds 4 to every pool with a d20, both with a Threat; 3 and 4 bring \
nothing; 5 and 6 bring an Opportunity.
**secret** in `/roll` rolls behind the screen; Reveal shows the roll unchanged. The operator of \
this bot can name a channel that sees the secret rolls of your players too.
**Details** tells every die and what was dropped, to anybody who asks."""
_NOTATION: Final = f"""**Notation**
`2d6+3` dice and arithmetic · `4d6kh3` keep the highest three · `2d20kl1` keep the lowest · \
`4d6d1` drop the lowest
`5d10!` a maximum throws again · `2d6r1` reroll ones · `6d10>=8` count successes
`ad3d20` advantage for the first die, disadvantage for the second · `d%` 1 to 100 · `dF` fudge
`Stealth: 1d20+5 vs 15` label and difficulty · `2d6[fire]` a note · `# words` a remark
`6x4d6kh3` six times over · `dp` the plot die · `{{1d8,1d10}}kh1` the better of two
At most {Limits.POOLS} pools, {Limits.DICE_IN_POOL} dice in a pool, {Limits.REPEATS} repeats."""
HELP_PAGES: Final[Mapping[str, HelpPage]] = MappingProxyType(
    {
        "players": HelpPage("For players", _PLAYERS, ("1d20+5", "a1d20+5, 2d6", "1d20+5, dp")),
        "masters": HelpPage("For game masters", _GAME_MASTERS, ("d1dp", "1d20 vs 15", "1d100")),
        "notation": HelpPage(
            "Notation", _NOTATION, ("4d6kh3", "5d10!", "6d10>=8", "{1d8,1d10}kh1")
        ),
    }
)


def example_label(notation: str) -> str:
    """Return what stands on the button that rolls an example."""
    return f"Roll {notation}"
