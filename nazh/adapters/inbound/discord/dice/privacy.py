"""``/privacy``: what is kept about the one who asks, as a file if wanted, and deleted if wanted.

Everything is seen by that one alone, and every press is about whoever presses.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.answers import (
    EPHEMERAL,
    NO_MENTIONS,
    Answer,
    File,
    Json,
    Kind,
    row,
)
from nazh.adapters.inbound.discord.components import ButtonAction, custom_id
from nazh.adapters.inbound.discord.dice.commands import EVERYWHERE, INSTALLED
from nazh.adapters.inbound.discord.dice.presenter import BLUE, RED
from nazh.adapters.inbound.discord.dice.pressed import server_of
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.discord.errors import ForgedButton
from nazh.adapters.inbound.discord.languages import private_words
from nazh.adapters.inbound.wording.dice import privacy as said
from nazh.adapters.inbound.wording.languages import Words
from nazh.application.dice.export_own_data import ExportOwnData, OwnData
from nazh.application.dice.forget_player import ForgetPlayer
from nazh.application.dice.ports import SettingsHere
from nazh.domain.dice.server_settings import days_kept
from nazh.domain.kernel.identity import PlayerId
from nazh.domain.kernel.phrases import phrase

OWN_DATA: Final = "mydata"
FORGET: Final = "forgetme"
SURE: Final = "forgetall"
KEEP: Final = "keepme"
FILE_BYTES: Final = 8 * 1024 * 1024
"""Discord takes 10 MiB on a server without boosts."""
FILE_ROLLS: Final = 1_000
"""As many as can be read and written while Discord waits."""
FILE_NAME: Final = "nazh-my-data.jsonl"
_SECONDARY, _DANGER = 2, 4
_PLACE: Final = re.compile(r"[0-9]{1,19}", re.ASCII)


def privacy_command(
    settings_here: SettingsHere, operators_days: int, door: Door
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/privacy``."""

    async def tell(interaction: hikari.CommandInteraction) -> Answer:
        chosen = await settings_here(server_of(interaction))
        days = days_kept(chosen.days, operators_days)
        body = privacy_body(days, private_words(interaction))
        return Answer(Kind.MESSAGE, {**body, "flags": EPHEMERAL})

    class Privacy(
        lightbulb.SlashCommand,
        name=said.PRIVACY,
        description=phrase("What I keep about you: look at it, save it, delete it."),
        localize=True,
        contexts=EVERYWHERE,
        integration_types=INSTALLED,
    ):
        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            await door.receive(ctx.interaction, partial(tell, ctx.interaction))

    return Privacy


def export_button(export_own_data: ExportOwnData, file_bytes: int = FILE_BYTES) -> ButtonAction:
    """Return the action of Save my data, and of Next part, which names a place in the rolls.

    A file holds about ``file_bytes`` at most, and at least everything but rolls, and one roll.
    """

    async def export(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        if arguments and not _PLACE.fullmatch(arguments):
            raise ForgedButton
        older_than = int(arguments) if arguments else None
        data = await export_own_data(PlayerId(interaction.user.id), older_than)
        words = private_words(interaction)
        return await _file_of(data, words, file_bytes, is_first=older_than is None)

    return export


async def ask_first(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
    """Ask whether everything is to be deleted."""
    return Answer(Kind.EDIT, sure_body(private_words(interaction)))


def forget_button(forget_player: ForgetPlayer) -> ButtonAction:
    """Return the action of Delete everything."""

    async def forget(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        await forget_player(PlayerId(interaction.user.id))
        return Answer(Kind.EDIT, _body(said.deleted_text(private_words(interaction))))

    return forget


async def keep_all(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
    """Delete nothing."""
    return Answer(Kind.EDIT, _body(said.kept_text(private_words(interaction))))


def privacy_body(days: int, words: Words) -> Json:
    """Return what is kept, where rolls are kept for so many days."""
    buttons = (
        _button(_SECONDARY, words(said.SAVE_MY_DATA), OWN_DATA),
        _button(_SECONDARY, words(said.DELETE_MY_DATA), FORGET),
    )
    return _body(said.privacy_text(days, words), buttons)


def sure_body(words: Words) -> Json:
    """Return the question before everything is deleted."""
    buttons = (
        _button(_DANGER, words(said.DELETE_EVERYTHING), SURE),
        _button(_SECONDARY, words(said.KEEP_IT), KEEP),
    )
    return _body(said.sure_text(words), buttons, RED)


async def _file_of(data: OwnData, words: Words, most: int, *, is_first: bool) -> Answer:
    """Return a file of as many rolls as it can hold, and a button where there are more."""
    lines = [
        *said.shelf_lines(data.shelf),
        *map(said.change_line, data.changes),
        *map(said.number_line, data.numbers),
        *said.counts_lines(data.counts),
    ]
    size, rolls, last, has_more = sum(map(len, lines)), 0, 0, False
    async for entry in data.rolls:
        line = said.roll_line(entry.record)
        size += len(line)
        has_more = rolls == FILE_ROLLS or (rolls > 0 and size > most)
        if has_more:
            break
        lines.append(line)
        rolls, last = rolls + 1, entry.place
    told = said.saved_text(rolls, words, is_first=is_first, has_more=has_more)
    more = (_button(_SECONDARY, words(said.NEXT_PART), OWN_DATA, str(last)),) if has_more else ()
    return Answer(
        Kind.MESSAGE,
        {**_body(told, more), "flags": EPHEMERAL},
        File(FILE_NAME, b"".join(lines)),
    )


def _body(text: str, buttons: tuple[Json, ...] = (), colour: int = BLUE) -> Json:
    return {
        "embeds": ({"description": text, "color": colour},),
        "components": (row(buttons),) if buttons else (),
        "allowed_mentions": NO_MENTIONS,
    }


def _button(style: int, label: str, action: str, arguments: str = "") -> Json:
    return {"type": 2, "style": style, "label": label, "custom_id": custom_id(action, arguments)}
