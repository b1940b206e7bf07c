"""The tested bot on interactions.py.

Usage: DISCORD_TOKEN=… python bot_interactions.py <api address>
"""

import io
import os
import sys

import interactions as lib

lib.api.http.route.Route.BASE = sys.argv[1]
NAMES = ("fireball", "firebolt", "frost")
bot = lib.Client(intents=lib.Intents.GUILDS, send_command_tracebacks=False)


def result(text: str) -> lib.Embed:
    return lib.Embed(title="Result", description=text)


def controls() -> list[lib.ActionRow]:
    options = [
        lib.StringSelectOption(label=label, value=label[0].lower()) for label in ("Up", "Down")
    ]
    return [
        lib.ActionRow(
            lib.Button(style=lib.ButtonStyle.PRIMARY, label="Roll again", custom_id="again"),
            lib.Button(style=lib.ButtonStyle.SECONDARY, label="Add Plot Die", custom_id="plot"),
        ),
        lib.ActionRow(lib.StringSelectMenu(*options, custom_id="edge")),
    ]


@lib.slash_command(name="roll", description="Roll dice.")
@lib.slash_option("pool", "What to roll", lib.OptionType.STRING, required=True, autocomplete=True)
@lib.slash_option("count", "How often", lib.OptionType.INTEGER)
async def roll(ctx: lib.SlashContext, pool: str, count: int = 1) -> None:
    file = lib.File(io.BytesIO(b"4, 3"), "rolls.txt")
    await ctx.send(embeds=result(f"{pool} x{count}"), components=controls(), files=file)


@roll.autocomplete("pool")
async def complete(ctx: lib.AutocompleteContext) -> None:
    await ctx.send([name for name in NAMES if ctx.input_text in name])


@lib.slash_command(name="slow", description="Think first.")
async def slow(ctx: lib.SlashContext) -> None:
    await ctx.defer(ephemeral=True)
    await ctx.send("Done thinking.")
    await ctx.send("And more.", ephemeral=True)


@lib.component_callback("again")
async def again(ctx: lib.ComponentContext) -> None:
    await ctx.edit_origin(embeds=result("rolled again"))


@lib.component_callback("plot")
async def plot(ctx: lib.ComponentContext) -> None:
    count = lib.ShortText(label="How many", custom_id="count")
    await ctx.send_modal(lib.Modal(count, title="Plot dice", custom_id="form"))


@lib.component_callback("edge")
async def edge(ctx: lib.ComponentContext) -> None:
    await ctx.send(f"You chose {ctx.values[0]}.")


@lib.modal_callback("form")
async def form(ctx: lib.ModalContext, count: str) -> None:
    await ctx.send(f"{count} plot dice")


bot.start(os.environ["DISCORD_TOKEN"])
