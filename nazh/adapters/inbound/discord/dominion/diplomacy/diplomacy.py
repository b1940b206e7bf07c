"""The command ``/diplomacy``."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.diplomacy.partners import Partners
from nazh.adapters.inbound.discord.dominion.diplomacy.treaty_buttons import (
    BREAK_NOW,
    DRAW_ALLIANCES,
    accept_response,
    answer_buttons,
    break_arguments,
    cancel_question,
    decline_response,
)
from nazh.adapters.inbound.discord.dominion.nations.options import (
    nation_names,
    nation_option,
    optional_nation_option,
)
from nazh.adapters.inbound.discord.dominion.overviews import NATION
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private, public
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, Autocomplete, handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.ui import DANGER
from nazh.adapters.inbound.texts.dominion.diplomacy import diplomacy as texts
from nazh.adapters.inbound.texts.dominion.diplomacy.reputation import reputation_text
from nazh.adapters.inbound.texts.dominion.rankings import PICTURE as PICTURE_LABEL
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.diplomacy.show_treaties import ShowTreaties, TreatyView
from nazh.application.dominion.diplomacy.use_cases import DiplomacyUseCases
from nazh.application.dominion.ports import NationDirectory, TreatyDirectory
from nazh.domain.dominion.diplomacy.messages import LONGEST_TEXT, LONGEST_TITLE
from nazh.domain.dominion.diplomacy.treaties import PACTS, TreatyKind

_KINDS: Final = [lightbulb.Choice(pact.value.replace("_", " "), pact.value) for pact in PACTS]


def diplomacy_group(
    use_cases: DiplomacyUseCases, nations: NationDirectory, treaties: TreatyDirectory
) -> lightbulb.Group:
    """Return the command ``/diplomacy`` with its subcommands."""
    names, partners = nation_names(nations, has_own=False), Partners(nations, treaties)
    group = lightbulb.Group("diplomacy", "Alliances, pacts and embassies.", **IN_GUILDS)
    alliances = group.subgroup("alliance", "Alliances with other nations.")
    for command in _alliance_commands(use_cases, names, partners):
        alliances.register(command)
    pacts = group.subgroup("pact", "Pacts with other nations.")
    for command in _pact_commands(use_cases, names, partners):
        pacts.register(command)
    embassies = group.subgroup("embassy", "Embassies with other nations.")
    for command in _embassy_commands(use_cases, names):
        embassies.register(command)
    group.register(_reputation_command(use_cases, names))
    group.register(_message_command(use_cases, names))
    return group


def _alliance_commands(
    use_cases: DiplomacyUseCases, names: Autocomplete, partners: Partners
) -> tuple[type[lightbulb.SlashCommand], ...]:
    proposers = partners.proposers((TreatyKind.ALLIANCE,))

    class Propose(
        lightbulb.SlashCommand,
        name="propose",
        description="Propose an alliance (for the leader and the diplomat).",
    ):
        nation = nation_option(names)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _propose(use_cases, interaction, TreatyKind.ALLIANCE, self.nation)

    class Accept(
        lightbulb.SlashCommand,
        name="accept",
        description="Accept an alliance (for the leader and the diplomat).",
    ):
        nation = nation_option(proposers)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await accept_response(use_cases, interaction, TreatyKind.ALLIANCE, self.nation)

    class Decline(
        lightbulb.SlashCommand,
        name="decline",
        description="Decline an alliance (for the leader and the diplomat).",
    ):
        nation = nation_option(proposers)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await decline_response(use_cases, interaction, TreatyKind.ALLIANCE, self.nation)

    class Break(
        lightbulb.SlashCommand,
        name="break",
        description="Break an alliance (for the leader and the diplomat).",
    ):
        nation = nation_option(partners.allies)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            broken = await use_cases.preview_break(requester_of(interaction), self.nation)
            translator = private_translator(interaction)
            return private(
                texts.break_question(broken, translator),
                action_button(
                    translator(texts.BREAK), BREAK_NOW, break_arguments(broken), style=DANGER
                ),
                action_button(translator(texts.KEEP), NATION),
            )

    class List(
        lightbulb.SlashCommand, name="list", description="Show the alliances (for citizens)."
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            view, translator = await _view(use_cases.show_treaties, interaction)
            buttons = list(answer_buttons(view, (TreatyKind.ALLIANCE,), translator))
            if view.allies:
                buttons.append(action_button(translator(PICTURE_LABEL), DRAW_ALLIANCES))
            return private(texts.alliances_text(view, translator), *buttons)

    class Chat(
        lightbulb.SlashCommand,
        name="chat",
        description="Say something to all allies (for the leader and the diplomat).",
    ):
        message = lightbulb.string("message", "What to say", max_length=LONGEST_TEXT)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            sent = await use_cases.chat(requester_of(interaction), self.message)
            return private(texts.chat_text(sent, private_translator(interaction)))

    return Propose, Accept, Decline, Break, List, Chat


def _pact_commands(
    use_cases: DiplomacyUseCases, names: Autocomplete, partners: Partners
) -> tuple[type[lightbulb.SlashCommand], ...]:
    proposers = partners.proposers(PACTS)

    class Propose(
        lightbulb.SlashCommand,
        name="propose",
        description="Propose a pact (for the leader and the diplomat).",
    ):
        nation = nation_option(names)
        kind = lightbulb.string("type", "Which pact", choices=_KINDS)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _propose(use_cases, interaction, TreatyKind(self.kind), self.nation)

    class Accept(
        lightbulb.SlashCommand,
        name="accept",
        description="Accept a pact (for the leader and the diplomat).",
    ):
        nation = nation_option(proposers)
        kind = lightbulb.string("type", "Which pact", choices=_KINDS)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await accept_response(use_cases, interaction, TreatyKind(self.kind), self.nation)

    class Decline(
        lightbulb.SlashCommand,
        name="decline",
        description="Decline a pact (for the leader and the diplomat).",
    ):
        nation = nation_option(proposers)
        kind = lightbulb.string("type", "Which pact", choices=_KINDS)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await decline_response(
                use_cases, interaction, TreatyKind(self.kind), self.nation
            )

    class Cancel(
        lightbulb.SlashCommand,
        name="cancel",
        description="Cancel a pact (for the leader and the diplomat).",
    ):
        nation = nation_option(partners.pact_partners)
        kind = lightbulb.string("type", "Which pact", choices=_KINDS)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await cancel_question(use_cases, interaction, TreatyKind(self.kind), self.nation)

    class List(lightbulb.SlashCommand, name="list", description="Show the pacts (for citizens)."):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            view, translator = await _view(use_cases.show_treaties, interaction)
            buttons = answer_buttons(view, PACTS, translator)
            return private(texts.pacts_text(view, translator), *buttons)

    return Propose, Accept, Decline, Cancel, List


def _embassy_commands(
    use_cases: DiplomacyUseCases, names: Autocomplete
) -> tuple[type[lightbulb.SlashCommand], ...]:
    class Open(
        lightbulb.SlashCommand,
        name="open",
        description="Open an embassy (for the leader and the diplomat).",
    ):
        nation = nation_option(names)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            opened = await use_cases.open_embassy(requester_of(interaction), self.nation)
            return public(texts.embassy_text(opened, private_translator(interaction)))

    class List(
        lightbulb.SlashCommand, name="list", description="Show the embassies (for citizens)."
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            view, translator = await _view(use_cases.show_treaties, interaction)
            return private(texts.embassies_text(view, translator))

    return Open, List


def _reputation_command(
    use_cases: DiplomacyUseCases, names: Autocomplete
) -> type[lightbulb.SlashCommand]:
    class Reputation(
        lightbulb.SlashCommand,
        name="reputation",
        description="Show a nation's reputation, and what changed it (for citizens).",
    ):
        nation = optional_nation_option(names)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            view = await use_cases.show_reputation(requester_of(interaction), self.nation)
            return private(reputation_text(view, private_translator(interaction)))

    return Reputation


def _message_command(
    use_cases: DiplomacyUseCases, names: Autocomplete
) -> type[lightbulb.SlashCommand]:
    class Message(
        lightbulb.SlashCommand,
        name="message",
        description="Write to another nation (for the leader and the diplomat).",
    ):
        nation = nation_option(names)
        title = lightbulb.string("title", "Everyone can read it", max_length=LONGEST_TITLE)
        text = lightbulb.string("text", "Only both nations get it", max_length=LONGEST_TEXT)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            by, words = requester_of(interaction), (self.title, self.text)
            sent = await use_cases.send_message(by, self.nation, *words)
            return private(texts.message_text(sent, private_translator(interaction)))

    return Message


async def _propose(
    use_cases: DiplomacyUseCases, interaction: UserInteraction, kind: TreatyKind, nation: str
) -> Response:
    proposed = await use_cases.propose(requester_of(interaction), kind, nation)
    return public(texts.proposed_text(proposed, kind, private_translator(interaction)))


async def _view(show: ShowTreaties, interaction: UserInteraction) -> tuple[TreatyView, Translator]:
    return await show(requester_of(interaction)), private_translator(interaction)
