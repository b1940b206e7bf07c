"""The buttons that roll, share and save saved rolls.

What a shared message offers is in its own text; nothing is stored about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import hikari

from nazh.adapters.inbound.discord.dice.custom_ids import custom_id
from nazh.adapters.inbound.discord.dice.guild_context import GuildContexts
from nazh.adapters.inbound.discord.dice.rolling.component_context import is_duplicate_press
from nazh.adapters.inbound.discord.dice.rolling.roll_responder import RollResponder
from nazh.adapters.inbound.discord.dice.saving.saved_messages import (
    BORROW,
    USE,
    argument_form,
    private_message,
    read_shared,
    shared_message,
)
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.guilds.members import server_of
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    FormAction,
    typed_texts,
)
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import DEFERRED_UPDATE, Response
from nazh.adapters.inbound.texts.dice.saved_rolls import kept_line
from nazh.application.dice.saving.list_saved import ListSaved
from nazh.application.dice.saving.save_shared import SaveShared
from nazh.application.shared.debounce import Debouncer
from nazh.domain.dice.errors import UnknownName
from nazh.domain.dice.errors.saved import SavedTextsTooLong
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation import parameters_in
from nazh.domain.kernel.identity import UserId

_NAME_CHARACTERS: Final = 40


def use_button(
    list_saved: ListSaved, roll_responder: RollResponder, debouncer: Debouncer
) -> ButtonAction:
    """Return the action of Roll it in a user's own list, which rolls the name publicly."""

    async def use(interaction: hikari.ComponentInteraction, name: str) -> Response:
        text = (await _texts(list_saved, interaction, name))[name]
        return await _roll_or_ask(
            interaction, roll_responder, debouncer, name, text, custom_id(USE, name)
        )

    return use


def use_form(roll_responder: RollResponder) -> FormAction:
    """Return the action of the modal with the parameters of a user's own roll."""

    async def use(interaction: hikari.ModalInteraction, name: str) -> Response:
        notation = f"{_parse_name(name)}({_arguments(interaction)})"
        return await roll_responder.respond(
            interaction, roll_responder.request(interaction, notation)
        )

    return use


def share_button(list_saved: ListSaved, guild_contexts: GuildContexts) -> ButtonAction:
    """Return the action of Share, which publishes the roll and those that it uses."""

    async def share(interaction: hikari.ComponentInteraction, name: str) -> Response:
        texts = await _texts(list_saved, interaction, name)
        if sum(map(len, texts.values())) > Limits.SAVED_TEXT_LENGTH:
            raise SavedTextsTooLong(0)  # no user could roll it, and no message could hold it
        guild_context = await guild_contexts.of(interaction)
        return shared_message(texts, interaction.user.id, guild_context.public)

    return share


def keep_button(save_shared: SaveShared) -> ButtonAction:
    """Return the action of Save this too, which saves it for the user who presses."""

    async def keep(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        texts = shared_by(interaction, interaction.message)
        new = await save_shared(UserId(interaction.user.id), texts)
        return private_message((kept_line(new, private_translator(interaction)),))

    return keep


def borrow_button(roll_responder: RollResponder, debouncer: Debouncer) -> ButtonAction:
    """Return the action of Roll it below a shared roll, which uses the user's own numbers."""

    async def borrow(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        texts = shared_by(interaction, interaction.message)
        name, text = next(iter(texts.items()))
        return await _roll_or_ask(
            interaction, roll_responder, debouncer, name, text, custom_id(BORROW), texts
        )

    return borrow


def borrow_form(roll_responder: RollResponder) -> FormAction:
    """Return the action of the modal with the parameters of a shared roll."""

    async def borrow(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        texts = shared_by(interaction, interaction.message)
        notation = f"{next(iter(texts))}({_arguments(interaction)})"
        request = roll_responder.request(interaction, notation, shared=tuple(texts.items()))
        return await roll_responder.respond(interaction, request)

    return borrow


def shared_by(
    interaction: hikari.ComponentInteraction | hikari.ModalInteraction,
    message: hikari.Message | None,
) -> Mapping[str, str]:
    """Return the texts in a shared message of the bot. Raises InvalidComponent."""
    if message is None or message.author.id != interaction.application_id:
        raise InvalidComponent
    texts = read_shared((message.embeds[0].description if message.embeds else None) or "")
    if not texts:
        raise InvalidComponent
    return texts


async def _texts(
    list_saved: ListSaved, interaction: hikari.ComponentInteraction, name: str
) -> Mapping[str, str]:
    """Return the text of a user's saved name, and those that it uses. Raises UnknownName."""
    listed = await list_saved(UserId(interaction.user.id), server_of(interaction))
    entry = listed.entry(_parse_name(name))
    if entry is None or not entry.is_roll:
        raise UnknownName(name)
    return {entry.name: entry.text, **listed.used_by(name)}


async def _roll_or_ask(
    interaction: hikari.ComponentInteraction,
    roll_responder: RollResponder,
    debouncer: Debouncer,
    name: str,
    text: str,
    form: str,
    shared: Mapping[str, str] | None = None,
) -> Response:
    parameters = parameters_in(text)
    if any(parameter.default is None for parameter in parameters):
        return argument_form(form, name, parameters, private_translator(interaction))
    if await is_duplicate_press(debouncer, interaction):
        return DEFERRED_UPDATE
    request = roll_responder.request(interaction, name, shared=tuple((shared or {}).items()))
    return await roll_responder.respond(interaction, request)


def _parse_name(name: str) -> str:
    if not name.startswith("$") or len(name) > _NAME_CHARACTERS:
        raise InvalidComponent
    return name


def _arguments(interaction: hikari.ModalInteraction) -> str:
    typed = typed_texts(interaction)
    return ", ".join(f"{name}={value}" for name, value in typed.items() if value.strip())
