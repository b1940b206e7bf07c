"""The command ``/history``, which shows earlier rolls privately, as pages, files or in full."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dice.history.history_messages import (
    CSV,
    PER_PAGE,
    TEXT_CHARACTERS,
    cursor_of,
    entry_message,
    history_body,
    history_message,
    read_place,
    read_state,
)
from nazh.adapters.inbound.discord.dice.rolling.component_context import is_duplicate_press
from nazh.adapters.inbound.discord.dice.rolling.roll_responder import RollResponder
from nazh.adapters.inbound.discord.guilds.members import (
    UserInteraction,
    can_manage_guild,
    server_of,
)
from nazh.adapters.inbound.discord.interactions.commands import EVERYWHERE, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import (
    DEFERRED_UPDATE,
    File,
    Response,
    ResponseType,
    ephemeral,
)
from nazh.adapters.inbound.texts.dice import history as texts
from nazh.adapters.inbound.texts.dice.history_files import csv_heading, csv_line, json_line
from nazh.application.dice.history.export_history import ExportHistory
from nazh.application.dice.history.list_history import (
    FIRST_PAGE,
    HistoryFilter,
    HistoryScope,
    ListHistory,
    ShowEntry,
    Viewer,
)
from nazh.application.dice.ports import ArchiveEntry
from nazh.application.shared.debounce import Debouncer
from nazh.domain.dice.records import RollRecord
from nazh.domain.kernel.identity import ChannelId, UserId
from nazh.domain.kernel.texts import N_

FILE_BYTES: Final = 8 * 1024 * 1024
"""Discord accepts 10 MiB on a server without boosts."""
FILE_WITHIN: Final = 1.5
"""Seconds for reading and formatting; the rest of Discord's three is for sending."""
_SCOPES = [lightbulb.Choice(texts.SCOPES[scope], scope.value, True) for scope in HistoryScope]
_SPANS = [
    lightbulb.Choice(text, str(int(span.total_seconds()) // 3600), True)
    for span, text in texts.SPANS.items()
]


def history_command(list_history: ListHistory) -> type[lightbulb.SlashCommand]:
    """Return the command ``/history``."""

    async def show(
        interaction: hikari.CommandInteraction, history_filter: HistoryFilter
    ) -> Response:
        page = await list_history(viewer_of(interaction), history_filter, FIRST_PAGE, PER_PAGE)
        return history_message(page, history_filter, private_translator(interaction))

    class History(
        lightbulb.SlashCommand,
        name=texts.HISTORY,
        description=N_("Browse past rolls, roll them again, or save them as a file."),
        localize=True,
        **EVERYWHERE,
    ):
        scope = lightbulb.string(
            texts.WHOSE,
            N_("Whose rolls: yours, or those that everyone here could see"),
            localize=True,
            default=None,
            choices=_SCOPES,
        )
        player = lightbulb.user(
            texts.PLAYER, N_("Only this player's rolls"), localize=True, default=None
        )
        text = lightbulb.string(
            texts.TEXT,
            N_("Only rolls with this in their label, notation or remark: Stealth"),
            localize=True,
            default="",
            max_length=TEXT_CHARACTERS,
        )
        since = lightbulb.string(
            texts.SINCE, N_("How far back"), localize=True, default=None, choices=_SPANS
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            default_scope = HistoryScope.OWN if self.player is None else HistoryScope.CHANNEL
            history_filter = HistoryFilter(
                scope=default_scope if self.scope is None else HistoryScope(self.scope),
                player=None if self.player is None else UserId(self.player.id),
                text=self.text.strip(),
                within=None if self.since is None else timedelta(hours=int(self.since)),
            )
            return await show(interaction, history_filter)

    return History


def page_button(list_history: ListHistory, action: str) -> ButtonAction:
    """Return the action of Newer, or of Older."""

    async def turn(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        history_filter, sequence = read_state(arguments)
        viewer = viewer_of(interaction)
        page = await list_history(viewer, history_filter, cursor_of(action, sequence), PER_PAGE)
        return Response(
            ResponseType.EDIT, history_body(page, history_filter, private_translator(interaction))
        )

    return turn


def entry_menu(show_entry: ShowEntry) -> ButtonAction:
    """Return the action of the menu, which shows one roll in full."""

    async def show(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        sequence = read_place(next(iter(interaction.values), ""))
        entry = await show_entry(viewer_of(interaction), sequence)
        return entry_message(entry, private_translator(interaction))

    return show


def again_button(
    show_entry: ShowEntry, roll_responder: RollResponder, debouncer: Debouncer
) -> ButtonAction:
    """Return the action of Roll Again, which makes a new roll; a secret roll stays secret."""

    async def again(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        entry = await show_entry(viewer_of(interaction), read_place(arguments))
        if await is_duplicate_press(debouncer, interaction):
            return DEFERRED_UPDATE
        record = entry.record
        plan = record.throws[0].plan
        request = roll_responder.reroll_request(
            interaction, plan.notation, plan.comment, is_secret=record.is_secret
        )
        return await roll_responder.respond(interaction, request)

    return again


def export_button(export_history: ExportHistory, action: str) -> ButtonAction:
    """Return the action of the buttons that save a file."""
    line: Callable[[RollRecord], bytes] = csv_line if action == CSV else json_line
    heading = csv_heading() if action == CSV else b""

    async def export(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        history_filter, _ = read_state(arguments)
        translator = private_translator(interaction)
        entries = export_history(viewer_of(interaction), history_filter)
        lines, is_whole = await file_lines(entries, line, FILE_BYTES - len(heading))
        summary = texts.exported_text(len(lines), translator)
        if not is_whole or len(lines) >= export_history.limit:
            summary = f"{summary} {texts.cut_off_text(translator)}"
        response = ephemeral(summary)
        file = File(f"nazh-history.{action}", heading + b"".join(lines))
        return Response(response.kind, response.data, file)

    return export


async def file_lines(
    entries: AsyncIterator[ArchiveEntry],
    line: Callable[[RollRecord], bytes],
    max_bytes: int,
    within: float = FILE_WITHIN,
) -> tuple[list[bytes], bool]:
    """Return as many lines as fit in size and time, and whether that is all."""
    lines: list[bytes] = []
    try:
        async with asyncio.timeout(within):
            async for entry in entries:
                written = line(entry.record)
                max_bytes -= len(written)
                if max_bytes < 0:
                    return lines, False
                lines.append(written)
                await asyncio.sleep(0)  # lets other interactions run
    except TimeoutError:
        return lines, False
    return lines, True


def viewer_of(interaction: UserInteraction) -> Viewer:
    """Return the user, where they are, and whether they manage the server."""
    return Viewer(
        player=UserId(interaction.user.id),
        channel=ChannelId(interaction.channel_id),
        guild=server_of(interaction),
        manages_server=can_manage_guild(interaction),
    )
