"""The command ``/bridge``, which links the chat of games with channels, and lets users join it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.component_signer import ComponentSigner
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import File, Json, Response, deferred
from nazh.adapters.inbound.discord.keep.callers import (
    LONGEST_TYPED_NAME,
    caller_of,
    matching,
    server_option,
)
from nazh.adapters.inbound.discord.keep.consoles import ConsoleUseCases
from nazh.adapters.inbound.discord.pages import Pages
from nazh.adapters.inbound.discord.ui import embed_body
from nazh.adapters.inbound.texts.keep import chat as texts
from nazh.adapters.inbound.texts.keep.consoles import said_text
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.pages import Paged
from nazh.application.keep.bridges.link_channel import LinkChannel, ShowBridges, UnlinkChannel
from nazh.application.keep.bridges.mute_user import MuteUser
from nazh.application.keep.bridges.pause_bridge import PauseBridge
from nazh.application.keep.servers.find_server import ChosenServer
from nazh.application.keep.servers.show_servers import ShowServers
from nazh.domain.keep.access_levels import AccessLevel
from nazh.domain.keep.bridges import Bridge
from nazh.domain.keep.servers import GameServer
from nazh.domain.keep.texts.chat import LONGEST_LINE
from nazh.domain.kernel.identity import ChannelId, UserId

STATUS: Final = "bridges"
CHAT_CHANNELS: Final = (
    hikari.ChannelType.GUILD_TEXT,
    hikari.ChannelType.GUILD_NEWS,
    hikari.ChannelType.GUILD_PUBLIC_THREAD,
    hikari.ChannelType.GUILD_PRIVATE_THREAD,
)


@dataclass(frozen=True, slots=True)
class BridgeUseCases:
    """The use cases of bridges, for managers."""

    link: LinkChannel
    unlink: UnlinkChannel
    pause: PauseBridge
    mute: MuteUser
    show: ShowBridges


def bridge_group(
    use_cases: ConsoleUseCases, bridges: BridgeUseCases, signer: ComponentSigner
) -> lightbulb.Group:
    """Return the command ``/bridge`` with its subcommands."""
    group = lightbulb.Group("bridge", "The chat of the games.", **IN_GUILDS)
    servers = use_cases.show
    for command in (
        _say_command(use_cases),
        *_link_commands(bridges, servers, signer),
        *_pause_commands(bridges),
        *_mute_commands(bridges.mute),
    ):
        group.register(command)
    return group


def _say_command(use_cases: ConsoleUseCases) -> type[lightbulb.SlashCommand]:
    class Say(
        lightbulb.SlashCommand,
        name="say",
        description="Say something to all players of a game, under your name.",
    ):
        server = server_option(use_cases.show, "The game server", least=AccessLevel.MODERATOR)
        text = lightbulb.string("text", "What to say", max_length=LONGEST_LINE)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            caller, member = caller_of(interaction), interaction.member
            author = interaction.user.username if member is None else member.display_name
            allowed = await use_cases.check.saying(caller, self.server, author, self.text)

            async def finish() -> tuple[Json, tuple[File, ...]]:
                await use_cases.run(caller, allowed)
                return embed_body(said_text(allowed, private_translator(interaction))), ()

            return deferred(f"{interaction.id}+say", finish)

    return Say


def status_button(show: ShowBridges, signer: ComponentSigner) -> ButtonAction:
    """Return the action that turns the pages of the status, which is read again."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        pages, translator = _status_pages(signer), private_translator(interaction)
        page = pages.requested(interaction, arguments)
        paged = await _read_status(show, interaction, translator)
        return pages.edit(interaction, paged, translator, page)

    return press


def _status_pages(signer: ComponentSigner) -> Pages:
    return Pages(signer, "keep", STATUS)


async def _read_status(
    show: ShowBridges, interaction: UserInteraction, translator: Translator
) -> Paged:
    return texts.bridges_text(await show(caller_of(interaction)), translator)


def _any(bridge: Bridge) -> bool:
    return True


def _bridge_option(show: ShowBridges, is_possible: Callable[[Bridge], bool] = _any) -> str:
    """Declare the option ``server``, which offers managers the servers of possible bridges."""

    async def complete(context: lightbulb.AutocompleteContext[str]) -> Response:
        bridges = await show.linked(caller_of(context.interaction))
        return matching(context, (bridge.server for bridge in bridges if is_possible(bridge)))

    return lightbulb.string(
        "server", "The game server", max_length=LONGEST_TYPED_NAME, autocomplete=complete
    )


def _link_commands(
    bridges: BridgeUseCases, servers: ShowServers, signer: ComponentSigner
) -> tuple[type[lightbulb.SlashCommand], ...]:
    def is_heard(server: GameServer) -> bool:
        return server.profile_in(bridges.link.profiles).chat is not None

    class Link(
        lightbulb.SlashCommand,
        name="link",
        description="Show the chat of a game in a channel (for managers of this server).",
    ):
        server = server_option(servers, "The game server", is_heard)
        channel = lightbulb.channel("channel", "The channel", channel_types=CHAT_CHANNELS)
        two_way = lightbulb.boolean(
            "two_way", "Also show messages from the channel in the game (yes)", default=True
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await link_response(
                bridges, interaction, self.server, self.channel.id, is_two_way=self.two_way
            )

    class Unlink(
        lightbulb.SlashCommand,
        name="unlink",
        description="Stop showing the chat of a game (for managers of this server).",
    ):
        server = _bridge_option(bridges.show)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            server = await bridges.unlink(caller_of(interaction), self.server)
            return private(texts.unlinked_text(server, private_translator(interaction)))

    class Status(
        lightbulb.SlashCommand,
        name="status",
        description="Show where the chat of each game is posted (for managers of this server).",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            translator = private_translator(interaction)
            paged = await _read_status(bridges.show, interaction, translator)
            return _status_pages(signer).first_response(interaction, paged, translator)

    return Link, Unlink, Status


def _pause_commands(bridges: BridgeUseCases) -> tuple[type[lightbulb.SlashCommand], ...]:
    def is_paused(bridge: Bridge) -> bool:
        return bridge.paused_at is not None

    def is_running(bridge: Bridge) -> bool:
        return not is_paused(bridge)

    class Pause(
        lightbulb.SlashCommand,
        name="pause",
        description="Pause the chat between a channel and its game (for managers of this server).",
    ):
        server = _bridge_option(bridges.show, is_running)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            server = await bridges.pause(caller_of(interaction), self.server)
            return private(texts.paused_text(server, private_translator(interaction)))

    class Resume(
        lightbulb.SlashCommand,
        name="resume",
        description="Resume the chat between a channel and its game (for managers of this server).",
    ):
        server = _bridge_option(bridges.show, is_paused)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            bridge = await bridges.pause.resume(caller_of(interaction), self.server)
            return private(texts.resumed_text(bridge, private_translator(interaction)))

    return Pause, Resume


def _mute_commands(mute: MuteUser) -> tuple[type[lightbulb.SlashCommand], ...]:
    class Mute(
        lightbulb.SlashCommand,
        name="mute",
        description="Keep a user's messages out of the games (for managers of this server).",
    ):
        user = lightbulb.user("user", "The user")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            user = UserId(self.user.id)
            await mute(caller_of(interaction), user)
            return private(texts.muted_text(user, private_translator(interaction)))

    class Unmute(
        lightbulb.SlashCommand,
        name="unmute",
        description="Let a user's messages into the games again (for managers of this server).",
    ):
        user = lightbulb.user("user", "The user")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            user = UserId(self.user.id)
            await mute.unmute(caller_of(interaction), user)
            return private(texts.unmuted_text(user, private_translator(interaction)))

    return Mute, Unmute


async def link_response(
    bridges: BridgeUseCases,
    interaction: UserInteraction,
    chosen: ChosenServer,
    channel: int,
    *,
    is_two_way: bool = True,
    heading: str = "",
) -> Response:
    """Link a game server with a channel, and confirm it below ``heading``.

    Raises NoSuchServer and ChatNotHeard.
    """
    caller = caller_of(interaction)
    bridge = await bridges.link.plan(caller, chosen, ChannelId(channel), is_two_way=is_two_way)
    translator = private_translator(interaction)

    async def finish() -> tuple[Json, tuple[File, ...]]:
        state = await bridges.show.state()
        hello = texts.greeting(bridge, state, translator)
        await bridges.link(caller, bridge, hello, f"link-{interaction.id}")
        text = texts.linked_text(bridge, state, translator, is_two_way_wanted=is_two_way)
        return embed_body(f"{heading}\n{text}".strip()), ()

    return deferred(f"{interaction.id}+link", finish)
