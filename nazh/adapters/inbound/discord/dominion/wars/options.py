"""The options of ``/war`` that name a war, and the names of what its buttons do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final, TypeAlias

import lightbulb

from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response, choices_response
from nazh.adapters.inbound.texts.dominion.wars.pages import choice_text
from nazh.application.dominion.ports import NationDirectory, PublicWar, WarDirectory
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.wars.responding import may_trigger
from nazh.domain.dominion.wars.transitions import WarEvent
from nazh.domain.kernel.identity import GuildId

SHOW_WAR: Final = "war_show"
SHOW_LIST: Final = "war_list"
SHOW_ORDERS: Final = "war_orders"
ACCEPT_NOW: Final = "war_accept_now"
ASK_TO_END: Final = "war_ask_to_end"
SET_STANCE: Final = "war_stance"
ASK_NONCE: Final = "war_ask_nonce"
ASK_TO_SUPPORT: Final = "war_ask_to_support"
TYPE_NONCE: Final = "war_nonce"
MAX_NUMBER: Final = 10**9
_MAX_SEEN: Final = 100
WarNumbers: TypeAlias = Callable[[lightbulb.AutocompleteContext[int]], Awaitable[Response]]


def war_option(numbers: WarNumbers) -> int:
    """Declare the option ``war`` of a command, which takes the number of a war and suggests it."""
    return lightbulb.integer(
        "war",
        "The number of the war",
        min_value=1,
        max_value=MAX_NUMBER,
        autocomplete=numbers,
    )


def own_open_wars(
    wars: WarDirectory, nations: NationDirectory, event: WarEvent | None = None
) -> WarNumbers:
    """Return the autocomplete of options that take an open war of the server's nation.

    With an ``event``, it suggests only wars in which the nation can trigger it now; without one,
    also wars that the nation supports.
    """

    async def find(guild: GuildId, at: datetime) -> Sequence[PublicWar]:
        open_wars = await wars.listed(guild, _MAX_SEEN, is_open=True)
        if event is None:
            return (*open_wars, *(supported.war for supported in await wars.supported(guild)))
        return [war for war in open_wars if _may_trigger(event, _role_of(guild, war), war)]

    return _suggested(find, nations)


def wars_to_support(wars: WarDirectory, nations: NationDirectory) -> WarNumbers:
    """Return the autocomplete of the option that takes a war of a partner."""

    async def find(guild: GuildId, at: datetime) -> Sequence[PublicWar]:
        return await wars.of_partners(guild, at, _MAX_SEEN)

    return _suggested(find, nations)


def _suggested(
    find: Callable[[GuildId, datetime], Awaitable[Sequence[PublicWar]]], nations: NationDirectory
) -> WarNumbers:
    """Return the autocomplete that suggests wars; only users who may list wars get suggestions."""

    async def complete(context: lightbulb.AutocompleteContext[int]) -> Response:
        requester = requester_of(context.interaction)
        translator = private_translator(context.interaction)
        may_list = await nations.is_member(requester.guild, requester.user)
        wars = await find(requester.guild, requester.at) if may_list else ()
        typed = str(context.focused.value or "")
        return choices_response(
            (choice_text(war, translator), war.number)
            for war in wars
            if str(war.number).startswith(typed)
        )

    return complete


def _may_trigger(event: WarEvent, role: Role, war: PublicWar) -> bool:
    """Return whether a side can trigger an event now. Peace is made by accepting an offer."""
    if event is WarEvent.MAKE_PEACE:
        has_offer = war.offered_by not in (None, role)
    else:
        has_offer = event is not WarEvent.REJECT_PEACE or war.offered_by is not None
    return has_offer and may_trigger(event, role, war.state)


def _role_of(guild: GuildId, war: PublicWar) -> Role:
    return Role.AGGRESSOR if war.aggressor.guild == guild else Role.DEFENDER
