"""The command ``/diplomacy``, and the buttons with which nations answer and end treaties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.chart_responses import Section, chart_response
from nazh.adapters.inbound.discord.dominion.messages import action_button, requester_of
from nazh.adapters.inbound.discord.dominion.nations import LONGEST_NAME
from nazh.adapters.inbound.discord.dominion.overviews import NATION, SHOW
from nazh.adapters.inbound.discord.embed_responses import private, public
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, Autocomplete, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Json, Response
from nazh.adapters.inbound.discord.ui import DANGER, SUCCESS
from nazh.adapters.inbound.texts.dominion import charts as chart_texts
from nazh.adapters.inbound.texts.dominion import diplomacy as texts
from nazh.adapters.inbound.texts.dominion.rankings import PICTURE as PICTURE_LABEL
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.diplomacy.cancel_pact import PactRequest
from nazh.application.dominion.diplomacy.show_treaties import ShowTreaties, TreatyView
from nazh.application.dominion.diplomacy.use_cases import DiplomacyUseCases
from nazh.application.shared.charts import ChartRenderer
from nazh.domain.dominion.diplomacy.messages import LONGEST_TEXT, LONGEST_TITLE
from nazh.domain.dominion.diplomacy.treaties import PACTS, Treaty
from nazh.domain.dominion.diplomacy_errors import NoticeGiven

DRAW_ALLIANCES: Final = "draw_alliances"
ACCEPT_TREATY: Final = "accept_treaty"
DECLINE_TREATY: Final = "decline_treaty"
BREAK_NOW: Final = "break_alliance_now"
CANCEL_PACT_NOW: Final = "cancel_pact_now"
GIVE_NOTICE_NOW: Final = "give_notice_now"
_KINDS: Final = [lightbulb.Choice(one.value.replace("_", " "), one.value) for one in PACTS]
_ANSWERED_AT_ONCE: Final = 2
"""How many proposals have buttons: two each, in a row of five."""


def diplomacy_group(use_cases: DiplomacyUseCases, names: Autocomplete) -> lightbulb.Group:
    """Return the command ``/diplomacy``; ``names`` completes the names of nations."""
    group = lightbulb.Group("diplomacy", "Alliances, pacts and embassies.", **IN_GUILDS)
    alliances = group.subgroup("alliance", "Alliances with other nations.")
    for command in _alliance_commands(use_cases, names):
        alliances.register(command)
    pacts = group.subgroup("pact", "Pacts with other nations.")
    for command in _pact_commands(use_cases, names):
        pacts.register(command)
    embassies = group.subgroup("embassy", "Embassies with other nations.")
    for command in _embassy_commands(use_cases, names):
        embassies.register(command)
    group.register(_reputation_command(use_cases, names))
    group.register(_message_command(use_cases, names))
    return group


def _alliance_commands(
    use_cases: DiplomacyUseCases, names: Autocomplete
) -> tuple[type[lightbulb.SlashCommand], ...]:
    class Propose(
        lightbulb.SlashCommand,
        name="propose",
        description="Propose an alliance (for the leader).",
    ):
        nation = _nation_option(names)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _propose(use_cases, interaction, Treaty.ALLIANCE, self.nation)

    class Accept(
        lightbulb.SlashCommand, name="accept", description="Accept an alliance (for the leader)."
    ):
        nation = _nation_option(names)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _accept(use_cases, interaction, Treaty.ALLIANCE, self.nation)

    class Decline(
        lightbulb.SlashCommand,
        name="decline",
        description="Decline an alliance (for the leader).",
    ):
        nation = _nation_option(names)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _decline(use_cases, interaction, Treaty.ALLIANCE, self.nation)

    class Break(
        lightbulb.SlashCommand, name="break", description="Break an alliance (for the leader)."
    ):
        nation = _nation_option(names)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            broken = await use_cases.preview_break(requester_of(interaction), self.nation)
            translator = private_translator(interaction)
            return private(
                texts.break_question(broken, translator),
                action_button(translator(texts.BREAK), BREAK_NOW, broken.other, style=DANGER),
                action_button(translator(texts.KEEP), SHOW, NATION),
            )

    class List(
        lightbulb.SlashCommand, name="list", description="Show the alliances (for citizens)."
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            view, translator = await _view(use_cases.show_treaties, interaction)
            buttons = list(_answer_buttons(view, (Treaty.ALLIANCE,), translator))
            if view.allies:
                buttons.append(action_button(translator(PICTURE_LABEL), DRAW_ALLIANCES))
            return private(texts.alliances_text(view, translator), *buttons)

    class Chat(
        lightbulb.SlashCommand,
        name="chat",
        description="Say something to all allies (for the leader).",
    ):
        message = lightbulb.string("message", "What to say", max_length=LONGEST_TEXT)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            sent = await use_cases.chat(requester_of(interaction), self.message)
            return private(texts.chat_text(sent, private_translator(interaction)))

    return Propose, Accept, Decline, Break, List, Chat


def _pact_commands(
    use_cases: DiplomacyUseCases, names: Autocomplete
) -> tuple[type[lightbulb.SlashCommand], ...]:
    class Propose(
        lightbulb.SlashCommand, name="propose", description="Propose a pact (for the leader)."
    ):
        nation = _nation_option(names)
        kind = lightbulb.string("type", "Which pact", choices=_KINDS)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _propose(use_cases, interaction, Treaty(self.kind), self.nation)

    class Accept(
        lightbulb.SlashCommand, name="accept", description="Accept a pact (for the leader)."
    ):
        nation = _nation_option(names)
        kind = lightbulb.string("type", "Which pact", choices=_KINDS)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _accept(use_cases, interaction, Treaty(self.kind), self.nation)

    class Decline(
        lightbulb.SlashCommand, name="decline", description="Decline a pact (for the leader)."
    ):
        nation = _nation_option(names)
        kind = lightbulb.string("type", "Which pact", choices=_KINDS)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _decline(use_cases, interaction, Treaty(self.kind), self.nation)

    class Cancel(
        lightbulb.SlashCommand, name="cancel", description="Cancel a pact (for the leader)."
    ):
        nation = _nation_option(names)
        kind = lightbulb.string("type", "Which pact", choices=_KINDS)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _ask_to_cancel(use_cases, interaction, Treaty(self.kind), self.nation)

    class List(lightbulb.SlashCommand, name="list", description="Show the pacts (for citizens)."):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            view, translator = await _view(use_cases.show_treaties, interaction)
            buttons = _answer_buttons(view, PACTS, translator)
            return private(texts.pacts_text(view, translator), *buttons)

    return Propose, Accept, Decline, Cancel, List


def _embassy_commands(
    use_cases: DiplomacyUseCases, names: Autocomplete
) -> tuple[type[lightbulb.SlashCommand], ...]:
    class Open(
        lightbulb.SlashCommand, name="open", description="Open an embassy (for the leader)."
    ):
        nation = _nation_option(names)

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
        description="Show a nation's reputation, and what made it (for citizens).",
    ):
        nation = lightbulb.string(
            "nation",
            "Which one (this server's)",
            default=None,
            max_length=LONGEST_NAME,
            autocomplete=names,
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            view = await use_cases.show_reputation(requester_of(interaction), self.nation)
            return private(texts.reputation_text(view, private_translator(interaction)))

    return Reputation


def _message_command(
    use_cases: DiplomacyUseCases, names: Autocomplete
) -> type[lightbulb.SlashCommand]:
    class Message(
        lightbulb.SlashCommand,
        name="message",
        description="Write to another nation (for the leader).",
    ):
        nation = _nation_option(names)
        title = lightbulb.string("title", "Everyone can read it", max_length=LONGEST_TITLE)
        text = lightbulb.string("text", "Only both nations get it", max_length=LONGEST_TEXT)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            by, words = requester_of(interaction), (self.title, self.text)
            sent = await use_cases.send_message(by, self.nation, *words)
            return private(texts.message_text(sent, private_translator(interaction)))

    return Message


def diplomacy_buttons(
    use_cases: DiplomacyUseCases, charts: ChartRenderer
) -> dict[str, ButtonAction]:
    """Return the actions of the buttons below lists and questions, by their names."""
    return {
        DRAW_ALLIANCES: alliances_button(use_cases, charts),
        ACCEPT_TREATY: accept_button(use_cases),
        DECLINE_TREATY: decline_button(use_cases),
        BREAK_NOW: break_button(use_cases),
        CANCEL_PACT_NOW: cancel_button(use_cases, with_notice=False),
        GIVE_NOTICE_NOW: cancel_button(use_cases, with_notice=True),
    }


def alliances_button(use_cases: DiplomacyUseCases, charts: ChartRenderer) -> ButtonAction:
    """Return the action of Picture, below the list of alliances."""

    async def draw(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        graph = await use_cases.show_alliances(requester_of(interaction))
        translator = private_translator(interaction)
        section = Section(
            chart_texts.alliances_text(graph, translator),
            chart_texts.alliances_chart(graph, translator),
        )
        return chart_response(interaction, "alliances", (section,), charts, is_public=False)

    return draw


def accept_button(use_cases: DiplomacyUseCases) -> ButtonAction:
    """Return the action of Accept, below a list of proposals."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await _accept(use_cases, interaction, *_read(arguments))

    return press


def decline_button(use_cases: DiplomacyUseCases) -> ButtonAction:
    """Return the action of Decline, below a list of proposals."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await _decline(use_cases, interaction, *_read(arguments))

    return press


def break_button(use_cases: DiplomacyUseCases) -> ButtonAction:
    """Return the action of Break the Alliance, below what it costs."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        broken = await use_cases.break_alliance(requester_of(interaction), arguments)
        return public(texts.broken_text(broken, private_translator(interaction)))

    return press


def cancel_button(use_cases: DiplomacyUseCases, *, with_notice: bool) -> ButtonAction:
    """Return the action of Give Notice, or of Cancel Now, below what each costs."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        kind, nation = _read(arguments)
        request = PactRequest(kind, nation, with_notice)
        cancelled = await use_cases.cancel_pact(requester_of(interaction), request)
        return public(texts.cancelled_text(cancelled, kind, private_translator(interaction)))

    return press


async def _propose(
    use_cases: DiplomacyUseCases, interaction: UserInteraction, kind: Treaty, nation: str
) -> Response:
    made = await use_cases.propose(requester_of(interaction), kind, nation)
    return public(texts.proposed_text(made, kind, private_translator(interaction)))


async def _accept(
    use_cases: DiplomacyUseCases, interaction: UserInteraction, kind: Treaty, nation: str
) -> Response:
    made = await use_cases.accept(requester_of(interaction), kind, nation)
    return public(texts.made_text(made, kind, private_translator(interaction)))


async def _decline(
    use_cases: DiplomacyUseCases, interaction: UserInteraction, kind: Treaty, nation: str
) -> Response:
    declined = await use_cases.decline(requester_of(interaction), kind, nation)
    return public(texts.declined_text(declined, kind, private_translator(interaction)))


async def _ask_to_cancel(
    use_cases: DiplomacyUseCases, interaction: UserInteraction, kind: Treaty, nation: str
) -> Response:
    requester = requester_of(interaction)
    preview, translator = use_cases.preview_cancellation, private_translator(interaction)
    now = await preview(requester, PactRequest(kind, nation, with_notice=False))
    arguments = f"{kind.value}:{now.other}"
    buttons = [
        action_button(translator(texts.CANCEL_NOW), CANCEL_PACT_NOW, arguments, style=DANGER),
        action_button(translator(texts.KEEP), SHOW, NATION),
    ]
    try:
        noticed = await preview(requester, PactRequest(kind, nation))
    except NoticeGiven:
        noticed = None
    else:
        notice = action_button(
            translator(texts.GIVE_NOTICE), GIVE_NOTICE_NOW, arguments, style=SUCCESS
        )
        buttons.insert(0, notice)
    return private(texts.cancel_question(now, noticed, kind, translator), *buttons)


async def _view(show: ShowTreaties, interaction: UserInteraction) -> tuple[TreatyView, Translator]:
    return await show(requester_of(interaction)), private_translator(interaction)


def _answer_buttons(
    view: TreatyView, kinds: Sequence[Treaty], translator: Translator
) -> tuple[Json, ...]:
    """Return the buttons that answer the oldest proposals of others, for those who may."""
    own = view.nation.id
    offers = [one for one in view.proposals if one.kind in kinds and one.recipient == own]
    buttons: list[Json] = []
    for one in offers[:_ANSWERED_AT_ONCE] if view.may_act else ():
        name = view.others[one.proposer].name
        arguments = f"{one.kind.value}:{name}"
        accept, decline = translator(texts.ACCEPT, name=name), translator(texts.DECLINE, name=name)
        buttons.append(action_button(accept, ACCEPT_TREATY, arguments, style=SUCCESS))
        buttons.append(action_button(decline, DECLINE_TREATY, arguments))
    return tuple(buttons)


def _nation_option(names: Autocomplete) -> str:
    """Return the option that takes a nation."""
    return lightbulb.string("nation", "Which one", max_length=LONGEST_NAME, autocomplete=names)


def _read(arguments: str) -> tuple[Treaty, str]:
    """Return the treaty and the nation of a button. Raises InvalidComponent."""
    kind, _, nation = arguments.partition(":")
    try:
        return Treaty(kind), nation
    except ValueError as error:
        raise InvalidComponent from error
