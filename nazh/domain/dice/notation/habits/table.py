"""Lists the habits that are rewritten wherever they occur, each with its replacement."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.notation.habits.patterns import (
    DICE,
    EDGES,
    MODIFIED,
    ROLL,
    USUAL_SIDES,
    always,
)
from nazh.domain.dice.notation.habits.rewording import Replace

Habit = tuple[str, Replace]
"""A pattern, which is compiled on first use, and its replacement."""
_WHAT: Final = r"(?: +(?:die|dice|rolls?|results?|ones?))?(?!\w)"
_ENDS: Final = {
    **dict.fromkeys(("highest", "high", "best", "top", "higher", "greatest"), "h"),
    **dict.fromkeys(("lowest", "low", "worst", "bottom", "lower", "smallest"), "l"),
    **dict.fromkeys(("middle", "mid"), "m"),
}
_END: Final = "|".join(_ENDS)
_NUMBERS: Final = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
}
_NUMBER: Final = "|".join(_NUMBERS)
_DROPPING: Final = ("drop", "remove", "discard", "without", "less")


_ROUNDED: Final = r" *,? *\(?round(?:ed|ing)? +(?P<way>up|down)\)?"


def _habit(replacement: Replace, *pattern: str) -> Habit:
    return "".join(pattern), replacement


def _kept(match: re.Match[str]) -> str | None:
    verb, before, end, after = match[1], match[2], match[3], match[4]
    number = before or after
    if end is None and number is None:
        return None
    letter = "d" if verb.startswith(_DROPPING) else "k"
    side = _ENDS[end] if end else "l" if letter == "d" else "h"
    return f" {letter}{side}{number or 1}"


def _counted(match: re.Match[str]) -> str:
    below = (match[2] or "").startswith((" or less", " or lower", " or below", "-"))
    return f"{'<=' if below else '>='}{match[1]}"


def _exploded(match: re.Match[str]) -> str:
    if match[1] is None:
        return "!"
    return f"!{'>=' if match[2] else '='}{match[1]}"


def _scaled(match: re.Match[str]) -> str | None:
    whole, word, number = match["whole"], match["word"], match["number"]
    if (number is None) == word.endswith("by"):
        return None
    sign = "*" if word in ("doubled", "double", "multiplied by") else "/"
    is_sum = "+" in whole or "-" in whole
    return f"{f'({whole})' if is_sum else whole}{sign}{number or 2}"


def _best_of(match: re.Match[str]) -> str:
    return f"{match[3]} k{_ENDS[match[1]]}{match[2] or 1}"


def _dice_of_k(match: re.Match[str]) -> str | None:
    count, number = int(match[1]), int(match[2])
    return f"{count}d{number}" if number > count and number in USUAL_SIDES else None


# The names of commands, options and the plot die in all languages (adapters/inbound/texts).
_ROLL: Final = "(?:roll|würfeln|lancer|tirar|rolar)"
_POOL: Final = "(?:pool|groupe|grupo)"
_NOTATION: Final = "(?:notation|notación|notação)"
_ADD_PLOT: Final = "(?:add_plot|plotwürfel|dé_intrigue|dado_trama|dado_de_trama)"
_PLOT_DIE: Final = "(?:plot(?:[ -]?di(?:e|ce)|würfel)?|dé d['’]intrigue|dado de trama)"

NEVER_MEANT: Final[tuple[Habit, ...]] = (
    # A command typed into the option, also before a label.
    _habit(always(""), rf"^ *[/!.](?:{_ROLL}|rr?) +(?=\S)"),
    # Names of options, copied with their values, as by Copy Command.
    _habit(always(""), rf"^ *(?:{_POOL}[1-5]|{_NOTATION}) *: *(?=\S)"),
    _habit(always(", "), rf"(?<=[^\s,;]) +{_POOL}[2-5] *: *(?=\S)"),
    _habit(always(", dp"), rf"(?<=[^\s,;]) +{_ADD_PLOT} *: *true *$"),
    _habit(always("d1d20"), r"(?<![\w@$])1?d20 ?d(?! *[\w%\[])"),
    _habit(lambda match: f"{match[1]}x", r"^ *(\d+)#(?=\d*d\d)"),
    # Two dice for the tens and the ones, not a die with that many sides.
    _habit(always("1d6*10+1d6"), r"(?<![\w@$])d66(?!\w)"),
    _habit(always("1d6*100+1d6*10+1d6"), r"(?<![\w@$])d666(?!\w)"),
    # A thousands separator would begin a second pool.
    _habit(lambda match: f"{match[1]}{match[2]}", r"^([^\[\](){}#:;]*?\d),(\d{3})(?![\w,.])"),
    # A difficulty would be a pool, with the dice as its label.
    _habit(always(" vs "), r"(?<=[\d\])]) +(?:vs|dc|ac|tn|difficulty) *: *(?=\d+ *(?:$|[,;#]))"),
    # A number before it would count plot dice.
    _habit(
        lambda match: f"{match['whole']}{match['vs'] or ''}, dp{', ' if match['next'] else ''}",
        rf"(?<![^,;#])(?>[^,;#]*?(?=(?P<dice>{MODIFIED})))",
        r"(?P<piece>(?P<whole>(?P=dice)[^,;#]*?) +dp(?P<vs> +vs *\d+)? *",
        r"(?=$|[,;#]|d *\d|(?P<next>\d+ *d *\d)))",
    ),
)
"""Forms that the notation could parse, but whose literal meaning nobody intends."""
NUMBER_WORDS: Final[tuple[Habit, ...]] = (
    _habit(
        lambda match: f"{_NUMBERS[match[1]]} ", rf"(?<!\w)({_NUMBER}) +(?=times(?!\w)|\d*d *\d)"
    ),
    # In Polish and Czech, dice are written with a k, which a system uses for keeping dice.
    _habit(_dice_of_k, r"(?<![\w@$])(\d+)k(\d+)(?!\w)"),
    _habit(always(" 2 times"), r" +twice *$"),
    _habit(always("2 times "), r"^ *twice +(?=\d|d *\d)"),
    _habit(
        lambda match: f"{match[1]}{_NUMBERS[match[2]]}",
        rf"((?:\b(?:{_END}|keep|drop|take|use)(?: the)?) +)({_NUMBER})(?!\w)",
    ),
    _habit(always(""), r"^ *an? +(?=d *\d)"),
    _habit(always(" <=2"), r"(?<=re-roll|.reroll) +1'?s? *(?:and|or|&) *2'?s?(?!\w)"),
)
"""Numbers in words, where they count dice or rolls."""
COMMANDS: Final[tuple[Habit, ...]] = (
    _habit(
        always(""),
        r"^ *[/!.]?(?:roll|rolling|r|rr|rrr|roll dice|throw|wurf|dice) +(?:(?:me|for) +)?",
        rf"(?:(?:an? +|the +)(?=d *\d))?(?={ROLL}|(?:{EDGES})\b|[^\W\d]+(?: |$))",
    ),
    _habit(always(""), r"^ *(?:[/!.]?r|[/!.=]+)(?=\d*d\d)"),
    _habit(always(""), r"^ *(?:(?:s|nr|ul) +)+(?=\d|d\d)"),
    _habit(
        lambda match: f" {match[1].strip()}",
        rf"(?<![\w\]%]) *\[\[? *(?:/?r(?:oll)? +)?(?=[^\[\]]*{DICE})([^\[\]]*)\]\]?",
    ),
    _habit(lambda match: f"{match[1]}x{match[2]}", r"^ *(\d+) *x *[\[(]([^\[\]()]*)[\])] *$"),
    _habit(lambda match: f"{match[1]}x", r"^ *(\d+) +times +"),
    _habit(
        lambda match: f"{match[2] or match[3]}x {match[1].strip()}",
        r"^([^,;#:]*?\S) +(?:(?:-rr|repeat(?:ed)?)(?: +for)? +(\d+)(?: +times)?",
        r"|\(?(\d+) +times\)?) *$",
    ),
    # Separated from the number of repeats, so that the words beside the die are found.
    _habit(lambda match: f"{match[1]}x ", r"^ *(\d+) *x(?=[\dd])"),
)
"""Commands and other text around a roll."""
_EDGES: Final[tuple[Habit, ...]] = (
    _habit(
        always(" ea "),
        r"(?<![\w@$])(?:elven accuracy|eadv|(?:super|double|triple)[ -]?adv(?:antage)?)(?!\w)",
    ),
    _habit(lambda match: f" {match[1]} ", rf"[\[(] *({EDGES}) *[\])]"),
    _habit(lambda match: f" {match[1]} ", rf"(?<=[\d ])[+-]+ *({EDGES})(?!\w)"),
)
_OPERATORS: Final[tuple[Habit, ...]] = (
    # In German, dice are written with a w, and in the Nordic languages with a t.
    _habit(lambda match: f"{match[1]}d{match[2]}", r"(?<![^\W\d_])(\d*)w(\d+|%)(?![^\W\d_])"),
    _habit(lambda match: f"{match[1]}d{match[2]}", r"(?<![\w@$])(\d+)t(\d+|%)(?![^\W\d_])"),
    _habit(lambda match: f"[{match[1].replace('/', ',')}]", r"\[([\d -]+(?:/[\d -]+)+)\]"),
    _habit(always(""), r"(?<=df)\.2(?!\d)"),
    _habit(
        lambda match: ", dp" if match.string[: match.start()].strip() else "dp",
        r" *(?:(?:,|\+|and|with|plus|mit|avec|con|com) *)?(?:(?:an?|the|dem|le|el|o) +)?",
        rf"(?<!\w){_PLOT_DIE} *(?=$|[,;])",
    ),
    _habit(
        _scaled,
        # Matched only from the first dice of a pool, because trying all of them would be slow.
        rf"(?<![^,;:#])(?>[^,;:#]*?(?=(?P<dice>{DICE}|\w*\()))",
        r"(?P<piece>(?P<whole>(?P=dice)[^,;:#]*?)(?<=[\d)%]) *,? *",
        r"(?P<word>halved|half|½|doubled|multiplied by|divided by)",
        rf"(?: +(?P<number>\d+))? *(?=$|[,;#]|{_ROUNDED}))",
    ),
    _habit(
        _scaled,
        r"(?<![^,;:#]) *(?P<word>half|½|double)(?: +(?:of|the|my|your|damage))* +",
        rf"(?P<whole>(?={DICE}|\w*\()[^,;:#]*?)(?<=[\d)%])(?P<number>(?!))?",
        r"(?= +[^\W\d]| *(?:$|[,;#]))",
    ),
    _habit(
        lambda match: f"{'ceil' if match['way'] == 'up' else 'floor'}({match['whole']})",
        rf"(?<![^,;:#])(?>[^,;:#]*?(?=(?P<dice>{DICE}|\w*\()))",
        rf"(?P<piece>(?P<whole>(?P=dice)[^,;:#]*?)(?<=[\d)%]){_ROUNDED} *(?=$|[,;#]))",
    ),
    _habit(always("+"), r" +plus +(?=\w)"),
    _habit(always("-"), r" +minus +(?=\w)"),
    _habit(always("+"), r" +(?:and )?add(?:ing)? +(?=\d|d\d)"),
    _habit(always("-"), r" +(?:and )?subtract(?:ing)? +(?=\d|d\d)"),
    _habit(always(", "), r" *(?: and | & | then |\|) *(?:an? +(?=d))?(?=[adn]*\d|d\d)"),
    # Avrae's argument for a bonus.
    _habit(always("+"), r" *-b +(?=\d|[adn]*\d*d\d)"),
    _habit(always(""), r"(?<=[\w)\]%]) *[=.?]+ *$"),
    _habit(lambda match: f"{match[1]}{match[2]}", r"(?<=\d) *([<>]=?) *(\d+) *c(?!\w)"),
)
_DIFFICULTIES: Final[tuple[Habit, ...]] = (
    _habit(always(" vs "), r"(?:(?<=\d)v| +v +)(?=\d+ *(?:$|[,;]))"),
    _habit(
        lambda match: f" {match[1]}",
        r"\( *((?:vs\.?|versus|against|dc|ac|tn|difficulty)[^()]*\d) *\)",
    ),
    _habit(
        always(" vs "),
        r"[ ,]+-?(?:(?:vs\.?|versus|against|beats?|to beat) *",
        r"(?:(?:an? )?(?:dc|ac|tn|diff|difficulty|target(?: number)?)?)",
        r"|(?:an? )?(?:dc|ac|tn|diff|difficulty|target number)) *[:=]? *(?=\d)",
    ),
)
_MODIFIERS: Final[tuple[Habit, ...]] = (
    _habit(_best_of, rf"(?<![\w@$])(?:the *)?({_END}) *(\d+)? *(?:of|from|out of) +({DICE})"),
    _habit(
        _kept,
        r"[ ,]*\b(keep(?:ing|s)?|take|pick|choose|us(?:e|ing)",
        r"|drop(?:ping|s)?|remove|discard|without|less)",
        r"(?: +the)? *",
        rf"(\d+)? *({_END})?(?: *(\d+))?{_WHAT}",
    ),
    _habit(
        lambda match: f" k{_ENDS[match[1]]}{match[2] or 1}",
        rf"(?<=\w) +({_END})(?: *(\d+))?{_WHAT}",
    ),
    _habit(
        _counted,
        r"(?<=[\w%]) *(?:,? *count(?:ing)?(?: +successes)?|successes|success|hits?|target)",
        r"(?: +(?:at|on|of|for|over))? *(?:>= *)?(\d+)(\+| or (?:more|higher|better|above)",
        r"| or (?:less|lower|below)|-)?(?!\w)",
    ),
    _habit(
        _exploded,
        r"(?<=[\w%]) *explod(?:es?|ing)(?: +(?:on|at))? *",
        r"(?:(\d+)(\+| or (?:more|higher))?)?(?!\w)",
    ),
    _habit(
        always("ro1"),
        r"(?<=[\w%]) *(?:re-?roll(?:ing)?) *(?:(?:the|any|all) *)?(?:ones|1'?s?) *once(?!\w)",
    ),
    # Modifiers that only one of the bots has.
    _habit(lambda match: f"<={match[1]}", r"(?<=\d) *tl(\d+)(?=\W|f|ie|$)"),
    _habit(lambda match: f">={match[1]}", r"(?<=\d) *t(\d+)(?=\W|f|ie|ir|$)"),
    _habit(lambda match: f"r>={match[1]}", r"(?<=\d) *irg(\d+)(?!\w)"),
    _habit(lambda match: f"r<={match[1]}", r"(?<=\d) *ir(\d+)(?!\w)"),
    _habit(lambda match: f"ro>={match[1]}", r"(?<=\d) *rg(\d+)(?!\w)"),
    _habit(lambda match: f"d{match[1]}{match[2]}", r"(?<=\d) *p([hl]) *(\d+)(?!\w)"),
    _habit(lambda match: f"k{match[1]}{match[2]}", r"(?<=\d) *([hl])(\d+)(?!\w)"),
    _habit(
        lambda match: f"d{match[2][0]}{match[1] or 1}",
        r"(?<=\d) *- *(\d*) *([hl]|highest|lowest)(?!\w)",
    ),
    _habit(lambda match: f"k{match[1]}1", r"(?<=\d)([hl])(?!\w)"),
    _habit(lambda match: f"{match[1]}>={match[2]}", rf"({DICE}) +(\d+)\+ *(?=$|[,;])"),
    _habit(always(">="), r"(?<=[\w%)\]]) +at least +(?=\d+ *(?:$|[,;]))"),
    _habit(always("<="), r"(?<=[\w%)\]]) +at most +(?=\d+ *(?:$|[,;]))"),
    _habit(always("s"), r"(?<=\d)sa(?!\w)"),
)
_NOTES: Final[tuple[Habit, ...]] = (
    _habit(
        lambda match: f"{match[1]} {match[2] or 'adv'}",
        rf"((?<![\w@$])1? *d *20(?: *[+-] *\d+)+)(?:({EDGES})|a)(?!\w)",
    ),
    _habit(
        lambda match: f"{match[1]}[{match[2]}]",
        rf"({MODIFIED}) +((?!(?:{EDGES})\b)[^\W\d_]{{3,}}) *(?=[+-] *(?:\d|d\d))",
    ),
    _habit(
        lambda match: f"{match[1]}[{match[3]}]{match[2]}",
        rf"({MODIFIED})((?: *[+-] *\d+)+) +((?!(?:{EDGES}|dc|vs)\b)[^\W\d_]{{3,}}) *",
        r"(?=[+-] *(?:\d|d\d))",
    ),
    _habit(
        lambda match: f"{match[1]}[{match[2]}]",
        rf"({MODIFIED}) *\( *([^\W\d_]{{3,}}) *\) *(?=[+-] *(?:\d|d\d))",
    ),
    _habit(always(" "), rf" *, *(?=(?:with +)?(?:{EDGES}) *(?:$|[,;]))"),
    _habit(lambda match: match[1], r"(?<=[+-]) *(\d+) *\[[^\[\]\d]+\]"),
)
HABITS: Final = (*_EDGES, *_OPERATORS, *_DIFFICULTIES, *_MODIFIERS, *_NOTES)
"""The other habits, in the order in which they are applied."""
