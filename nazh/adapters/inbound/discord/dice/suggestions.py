"""What Discord offers while somebody types a roll."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Final

import lightbulb

from nazh.adapters.inbound.discord.answers import Answer, Json, Kind
from nazh.adapters.inbound.discord.dice.pressed import server_of
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.languages import private_words
from nazh.adapters.inbound.wording.dice.saving import offered_name
from nazh.adapters.inbound.wording.dice.suggesting import HELPERS, helper_words, lately_words
from nazh.adapters.inbound.wording.languages import Words
from nazh.application.dice.suggest_rolls import Suggestions, SuggestRolls
from nazh.domain.kernel.identity import PlayerId, ServerId

MOST: Final = 12
"""Choices that are offered; Discord takes 25, and a phone shows few at a time."""
CHOICE_CHARACTERS: Final = 100
_MOST_NAMED: Final = 6
Autocomplete = Callable[[lightbulb.AutocompleteContext[str]], Awaitable[None]]


def roll_autocomplete(suggest_rolls: SuggestRolls, door: Door) -> Autocomplete:
    """Return what answers each letter that is typed into a pool."""

    async def suggest(by: PlayerId, typed: str, server: ServerId | None, words: Words) -> Answer:
        return choices(typed, await suggest_rolls(by, typed, server), words)

    async def complete(context: lightbulb.AutocompleteContext[str]) -> None:
        by = PlayerId(context.interaction.user.id)
        words = private_words(context.interaction)
        typed = str(context.focused.value or "")
        server = server_of(context.interaction)
        await door.receive(context.interaction, partial(suggest, by, typed, server, words))

    return complete


def choices(typed: str, suggestions: Suggestions, words: Words) -> Answer:
    """Return the answer: saved names, what was meant, what was rolled lately, then examples."""
    offered: dict[str, Json] = {}
    for value, name in _offers(typed, suggestions, words):
        if len(value) <= CHOICE_CHARACTERS and len(offered) < MOST:
            offered.setdefault(value, {"name": name[:CHOICE_CHARACTERS], "value": value})
    return Answer(Kind.CHOICES, {"choices": tuple(offered.values())})


def _offers(typed: str, suggestions: Suggestions, words: Words) -> Iterator[tuple[str, str]]:
    start = "".join(typed.split()).casefold()
    for notation, text in suggestions.named[:_MOST_NAMED]:
        yield notation, offered_name(notation, text)
    for notation in suggestions.meant:
        yield notation, notation
    for notation in suggestions.lately:
        if start in "".join(notation.split()).casefold():
            yield notation, lately_words(notation, words)
    for notation, meaning in HELPERS:
        if "".join(notation.split()).startswith(start):
            yield notation, helper_words(notation, meaning, words)
