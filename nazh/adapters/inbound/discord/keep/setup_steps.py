"""Leads managers from a tested game server to the roles that may use it, and to its chat.

Every step replaces the message, can be skipped, and checks the manager again. What was chosen is in
the signed custom_ids.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import hikari

from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, read_number
from nazh.adapters.inbound.discord.interactions.component_signer import ComponentSigner
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import (
    Json,
    Response,
    ResponseType,
    action_row,
)
from nazh.adapters.inbound.discord.keep.bridge import (
    CHAT_CHANNELS,
    BridgeUseCases,
    link_response,
)
from nazh.adapters.inbound.discord.keep.callers import caller_of, server_id
from nazh.adapters.inbound.discord.ui import (
    PRIMARY,
    button,
    channel_menu,
    embed_body,
    menu,
    option,
    role_menu,
)
from nazh.adapters.inbound.texts.keep import servers as texts
from nazh.application.keep.servers.change_access import ChangeAccess
from nazh.application.keep.servers.show_servers import ShowServers
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.profiles.profile import Profile
from nazh.domain.keep.servers import GameServer
from nazh.domain.kernel.identity import RoleId

ACCESS: Final = "access"
_ROLE, _LEVEL, _CHAT, _CHANNEL, _DONE = "role", "level", "chat", "channel", "done"
_LEVELS: Final[Mapping[str, AccessLevel]] = {level.name.lower(): level for level in AccessLevel}


@dataclass(frozen=True, slots=True)
class SetupSteps:
    """The steps after a successful test."""

    show: ShowServers
    change_access: ChangeAccess
    bridges: BridgeUseCases
    profiles: Mapping[str, Profile]
    signer: ComponentSigner

    @property
    def actions(self) -> Mapping[str, ButtonAction]:
        """The actions of all buttons and menus."""
        return {
            ACCESS: self._ask_role,
            _ROLE: self._ask_level,
            _LEVEL: self._give_level,
            _CHAT: self._ask_channel,
            _CHANNEL: self._link,
            _DONE: self._finish,
        }

    def begin_button(self, interaction: UserInteraction, server: GameServer) -> Json:
        """Return the button that leads to the first step."""
        label = private_translator(interaction)(texts.SETUP)
        return button(label, self._id(interaction, ACCESS, server), PRIMARY)

    async def _ask_role(self, interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        server, _ = await self._read(interaction, ACCESS, arguments)
        translator = private_translator(interaction)
        roles = role_menu(self._id(interaction, _ROLE, server), translator(texts.CHOOSE_ROLE))
        return self._step(interaction, server, texts.who_text(server, translator), roles, _CHAT)

    async def _ask_level(
        self, interaction: hikari.ComponentInteraction, arguments: str
    ) -> Response:
        server, _ = await self._read(interaction, _ROLE, arguments)
        resolved = interaction.resolved
        role = RoleId(_chosen(interaction, resolved.roles if resolved else ()))
        translator = private_translator(interaction)
        levels = menu(
            self._id(interaction, _LEVEL, server, f".{role}"),
            translator(texts.CHOOSE_LEVEL),
            [option(texts.LEVEL_CHOICES[name], name) for name in _LEVELS],
        )
        text = texts.which_level_text(server, role, translator)
        return self._step(interaction, server, text, levels, _CHAT)

    async def _give_level(
        self, interaction: hikari.ComponentInteraction, arguments: str
    ) -> Response:
        server, written = await self._read(interaction, _LEVEL, arguments)
        level = _LEVELS.get(next(iter(interaction.values), ""))
        if level is None:
            raise InvalidComponent
        role = RoleId(read_number(written))
        await self.change_access(caller_of(interaction), role, level, server.id)
        translator = private_translator(interaction)
        given = texts.access_text(role, level, server, server.guild, translator)
        return self._channel_step(interaction, server, given)

    async def _ask_channel(
        self, interaction: hikari.ComponentInteraction, arguments: str
    ) -> Response:
        server, _ = await self._read(interaction, _CHAT, arguments)
        return self._channel_step(interaction, server, "")

    async def _link(self, interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        server, _ = await self._read(interaction, _CHANNEL, arguments)
        resolved = interaction.resolved
        channel = _chosen(interaction, resolved.channels if resolved else ())
        heading = texts.set_up_text(server, private_translator(interaction))
        return await link_response(self.bridges, interaction, server.id, channel, heading=heading)

    async def _finish(self, interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        server, _ = await self._read(interaction, _DONE, arguments)
        text = texts.set_up_text(server, private_translator(interaction))
        return Response(ResponseType.EDIT, embed_body(text, ()))

    def _channel_step(
        self, interaction: hikari.ComponentInteraction, server: GameServer, before: str
    ) -> Response:
        translator = private_translator(interaction)
        if server.profile_in(self.profiles).chat is None:
            text = f"{before}\n{texts.set_up_text(server, translator)}".strip()
            return Response(ResponseType.EDIT, embed_body(text, ()))
        custom_id = self._id(interaction, _CHANNEL, server)
        channels = channel_menu(custom_id, translator(texts.CHOOSE_CHANNEL), CHAT_CHANNELS)
        text = f"{before}\n{texts.where_text(server, translator)}".strip()
        return self._step(interaction, server, text, channels, _DONE)

    def _step(
        self,
        interaction: hikari.ComponentInteraction,
        server: GameServer,
        text: str,
        choice: Json,
        next_action: str,
    ) -> Response:
        label = private_translator(interaction)(texts.SKIP)
        skip = button(label, self._id(interaction, next_action, server))
        rows = (action_row((choice,)), action_row((skip,)))
        return Response(ResponseType.EDIT, embed_body(text, rows))

    async def _read(
        self, interaction: hikari.ComponentInteraction, action: str, arguments: str
    ) -> tuple[GameServer, str]:
        """Return the game server, for a manager, and what was chosen before."""
        verified = self.signer.verify(interaction, "keep", action, arguments)
        written, _, rest = verified.partition(".")
        return await self.show.one(caller_of(interaction), server_id(written)), rest

    def _id(
        self, interaction: UserInteraction, action: str, server: GameServer, rest: str = ""
    ) -> str:
        return self.signer.custom_id(interaction, "keep", action, f"{server.id}{rest}")


def _chosen(interaction: hikari.ComponentInteraction, offered: Collection[hikari.Snowflake]) -> int:
    """Return the chosen id, which must be one that Discord has resolved in this server."""
    chosen = read_number(next(iter(interaction.values), ""))
    if chosen not in offered:
        raise InvalidComponent
    return chosen
