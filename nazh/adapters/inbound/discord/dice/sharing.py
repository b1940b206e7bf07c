"""Using and sharing saved rolls by buttons: roll it, share it, save this too.

What a shared message offers stands in it, in the bot's own words; nothing is kept about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import hikari

from nazh.adapters.inbound.discord.answers import NOTHING_NEW, Answer
from nazh.adapters.inbound.discord.components import ButtonAction, FormAction, custom_id
from nazh.adapters.inbound.discord.dice.houses import Houses
from nazh.adapters.inbound.discord.dice.pressed import server_of
from nazh.adapters.inbound.discord.dice.rolling import Table
from nazh.adapters.inbound.discord.dice.saved_messages import (
    BORROW,
    USE,
    argument_form,
    read_shared,
    shared_message,
    told_message,
)
from nazh.adapters.inbound.discord.dice.taps import Taps
from nazh.adapters.inbound.discord.errors import ForgedButton
from nazh.adapters.inbound.discord.languages import private_words
from nazh.adapters.inbound.wording.dice.saving import kept_line
from nazh.application.dice.keep_shared import KeepRequest, KeepShared
from nazh.application.dice.list_saved import ListSaved
from nazh.domain.dice.errors import UnknownName
from nazh.domain.dice.errors.saved import TooMuchSaved
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation import parameters_in
from nazh.domain.kernel.identity import PlayerId

_NAME_CHARACTERS: Final = 40


def use_button(list_saved: ListSaved, table: Table, taps: Taps) -> ButtonAction:
    """Return the action of Roll it below one's own list: a public roll of what the name means."""

    async def use(interaction: hikari.ComponentInteraction, name: str) -> Answer:
        text = (await _texts(list_saved, interaction, name))[name]
        return await _rolled(interaction, table, taps, name, text, custom_id(USE, name))

    return use


def use_form(table: Table) -> FormAction:
    """Return the action of the form that asked for the parameters of one's own roll."""

    async def use(interaction: hikari.ModalInteraction, name: str) -> Answer:
        notation = f"{_checked(name)}({_arguments(interaction)})"
        return await table.answer(interaction, table.request(interaction, notation))

    return use


def share_button(list_saved: ListSaved, houses: Houses) -> ButtonAction:
    """Return the action of Share: everybody sees the roll, and those inside it."""

    async def share(interaction: hikari.ComponentInteraction, name: str) -> Answer:
        texts = await _texts(list_saved, interaction, name)
        if sum(map(len, texts.values())) > Limits.SAVED_CHARACTERS:
            raise TooMuchSaved(0)  # nobody could roll it, and no message could hold it
        house = await houses.at(interaction)
        return shared_message(texts, interaction.user.id, house.public)

    return share


def keep_button(keep_shared: KeepShared) -> ButtonAction:
    """Return the action of Save this too: anybody may, for themselves."""

    async def keep(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        texts = shared_by(interaction, interaction.message)
        new = await keep_shared(KeepRequest(PlayerId(interaction.user.id), texts))
        return told_message((kept_line(new, private_words(interaction)),))

    return keep


def borrow_button(table: Table, taps: Taps) -> ButtonAction:
    """Return the action of Roll it below a shared roll: with the presser's own numbers."""

    async def borrow(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        texts = shared_by(interaction, interaction.message)
        name, text = next(iter(texts.items()))
        return await _rolled(interaction, table, taps, name, text, custom_id(BORROW), texts)

    return borrow


def borrow_form(table: Table) -> FormAction:
    """Return the action of the form that asked for the parameters of a shared roll."""

    async def borrow(interaction: hikari.ModalInteraction, arguments: str) -> Answer:
        texts = shared_by(interaction, interaction.message)
        notation = f"{next(iter(texts))}({_arguments(interaction)})"
        request = table.request(interaction, notation, shared=tuple(texts.items()))
        return await table.answer(interaction, request)

    return borrow


def shared_by(
    interaction: hikari.ComponentInteraction | hikari.ModalInteraction,
    message: hikari.Message | None,
) -> Mapping[str, str]:
    """Return the texts that a message of ours shares. Raises ForgedButton."""
    if message is None or message.author.id != interaction.application_id:
        raise ForgedButton
    texts = read_shared((message.embeds[0].description if message.embeds else None) or "")
    if not texts:
        raise ForgedButton
    return texts


async def _texts(
    list_saved: ListSaved, interaction: hikari.ComponentInteraction, name: str
) -> Mapping[str, str]:
    """Return what a name of one's own list means, and what is inside it. Raises UnknownName."""
    listed = await list_saved(PlayerId(interaction.user.id), server_of(interaction))
    entry = listed.entry(_checked(name))
    if entry is None or not entry.is_roll:
        raise UnknownName(name, 0, alone=True)
    return {entry.name: entry.text, **listed.behind(name)}


async def _rolled(
    interaction: hikari.ComponentInteraction,
    table: Table,
    taps: Taps,
    name: str,
    text: str,
    form: str,
    shared: Mapping[str, str] | None = None,
) -> Answer:
    parameters = parameters_in(text)
    if any(parameter.default is None for parameter in parameters):
        return argument_form(form, name, parameters, private_words(interaction))
    if await taps.is_second(interaction.message.id, interaction.user.id, interaction.id):
        return NOTHING_NEW
    request = table.request(interaction, name, shared=tuple((shared or {}).items()))
    return await table.answer(interaction, request)


def _checked(name: str) -> str:
    if not name.startswith("$") or len(name) > _NAME_CHARACTERS:
        raise ForgedButton
    return name


def _arguments(interaction: hikari.ModalInteraction) -> str:
    typed = {part.custom_id: part.value for line in interaction.components for part in line}
    return ", ".join(f"{name}={value}" for name, value in typed.items() if value.strip())
