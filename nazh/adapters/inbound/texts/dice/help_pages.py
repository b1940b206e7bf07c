"""The help pages about dice, with examples that can be rolled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from nazh.adapters.inbound.texts.dice import builder, commands, history, panels, stats
from nazh.adapters.inbound.texts.dice.fair import fair
from nazh.adapters.inbound.texts.dice.odds.odds import ODDS_BUTTON
from nazh.adapters.inbound.texts.dice.rolling import buttons
from nazh.adapters.inbound.texts.dice.systems import systems_list
from nazh.adapters.inbound.texts.guilds import guild_settings, privacy
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.texts import N_

_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "roll": commands.ROLL,
        "build": commands.BUILD,
        "pool1": commands.POOL[0],
        "difficulty": commands.DIFFICULTY,
        "label": commands.LABEL,
        "for_pool": commands.FOR_POOL,
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
        "settings": guild_settings.SETTINGS,
        "fair": fair.FAIR,
        "fair_open": fair.OPEN,
        "privacy": privacy.PRIVACY,
        "roll_button": builder.ROLL,
        "save": commands.SAVE,
        "saved": commands.SAVED,
        "character": commands.CHARACTER,
        "from": commands.FROM,
        "scope": commands.SCOPE,
        "panel": panels.PANEL,
        "rolls": panels.ROLLS,
        "post_button": panels.POST,
        "edit_button": panels.EDIT_PANEL,
    }
)
"""Names for the placeholders in the pages, as on buttons and in commands."""


@dataclass(frozen=True, slots=True)
class DicePage:
    """A page, with its name in the menu, its text in Discord's markdown, and its examples."""

    name: str
    text: str
    examples: tuple[str, ...]


_PLAYERS: Final = N_("""**For players**
`/{roll}` rolls up to five pools at once. Type `1d20+5` into {pool1}, or a list: `1d20+5, \
2d6`.
`a` before a count is advantage, `d` disadvantage: `a1d20+5`, `d1d20+5`.
**{difficulty}** compares the first pool with a number, **{label}** names it (**{for_pool}** \
chooses another pool), **{secret}** shows the roll only to you until you press {reveal_button}.
`/{build}` builds a roll without typing.

Below a result: **{again_button}** (anyone, as a roll of their own), **{details_button}** (every \
die, only for you), **{odds_button}** (how likely each total was), **{copy_button}**.
`/{odds}` shows the odds of a roll in advance, `/{history}` past rolls, `/{stats}` how lucky \
they were.
`/{privacy}` shows what I keep about you, and lets you delete it.""")
_GAME_MASTERS: Final = N_("""**For game masters**
You are a game master if you have the Manage Server permission, Manage Messages in the channel, \
or the role that `/{settings}` names.
**{secret}** in `/{roll}` rolls behind the screen; {reveal_button} shows the roll unchanged. \
With `/{settings}` you can choose a channel that sees the secret rolls of your players too.
**{details_button}** shows every die, and what was dropped, to anyone who asks.
`/{fair} {fair_open}` opens a session in which anyone can verify every public roll, with `nazh \
verify` or the page `verify.html` that comes with Nazh.""")
_PLOT_DIE: Final = N_("""**Plot die**
Add the plot die of the Cosmere RPG to a roll: with `dp` as a pool, with **{add_plot}** in \
`/{roll}`, or later with **{plot_button}** below your own result (once).
1 adds 2 and 2 adds 4 to every pool with a d20, both with a Threat; 3 and 4 bring nothing; 5 and \
6 bring an Opportunity.
With advantage (`a1dp`) it shows two faces, and you pick which one counts. With disadvantage \
(`d1dp`) the game master picks.
`/{settings}` turns this page and the offers of the plot die off.""")
_NOTATION: Final = N_("""**Notation**
`2d6+3` dice and arithmetic · `4d6kh3` keep the highest three · `2d20kl1` keep the lowest · \
`4d6d1` drop the lowest
`5d10!` a maximum rolls again · `2d6r1` reroll ones · `6d10>=8` count successes
`ad3d20` advantage for the first die, disadvantage for the second · `d%` 1 to 100 · `dF` fudge
`Stealth: 1d20+5 vs 15` label and difficulty · `2d6[fire]` a note · `# words` a remark
`6x4d6kh3` six times · `{{1d8,1d10}}kh1` the better of two
At most {pools} pools, {dice} dice in a pool, {repeats} repeats.""")
_SAVED: Final = N_("""**Saved rolls and characters**
`/{save}` keeps a roll under a name: use it as `$name` in any roll; `@name` is a number. \
`/{saved}` lists yours and those of this server: roll one, share it with the channel, forget \
it.
`1d20 + {{bonus=5}}` has a parameter: `$attack` adds 5, and `$attack(7)` adds 7. `{{level}}d6` \
needs a value: `$fire(8)` rolls eight dice.
`/{character}` keeps your characters and their numbers: `1d20+@athletics` adds the number of \
the character you play here.
**{from}** in `/{save}` translates rolls written for Roll20, Foundry, Avrae or DiceMaiden. \
Game masters save for everyone on the server with **{scope}**.""")
_PANELS: Final = N_("""**Panels**
`/{panel}` posts a message with up to {buttons} buttons of rolls that anyone can tap: \
`Attack=1d20+5, Damage=2d6+3, 4d6kh3`. Without **{rolls}**, you write one roll a line, and a \
line with commas rolls several pools.
Only you see the panel until you press **{post_button}**. A tap rolls for whoever taps, by the \
rules of this server.
`@name` in a panel is the number of whoever taps: `1d20+@athletics`. `$name` becomes a part of \
the panel, as you have saved it.
**{edit_button}** is for the author and game masters. Empty the text to remove the panel. Pin the \
message, so that everybody finds it.""")
_SYSTEMS: Final = N_("""**Game systems**
Type the name of a game's roll where a roll is typed: in `/{roll}`, `/{build}`, `/{save}` or \
`/{panel}`. `sw8+2 # Climb` adds a bonus and a remark, `3 sr6` rolls it three times. The \
result shows the notation that was rolled.
{systems}""")
_EXAMPLES_ARE_PUBLIC: Final = N_(
    "The buttons below roll in this channel, where everyone sees the result."
)
PLOT_DIE_PAGE: Final = "plot"
HELP_PAGES: Final[Mapping[str, DicePage]] = MappingProxyType(
    {
        "players": DicePage(
            N_("For players"), _PLAYERS, ("1d20+5", "a1d20+5, 2d6", "Stealth: 1d20+7 vs 15")
        ),
        "masters": DicePage(N_("For game masters"), _GAME_MASTERS, ("1d20 vs 15", "1d100")),
        PLOT_DIE_PAGE: DicePage(N_("Plot die"), _PLOT_DIE, ("1d20+5, dp", "a1dp", "d1dp")),
        "saved": DicePage(N_("Saved rolls and characters"), _SAVED, ("1d20+5, 2d6+3", "6x4d6kh3")),
        "panels": DicePage(N_("Panels"), _PANELS, ("1d20+5", "2d6+3")),
        "systems": DicePage(N_("Game systems"), _SYSTEMS, ("sw8", "cod8", "blades3", "fate")),
        "notation": DicePage(
            N_("Notation"), _NOTATION, ("4d6kh3", "5d10!", "6d10>=8", "{1d8,1d10}kh1")
        ),
    }
)


def help_text(page: DicePage, translator: Translator) -> str:
    """Return the text of a page, in Discord's markdown."""
    names = {name: translator(phrase) for name, phrase in _NAMES.items()}
    limits = {
        "pools": Limits.POOLS,
        "dice": Limits.DICE_IN_POOL,
        "repeats": Limits.REPEATS,
        "buttons": Limits.PANEL_BUTTONS,
    }
    text = translator(page.text, **names, **limits, systems=systems_list())
    return f"{text}\n-# {translator(_EXAMPLES_ARE_PUBLIC)}"


def example_label(notation: str, translator: Translator) -> str:
    """Return the label of the button that rolls an example."""
    return translator("Roll {notation}", notation=notation)
