"""A minimal discord.py bot that always returns the same embed with two buttons.

Every response has its own view, as in the library's documentation. With ``--lean`` all responses
share one view that never times out, which is the cheapest way to have buttons.
"""

from __future__ import annotations

import os
import sys

import discord
import yarl
from discord import app_commands


def main() -> None:
    """Run until told to stop."""
    discord.http.Route.BASE = os.environ["YARDSTICK_API_URL"]
    gateway = yarl.URL(os.environ["YARDSTICK_GATEWAY_URL"])
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = gateway
    Bot(is_lean="--lean" in sys.argv).run(os.environ["DISCORD_TOKEN"], log_handler=None)


class Bot(discord.Client):
    """Has one command."""

    def __init__(self, *, is_lean: bool) -> None:
        super().__init__(intents=discord.Intents.none(), max_messages=None)
        self.is_lean = is_lean
        self.tree = app_commands.CommandTree(self)
        self.tree.command(name="roll", description="Throw nothing at all.")(self.roll)

    async def setup_hook(self) -> None:
        """Register the command."""
        # Views can only be created while the loop runs.
        self.shared = Buttons(timeout=None)
        await self.tree.sync()

    async def roll(
        self, interaction: discord.Interaction, pool1: str, add_plot: bool = False
    ) -> None:
        """Send the embed."""
        embed = discord.Embed(
            title="a1d20+5, 2d6", description="**27** (+4 Plot) [18↑(3)] + 5\n**7** [3][4]"
        )
        view = self.shared if self.is_lean else Buttons()
        await interaction.response.send_message(embed=embed, view=view)


class Buttons(discord.ui.View):
    """Two buttons without effect."""

    @discord.ui.button(label="Add Plot Die", custom_id="plot")
    async def plot(
        self, interaction: discord.Interaction, button: discord.ui.Button[Buttons]
    ) -> None:
        """Acknowledge the press."""
        await interaction.response.defer()

    @discord.ui.button(label="Copy Command", custom_id="copy")
    async def copy(
        self, interaction: discord.Interaction, button: discord.ui.Button[Buttons]
    ) -> None:
        """Acknowledge the press."""
        await interaction.response.defer()


if __name__ == "__main__":
    main()
