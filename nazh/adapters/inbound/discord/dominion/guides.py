"""The command ``/dominion``, and the page of the game in ``/help``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.list_pages import read_page
from nazh.adapters.inbound.discord.dominion.overviews import TUTORIAL, action_buttons
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import edited_or_private, private
from nazh.adapters.inbound.discord.guilds.help import HelpPage
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import (
    IN_GUILDS,
    Command,
    handler,
    words_of,
)
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Json, Response
from nazh.adapters.inbound.discord.ui import PRIMARY
from nazh.adapters.inbound.texts.dominion.guides import guides as texts
from nazh.adapters.inbound.texts.dominion.guides.help import (
    HELP_NAME,
    about_text,
    help_text,
    questions_text,
)
from nazh.adapters.inbound.texts.dominion.guides.tutorial import (
    BACK,
    NEXT,
    PRACTICE,
    practice_text,
    tutorial_text,
)
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.battles.practice_battle import PracticeBattle
from nazh.application.dominion.citizens.show_tutorial import ShowTutorial
from nazh.application.dominion.ports import FeatureSwitches, SeasonRules
from nazh.domain.dominion.nations.units import UnitType, available_units
from nazh.domain.dominion.operations.features import Feature
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.tutorial import LAST_STEP, TutorialStep

PRACTISE: Final = "practise"
_Guide = Callable[[Ruleset, Sequence[UnitType], Translator], str]
_GUIDES: Final[Mapping[str, _Guide]] = {
    "citizen": lambda rules, units, translator: texts.citizen_guide(rules, translator),
    "leader": texts.leader_guide,
    "war": lambda rules, units, translator: texts.war_guide(rules, translator),
    "diplomacy": lambda rules, units, translator: texts.diplomacy_guide(rules, translator),
}
_CHOICES: Final = [lightbulb.Choice(name, name) for name in _GUIDES]


class Release(NamedTuple):
    """The version of the program, and the page of its source."""

    version: str
    source: str


def dominion_group(
    rules: SeasonRules,
    show: ShowTutorial,
    features: FeatureSwitches,
    release: Release,
    others: Sequence[Command],
) -> lightbulb.Group:
    """Return the command ``/dominion`` with its subcommands; its help lists all and ``others``."""
    group = lightbulb.Group("dominion", "About the game Dominion.", **IN_GUILDS)

    @group.register
    class Help(lightbulb.SlashCommand, name="help", description="How to begin, and the commands."):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return private(_help_text((*others, group), private_translator(interaction)))

    @group.register
    class Guide(
        lightbulb.SlashCommand,
        name="guide",
        description="The rules, with the numbers of this season.",
    ):
        role = lightbulb.string(
            "role", "Which guide (citizen)", choices=_CHOICES, default="citizen"
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            guide, guild = _GUIDES[self.role], requester_of(interaction).guild
            is_advanced = await features.is_on(Feature.ADVANCED_UNITS, guild)
            units = available_units(is_advanced=is_advanced)
            return private(guide(await rules.current(), units, private_translator(interaction)))

    @group.register
    class Questions(lightbulb.SlashCommand, name="faq", description="Answers to common questions."):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            translator = private_translator(interaction)
            return private(questions_text(await rules.current(), translator))

    @group.register
    class About(
        lightbulb.SlashCommand,
        name="about",
        description="The version and the rules, how to add the bot to a server, and its source.",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            translator = private_translator(interaction)
            return private(about_text(*release, await rules.current(), translator))

    @group.register
    class Tutorial(
        lightbulb.SlashCommand, name="tutorial", description="How to play, step by step."
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            text, buttons = await _tutorial_page(rules, show, interaction, None)
            return private(text, *buttons)

    return group


def tutorial_button(rules: SeasonRules, show: ShowTutorial) -> ButtonAction:
    """Return the action of Tutorial, Back and Next, which opens a page of the tutorial."""

    async def turn(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        step = TutorialStep(read_page(arguments, LAST_STEP)) if arguments else None
        text, buttons = await _tutorial_page(rules, show, interaction, step)
        return edited_or_private(interaction, text, *buttons)

    return turn


def practice_button(practise: PracticeBattle) -> ButtonAction:
    """Return the action of Practice Battle, which shows a battle with a dummy in private."""

    async def fight(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        result = await practise(requester_of(interaction))
        translator = private_translator(interaction)
        again = action_button(translator(PRACTICE), PRACTISE)
        return private(practice_text(result, translator), again)

    return fight


async def _tutorial_page(
    rules: SeasonRules, show: ShowTutorial, interaction: UserInteraction, step: TutorialStep | None
) -> tuple[str, tuple[Json, ...]]:
    requester = requester_of(interaction)
    translator = private_translator(interaction)
    page = await show(requester, step)
    number = page.step.value
    buttons: list[Json] = []
    if number > 1:
        buttons.append(action_button(translator(BACK), TUTORIAL, str(number - 1)))
    if page.step is not LAST_STEP:
        buttons.append(action_button(translator(NEXT), TUTORIAL, str(number + 1)))
    if page.view is not None and page.step is TutorialStep.PRACTICE:
        buttons.append(action_button(translator(PRACTICE), PRACTISE, style=PRIMARY))
    if page.view is not None:
        buttons += action_buttons(page.view, requester, translator)
    return tutorial_text(page, await rules.current(), translator), tuple(buttons)


def dominion_help(commands: Sequence[Command]) -> dict[str, HelpPage]:
    """Return the page about the game and its commands, by its key in the menu."""
    page = HelpPage(HELP_NAME, partial(_help_text, commands), lambda _: ())
    return {"dominion": page}


def _help_text(commands: Sequence[Command], translator: Translator) -> str:
    words = (words for command in commands for words in words_of(command))
    return help_text(words, translator)
