"""The toy on Discord: a command, a button, a modal, a help page and the texts of all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

import hikari
import lightbulb

from nazh.adapters.inbound.discord.guilds.help import HelpPage
from nazh.adapters.inbound.discord.guilds.members import server_of
from nazh.adapters.inbound.discord.interactions.commands import EVERYWHERE, handler
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    FormAction,
    context_custom_id,
)
from nazh.adapters.inbound.discord.interactions.responses import (
    NO_MENTIONS,
    Response,
    ResponseType,
    action_row,
)
from nazh.adapters.inbound.texts.guilds.guild_settings import SettingOffer
from nazh.adapters.inbound.texts.guilds.privacy import OwnData, OwnLine, own_line
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.guilds.ports import SettingsOf
from nazh.domain.kernel.identity import RequestId, UserId
from nazh.domain.kernel.texts import N_
from tests.toy.rings import TONE, RingBell, RingStore, Tone

AGAIN, NAME, NAMED = "again", "name", "named"
PAGE = HelpPage(
    N_("The bell"), lambda translator: translator("`/bell` rings the bell."), lambda _: ()
)
Pressed = hikari.CommandInteraction | hikari.ComponentInteraction | hikari.ModalInteraction


class Bell:
    """Rings the bell for an interaction, in the tone of its guild or else the ``usual`` one."""

    def __init__(self, ring: RingBell, settings_of: SettingsOf, usual: Tone) -> None:
        self._ring = ring
        self._settings_of = settings_of
        self._usual = usual

    async def respond(self, interaction: Pressed, name: str = "") -> Response:
        guild = server_of(interaction)
        count = await self._ring(RequestId(str(interaction.id)), UserId(interaction.user.id), guild)
        tone = (await self._settings_of(guild)).of(TONE) or self._usual
        buttons = tuple(
            {"type": 2, "style": 2, "label": label, "custom_id": context_custom_id("toy", action)}
            for label, action in (("Ring again", AGAIN), ("Ring for somebody", NAME))
        )
        sound = "Ding" if tone is Tone.HIGH else "Dong"
        text = f"{sound} {count}{name and f' for {name}'}!"
        body = {"content": text, "components": (action_row(buttons),)}
        return Response(ResponseType.MESSAGE, {**body, "allowed_mentions": NO_MENTIONS})


def tone_offer(usual: Tone) -> SettingOffer:
    return SettingOffer(
        setting=TONE,
        order=100,
        name=N_("Tone of the bell"),
        value=lambda word, translator: word,
        default_text=lambda translator: usual.value,
        choices=tuple(tone.value for tone in Tone),
    )


def bell_command(bell: Bell) -> type[lightbulb.SlashCommand]:
    class Ring(
        lightbulb.SlashCommand,
        name="bell",
        description="Ring the bell.",
        **EVERYWHERE,
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await bell.respond(interaction)

    return Ring


def again_button(bell: Bell) -> ButtonAction:
    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await bell.respond(interaction)

    return press


async def name_button(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
    field = {"type": 4, "custom_id": "for", "style": 1, "label": "For whom", "required": True}
    body = {"title": "The bell", "components": (action_row((field,)),)}
    return Response(ResponseType.MODAL, {"custom_id": context_custom_id("toy", NAMED), **body})


def named_modal(bell: Bell) -> FormAction:
    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        (name,) = [part.value for line in interaction.components for part in line]
        return await bell.respond(interaction, name)

    return submit


def toy_own_data(store: RingStore) -> OwnData:
    def kept(days: int, translator: Translator) -> Iterable[tuple[int, str]]:
        return ((100, "**Rings** of the bell."),)

    def deletion(translator: Translator) -> Iterable[tuple[int, str]]:
        return ((100, "Your rings fall silent."),)

    async def export(user: UserId, after: int | None) -> AsyncIterator[OwnLine]:
        rings = await store.rings(user)
        if after is None and rings.rung:
            line = {"kind": "rings", "count": rings.rung, "echoed": rings.echoed}
            yield OwnLine(own_line(line))

    return OwnData("toy", kept, deletion, export)
