"""The command ``/privacy``, which describes, exports and deletes a user's data.

All messages are private, and every press is about the user who presses.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final, TypeAlias

import hikari
import lightbulb

from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.guilds.custom_ids import custom_id
from nazh.adapters.inbound.discord.guilds.members import server_of
from nazh.adapters.inbound.discord.interactions.commands import EVERYWHERE, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, read_number
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import (
    File,
    Json,
    Response,
    ResponseType,
    action_row,
    private_response,
)
from nazh.adapters.inbound.discord.ui import BLUE, DANGER, RED, button, embed_body
from nazh.adapters.inbound.texts.guilds import privacy as texts
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.guilds.forget_user import ForgetUser
from nazh.application.guilds.ports import SettingsOf
from nazh.domain.guilds.guild_settings import DAYS, retention_days
from nazh.domain.kernel.identity import UserId
from nazh.domain.kernel.texts import N_

OWN_DATA: Final = "mydata"
FORGET: Final = "forgetme"
SURE: Final = "forgetall"
KEEP: Final = "keepme"
FILE_BYTES: Final = 8 * 1024 * 1024
"""Discord accepts 10 MiB on a server without boosts."""
FILE_ROLLS: Final = 1_000
"""As many as can be read and formatted while Discord waits."""
FILE_NAME: Final = "nazh-my-data.jsonl"
OwnDataOf: TypeAlias = Callable[[UserId], Awaitable[Sequence[texts.OwnData]]]
"""Returns the statements and exports for a user. Raises ``Unavailable``."""
_POSITION: Final = re.compile(r"(?:([a-z]+)\.)?([0-9]{1,19})", re.ASCII)
_UNNAMED_CONTEXT: Final = "dice"
"""The context of old buttons, whose position does not name one."""


def privacy_command(
    settings_of: SettingsOf, default_days: int, own_data_of: OwnDataOf
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/privacy``."""

    class Privacy(
        lightbulb.SlashCommand,
        name=texts.PRIVACY,
        description=N_("See, save or delete the data I keep about you."),
        localize=True,
        **EVERYWHERE,
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            chosen = await settings_of(server_of(interaction))
            days = retention_days(chosen.of(DAYS), default_days)
            own_data = await own_data_of(UserId(interaction.user.id))
            body = privacy_body(own_data, days, private_translator(interaction))
            return private_response(body)

    return Privacy


def export_button(own_data_of: OwnDataOf, file_bytes: int = FILE_BYTES) -> ButtonAction:
    """Return the action of Save my data, and of Next part, which has a position.

    A file has about ``file_bytes`` at most, and at least everything without a position and one line
    with one.
    """

    async def export(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        user = UserId(interaction.user.id)
        sources, position = _read_position(await own_data_of(user), arguments)
        lines = _lines(sources, user, position)
        translator = private_translator(interaction)
        return await _file_of(lines, translator, file_bytes, is_first=position is None)

    return export


def confirm_button(own_data_of: OwnDataOf) -> ButtonAction:
    """Return the action of Delete my data, which asks for confirmation."""

    async def confirm(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        own_data = await own_data_of(UserId(interaction.user.id))
        return Response(ResponseType.EDIT, confirm_body(own_data, private_translator(interaction)))

    return confirm


def forget_button(forget_player: ForgetUser) -> ButtonAction:
    """Return the action of Delete everything."""

    async def forget(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        await forget_player(UserId(interaction.user.id))
        return Response(
            ResponseType.EDIT, _body(texts.deleted_text(private_translator(interaction)))
        )

    return forget


async def cancel(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
    """Delete nothing."""
    return Response(ResponseType.EDIT, _body(texts.kept_text(private_translator(interaction))))


def privacy_body(own_data: Sequence[texts.OwnData], days: int, translator: Translator) -> Json:
    """Return what is stored, given how many days rolls are kept."""
    buttons = (
        button(translator(texts.SAVE_MY_DATA), custom_id(OWN_DATA)),
        button(translator(texts.DELETE_MY_DATA), custom_id(FORGET)),
    )
    return _body(texts.privacy_text(own_data, days, translator), buttons)


def confirm_body(own_data: Sequence[texts.OwnData], translator: Translator) -> Json:
    """Return the question before everything is deleted."""
    buttons = (
        button(translator(texts.DELETE_EVERYTHING), custom_id(SURE), DANGER),
        button(translator(texts.KEEP_IT), custom_id(KEEP)),
    )
    return _body(texts.sure_text(own_data, translator), buttons, RED)


def _read_position(
    own_data: Sequence[texts.OwnData], arguments: str
) -> tuple[Sequence[texts.OwnData], int | None]:
    """Return the contexts that are still to be exported, and the position in the first of them."""
    if not arguments:
        return own_data, None
    read = _POSITION.fullmatch(arguments)
    contexts = [context_data.context for context_data in own_data]
    if read is None or (context := read[1] or _UNNAMED_CONTEXT) not in contexts:
        raise InvalidComponent
    return own_data[contexts.index(context) :], read_number(read[2])


async def _lines(
    sources: Sequence[texts.OwnData], user: UserId, position: int | None
) -> AsyncIterator[tuple[str, texts.OwnLine]]:
    for source in sources:
        async for line in source.export(user, position):
            yield source.context, line
        position = None


async def _file_of(
    lines: AsyncIterator[tuple[str, texts.OwnLine]],
    translator: Translator,
    max_bytes: int,
    *,
    is_first: bool,
) -> Response:
    """Return a file with as many lines as fit, and a button if there are more."""
    content, size, count, last = list[bytes](), 0, 0, ""
    more: tuple[Json, ...] = ()
    async for context, entry in lines:
        size += len(entry.line)
        if entry.position is not None:
            if count == FILE_ROLLS or (count > 0 and size > max_bytes):
                more = (button(translator(texts.NEXT_PART), custom_id(OWN_DATA, last)),)
                break
            count, last = count + 1, f"{context}.{entry.position}"
        content.append(entry.line)
    summary = texts.saved_text(len(content), translator, is_first=is_first, has_more=bool(more))
    return private_response(_body(summary, more), File(FILE_NAME, b"".join(content)))


def _body(text: str, buttons: tuple[Json, ...] = (), colour: int = BLUE) -> Json:
    return embed_body(text, (action_row(buttons),) if buttons else (), color=colour)
