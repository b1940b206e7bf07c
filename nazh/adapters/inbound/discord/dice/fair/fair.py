"""The command ``/fair``, for sessions in which every public roll can be proven."""

from __future__ import annotations

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dice.fair.fair_messages import (
    added_response,
    closed_message,
    opened_message,
    receipts_message,
    status_message,
)
from nazh.adapters.inbound.discord.dice.guild_context import GuildContexts
from nazh.adapters.inbound.discord.guilds.members import can_manage_guild, require_server
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dice.fair import fair as texts
from nazh.application.dice.fair.add_words import MAX_WORDS_LENGTH, AddWords, WordsRequest
from nazh.application.dice.fair.close_fair import CloseFair
from nazh.application.dice.fair.open_fair import FairRequest, OpenFair
from nazh.application.dice.fair.show_receipts import ShowReceipts
from nazh.domain.kernel.identity import RequestId, UserId
from nazh.domain.kernel.texts import N_


def fair_group(*commands: type[lightbulb.SlashCommand]) -> lightbulb.Group:
    """Return the command ``/fair`` with its subcommands."""
    group = lightbulb.Group(
        texts.FAIR,
        N_("Rolls that anyone can verify: open a session, add words, get the receipts."),
        localize=True,
        **IN_GUILDS,
    )
    for command in commands:
        group.register(command)
    return group


def open_command(
    open_fair: OpenFair, guild_contexts: GuildContexts
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/fair open``."""

    class Open(
        lightbulb.SlashCommand,
        name=texts.OPEN,
        description=N_("Open a fair session. Needs the Manage Server permission."),
        localize=True,
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            guild_context = await guild_contexts.of(interaction)
            return opened_message(await open_fair(_request(interaction)), guild_context.public)

    return Open


def add_command(add_words: AddWords, guild_contexts: GuildContexts) -> type[lightbulb.SlashCommand]:
    """Return the command ``/fair add``."""

    class Add(
        lightbulb.SlashCommand,
        name=texts.ADD,
        description=N_("Add words of your own that all later dice of the fair session depend on."),
        localize=True,
    ):
        words = lightbulb.string(
            texts.WORDS,
            N_("Any text; the harder to guess, the better"),
            localize=True,
            min_length=1,
            max_length=MAX_WORDS_LENGTH,
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            guild_context = await guild_contexts.of(interaction)
            request = RequestId(str(interaction.id))
            by = UserId(interaction.user.id)
            added = await add_words(
                WordsRequest(request, require_server(interaction), by, self.words)
            )
            return added_response(added, by, request, guild_context.private, guild_context.public)

    return Add


def status_command(show_receipts: ShowReceipts, page: str | None) -> type[lightbulb.SlashCommand]:
    """Return the command ``/fair status``; ``page`` is the address of the verification page."""

    class Status(
        lightbulb.SlashCommand,
        name=texts.STATUS,
        description=N_("Show the status of the fair session."),
        localize=True,
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            receipts = await show_receipts(require_server(interaction))
            return status_message(receipts, page, private_translator(interaction))

    return Status


def receipts_command(show_receipts: ShowReceipts, page: str | None) -> type[lightbulb.SlashCommand]:
    """Return the command ``/fair receipts``."""

    class ReceiptsCommand(
        lightbulb.SlashCommand,
        name=texts.RECEIPTS,
        description=N_("Get the receipts of the fair session as a file that you can verify."),
        localize=True,
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            receipts = await show_receipts(require_server(interaction))
            return receipts_message(receipts, page, private_translator(interaction))

    return ReceiptsCommand


def close_command(
    close_fair: CloseFair, guild_contexts: GuildContexts, page: str | None
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/fair close``."""

    class Close(
        lightbulb.SlashCommand,
        name=texts.CLOSE,
        description=N_(
            "Close the fair session and reveal its secret. Needs the Manage Server permission."
        ),
        localize=True,
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            guild_context = await guild_contexts.of(interaction)
            receipts = await close_fair(_request(interaction))
            return closed_message(receipts, page, guild_context.public)

    return Close


def _request(interaction: hikari.CommandInteraction) -> FairRequest:
    return FairRequest(
        id=RequestId(str(interaction.id)),
        guild=require_server(interaction),
        by=UserId(interaction.user.id),
        is_manager=can_manage_guild(interaction),
    )
