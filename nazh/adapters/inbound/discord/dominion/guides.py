"""The command ``/dominion``, and the page of the game in ``/help``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.messages import private
from nazh.adapters.inbound.discord.guilds.help import HelpPage
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dominion import guides as texts
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.ports import SeasonRules
from nazh.domain.dominion.rulesets import Ruleset

_GUIDES: Final[Mapping[str, Callable[[Ruleset, Translator], str]]] = {
    "citizen": texts.citizen_guide,
    "leader": texts.leader_guide,
}
_CHOICES: Final = [lightbulb.Choice(name, name) for name in _GUIDES]


def dominion_group(rules: SeasonRules) -> lightbulb.Group:
    """Return the command ``/dominion`` with its subcommands."""
    group = lightbulb.Group("dominion", "About the game Dominion.", **IN_GUILDS)

    @group.register
    class Help(lightbulb.SlashCommand, name="help", description="How to begin, and the commands."):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return private(texts.help_text(private_translator(interaction)))

    @group.register
    class Guide(
        lightbulb.SlashCommand,
        name="guide",
        description="The rules, with the numbers of this season.",
    ):
        role = lightbulb.string("role", "Whose guide", choices=_CHOICES, default="citizen")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            guide = _GUIDES[self.role]
            return private(guide(await rules.current(), private_translator(interaction)))

    return group


def dominion_help() -> dict[str, HelpPage]:
    """Return the page about the game, by its key in the menu."""
    return {"dominion": HelpPage(texts.HELP_NAME, texts.help_text, lambda _: ())}
