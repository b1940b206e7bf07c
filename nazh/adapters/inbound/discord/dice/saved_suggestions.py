"""What Discord offers while somebody types a saved name, or the name of a character."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import hikari
import lightbulb

from nazh.adapters.inbound.discord.answers import Answer, Json, Kind
from nazh.adapters.inbound.discord.dice.pressed import server_of
from nazh.adapters.inbound.discord.dice.suggestions import CHOICE_CHARACTERS, MOST, Autocomplete
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.wording.dice.saving import offered_name
from nazh.application.dice.list_saved import ListSaved, SavedList
from nazh.domain.kernel.identity import PlayerId

Offers = Callable[[SavedList], list[tuple[str, str]]]


def name_autocomplete(list_saved: ListSaved, door: Door) -> Autocomplete:
    """Return what offers everything that is saved."""

    def offers(listed: SavedList) -> list[tuple[str, str]]:
        return [(entry.name, offered_name(entry.name, entry.text)) for entry in listed.entries]

    return _autocomplete(list_saved, door, offers)


def number_autocomplete(list_saved: ListSaved, door: Door) -> Autocomplete:
    """Return what offers the numbers of all characters that can be played here."""

    def offers(listed: SavedList) -> list[tuple[str, str]]:
        played = listed.playing.numbers if listed.playing else {}
        known = dict.fromkeys(name for one in listed.characters for name in sorted(one.numbers))
        return [
            (name, offered_name(name, played[name]) if name in played else name) for name in known
        ]

    return _autocomplete(list_saved, door, offers)


def character_autocomplete(list_saved: ListSaved, door: Door) -> Autocomplete:
    """Return what offers the characters that can be played here."""

    def offers(listed: SavedList) -> list[tuple[str, str]]:
        return [(one.name, one.name) for one in listed.characters]

    return _autocomplete(list_saved, door, offers)


def _autocomplete(list_saved: ListSaved, door: Door, offers: Offers) -> Autocomplete:
    async def suggest(interaction: hikari.AutocompleteInteraction, typed: str) -> Answer:
        listed = await list_saved(PlayerId(interaction.user.id), server_of(interaction))
        return choices_of(offers(listed), typed)

    async def complete(context: lightbulb.AutocompleteContext[str]) -> None:
        typed = str(context.focused.value or "")
        await door.receive(context.interaction, partial(suggest, context.interaction, typed))

    return complete


def choices_of(offers: Iterable[tuple[str, str]], typed: str) -> Answer:
    """Return what holds ``typed``, and first of it what begins with it."""
    wanted = " ".join(typed.split()).lstrip("$@").casefold()
    found = [(value, name) for value, name in offers if wanted in value.casefold()]
    found.sort(key=lambda one: not one[0].lstrip("$@").casefold().startswith(wanted))
    choices: tuple[Json, ...] = tuple(
        {"name": name[:CHOICE_CHARACTERS], "value": value} for value, name in found[:MOST]
    )
    return Answer(Kind.CHOICES, {"choices": choices})
