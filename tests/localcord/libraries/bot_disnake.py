"""The tested bot on disnake. Usage: DISCORD_TOKEN=… python bot_disnake.py <api address>"""

import io
import os
import sys

import disnake
from disnake.ext import commands

disnake.http.Route.BASE = sys.argv[1]
NAMES = ("fireball", "firebolt", "frost")
bot = commands.InteractionBot(intents=disnake.Intents.none())


def result(text: str) -> disnake.Embed:
    return disnake.Embed(title="Result", description=text)


class Form(disnake.ui.Modal):
    def __init__(self) -> None:
        count = disnake.ui.TextInput(label="How many", custom_id="count")
        super().__init__(title="Plot dice", components=[count])

    async def callback(self, interaction: disnake.ModalInteraction) -> None:
        await interaction.response.send_message(f"{interaction.text_values['count']} plot dice")


class Controls(disnake.ui.View):
    @disnake.ui.button(label="Roll again")
    async def again(
        self, button: disnake.ui.Button, interaction: disnake.MessageInteraction
    ) -> None:
        await interaction.response.edit_message(embed=result("rolled again"))

    @disnake.ui.button(label="Add Plot Die")
    async def plot(
        self, button: disnake.ui.Button, interaction: disnake.MessageInteraction
    ) -> None:
        await interaction.response.send_modal(Form())

    @disnake.ui.string_select(
        options=[disnake.SelectOption(label="Up", value="u"), disnake.SelectOption(label="Down")]
    )
    async def edge(
        self, select: disnake.ui.StringSelect, interaction: disnake.MessageInteraction
    ) -> None:
        await interaction.response.send_message(f"You chose {select.values[0]}.")


async def complete(interaction: disnake.ApplicationCommandInteraction, typed: str) -> list[str]:
    return [name for name in NAMES if typed in name]


@bot.slash_command(name="roll", description="Roll dice.")
async def roll(
    interaction: disnake.ApplicationCommandInteraction,
    pool: str = commands.Param(autocomplete=complete),
    count: int = 1,
) -> None:
    file = disnake.File(io.BytesIO(b"4, 3"), "rolls.txt")
    await interaction.response.send_message(
        embed=result(f"{pool} x{count}"), view=Controls(), file=file
    )


@bot.slash_command(name="slow", description="Think first.")
async def slow(interaction: disnake.ApplicationCommandInteraction) -> None:
    await interaction.response.defer(ephemeral=True)
    await interaction.edit_original_response(content="Done thinking.")
    await interaction.followup.send("And more.", ephemeral=True)


bot.run(os.environ["DISCORD_TOKEN"])
