"""Small real bots, one per library, with the same commands."""

import asyncio
import base64
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# Read by lightbulb at import; injection is not tested here.
os.environ.setdefault("LINKD_DI_DISABLED", "true")

import discord
import hikari
import lightbulb
import yarl
from discord import app_commands
from hikari.impl import config

from localcord import Server


def application_id_in(token: str) -> int:
    """Return the id in a token."""
    first = token.split(".", maxsplit=1)[0]
    return int(base64.b64decode(first + "=" * (-len(first) % 4)))


class Roll(
    lightbulb.SlashCommand,
    name="roll",
    description="Throw dice.",
):
    pool1 = lightbulb.string("pool1", "What to throw")
    add_plot = lightbulb.boolean("add_plot", "Add a plot die", default=False)

    @lightbulb.invoke
    async def invoke(self, ctx: lightbulb.Context) -> None:
        row = hikari.impl.MessageActionRowBuilder()
        row.add_interactive_button(hikari.ButtonStyle.PRIMARY, "again", label="Roll again")
        row.add_interactive_button(hikari.ButtonStyle.SECONDARY, "plot", label="Add Plot Die")
        embed = hikari.Embed(title="Result", description=f"{self.pool1} plot={self.add_plot}")
        await ctx.respond(embed=embed, component=row)


class Slow(lightbulb.SlashCommand, name="slow", description="Think first."):
    @lightbulb.invoke
    async def invoke(self, ctx: lightbulb.Context) -> None:
        await ctx.defer(ephemeral=True)
        await ctx.interaction.edit_initial_response("Done thinking.")


class Secret(lightbulb.SlashCommand, name="secret", description="Only for you."):
    @lightbulb.invoke
    async def invoke(self, ctx: lightbulb.Context) -> None:
        await ctx.respond("Only you.", ephemeral=True)
        await ctx.respond("And all of you.")


class Menu(lightbulb.SlashCommand, name="menu", description="Choose."):
    @lightbulb.invoke
    async def invoke(self, ctx: lightbulb.Context) -> None:
        row = hikari.impl.MessageActionRowBuilder()
        menu = row.add_text_menu("edge", placeholder="Edge")
        menu.add_option("Advantage", "adv")
        menu.add_option("Disadvantage", "dis")
        await ctx.respond("Choose your edge.", component=row)


class Panel(lightbulb.SlashCommand, name="panel", description="Components V2."):
    @lightbulb.invoke
    async def invoke(self, ctx: lightbulb.Context) -> None:
        container = hikari.impl.ContainerComponentBuilder(accent_color=hikari.Color(0x336699))
        container.add_text_display("# Panel")
        container.add_separator(divider=True)
        section = hikari.impl.SectionComponentBuilder(
            accessory=hikari.impl.InteractiveButtonBuilder(
                style=hikari.ButtonStyle.PRIMARY, custom_id="again", label="Roll again"
            )
        )
        section.add_text_display("Roll it again?")
        container.add_component(section)
        await ctx.respond(components=[container])


async def complete_name(ctx: lightbulb.AutocompleteContext[str]) -> None:
    typed = str(ctx.focused.value)
    await ctx.respond([name for name in ("fireball", "firebolt", "frost") if typed in name])


saved = lightbulb.Group("saved", "Saved rolls.")


@saved.register
class SavedRoll(lightbulb.SlashCommand, name="roll", description="Throw a saved roll."):
    name_ = lightbulb.string("name", "Which one", autocomplete=complete_name)

    @lightbulb.invoke
    async def invoke(self, ctx: lightbulb.Context) -> None:
        await ctx.respond(f"Throwing {self.name_}.")


class Greet(lightbulb.UserCommand, name="Greet"):
    @lightbulb.invoke
    async def invoke(self, ctx: lightbulb.Context) -> None:
        await ctx.respond(f"Hello {self.target.display_name}!", user_mentions=False)


class Quote(lightbulb.MessageCommand, name="Quote this"):
    @lightbulb.invoke
    async def invoke(self, ctx: lightbulb.Context) -> None:
        await ctx.respond(f"> {self.target.content}")


COMMANDS = (Roll, Slow, Secret, Menu, Panel, saved, Greet, Quote)


async def on_component(event: hikari.ComponentInteractionCreateEvent) -> None:
    interaction = event.interaction
    if interaction.custom_id == "again":
        await interaction.create_initial_response(
            hikari.ResponseType.MESSAGE_UPDATE,
            embed=hikari.Embed(title="Result", description="rolled again"),
        )
    elif interaction.custom_id == "plot":
        row = hikari.impl.ModalActionRowBuilder()
        row.add_text_input("count", "How many", max_length=2)
        await interaction.create_modal_response("Plot dice", "plot_form", component=row)
    elif interaction.custom_id == "edge":
        await interaction.create_initial_response(hikari.ResponseType.DEFERRED_MESSAGE_UPDATE)
        await interaction.edit_initial_response(f"You chose {interaction.values[0]}.")
    else:
        await interaction.create_initial_response(
            hikari.ResponseType.MESSAGE_CREATE,
            f"No such thing: {interaction.custom_id}",
            flags=hikari.MessageFlag.EPHEMERAL,
        )


async def on_modal(event: hikari.ModalInteractionCreateEvent) -> None:
    count = event.interaction.components[0].components[0].value
    await event.interaction.create_initial_response(
        hikari.ResponseType.MESSAGE_CREATE,
        f"{count} plot dice by {event.interaction.user.username}",
    )


@asynccontextmanager
async def hikari_bot(
    server: Server, *, intents: hikari.Intents = hikari.Intents.NONE, shards: int | None = None
) -> AsyncIterator[hikari.GatewayBot]:
    """Run the hikari bot until the block ends. It is ready when the block begins."""
    bot = hikari.GatewayBot(
        server.token,
        rest_url=server.api_url,
        intents=intents,
        banner=None,
        logs=None,
        http_settings=config.HTTPSettings(force_close_transports=False),
    )
    client = lightbulb.client_from_app(bot)
    for command in COMMANDS:
        client.register(command)
    bot.subscribe(hikari.StartingEvent, client.start)
    bot.subscribe(hikari.ComponentInteractionCreateEvent, on_component)
    bot.subscribe(hikari.ModalInteractionCreateEvent, on_modal)
    await bot.start(check_for_updates=False, shard_count=shards)
    try:
        await server.bot_ready(shards=shards or 1)
        yield bot
    finally:
        await bot.close()


async def rolled_again(
    interaction: hikari.ComponentInteraction,
) -> hikari.api.InteractionMessageBuilder:
    answer = interaction.build_response(hikari.ResponseType.MESSAGE_UPDATE)
    return answer.add_embed(hikari.Embed(title="Result", description="rolled again"))


@asynccontextmanager
async def hikari_http_bot() -> AsyncIterator[Server]:
    """Run a Discord with a hikari bot at its endpoint; it is ready when the block begins."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        async with Server(interactions_url=url) as server:
            bot = hikari.RESTBot(
                server.token,
                hikari.TokenType.BOT,
                server.verify_key,
                rest_url=server.api_url,
                banner=None,
                logs=None,
            )
            client = lightbulb.client_from_app(bot)
            for command in COMMANDS:
                client.register(command)
            bot.set_listener(hikari.ComponentInteraction, rolled_again, replace=True)
            await bot.start(socket=listener, check_for_updates=False)
            await client.start()
            try:
                await server.bot_ready()
                yield server
            finally:
                await bot.close()


class PlotForm(discord.ui.Modal, title="Plot dice"):
    count: "discord.ui.TextInput[PlotForm]" = discord.ui.TextInput(label="How many", max_length=2)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"{self.count.value} plot dice")


class RollButtons(discord.ui.View):
    @discord.ui.button(label="Roll again")
    async def again(
        self, interaction: discord.Interaction, button: "discord.ui.Button[RollButtons]"
    ) -> None:
        embed = discord.Embed(title="Result", description="rolled again")
        await interaction.response.edit_message(embed=embed)

    @discord.ui.button(label="Add Plot Die")
    async def plot(
        self, interaction: discord.Interaction, button: "discord.ui.Button[RollButtons]"
    ) -> None:
        await interaction.response.send_modal(PlotForm())


class DiscordPyBot(discord.Client):
    """The same bot on discord.py."""

    def __init__(self, intents: discord.Intents) -> None:
        # discord.py waits this long for more guilds before it is ready.
        super().__init__(intents=intents, guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(self)
        self.tree.command(name="roll", description="Throw dice.")(roll)
        self.tree.command(name="slow", description="Think first.")(slow)

    async def setup_hook(self) -> None:
        await self.tree.sync()


async def roll(interaction: discord.Interaction, pool1: str, add_plot: bool = False) -> None:
    embed = discord.Embed(title="Result", description=f"{pool1} plot={add_plot}")
    await interaction.response.send_message(embed=embed, view=RollButtons())


async def slow(interaction: discord.Interaction) -> None:
    await interaction.response.defer(ephemeral=True)
    await interaction.followup.send("Done thinking.")


@asynccontextmanager
async def discord_py_bot(
    server: Server, intents: discord.Intents | None = None
) -> AsyncIterator[DiscordPyBot]:
    """Run the discord.py bot until the block ends."""
    discord.http.Route.BASE = server.api_url
    # A client with one shard does not ask the API for the gateway's URL.
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway_url)
    bot = DiscordPyBot(intents or discord.Intents.none())
    running = asyncio.create_task(bot.start(server.token))
    try:
        await server.bot_ready()
        await bot.wait_until_ready()
        yield bot
    finally:
        await bot.close()
        await asyncio.gather(running, return_exceptions=True)
