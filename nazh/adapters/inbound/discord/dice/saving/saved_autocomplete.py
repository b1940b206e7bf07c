"""Suggests saved names and characters while a user is typing."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import lightbulb

from nazh.adapters.inbound.discord.dice.rolling.autocomplete import CHOICE_CHARACTERS, MAX_CHOICES
from nazh.adapters.inbound.discord.guilds.members import server_of
from nazh.adapters.inbound.discord.interactions.commands import Autocomplete
from nazh.adapters.inbound.discord.interactions.responses import Response, choices_response
from nazh.adapters.inbound.texts.dice.saved_rolls import offered_name
from nazh.application.dice.saving.list_saved import ListSaved, SavedList
from nazh.domain.dice.search_form import search_form
from nazh.domain.kernel.identity import UserId

Offers = Callable[[SavedList], list[tuple[str, str]]]


def name_autocomplete(list_saved: ListSaved) -> Autocomplete:
    """Return the autocomplete of all saved names."""

    def offers(listed: SavedList) -> list[tuple[str, str]]:
        return [(entry.name, offered_name(entry.name, entry.text)) for entry in listed.entries]

    return _autocomplete(list_saved, offers)


def number_autocomplete(list_saved: ListSaved) -> Autocomplete:
    """Return the autocomplete of the numbers of all available characters."""

    def offers(listed: SavedList) -> list[tuple[str, str]]:
        played = listed.active_character.numbers if listed.active_character else {}
        known = dict.fromkeys(
            name for character in listed.characters for name in sorted(character.numbers)
        )
        return [
            (name, offered_name(name, played[name]) if name in played else name) for name in known
        ]

    return _autocomplete(list_saved, offers)


def character_autocomplete(list_saved: ListSaved) -> Autocomplete:
    """Return the autocomplete of the available characters."""

    def offers(listed: SavedList) -> list[tuple[str, str]]:
        return [(character.name, character.name) for character in listed.characters]

    return _autocomplete(list_saved, offers)


def _autocomplete(list_saved: ListSaved, offers: Offers) -> Autocomplete:
    async def complete(context: lightbulb.AutocompleteContext[str]) -> Response:
        interaction = context.interaction
        listed = await list_saved(UserId(interaction.user.id), server_of(interaction))
        return choices_of(offers(listed), str(context.focused.value or ""))

    return complete


def choices_of(offers: Iterable[tuple[str, str]], typed: str) -> Response:
    """Return the offers that contain ``typed``, those that begin with it first."""
    wanted = search_form(" ".join(typed.split())).lstrip("$@")
    fitting = [(value, name) for value, name in offers if wanted in search_form(value)]
    fitting.sort(key=lambda entry: not search_form(entry[0]).lstrip("$@").startswith(wanted))
    return choices_response(
        (name[:CHOICE_CHARACTERS], value) for value, name in fitting[:MAX_CHOICES]
    )
