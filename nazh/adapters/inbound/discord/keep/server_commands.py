"""The subcommands ``/server broadcast`` and ``/server save``, for roles with sufficient access."""

from __future__ import annotations

import hikari
import lightbulb

from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_signer import ComponentSigner
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import File, Json, Response, deferred
from nazh.adapters.inbound.discord.keep.callers import caller_of, server_option
from nazh.adapters.inbound.discord.keep.consoles import ConsoleUseCases, run_response
from nazh.adapters.inbound.discord.ui import embed_body
from nazh.adapters.inbound.texts.keep.consoles import said_text
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.servers import GameServer
from nazh.domain.keep.texts.chat import LONGEST_LINE


def console_commands(
    use_cases: ConsoleUseCases, signer: ComponentSigner
) -> tuple[type[lightbulb.SlashCommand], ...]:
    """Return both subcommands of ``/server``."""

    def can_save(server: GameServer) -> bool:
        return server.profile_in(use_cases.check.profiles).save is not None

    class Broadcast(
        lightbulb.SlashCommand,
        name="broadcast",
        description="Say something to all players of a game, without your name.",
    ):
        server = server_option(use_cases.show, "The game server", least=AccessLevel.MODERATOR)
        text = lightbulb.string("text", "What to say", max_length=LONGEST_LINE)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            caller = caller_of(interaction)
            allowed = await use_cases.check.broadcasting(caller, self.server, self.text)

            async def finish() -> tuple[Json, tuple[File, ...]]:
                await use_cases.run(caller, allowed)
                return embed_body(said_text(allowed, private_translator(interaction))), ()

            return deferred(f"{interaction.id}+broadcast", finish)

    class Save(
        lightbulb.SlashCommand, name="save", description="Make a game server save its game."
    ):
        server = server_option(use_cases.show, "The game server", can_save, AccessLevel.ADMIN)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            allowed = await use_cases.check.saving(caller_of(interaction), self.server)
            return run_response(use_cases.run, interaction, allowed, signer)

    return Broadcast, Save
