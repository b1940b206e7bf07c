"""Help: a page for players, one for game masters, one for the notation. Examples can be rolled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from nazh.adapters.inbound.wording.dice import (
    buttons,
    commands,
    drafting,
    fair,
    history,
    privacy,
    server_settings,
    stats,
)
from nazh.adapters.inbound.wording.dice.odds import ODDS_BUTTON
from nazh.adapters.inbound.wording.languages import Words
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.phrases import phrase

CHOOSE_A_PAGE: Final = phrase("Choose a page")
_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "roll": commands.ROLL,
        "build": commands.BUILD,
        "pool1": commands.POOL[0],
        "difficulty": commands.DIFFICULTY,
        "label": commands.LABEL,
        "add_plot": commands.ADD_PLOT,
        "secret": commands.SECRET,
        "plot_button": buttons.ADD_PLOT_DIE,
        "again_button": buttons.ROLL_AGAIN,
        "details_button": buttons.DETAILS,
        "odds_button": ODDS_BUTTON,
        "copy_button": buttons.COPY_COMMAND,
        "reveal_button": buttons.REVEAL,
        "odds": commands.ODDS,
        "history": history.HISTORY,
        "stats": stats.STATS,
        "settings": server_settings.SETTINGS,
        "fair": fair.FAIR,
        "fair_open": fair.OPEN,
        "privacy": privacy.PRIVACY,
        "roll_button": drafting.ROLL,
        "save": commands.SAVE,
        "saved": commands.SAVED,
        "character": commands.CHARACTER,
        "from": commands.FROM,
        "scope": commands.SCOPE,
    }
)
"""What the pages call by its name, as it stands on buttons and is typed."""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page: its name in the menu, its text in Discord's markdown, and what can be rolled."""

    name: str
    text: str
    examples: tuple[str, ...]


_PLAYERS: Final = phrase("""**For players**
`/{roll}` throws up to five pools at once. Type `1d20+5` into {pool1}, or a whole list: \
`1d20+5, 2d6`.
`a` before a count is advantage, `d` disadvantage: `a1d20+5`, `d1d20+5`.
**{difficulty}** holds the first pool against a number, **{label}** names it, **{add_plot}** \
throws the plot die too, **{secret}** shows the roll to you alone until you press {reveal_button}.
`/{build}` builds a roll without typing.

Below a result: **{plot_button}** (yours, once), **{again_button}** (anybody, as a roll of their \
own), **{details_button}** (every die, for you alone), **{odds_button}** (how likely each \
total was), **{copy_button}**.
A plot die with advantage shows two faces: you pick which one counts.
`/{odds}` says beforehand what a roll will bring, `/{history}` what fell, `/{stats}` how lucky \
it was.
`/{privacy}` tells what I keep about you, and deletes it if you like.""")
_GAME_MASTERS: Final = phrase("""**For game masters**
A plot die with disadvantage (`d1dp`) shows two faces, and you pick which one counts. You are a \
game master where you may manage the server or the messages of the channel, or have the role that \
`/{settings}` names.
A plot die: 1 adds 2 and 2 adds 4 to every pool with a d20, both with a Threat; 3 and 4 bring \
nothing; 5 and 6 bring an Opportunity.
**{secret}** in `/{roll}` rolls behind the screen; {reveal_button} shows the roll unchanged. With \
`/{settings}` a channel sees the secret rolls of your players too.
**{details_button}** tells every die and what was dropped, to anybody who asks.
`/{fair} {fair_open}` opens a session in which everybody can check every public roll for \
themselves, with `nazh verify` or the page `verify.html` that comes with me.""")
_NOTATION: Final = phrase("""**Notation**
`2d6+3` dice and arithmetic · `4d6kh3` keep the highest three · `2d20kl1` keep the lowest · \
`4d6d1` drop the lowest
`5d10!` a maximum throws again · `2d6r1` reroll ones · `6d10>=8` count successes
`ad3d20` advantage for the first die, disadvantage for the second · `d%` 1 to 100 · `dF` fudge
`Stealth: 1d20+5 vs 15` label and difficulty · `2d6[fire]` a note · `# words` a remark
`6x4d6kh3` six times over · `dp` the plot die · `{{1d8,1d10}}kh1` the better of two
At most {pools} pools, {dice} dice in a pool, {repeats} repeats.""")
_SAVED: Final = phrase("""**Saved rolls and characters**
`/{save}` keeps a roll under a name: `$name` rolls it, in any roll, and `@name` is a number. \
`/{saved}` lists yours and those of this server: roll one, share it with the channel, forget it.
`1d20 + {{bonus=5}}` has a parameter: `$attack` adds 5, and `$attack(7)` adds 7. `{{level}}d6` \
has to be told: `$fire(8)` throws eight dice.
`/{character}` keeps whom you play, and their numbers: `1d20+@athletics` adds what the one has \
whom you play here.
**{from}** in `/{save}` translates rolls that are written for Roll20, Foundry, Avrae or \
DiceMaiden. Game masters save for everybody on the server with **{scope}**.""")
HELP_PAGES: Final[Mapping[str, HelpPage]] = MappingProxyType(
    {
        "players": HelpPage(
            phrase("For players"), _PLAYERS, ("1d20+5", "a1d20+5, 2d6", "1d20+5, dp")
        ),
        "masters": HelpPage(
            phrase("For game masters"), _GAME_MASTERS, ("d1dp", "1d20 vs 15", "1d100")
        ),
        "saved": HelpPage(
            phrase("Saved rolls and characters"), _SAVED, ("1d20+5, 2d6+3", "6x4d6kh3")
        ),
        "notation": HelpPage(
            phrase("Notation"), _NOTATION, ("4d6kh3", "5d10!", "6d10>=8", "{1d8,1d10}kh1")
        ),
    }
)


def help_text(page: HelpPage, words: Words) -> str:
    """Return the text of a page, in Discord's markdown."""
    names = {name: words(said) for name, said in _NAMES.items()}
    limits = {"pools": Limits.POOLS, "dice": Limits.DICE_IN_POOL, "repeats": Limits.REPEATS}
    return words(page.text, **names, **limits)


def example_label(notation: str, words: Words) -> str:
    """Return what stands on the button that rolls an example."""
    return words("Roll {notation}", notation=notation)
