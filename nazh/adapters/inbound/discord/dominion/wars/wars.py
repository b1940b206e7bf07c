"""The command ``/war``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.overviews import ASK_TO_DECLARE
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.dominion.wars.battle_messages import SHOW_BATTLE, VERIFY_BATTLE
from nazh.adapters.inbound.discord.dominion.wars.battles import (
    BattleResponder,
    battle_commands,
    replay_button,
    verify_button,
)
from nazh.adapters.inbound.discord.dominion.wars.declarations import (
    DECLARE_NOW,
    ask_to_declare_button,
    declare_button,
    declare_command,
)
from nazh.adapters.inbound.discord.dominion.wars.endings import (
    WarEnding,
    ending_button,
    ending_command,
)
from nazh.adapters.inbound.discord.dominion.wars.options import (
    ACCEPT_NOW,
    ASK_NONCE,
    ASK_TO_END,
    ASK_TO_SUPPORT,
    SET_STANCE,
    SHOW_LIST,
    SHOW_ORDERS,
    SHOW_WAR,
    TYPE_NONCE,
    WarNumbers,
    own_open_wars,
    war_option,
    wars_to_support,
)
from nazh.adapters.inbound.discord.dominion.wars.orders import (
    ask_nonce_button,
    nonce_command,
    nonce_form,
    orders_button,
    predict_command,
    stance_button,
    stance_command,
)
from nazh.adapters.inbound.discord.dominion.wars.pages import (
    ask_button,
    history_command,
    info_command,
    list_button,
    list_command,
    page_button,
)
from nazh.adapters.inbound.discord.dominion.wars.peace import (
    PeaceUseCases,
    add_peace_commands,
    peace_buttons,
)
from nazh.adapters.inbound.discord.dominion.wars.support import (
    SUPPORT_NOW,
    ask_to_support_button,
    support_button,
    support_command,
)
from nazh.adapters.inbound.discord.embed_responses import public
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    FormAction,
    read_number,
)
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dominion.wars import wars as texts
from nazh.application.dominion.ports import NationDirectory, WarDirectory
from nazh.application.dominion.wars.answer_war import AcceptWar
from nazh.application.dominion.wars.declare_war import DeclareWar
from nazh.application.dominion.wars.give_orders import SetNonce, SetStance, ShowOrders
from nazh.application.dominion.wars.list_wars import ListWars
from nazh.application.dominion.wars.look_at_war import LookAtWar
from nazh.application.dominion.wars.predict_battle import PredictBattle
from nazh.application.dominion.wars.preview_declaration import PreviewDeclaration
from nazh.application.dominion.wars.support_war import PreviewSupport, SupportWar
from nazh.domain.dominion.wars.transitions import WarEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class WarUseCases:
    """The use cases behind the subcommands of ``/war`` and their buttons."""

    nations: NationDirectory
    wars: WarDirectory
    preview_declaration: PreviewDeclaration
    declare: DeclareWar
    accept: AcceptWar
    endings: tuple[WarEnding, ...]
    look: LookAtWar
    preview_support: PreviewSupport
    support: SupportWar
    peace: PeaceUseCases
    list_wars: ListWars
    predict: PredictBattle
    show_orders: ShowOrders
    set_stance: SetStance
    set_nonce: SetNonce
    battles: BattleResponder


def war_group(use_cases: WarUseCases) -> lightbulb.Group:
    """Return the command ``/war`` with its subcommands."""
    group = lightbulb.Group("war", "The nation's wars.", **IN_GUILDS)
    numbers = partial(own_open_wars, use_cases.wars, use_cases.nations)
    group.register(declare_command(use_cases.preview_declaration, use_cases.nations))
    group.register(_accept_command(use_cases.accept, numbers(WarEvent.ACCEPT)))
    for ending in use_cases.endings:
        group.register(ending_command(ending, numbers(WarEvent(ending.name))))
    for command in (
        info_command(use_cases.look, use_cases.preview_support, numbers()),
        list_command(use_cases.list_wars),
        history_command(use_cases.list_wars, use_cases.nations),
        stance_command(use_cases.set_stance, numbers(WarEvent.SET_STANCE)),
        nonce_command(use_cases.set_nonce, numbers(WarEvent.SET_NONCE)),
        predict_command(use_cases.predict, use_cases.nations),
        *battle_commands(use_cases.battles, use_cases.nations),
        support_command(
            use_cases.preview_support, wars_to_support(use_cases.wars, use_cases.nations)
        ),
    ):
        group.register(command)
    add_peace_commands(group, use_cases.peace, numbers)
    return group


def war_buttons(use_cases: WarUseCases) -> Mapping[str, ButtonAction]:
    """Return the actions of all buttons about wars, by their names."""
    return {
        ASK_TO_DECLARE: ask_to_declare_button(use_cases.preview_declaration),
        DECLARE_NOW: declare_button(use_cases.declare),
        ACCEPT_NOW: _accept_button(use_cases.accept),
        SHOW_WAR: page_button(use_cases.look, use_cases.preview_support),
        SHOW_LIST: list_button(use_cases.list_wars),
        SHOW_ORDERS: orders_button(use_cases.show_orders),
        SET_STANCE: stance_button(use_cases.set_stance),
        ASK_NONCE: ask_nonce_button(use_cases.show_orders),
        ASK_TO_END: ask_button(use_cases.endings),
        **{ending.action: ending_button(ending) for ending in use_cases.endings},
        SHOW_BATTLE: replay_button(use_cases.battles),
        VERIFY_BATTLE: verify_button(use_cases.battles),
        SUPPORT_NOW: support_button(use_cases.support),
        ASK_TO_SUPPORT: ask_to_support_button(use_cases.preview_support),
        **peace_buttons(use_cases.peace),
    }


def war_forms(use_cases: WarUseCases) -> Mapping[str, FormAction]:
    """Return the actions of all modals about wars, by their names."""
    return {TYPE_NONCE: nonce_form(use_cases.set_nonce)}


def _accept_command(accept: AcceptWar, numbers: WarNumbers) -> type[lightbulb.SlashCommand]:
    class Accept(
        lightbulb.SlashCommand, name="accept", description="Accept a war (for the leader)."
    ):
        war = war_option(numbers)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _accept(accept, interaction, self.war)

    return Accept


def _accept_button(accept: AcceptWar) -> ButtonAction:
    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await _accept(accept, interaction, read_number(arguments))

    return press


async def _accept(accept: AcceptWar, interaction: UserInteraction, war: int) -> Response:
    result = await accept(requester_of(interaction), war)
    return public(texts.accepted_text(result, private_translator(interaction)))
