"""Shows the nation, its treasury or its military, with buttons for the next actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

import hikari

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import edited_or_private
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Json, Response
from nazh.adapters.inbound.discord.ui import PRIMARY, SECONDARY
from nazh.adapters.inbound.texts.dominion.guides.tutorial import OPEN_TUTORIAL
from nazh.adapters.inbound.texts.dominion.nations import nations as texts
from nazh.adapters.inbound.texts.dominion.treasury.treasury import stock_text
from nazh.adapters.inbound.texts.dominion.units import military_text
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.citizens.note_visit import NoteVisit
from nazh.application.dominion.nations.look_at_nation import LookAsMember, LookAtNation, NationView
from nazh.application.dominion.nations.next_actions import NextAction, next_actions
from nazh.application.dominion.nations.show_profile import ShowProfile
from nazh.application.dominion.notices.news_channels import NewsChannels
from nazh.application.dominion.ports import Requester

NATION, TREASURY, MILITARY = OVERVIEWS = ("nation", "treasury", "military")
BOARD: Final = "board"
PICTURE: Final = "picture"
CHART: Final = "chart"
COMPARE_STRENGTHS: Final = "compare_strengths"
ASK_TO_DECLARE: Final = "war_ask_to_declare"
TUTORIAL: Final = "tutorial"
_FIRST_PAGE: Final = "1"
_OF_MEMBERS: Final[Mapping[str, Callable[[NationView, datetime, Translator], str]]] = (
    MappingProxyType({TREASURY: stock_text, MILITARY: military_text})
)
"""Overviews that only the leader and citizens may see."""
_NAMES: Final = MappingProxyType(
    {NATION: texts.NATION, TREASURY: texts.TREASURY, MILITARY: texts.MILITARY}
)
_ACTIONS: Final = MappingProxyType(
    {
        NextAction.JOIN: texts.JOIN,
        NextAction.CONTRIBUTE: texts.CONTRIBUTE,
        NextAction.UPGRADE_STORAGE: texts.UPGRADE_STORAGE,
    }
)


@dataclass(frozen=True, slots=True)
class Overviews:
    """The use cases that show a nation, and its treasury and military."""

    look: LookAtNation
    look_as_member: LookAsMember
    profile: ShowProfile
    note_visit: NoteVisit
    news_channels: NewsChannels


async def overview(use_cases: Overviews, interaction: UserInteraction, name: str) -> Response:
    """Return an overview, which replaces the private message whose button was pressed."""
    requester, translator = requester_of(interaction), private_translator(interaction)
    if name == NATION:
        view = await use_cases.look(requester)
        profile = await use_cases.profile(requester.guild)
        news = await use_cases.news_channels.of(requester.guild)
        text = texts.nation_text(view, profile, news, requester.at, translator)
    else:
        view = await use_cases.look_as_member(requester)
        text = _OF_MEMBERS[name](view, requester.at, translator)
    buttons = next_buttons(view, requester, translator, without=name)
    return edited_or_private(interaction, text, *buttons)


def overview_button(use_cases: Overviews, name: str) -> ButtonAction:
    """Return the action of Nation, Treasury or Military."""

    async def show(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await overview(use_cases, interaction, name)

    return show


def next_buttons(
    view: NationView, requester: Requester, translator: Translator, *, without: str
) -> tuple[Json, ...]:
    """Return at most six buttons, with those for actions before those for the other overviews.

    Users who are not citizens here are offered the tutorial (REG-15), and unless they lead the
    nation, only the overviews that are for everyone.
    """
    is_open = view.is_open_to(requester.user)
    others = [
        action_button(translator(name), key)
        for key, name in _NAMES.items()
        if key != without and (is_open or key == NATION)
    ]
    ranking = action_button(translator(texts.RANKING), BOARD, _FIRST_PAGE)
    offers = () if view.citizen is not None else (offered_tutorial(translator),)
    shown = (*action_buttons(view, requester, translator), *offers, *others, ranking)
    if without != TREASURY:
        return shown
    return (*shown, action_button(translator(texts.CHART), CHART))


def offered_tutorial(translator: Translator) -> Json:
    """Return the button that opens the tutorial at the first unfinished step."""
    return action_button(translator(OPEN_TUTORIAL), TUTORIAL)


def action_buttons(
    view: NationView, requester: Requester, translator: Translator
) -> tuple[Json, ...]:
    """Return at most two buttons for what can be done now."""
    return tuple(
        action_button(
            translator(_ACTIONS[action]), action.value, style=SECONDARY if place else PRIMARY
        )
        for place, action in enumerate(next_actions(view, requester))
    )
