"""The tested bot on py-cord. Usage: DISCORD_TOKEN=… python bot_pycord.py <api address>"""

import io
import os
import sys

import discord

discord.http.API_VERSION = 10
discord.http.Route.API_BASE_URL = sys.argv[1]
NAMES = ("fireball", "firebolt", "frost")
bot = discord.Bot(intents=discord.Intents.none())


def result(text: str) -> discord.Embed:
    return discord.Embed(title="Result", description=text)


class Form(discord.ui.Modal):
    def __init__(self) -> None:
        super().__init__(discord.ui.InputText(label="How many"), title="Plot dice")

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"{self.children[0].value} plot dice")


class Controls(discord.ui.View):
    @discord.ui.button(label="Roll again")
    async def again(self, button: discord.ui.Button, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(embed=result("rolled again"))

    @discord.ui.button(label="Add Plot Die")
    async def plot(self, button: discord.ui.Button, interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Form())

    @discord.ui.select(
        options=[discord.SelectOption(label="Up", value="u"), discord.SelectOption(label="Down")]
    )
    async def edge(self, select: discord.ui.Select, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"You chose {select.values[0]}.")


async def complete(ctx: discord.AutocompleteContext) -> list[str]:
    return [name for name in NAMES if ctx.value in name]


@bot.slash_command(name="roll", description="Roll dice.")
@discord.option("pool", str, autocomplete=complete)
@discord.option("count", int, default=1)
async def roll(ctx: discord.ApplicationContext, pool: str, count: int) -> None:
    file = discord.File(io.BytesIO(b"4, 3"), "rolls.txt")
    await ctx.respond(embed=result(f"{pool} x{count}"), view=Controls(), file=file)


@bot.slash_command(name="slow", description="Think first.")
async def slow(ctx: discord.ApplicationContext) -> None:
    await ctx.defer(ephemeral=True)
    await ctx.interaction.edit_original_response(content="Done thinking.")
    await ctx.followup.send("And more.", ephemeral=True)


bot.run(os.environ["DISCORD_TOKEN"])
