"""The subcommands ``/server status`` and ``/server players``, for those who have access."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import File, Json, Response, deferred
from nazh.adapters.inbound.discord.keep.callers import (
    LONGEST_TYPED_NAME,
    caller_of,
    server_names,
)
from nazh.adapters.inbound.discord.ui import GREEN, RED, embed_body
from nazh.adapters.inbound.texts.keep import status as texts
from nazh.adapters.inbound.texts.keep.servers import none_text
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.keep.players.show_status import ServerStatus, ShowStatus
from nazh.application.keep.servers.show_servers import ShowServers
from nazh.domain.kernel.graphemes import split_pages

_FILE: Final = "servers.txt"
Words = Callable[[Sequence[ServerStatus], Translator], str]


def status_commands(
    show: ShowServers, status: ShowStatus
) -> tuple[type[lightbulb.SlashCommand], ...]:
    """Return both subcommands of ``/server``."""

    class Status(
        lightbulb.SlashCommand,
        name="status",
        description="Show whether game servers answer, and how many play.",
    ):
        server = _some_server(show)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _response(status, interaction, self.server, texts.status_text)

    class Players(
        lightbulb.SlashCommand, name="players", description="Show who plays on game servers now."
    ):
        server = _some_server(show)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _response(status, interaction, self.server, texts.players_text)

    return Status, Players


def _some_server(show: ShowServers) -> str | None:
    """Declare the option ``server``, which may be left out."""
    return lightbulb.string(
        "server",
        "The game server; leave it out to see all of them",
        default=None,
        max_length=LONGEST_TYPED_NAME,
        autocomplete=server_names(show),
    )


async def _response(
    status: ShowStatus, interaction: hikari.CommandInteraction, chosen: str | None, words: Words
) -> Response:
    caller, translator = caller_of(interaction), private_translator(interaction)
    servers = await status.plan(caller, chosen)
    if not servers:
        none = none_text if caller.is_manager else texts.no_servers_text
        return private(none(translator))

    async def finish() -> tuple[Json, tuple[File, ...]]:
        statuses = await status(caller.guild, servers)
        text = words(statuses, translator)
        color = RED if any(status.failure is not None for status in statuses) else GREEN
        first, *others = split_pages(text)
        if not others:
            return embed_body(text, color=color), ()
        shown = f"{first.rstrip()}\n{translator(texts.IN_FILE)}"
        return embed_body(shown, color=color), (File(_FILE, text.encode()),)

    return deferred(f"{interaction.id}+status", finish)
