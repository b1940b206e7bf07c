"""The command ``/console``, which runs commands on game servers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    FormAction,
    read_number,
    typed_texts,
)
from nazh.adapters.inbound.discord.interactions.component_signer import LIFETIME, ComponentSigner
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import (
    File,
    Json,
    Response,
    deferred,
    modal,
)
from nazh.adapters.inbound.discord.keep.callers import caller_of, server_id, server_option
from nazh.adapters.inbound.discord.pages import Pages
from nazh.adapters.inbound.discord.ui import text_input
from nazh.adapters.inbound.texts.keep import consoles as texts
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.pages import Paged
from nazh.application.keep.consoles.check_command import AllowedCommand, CheckCommand
from nazh.application.keep.consoles.kept_replies import KeptReplies
from nazh.application.keep.consoles.run_recorded_command import RunRecordedCommand
from nazh.application.keep.consoles.show_console_log import ShowConsoleLog
from nazh.application.keep.servers.show_servers import ShowServers
from nazh.application.shared.idempotency import IdempotencyStore
from nazh.domain.keep.errors import AlreadyConfirmed

RUN: Final = "run"
REPLY: Final = "reply"
LOG: Final = "log"
_COMMAND: Final = "command"
_LONGEST_TYPED: Final = 1_000
MAX_ENTRIES: Final = 500
_SEPARATOR: Final = "."
_CLAIMED_FOR: Final = 2 * LIFETIME
"""Seconds for which a confirmation is remembered, longer than it can be used."""


@dataclass(frozen=True, slots=True)
class ConsoleUseCases:
    """The use cases of consoles."""

    show: ShowServers
    check: CheckCommand
    run: RunRecordedCommand
    replies: KeptReplies
    show_log: ShowConsoleLog


def console_group(use_cases: ConsoleUseCases, signer: ComponentSigner) -> lightbulb.Group:
    """Return the command ``/console`` with its subcommands."""
    group = lightbulb.Group("console", "The consoles of the game servers.", **IN_GUILDS)

    @group.register
    class Run(
        lightbulb.SlashCommand,
        name="run",
        description="Run a command on a game server; only you see the reply.",
    ):
        server = server_option(use_cases.show, "The game server")
        command = lightbulb.string(
            "command", "As in the console of the game", max_length=_LONGEST_TYPED
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            allowed = await use_cases.check(caller_of(interaction), self.server, self.command)
            if allowed.needs_confirmation:
                return _confirmation(interaction, allowed, signer)
            return run_response(use_cases.run, interaction, allowed, signer)

    @group.register
    class Log(
        lightbulb.SlashCommand,
        name="log",
        description="Show who ran which commands (for managers of this server).",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            translator = private_translator(interaction)
            paged = await _log(use_cases.show_log, interaction, translator)
            return _log_pages(signer).first_response(interaction, paged, translator)

    return group


def run_modal(
    check: CheckCommand,
    run: RunRecordedCommand,
    idempotency: IdempotencyStore,
    signer: ComponentSigner,
) -> FormAction:
    """Return the action of the modal that confirms a command, once for its user."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        verified = signer.verify(interaction, "keep", RUN, arguments)
        server, _, asked_in = verified.partition(_SEPARATOR)
        typed = typed_texts(interaction).get(_COMMAND, "")
        allowed = await check(caller_of(interaction), server_id(server), typed)
        if not await idempotency.claim(f"confirmed-{asked_in}", _CLAIMED_FOR):
            raise AlreadyConfirmed
        asked_at = hikari.Snowflake(read_number(asked_in)).created_at
        return run_response(run, interaction, allowed, signer, asked_at)

    return submit


def reply_button(
    check: CheckCommand, replies: KeptReplies, signer: ComponentSigner
) -> ButtonAction:
    """Return the action that turns the pages of a reply, for those who may still run its command.

    The command is not run again.
    """

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        pages, caller = _reply_pages(signer), caller_of(interaction)
        page = pages.requested(interaction, arguments)
        reply = await replies.read(caller, read_number(page.arguments))
        allowed = await check(caller, reply.server, reply.command)
        translator = private_translator(interaction)
        paged = await asyncio.to_thread(
            texts.reply_text,
            allowed.server,
            allowed.command.text,
            reply.text,
            reply.seconds,
            translator,
        )
        return pages.edit(interaction, paged, translator, page)

    return press


def log_button(show_log: ShowConsoleLog, signer: ComponentSigner) -> ButtonAction:
    """Return the action that turns the pages of the log, which is read again."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        pages, translator = _log_pages(signer), private_translator(interaction)
        page = pages.requested(interaction, arguments)
        paged = await _log(show_log, interaction, translator)
        return pages.edit(interaction, paged, translator, page)

    return press


def _reply_pages(signer: ComponentSigner) -> Pages:
    return Pages(signer, "keep", REPLY)


def _log_pages(signer: ComponentSigner) -> Pages:
    return Pages(signer, "keep", LOG)


async def _log(
    show_log: ShowConsoleLog, interaction: UserInteraction, translator: Translator
) -> Paged:
    entries = await show_log(caller_of(interaction), MAX_ENTRIES)
    return texts.log_text(entries, translator)


def run_response(
    run: RunRecordedCommand,
    interaction: UserInteraction,
    allowed: AllowedCommand,
    signer: ComponentSigner,
    asked_at: datetime | None = None,
) -> Response:
    """Return a deferred response with the reply of a checked command, confirmed if necessary.

    ``asked_at`` is when the user was asked to confirm it.
    """
    caller, translator = caller_of(interaction), private_translator(interaction)

    async def finish() -> tuple[Json, tuple[File, ...]]:
        ended = await run(caller, allowed, asked_at)
        paged = await asyncio.to_thread(
            texts.reply_text,
            allowed.server,
            allowed.command.text,
            ended.text,
            ended.seconds,
            translator,
        )
        kept_as = None if ended.kept_as is None else str(ended.kept_as)
        return _reply_pages(signer).first(interaction, paged, translator, kept_as)

    return deferred(f"{interaction.id}+console", finish)


def _confirmation(
    interaction: UserInteraction, allowed: AllowedCommand, signer: ComponentSigner
) -> Response:
    """Return a modal with the command, which may be too long for the custom_id of a button."""
    arguments = f"{allowed.server.id}{_SEPARATOR}{interaction.id}"
    translator = private_translator(interaction)
    return modal(
        signer.custom_id(interaction, "keep", RUN, arguments),
        translator(texts.CONFIRM_TITLE, name=allowed.server.name),
        text_input(
            _COMMAND,
            translator(texts.CONFIRM_LABEL),
            _LONGEST_TYPED,
            "",
            is_required=True,
            value=allowed.command.text,
        ),
    )
