"""A bot on unmodified hikari and lightbulb with an empty command."""

from __future__ import annotations

import os

import hikari
import lightbulb


def main() -> None:
    """Run until told to stop."""
    bot = hikari.GatewayBot(
        os.environ["DISCORD_TOKEN"],
        rest_url=os.environ["YARDSTICK_API_URL"],
        intents=hikari.Intents.NONE,
        banner=None,
        logs="ERROR",
    )
    client = lightbulb.client_from_app(bot)
    client.register(Empty)
    bot.subscribe(hikari.StartingEvent, client.start)
    bot.run(check_for_updates=False)


class Empty(lightbulb.SlashCommand, name="empty", description="Do nothing."):
    """Reply with one word."""

    @lightbulb.invoke
    async def invoke(self, ctx: lightbulb.Context) -> None:
        """Answer."""
        await ctx.respond("Done.")


if __name__ == "__main__":
    main()
