"""The tested bot on discord.py.

Usage: DISCORD_TOKEN=… python bot_discord_py.py <api address> <gateway address>
"""

import io
import os
import sys

import discord
import yarl
from discord import app_commands

discord.http.Route.BASE = sys.argv[1]
# A client with one shard does not ask the API for the gateway.
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sys.argv[2])
NAMES = ("fireball", "firebolt", "frost")


def result(text: str) -> discord.Embed:
    return discord.Embed(title="Result", description=text)


class Form(discord.ui.Modal, title="Plot dice"):
    count = discord.ui.TextInput(label="How many")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"{self.count.value} plot dice")


class Controls(discord.ui.View):
    @discord.ui.button(label="Roll again")
    async def again(self, interaction: discord.Interaction, button: discord.ui.Button) -> None:
        await interaction.response.edit_message(embed=result("rolled again"))

    @discord.ui.button(label="Add Plot Die")
    async def plot(self, interaction: discord.Interaction, button: discord.ui.Button) -> None:
        await interaction.response.send_modal(Form())

    @discord.ui.select(
        options=[discord.SelectOption(label="Up", value="u"), discord.SelectOption(label="Down")]
    )
    async def edge(self, interaction: discord.Interaction, select: discord.ui.Select) -> None:
        await interaction.response.send_message(f"You chose {select.values[0]}.")


class Bot(discord.Client):
    async def setup_hook(self) -> None:
        await tree.sync()


bot = Bot(intents=discord.Intents.none())
tree = app_commands.CommandTree(bot)


async def complete(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=name, value=name) for name in NAMES if typed in name]


@tree.command(name="roll", description="Roll dice.")
@app_commands.autocomplete(pool=complete)
async def roll(interaction: discord.Interaction, pool: str, count: int = 1) -> None:
    file = discord.File(io.BytesIO(b"4, 3"), "rolls.txt")
    await interaction.response.send_message(
        embed=result(f"{pool} x{count}"), view=Controls(), file=file
    )


@tree.command(name="slow", description="Think first.")
async def slow(interaction: discord.Interaction) -> None:
    await interaction.response.defer(ephemeral=True)
    await interaction.edit_original_response(content="Done thinking.")
    await interaction.followup.send("And more.", ephemeral=True)


bot.run(os.environ["DISCORD_TOKEN"], log_handler=None)
