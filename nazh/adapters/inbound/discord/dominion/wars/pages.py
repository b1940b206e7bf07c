"""Shows wars, with buttons for what the user can do in them now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.list_pages import page_buttons
from nazh.adapters.inbound.discord.dominion.nations.options import (
    nation_names,
    optional_nation_option,
)
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.dominion.wars.battle_messages import SHOW_BATTLE
from nazh.adapters.inbound.discord.dominion.wars.endings import WarEnding, ask_to_end
from nazh.adapters.inbound.discord.dominion.wars.options import (
    ACCEPT_NOW,
    ASK_TO_END,
    SHOW_LIST,
    SHOW_ORDERS,
    SHOW_WAR,
    WarNumbers,
    war_option,
)
from nazh.adapters.inbound.discord.dominion.wars.peace import ASK_PEACE, REJECT_PEACE
from nazh.adapters.inbound.discord.dominion.wars.support import support_buttons
from nazh.adapters.inbound.discord.embed_responses import edited, edited_or_private, private
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    read_member,
    read_number,
)
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Json, Response
from nazh.adapters.inbound.discord.ui import DANGER, SECONDARY, SUCCESS
from nazh.adapters.inbound.texts.dominion.pages import NEWER, NEXT, OLDER, PREVIOUS
from nazh.adapters.inbound.texts.dominion.wars import pages as texts
from nazh.adapters.inbound.texts.dominion.wars.orders import ORDERS
from nazh.adapters.inbound.texts.dominion.wars.peace import PEACE_OFFER, TAKE_BACK
from nazh.adapters.inbound.texts.dominion.wars.wars import ACCEPT, DECLINE, SURRENDER, WITHDRAW
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.ports import NationDirectory
from nazh.application.dominion.wars.list_wars import ListWars, WarFilter, WarList
from nazh.application.dominion.wars.look_at_war import LookAtWar, WarView
from nazh.application.dominion.wars.support_war import PreviewSupport
from nazh.domain.dominion.wars.transitions import WarEvent
from nazh.domain.dominion.wars.war import Outcome

_LAST_PAGE: Final = 10**6
_MOST_OPENED: Final = 20
"""Buttons that open wars. A message has at most 25, and two turn the pages."""
_FILTERS: Final = [
    lightbulb.Choice(war_filter.value, war_filter.value)
    for war_filter in (WarFilter.OWN, WarFilter.WORLD)
]
_ENDINGS: Final[Mapping[WarEvent, tuple[str, str]]] = MappingProxyType(
    {
        WarEvent.DECLINE: ("decline", DECLINE),
        WarEvent.WITHDRAW: ("withdraw", WITHDRAW),
        WarEvent.SURRENDER: ("surrender", SURRENDER),
    }
)
"""The subcommands that end a war, and their labels."""


def info_command(
    look: LookAtWar, preview_support: PreviewSupport, numbers: WarNumbers
) -> type[lightbulb.SlashCommand]:
    """Return the subcommand ``info``."""

    class Info(
        lightbulb.SlashCommand,
        name="info",
        description="Show the state of a war, and what you can do in it (for citizens).",
    ):
        war = war_option(numbers)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _page(look, preview_support, interaction, self.war)

    return Info


def page_button(look: LookAtWar, preview_support: PreviewSupport) -> ButtonAction:
    """Return the action of War and of Back, which shows the page of a war."""

    async def show(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await _page(look, preview_support, interaction, read_number(arguments))

    return show


def list_command(list_wars: ListWars) -> type[lightbulb.SlashCommand]:
    """Return the subcommand ``list``."""

    class List(
        lightbulb.SlashCommand,
        name="list",
        description="Show the wars that are going on (for citizens).",
    ):
        which = lightbulb.string(
            "filter", "Whose wars (own)", default=WarFilter.OWN.value, choices=_FILTERS
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            page = await list_wars(requester_of(interaction), WarFilter(self.which), 1)
            translator = private_translator(interaction)
            return private(texts.list_text(page, translator), *_list_buttons(page, translator))

    return List


def history_command(list_wars: ListWars, nations: NationDirectory) -> type[lightbulb.SlashCommand]:
    """Return the subcommand ``history``."""

    class History(
        lightbulb.SlashCommand,
        name="history",
        description="Show the past wars of a nation (for citizens).",
    ):
        nation = optional_nation_option(nation_names(nations), "Another nation")

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester = requester_of(interaction)
            page = await list_wars(requester, WarFilter.OVER, 1, self.nation)
            translator = private_translator(interaction)
            return private(texts.list_text(page, translator), *_list_buttons(page, translator))

    return History


def list_button(list_wars: ListWars) -> ButtonAction:
    """Return the action of the buttons that turn the pages of a list."""

    async def turn(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        word, _, rest = arguments.partition(":")
        number, _, nation = rest.partition(":")
        which = read_member(word, WarFilter)
        turned = min(max(read_number(number), 1), _LAST_PAGE)
        page = await list_wars(requester_of(interaction), which, turned, nation or None)
        translator = private_translator(interaction)
        return edited(texts.list_text(page, translator), *_list_buttons(page, translator))

    return turn


def ask_button(endings: Iterable[WarEnding]) -> ButtonAction:
    """Return the action of Decline, Withdraw and Surrender, which ask for confirmation."""
    by_name = {ending.name: ending for ending in endings}

    async def ask(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        name, _, number = arguments.partition(":")
        if name not in by_name:
            raise InvalidComponent
        return await ask_to_end(by_name[name], interaction, read_number(number))

    return ask


async def _page(
    look: LookAtWar, preview_support: PreviewSupport, interaction: UserInteraction, number: int
) -> Response:
    view = await look(requester_of(interaction), number)
    translator = private_translator(interaction)
    buttons = tuple(_buttons(view, translator))
    if view.own is None and view.war.outcome is None:
        buttons = await support_buttons(preview_support, interaction, number)
    return edited_or_private(interaction, texts.war_text(view, translator), *buttons)


def _buttons(view: WarView, translator: Translator) -> Iterator[Json]:
    """Yield buttons for exactly what the user can do in the war now."""
    events = () if view.own is None else view.own.events
    number = str(view.war.number)
    if WarEvent.ACCEPT in events:
        yield action_button(translator(ACCEPT), ACCEPT_NOW, number, style=SUCCESS)
    if WarEvent.SET_STANCE in events:
        yield action_button(translator(ORDERS), SHOW_ORDERS, number, style=SECONDARY)
    if view.own is not None and view.own.offer is not None and view.own.offer.may_answer:
        is_own = view.own.offer.is_own
        label, action = (TAKE_BACK, REJECT_PEACE) if is_own else (PEACE_OFFER, ASK_PEACE)
        yield action_button(translator(label), action, number, style=SECONDARY)
    for event, (name, label) in _ENDINGS.items():
        if event in events:
            yield action_button(translator(label), ASK_TO_END, f"{name}:{number}", style=DANGER)
    if view.own is not None and view.war.outcome is Outcome.VICTORY:
        yield action_button(translator(texts.REPLAY), SHOW_BATTLE, number, style=SECONDARY)


def _list_buttons(page: WarList, translator: Translator) -> Iterator[Json]:
    """Yield buttons that open the nation's open wars, and those of the pages beside this one."""
    if page.which is WarFilter.OWN:
        wars = (*page.wars, *(supported.war for supported in page.supported))
        for war in wars[:_MOST_OPENED]:
            number = str(war.number)
            yield action_button(translator(texts.OPEN_WAR, war=number), SHOW_WAR, number)
    is_past = page.which is WarFilter.OVER
    name = page.nation if is_past and page.nation else ""
    yield from page_buttons(
        SHOW_LIST,
        page.page,
        translator,
        is_last=page.is_last,
        arguments=lambda number: f"{page.which.value}:{number}:{name}",
        labels=(NEWER, OLDER) if is_past else (PREVIOUS, NEXT),
    )
