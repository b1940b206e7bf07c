"""``/history``: rolls of before, for the one who asks alone; its pages, files and single rolls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from functools import partial
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.answers import NOTHING_NEW, Answer, File, Kind, whisper
from nazh.adapters.inbound.discord.components import ButtonAction
from nazh.adapters.inbound.discord.dice.commands import EVERYWHERE, INSTALLED
from nazh.adapters.inbound.discord.dice.history_messages import (
    CSV,
    PER_PAGE,
    TEXT_CHARACTERS,
    entry_message,
    history_body,
    history_message,
    read_place,
    read_state,
    turn_of,
)
from nazh.adapters.inbound.discord.dice.pressed import Acting, server_of
from nazh.adapters.inbound.discord.dice.rolling import Table
from nazh.adapters.inbound.discord.dice.taps import Taps
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.languages import private_words
from nazh.adapters.inbound.wording.dice import history as said
from nazh.application.dice.export_history import ExportHistory
from nazh.application.dice.list_history import (
    FIRST_PAGE,
    HistoryFilter,
    HistoryScope,
    ListHistory,
    ShowEntry,
    Viewer,
)
from nazh.application.dice.ports import Entry, RollRecord
from nazh.domain.kernel.identity import ChannelId, PlayerId
from nazh.domain.kernel.phrases import phrase

FILE_BYTES: Final = 8 * 1024 * 1024
"""Discord takes 10 MiB on a server without boosts."""
FILE_WITHIN: Final = 1.5
"""Seconds for reading and writing; what is left of Discord's three is for sending."""
_MANAGES: Final = hikari.Permissions.ADMINISTRATOR | hikari.Permissions.MANAGE_GUILD
_SCOPES = [lightbulb.Choice(said.SCOPES[scope], scope.value, True) for scope in HistoryScope]
_SPANS = [
    lightbulb.Choice(text, str(int(span.total_seconds()) // 3600), True)
    for span, text in said.SPANS.items()
]


def history_command(list_history: ListHistory, door: Door) -> type[lightbulb.SlashCommand]:
    """Return the command ``/history``."""

    async def show(interaction: hikari.CommandInteraction, wanted: HistoryFilter) -> Answer:
        page = await list_history(viewer_of(interaction), wanted, FIRST_PAGE, PER_PAGE)
        return history_message(page, wanted, private_words(interaction))

    class History(
        lightbulb.SlashCommand,
        name=said.HISTORY,
        description=phrase("Look at rolls of before, roll them again, or save them as a file."),
        localize=True,
        contexts=EVERYWHERE,
        integration_types=INSTALLED,
    ):
        scope = lightbulb.string(
            said.WHOSE,
            phrase("Whose rolls: yours, or those that everybody here could see"),
            localize=True,
            default=None,
            choices=_SCOPES,
        )
        player = lightbulb.user(
            said.PLAYER, phrase("Only the rolls of this player"), localize=True, default=None
        )
        text = lightbulb.string(
            said.TEXT,
            phrase("Only rolls with this in label, notation or remark: Stealth"),
            localize=True,
            default="",
            max_length=TEXT_CHARACTERS,
        )
        since = lightbulb.string(
            said.SINCE, phrase("How far back"), localize=True, default=None, choices=_SPANS
        )

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            usual = HistoryScope.OWN if self.player is None else HistoryScope.CHANNEL
            wanted = HistoryFilter(
                scope=usual if self.scope is None else HistoryScope(self.scope),
                player=None if self.player is None else PlayerId(self.player.id),
                text=self.text.strip(),
                within=None if self.since is None else timedelta(hours=int(self.since)),
            )
            await door.receive(ctx.interaction, partial(show, ctx.interaction, wanted))

    return History


def page_button(list_history: ListHistory, action: str) -> ButtonAction:
    """Return the action of Newer, or of Older."""

    async def turn(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        wanted, place = read_state(arguments)
        viewer = viewer_of(interaction)
        page = await list_history(viewer, wanted, turn_of(action, place), PER_PAGE)
        return Answer(Kind.EDIT, history_body(page, wanted, private_words(interaction)))

    return turn


def entry_menu(show_entry: ShowEntry) -> ButtonAction:
    """Return the action of the menu: one roll in full."""

    async def show(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        place = read_place(next(iter(interaction.values), ""))
        entry = await show_entry(viewer_of(interaction), place)
        return entry_message(entry, private_words(interaction))

    return show


def again_button(show_entry: ShowEntry, table: Table, taps: Taps) -> ButtonAction:
    """Return the action of Roll Again: a new roll; a secret one stays secret."""

    async def again(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        entry = await show_entry(viewer_of(interaction), read_place(arguments))
        if await taps.is_second(interaction.message.id, interaction.user.id, interaction.id):
            return NOTHING_NEW
        record = entry.record
        plan = record.throws[0].plan
        request = table.request_again(
            interaction, plan.notation, plan.comment, is_secret=record.is_secret
        )
        return await table.answer(interaction, request)

    return again


def export_button(export_history: ExportHistory, action: str) -> ButtonAction:
    """Return the action of the buttons that save a file."""
    line: Callable[[RollRecord], bytes] = said.csv_line if action == CSV else said.json_line
    heading = said.csv_heading() if action == CSV else b""

    async def export(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        wanted, _ = read_state(arguments)
        words = private_words(interaction)
        entries = export_history(viewer_of(interaction), wanted)
        lines, is_whole = await file_lines(entries, line, FILE_BYTES - len(heading))
        told = said.exported_text(len(lines), words)
        if not is_whole or len(lines) >= export_history.most:
            told = f"{told} {said.cut_off_text(words)}"
        answer = whisper(told)
        file = File(f"nazh-history.{action}", heading + b"".join(lines))
        return Answer(answer.kind, answer.data, file)

    return export


async def file_lines(
    entries: AsyncIterator[Entry],
    line: Callable[[RollRecord], bytes],
    room: int,
    within: float = FILE_WITHIN,
) -> tuple[list[bytes], bool]:
    """Return as many lines as there is room and time for, and whether that is all."""
    lines: list[bytes] = []
    try:
        async with asyncio.timeout(within):
            async for entry in entries:
                written = line(entry.record)
                room -= len(written)
                if room < 0:
                    return lines, False
                lines.append(written)
                await asyncio.sleep(0)  # others roll meanwhile
    except TimeoutError:
        return lines, False
    return lines, True


def viewer_of(interaction: Acting) -> Viewer:
    """Return who looks, from where, and whether the server is theirs to look at."""
    member = interaction.member
    return Viewer(
        player=PlayerId(interaction.user.id),
        where=ChannelId(interaction.channel_id),
        server=server_of(interaction),
        manages_server=member is not None and bool(member.permissions & _MANAGES),
    )
