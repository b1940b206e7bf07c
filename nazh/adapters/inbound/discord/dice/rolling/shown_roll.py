"""Parses the roll from a message of the bot."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from nazh.adapters.inbound.texts.dice import escape_markdown, unescape_markdown
from nazh.adapters.inbound.texts.dice.commands import roll_command_text
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dice.limits import Limits

COMMENT_MARK: Final = "> "
_ADDED_PLOT_DIE: Final = ", dp"
_NOTATION: Final = re.compile(r"`([^`]+)`")  # no notation contains a backtick


@dataclass(frozen=True, slots=True)
class ShownRoll:
    """The roll in a message, with the notations of its code spans, and its comment."""

    notations: tuple[str, ...]
    comment: str | None

    @property
    def notation(self) -> str:
        """The canonical notation, as ``RollPlan.notation`` writes it; empty if there is none."""
        return ", ".join(self.notations)

    def command(self, translator: Translator, *, is_secret: bool = False) -> str:
        """Return the slash command that repeats this roll, with the names of a language."""
        *pools, last = self.notations
        adds_plot = last.endswith(_ADDED_PLOT_DIE) or (last == "dp" and bool(pools))
        if last != "dp" or not pools:
            pools.append(last.removesuffix(_ADDED_PLOT_DIE))
        if len(pools) > Limits.POOLS:
            pools = [", ".join(pools)]
        if self.comment is not None:
            pools[-1] = f"{pools[-1]} # {self.comment}"
        return roll_command_text(pools, translator, adds_plot=adds_plot, is_secret=is_secret)


def read_roll(description: str) -> ShownRoll:
    """Return the roll in an embed's description, or in the text of a result without one."""
    comment = None
    lines = description.split("\n")
    # Below the heading; results of earlier versions have no heading.
    for place, line in enumerate(lines[:2]):
        if line.startswith(COMMENT_MARK):
            comment = unescape_markdown(line.removeprefix(COMMENT_MARK))
            del lines[place]
            break
    return ShownRoll(tuple(_NOTATION.findall("\n".join(lines))), comment)


def comment_line(comment: str) -> str:
    """Return a comment as one line that formats, mentions and links nothing."""
    return f"{COMMENT_MARK}{escape_markdown(' '.join(comment.split()))}"
