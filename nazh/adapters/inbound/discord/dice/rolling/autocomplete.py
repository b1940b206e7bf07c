"""Suggests rolls while a user is typing one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import lightbulb

from nazh.adapters.inbound.discord.dice.guild_context import GuildContexts
from nazh.adapters.inbound.discord.guilds.members import server_of
from nazh.adapters.inbound.discord.interactions.commands import Autocomplete
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response, choices_response
from nazh.adapters.inbound.texts.dice.rolling.suggestions import (
    EXAMPLES,
    HELPERS,
    PLOT_DIE_HELPER,
    example_words,
    helper_words,
    lately_words,
)
from nazh.adapters.inbound.texts.dice.saved_rolls import offered_name
from nazh.adapters.inbound.texts.dice.systems import system_words
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dice.rolling.suggest_rolls import Suggestions, SuggestRolls
from nazh.domain.dice.search_form import search_form
from nazh.domain.dice.systems import find_systems
from nazh.domain.kernel.identity import UserId

MAX_CHOICES: Final = 12
"""The number of choices. Discord accepts 25, but a phone shows only a few at a time."""
CHOICE_CHARACTERS: Final = 100
_MAX_NAMED: Final = 6


def roll_autocomplete(suggest_rolls: SuggestRolls, guild_contexts: GuildContexts) -> Autocomplete:
    """Return the autocomplete of the pool options."""

    async def complete(context: lightbulb.AutocompleteContext[str]) -> Response:
        interaction, typed = context.interaction, str(context.focused.value or "")
        by = UserId(interaction.user.id)
        guild = server_of(interaction)
        suggestions = await suggest_rolls(by, typed, guild)
        offers_plot_die = await guild_contexts.offers_plot_die(guild)
        return choices(
            typed, suggestions, private_translator(interaction), offers_plot_die=offers_plot_die
        )

    return complete


def choices(
    typed: str, suggestions: Suggestions, translator: Translator, *, offers_plot_die: bool = True
) -> Response:
    """Return the choices, with saved names, interpretations, recent rolls, then examples."""
    names_by_value: dict[str, str] = {}
    for value, name in _choices(typed, suggestions, translator, offers_plot_die):
        if len(value) <= CHOICE_CHARACTERS and len(names_by_value) < MAX_CHOICES:
            names_by_value.setdefault(value, _cut(name))
    return choices_response((name, value) for value, name in names_by_value.items())


def _cut(name: str) -> str:
    return name if len(name) <= CHOICE_CHARACTERS else f"{name[: CHOICE_CHARACTERS - 1]}…"


def _choices(
    typed: str, suggestions: Suggestions, translator: Translator, offers_plot_die: bool
) -> Iterator[tuple[str, str]]:
    start = search_form("".join(typed.split()))
    for notation, text in suggestions.named[:_MAX_NAMED]:
        yield notation, offered_name(notation, text)
    for notation in suggestions.meant:
        yield notation, notation
    for notation in suggestions.recent:
        if start in search_form("".join(notation.split())):
            yield notation, lately_words(notation, translator)
    helpers = (
        HELPERS if offers_plot_die else (helper for helper in HELPERS if helper != PLOT_DIE_HELPER)
    )
    for notation, meaning in helpers:
        if "".join(notation.split()).startswith(start):
            yield notation, helper_words(notation, meaning, translator)
    for notation in EXAMPLES if start else ():
        if notation.startswith(start):
            yield notation, example_words(notation, translator)
    for system in find_systems(typed) if len(start) > 1 else ():
        yield system.example, system_words(system)
