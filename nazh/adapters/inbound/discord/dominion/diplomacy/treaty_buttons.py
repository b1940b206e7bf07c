"""The buttons with which nations answer and end treaties, and their responses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import hikari

from nazh.adapters.inbound.discord.chart_responses import Section, chart_response
from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.overviews import NATION
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private, public
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Json, Response
from nazh.adapters.inbound.discord.ui import DANGER, SUCCESS
from nazh.adapters.inbound.texts.dominion import charts as chart_texts
from nazh.adapters.inbound.texts.dominion.diplomacy import diplomacy as texts
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.diplomacy.break_alliance import AllianceBroken
from nazh.application.dominion.diplomacy.cancel_pact import PactRequest
from nazh.application.dominion.diplomacy.show_treaties import TreatyView
from nazh.application.dominion.diplomacy.use_cases import DiplomacyUseCases
from nazh.application.shared.charts import ChartRenderer
from nazh.domain.dominion.diplomacy.treaties import PACTS, TreatyKind
from nazh.domain.dominion.errors.diplomacy import NoticeGiven

DRAW_ALLIANCES: Final = "draw_alliances"
ACCEPT_ALLIANCE: Final = "accept_alliance"
DECLINE_ALLIANCE: Final = "decline_alliance"
ACCEPT_PACT: Final = "accept_pact"
DECLINE_PACT: Final = "decline_pact"
BREAK_NOW: Final = "break_alliance_now"
CANCEL_PACT_NOW: Final = "cancel_pact_now"
GIVE_NOTICE_NOW: Final = "give_notice_now"
_BETRAYS, _BREAKS = "betrays", "breaks"
_ALLIANCES: Final = (TreatyKind.ALLIANCE,)
_ANSWERED_AT_ONCE: Final = 2
"""The number of proposals with buttons, which are two each, in a row of five."""


def treaty_buttons(use_cases: DiplomacyUseCases, charts: ChartRenderer) -> dict[str, ButtonAction]:
    """Return the actions of the buttons below lists and questions, by their names."""
    return {
        DRAW_ALLIANCES: alliances_button(use_cases, charts),
        ACCEPT_ALLIANCE: accept_button(use_cases, _ALLIANCES),
        DECLINE_ALLIANCE: decline_button(use_cases, _ALLIANCES),
        ACCEPT_PACT: accept_button(use_cases, PACTS),
        DECLINE_PACT: decline_button(use_cases, PACTS),
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


def accept_button(use_cases: DiplomacyUseCases, kinds: Collection[TreatyKind]) -> ButtonAction:
    """Return the action of Accept, below a list of proposals of these kinds."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await accept_response(use_cases, interaction, *_read(arguments, kinds))

    return press


def decline_button(use_cases: DiplomacyUseCases, kinds: Collection[TreatyKind]) -> ButtonAction:
    """Return the action of Decline, below a list of proposals of these kinds."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await decline_response(use_cases, interaction, *_read(arguments, kinds))

    return press


def break_button(use_cases: DiplomacyUseCases) -> ButtonAction:
    """Return the action of Break the Alliance, below what it costs."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        breach, _, nation = arguments.partition(":")
        if breach not in (_BETRAYS, _BREAKS):
            raise InvalidComponent
        broken = await use_cases.break_alliance(
            requester_of(interaction), nation, may_betray=breach == _BETRAYS
        )
        return public(texts.broken_text(broken, private_translator(interaction)))

    return press


def cancel_button(use_cases: DiplomacyUseCases, *, with_notice: bool) -> ButtonAction:
    """Return the action of Give Notice, or of Cancel Now, below what each costs."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        kind, nation = _read(arguments, PACTS)
        request = PactRequest(kind, nation, with_notice)
        cancelled = await use_cases.cancel_pact(requester_of(interaction), request)
        return public(texts.cancelled_text(cancelled, kind, private_translator(interaction)))

    return press


def break_arguments(broken: AllianceBroken) -> str:
    """Return the previewed break as arguments of a button. Names contain no colons."""
    return f"{_BETRAYS if broken.is_betrayal else _BREAKS}:{broken.other}"


async def accept_response(
    use_cases: DiplomacyUseCases, interaction: UserInteraction, kind: TreatyKind, nation: str
) -> Response:
    """Accept a nation's proposal, and return the response."""
    treaty = await use_cases.accept(requester_of(interaction), kind, nation)
    return public(texts.made_text(treaty, kind, private_translator(interaction)))


async def decline_response(
    use_cases: DiplomacyUseCases, interaction: UserInteraction, kind: TreatyKind, nation: str
) -> Response:
    """Decline a nation's proposal, and return the response."""
    declined = await use_cases.decline(requester_of(interaction), kind, nation)
    return public(texts.declined_text(declined, kind, private_translator(interaction)))


async def cancel_question(
    use_cases: DiplomacyUseCases, interaction: UserInteraction, kind: TreatyKind, nation: str
) -> Response:
    """Ask whether to cancel a pact, with what it costs with and without notice."""
    requester = requester_of(interaction)
    preview, translator = use_cases.preview_cancellation, private_translator(interaction)
    now = await preview(requester, PactRequest(kind, nation, with_notice=False))
    arguments = f"{kind.value}:{now.other}"
    buttons = [
        action_button(translator(texts.CANCEL_NOW), CANCEL_PACT_NOW, arguments, style=DANGER),
        action_button(translator(texts.KEEP), NATION),
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


def answer_buttons(
    view: TreatyView, kinds: Sequence[TreatyKind], translator: Translator
) -> tuple[Json, ...]:
    """Return the buttons that answer the oldest proposals of others, for those who may.

    There is none to accept what would be refused.
    """
    own = view.nation.id
    offers = [
        proposal
        for proposal in view.proposals
        if proposal.kind in kinds and proposal.recipient == own
    ]
    buttons: list[Json] = []
    for offer in offers[:_ANSWERED_AT_ONCE] if view.may_act else ():
        name = view.others[offer.proposer].name
        arguments = f"{offer.kind.value}:{name}"
        is_pact = offer.kind in PACTS
        if offer in view.acceptable:
            accept = ACCEPT_PACT if is_pact else ACCEPT_ALLIANCE
            text = translator(texts.ACCEPT, name=name)
            buttons.append(action_button(text, accept, arguments, style=SUCCESS))
        decline = DECLINE_PACT if is_pact else DECLINE_ALLIANCE
        text = translator(texts.DECLINE, name=name)
        buttons.append(action_button(text, decline, arguments))
    return tuple(buttons)


def _read(arguments: str, kinds: Collection[TreatyKind]) -> tuple[TreatyKind, str]:
    """Return the treaty, one of ``kinds``, and the nation of a button. Raises InvalidComponent."""
    word, _, nation = arguments.partition(":")
    kind = next((kind for kind in kinds if kind.value == word), None)
    if kind is None:
        raise InvalidComponent
    return kind, nation
