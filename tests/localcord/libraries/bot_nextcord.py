"""The tested bot on nextcord. Usage: DISCORD_TOKEN=… python bot_nextcord.py <api address>"""

import io
import os
import sys

import nextcord

nextcord.http.Route.BASE = sys.argv[1]
NAMES = ("fireball", "firebolt", "frost")
bot = nextcord.Client(intents=nextcord.Intents.none())


def result(text: str) -> nextcord.Embed:
    return nextcord.Embed(title="Result", description=text)


class Form(nextcord.ui.Modal):
    def __init__(self) -> None:
        super().__init__("Plot dice")
        self.count = nextcord.ui.TextInput(label="How many")
        self.add_item(self.count)

    async def callback(self, interaction: nextcord.Interaction) -> None:
        await interaction.response.send_message(f"{self.count.value} plot dice")


class Controls(nextcord.ui.View):
    @nextcord.ui.button(label="Roll again")
    async def again(self, button: nextcord.ui.Button, interaction: nextcord.Interaction) -> None:
        await interaction.response.edit_message(embed=result("rolled again"))

    @nextcord.ui.button(label="Add Plot Die")
    async def plot(self, button: nextcord.ui.Button, interaction: nextcord.Interaction) -> None:
        await interaction.response.send_modal(Form())

    @nextcord.ui.string_select(
        options=[nextcord.SelectOption(label="Up", value="u"), nextcord.SelectOption(label="Down")]
    )
    async def edge(self, select: nextcord.ui.Select, interaction: nextcord.Interaction) -> None:
        await interaction.response.send_message(f"You chose {select.values[0]}.")


@bot.slash_command(name="roll", description="Roll dice.")
async def roll(
    interaction: nextcord.Interaction,
    pool: str = nextcord.SlashOption(),
    count: int = nextcord.SlashOption(default=1, required=False),
) -> None:
    file = nextcord.File(io.BytesIO(b"4, 3"), "rolls.txt")
    await interaction.response.send_message(
        embed=result(f"{pool} x{count}"), view=Controls(), file=file
    )


@roll.on_autocomplete("pool")
async def complete(interaction: nextcord.Interaction, typed: str) -> None:
    await interaction.response.send_autocomplete([name for name in NAMES if typed in name])


@bot.slash_command(name="slow", description="Think first.")
async def slow(interaction: nextcord.Interaction) -> None:
    await interaction.response.defer(ephemeral=True)
    await interaction.edit_original_message(content="Done thinking.")
    await interaction.followup.send("And more.", ephemeral=True)


bot.run(os.environ["DISCORD_TOKEN"])
