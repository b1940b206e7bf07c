"""The tested bot on hikari-arc. Usage: DISCORD_TOKEN=… python bot_arc.py <api address>"""

import os
import sys

import arc
import hikari

NAMES = ("fireball", "firebolt", "frost")
bot = hikari.GatewayBot(
    os.environ["DISCORD_TOKEN"],
    rest_url=sys.argv[1],
    intents=hikari.Intents.NONE,
    banner=None,
    logs=None,
)
client = arc.GatewayClient(bot)


def result(text: str) -> hikari.Embed:
    return hikari.Embed(title="Result", description=text)


def controls() -> list[hikari.api.ComponentBuilder]:
    buttons = hikari.impl.MessageActionRowBuilder()
    buttons.add_interactive_button(hikari.ButtonStyle.PRIMARY, "again", label="Roll again")
    buttons.add_interactive_button(hikari.ButtonStyle.SECONDARY, "plot", label="Add Plot Die")
    menus = hikari.impl.MessageActionRowBuilder()
    menu = menus.add_text_menu("edge")
    menu.add_option("Up", "u")
    menu.add_option("Down", "d")
    return [buttons, menus]


async def complete(data: arc.AutocompleteData[arc.GatewayClient, str]) -> list[str]:
    return [name for name in NAMES if (data.focused_value or "") in name]


@client.include
@arc.slash_command("roll", "Roll dice.")
async def roll(
    ctx: arc.GatewayContext,
    pool: arc.Option[str, arc.StrParams("What to roll", autocomplete_with=complete)],
    count: arc.Option[int, arc.IntParams("How often")] = 1,
) -> None:
    file = hikari.Bytes(b"4, 3", "rolls.txt")
    await ctx.respond(embed=result(f"{pool} x{count}"), components=controls(), attachment=file)


@client.include
@arc.slash_command("slow", "Think first.")
async def slow(ctx: arc.GatewayContext) -> None:
    await ctx.defer(hikari.MessageFlag.EPHEMERAL)
    await ctx.edit_initial_response("Done thinking.")
    await ctx.respond("And more.", flags=hikari.MessageFlag.EPHEMERAL)


@bot.listen()
async def on_component(event: hikari.ComponentInteractionCreateEvent) -> None:
    interaction = event.interaction
    if interaction.custom_id == "again":
        await interaction.create_initial_response(
            hikari.ResponseType.MESSAGE_UPDATE, embed=result("rolled again")
        )
    elif interaction.custom_id == "plot":
        row = hikari.impl.ModalActionRowBuilder()
        row.add_text_input("count", "How many")
        await interaction.create_modal_response("Plot dice", "form", component=row)
    else:
        await interaction.create_initial_response(
            hikari.ResponseType.MESSAGE_CREATE, f"You chose {interaction.values[0]}."
        )


@bot.listen()
async def on_modal(event: hikari.ModalInteractionCreateEvent) -> None:
    count = event.interaction.components[0].components[0].value
    await event.interaction.create_initial_response(
        hikari.ResponseType.MESSAGE_CREATE, f"{count} plot dice"
    )


bot.run(check_for_updates=False)
