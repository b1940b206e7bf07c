"""What Discord offers while somebody types a roll."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Final

import lightbulb

from nazh.adapters.inbound.discord.answers import Answer, Json, Kind
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.wording.dice.suggesting import HELPERS, helper_words, lately_words
from nazh.application.dice.suggest_rolls import Suggestions, SuggestRolls
from nazh.domain.kernel.identity import PlayerId

MOST: Final = 12
"""Choices that are offered; Discord takes 25, and a phone shows few at a time."""
CHOICE_CHARACTERS: Final = 100
Autocomplete = Callable[[lightbulb.AutocompleteContext[str]], Awaitable[None]]


def roll_autocomplete(suggest_rolls: SuggestRolls, door: Door) -> Autocomplete:
    """Return what answers each letter that is typed into a pool."""

    async def suggest(by: PlayerId, typed: str) -> Answer:
        return choices(typed, await suggest_rolls(by, typed))

    async def complete(context: lightbulb.AutocompleteContext[str]) -> None:
        by = PlayerId(context.interaction.user.id)
        typed = str(context.focused.value or "")
        await door.receive(context.interaction, partial(suggest, by, typed))

    return complete


def choices(typed: str, suggestions: Suggestions) -> Answer:
    """Return the answer: what was meant first, then what was rolled lately, then examples."""
    offered: dict[str, Json] = {}
    for value, name in _offers(typed, suggestions):
        if len(value) <= CHOICE_CHARACTERS and len(offered) < MOST:
            offered.setdefault(value, {"name": name[:CHOICE_CHARACTERS], "value": value})
    return Answer(Kind.CHOICES, {"choices": tuple(offered.values())})


def _offers(typed: str, suggestions: Suggestions) -> Iterator[tuple[str, str]]:
    start = "".join(typed.split()).casefold()
    for notation in suggestions.meant:
        yield notation, notation
    for notation in suggestions.lately:
        if start in "".join(notation.split()).casefold():
            yield notation, lately_words(notation)
    for notation, meaning in HELPERS:
        if "".join(notation.split()).startswith(start):
            yield notation, helper_words(notation, meaning)
