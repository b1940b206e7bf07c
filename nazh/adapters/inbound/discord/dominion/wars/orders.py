"""Gives orders for a battle, which only the side itself sees, and predicts battles."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.nations.options import nation_names, nation_option
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.dominion.wars.options import (
    ASK_NONCE,
    SET_STANCE,
    SHOW_WAR,
    TYPE_NONCE,
    WarNumbers,
    war_option,
)
from nazh.adapters.inbound.discord.embed_responses import edited_or_private, private
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    FormAction,
    context_custom_id,
    read_member,
    read_number,
    typed_texts,
)
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response, modal
from nazh.adapters.inbound.discord.ui import PRIMARY, SECONDARY, text_input
from nazh.adapters.inbound.texts.dominion.wars import orders as texts
from nazh.application.dominion.ports import NationDirectory
from nazh.application.dominion.wars.give_orders import OrdersGiven, SetNonce, SetStance, ShowOrders
from nazh.application.dominion.wars.predict_battle import PredictBattle
from nazh.domain.dominion.combat.draws import MAX_NONCE
from nazh.domain.dominion.combat.sides import Stance

_STANCES: Final = [lightbulb.Choice(stance.value, stance.value) for stance in Stance]
_FIELD: Final = "nonce"


def stance_command(set_stance: SetStance, numbers: WarNumbers) -> type[lightbulb.SlashCommand]:
    """Return the subcommand ``stance``."""

    class SetTheStance(
        lightbulb.SlashCommand,
        name="stance",
        description="Decide how to fight a battle (for the leader and the commander).",
    ):
        war = war_option(numbers)
        stance = lightbulb.string("stance", "How to fight", choices=_STANCES)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            orders = await set_stance(requester_of(interaction), self.war, Stance(self.stance))
            return _orders(orders, interaction)

    return SetTheStance


def nonce_command(set_nonce: SetNonce, numbers: WarNumbers) -> type[lightbulb.SlashCommand]:
    """Return the subcommand ``nonce``."""

    class SetTheNonce(
        lightbulb.SlashCommand,
        name="nonce",
        description="Change the chance of a battle (for the leader and the commander).",
    ):
        war = war_option(numbers)
        text = lightbulb.string("text", "Any text", max_length=MAX_NONCE)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            orders = await set_nonce(requester_of(interaction), self.war, self.text)
            return _orders(orders, interaction)

    return SetTheNonce


def predict_command(
    predict: PredictBattle, nations: NationDirectory
) -> type[lightbulb.SlashCommand]:
    """Return the subcommand ``predict``."""

    class Predict(
        lightbulb.SlashCommand,
        name="predict",
        description="Show the odds against a nation (for citizens).",
    ):
        nation = nation_option(nation_names(nations, has_own=False))

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            prediction = await predict(requester_of(interaction), self.nation)
            return private(texts.prediction_text(prediction, private_translator(interaction)))

    return Predict


def orders_button(show_orders: ShowOrders) -> ButtonAction:
    """Return the action of Orders, which shows the orders."""

    async def show(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        orders = await show_orders(requester_of(interaction), read_number(arguments))
        return _orders(orders, interaction)

    return show


def stance_button(set_stance: SetStance) -> ButtonAction:
    """Return the action of the stances, below the orders."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        number, _, word = arguments.partition(":")
        stance = read_member(word, Stance)
        orders = await set_stance(requester_of(interaction), read_number(number), stance)
        return _orders(orders, interaction)

    return press


def ask_nonce_button(show_orders: ShowOrders) -> ButtonAction:
    """Return the action of Nonce, which opens a modal with the nonce that is set."""

    async def ask(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        orders = await show_orders(requester_of(interaction), read_number(arguments))
        translator = private_translator(interaction)
        return modal(
            context_custom_id("dominion", TYPE_NONCE, str(orders.war)),
            translator(texts.NONCE),
            text_input(
                _FIELD,
                translator(texts.NONCE_LABEL),
                MAX_NONCE,
                translator(texts.NONCE_EXAMPLE),
                is_required=True,
                value=orders.nonce or "",
            ),
        )

    return ask


def nonce_form(set_nonce: SetNonce) -> FormAction:
    """Return the action of the modal with a nonce."""

    async def submit(interaction: hikari.ModalInteraction, arguments: str) -> Response:
        typed = typed_texts(interaction).get(_FIELD, "")
        orders = await set_nonce(requester_of(interaction), read_number(arguments), typed)
        return _orders(orders, interaction)

    return submit


def _orders(orders: OrdersGiven, interaction: UserInteraction) -> Response:
    """Return the orders, always privately, with buttons that change them."""
    translator, war = private_translator(interaction), str(orders.war)
    stances = (
        action_button(
            translator(label),
            SET_STANCE,
            f"{war}:{stance.value}",
            style=PRIMARY if stance.value == orders.stance else SECONDARY,
        )
        for stance, label in texts.STANCE_LABELS.items()
    )
    nonce = (action_button(translator(texts.NONCE), ASK_NONCE, war),) if orders.takes_nonce else ()
    back = action_button(translator(texts.BACK), SHOW_WAR, war)
    text = texts.orders_text(orders, translator)
    return edited_or_private(interaction, text, *stances, *nonce, back)
