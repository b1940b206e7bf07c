"""Checks before each command and button of the game whether it may run now."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.discord.dominion.citizens import CONTRIBUTORS, LEAVE_NOW
from nazh.adapters.inbound.discord.dominion.diplomacy.treaty_buttons import (
    ACCEPT_ALLIANCE,
    ACCEPT_PACT,
    BREAK_NOW,
    CANCEL_PACT_NOW,
    DECLINE_ALLIANCE,
    DECLINE_PACT,
    DRAW_ALLIANCES,
    GIVE_NOTICE_NOW,
)
from nazh.adapters.inbound.discord.dominion.government.government import APPOINT_NOW
from nazh.adapters.inbound.discord.dominion.guides import PRACTISE
from nazh.adapters.inbound.discord.dominion.inbox import INBOX
from nazh.adapters.inbound.discord.dominion.military.disbanding import DISBAND_NOW
from nazh.adapters.inbound.discord.dominion.nations.deletions import CANCEL_DELETION, DELETE_NOW
from nazh.adapters.inbound.discord.dominion.nations.vacations import VACATION_NOW
from nazh.adapters.inbound.discord.dominion.overviews import (
    ASK_TO_DECLARE,
    BOARD,
    CHART,
    COMPARE_STRENGTHS,
    MILITARY,
    NATION,
    PICTURE,
    TREASURY,
    TUTORIAL,
)
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.dominion.statistics import NAMES, TIMELINE
from nazh.adapters.inbound.discord.dominion.treasury import UPGRADE_NOW
from nazh.adapters.inbound.discord.dominion.wars.battle_messages import SHOW_BATTLE, VERIFY_BATTLE
from nazh.adapters.inbound.discord.dominion.wars.declarations import DECLARE_NOW
from nazh.adapters.inbound.discord.dominion.wars.endings import (
    DECLINE_NOW,
    SURRENDER_NOW,
    WITHDRAW_NOW,
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
)
from nazh.adapters.inbound.discord.dominion.wars.peace import ACCEPT_PEACE, ASK_PEACE, REJECT_PEACE
from nazh.adapters.inbound.discord.dominion.wars.support import SUPPORT_NOW
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import Guard
from nazh.application.dominion.citizens.note_visit import NoteVisit
from nazh.application.dominion.nations.next_actions import NextAction
from nazh.application.dominion.operations.check_command import CheckCommand
from nazh.domain.dominion.errors.controls import UnderMaintenance, WorldStopped
from nazh.domain.kernel.errors import Refusal

DEVELOPER_PREFIX: Final = "dev_"
"""The prefix of the actions of developers' buttons, which check permissions themselves."""
COMMANDS_OF_ACTIONS: Final = {
    APPOINT_NOW: "gov appoint",
    DISBAND_NOW: "military disband",
    DRAW_ALLIANCES: "diplomacy alliance list",
    ACCEPT_ALLIANCE: "diplomacy alliance accept",
    DECLINE_ALLIANCE: "diplomacy alliance decline",
    ACCEPT_PACT: "diplomacy pact accept",
    DECLINE_PACT: "diplomacy pact decline",
    BREAK_NOW: "diplomacy alliance break",
    CANCEL_PACT_NOW: "diplomacy pact cancel",
    GIVE_NOTICE_NOW: "diplomacy pact cancel",
    VACATION_NOW: "nation vacation",
    DELETE_NOW: "nation delete",
    CANCEL_DELETION: "nation delete",
    INBOX: "inbox list",
    TUTORIAL: "dominion tutorial",
    PRACTISE: "dominion tutorial",
    NATION: "nation info",
    TREASURY: "treasury status",
    MILITARY: "military status",
    BOARD: "rank board",
    PICTURE: "rank board",
    CHART: "nation statistics",
    NAMES: "nation list",
    TIMELINE: "nation history",
    CONTRIBUTORS: "citizen contributors",
    LEAVE_NOW: "citizen leave",
    UPGRADE_NOW: "treasury upgrade",
    SUPPORT_NOW: "war support",
    ASK_TO_SUPPORT: "war support",
    ASK_PEACE: "war peace accept",
    ACCEPT_PEACE: "war peace accept",
    REJECT_PEACE: "war peace reject",
    COMPARE_STRENGTHS: "military compare",
    ASK_TO_DECLARE: "war declare",
    DECLARE_NOW: "war declare",
    ACCEPT_NOW: "war accept",
    DECLINE_NOW: "war decline",
    WITHDRAW_NOW: "war withdraw",
    SURRENDER_NOW: "war surrender",
    ASK_TO_END: "war info",
    SHOW_WAR: "war info",
    SHOW_LIST: "war list",
    SHOW_ORDERS: "war stance",
    SET_STANCE: "war stance",
    ASK_NONCE: "war nonce",
    TYPE_NONCE: "war nonce",
    SHOW_BATTLE: "war replay",
    VERIFY_BATTLE: "war verify",
    NextAction.JOIN.value: "citizen register",
    NextAction.CONTRIBUTE.value: "citizen contribute",
    NextAction.UPGRADE_STORAGE.value: "treasury upgrade",
}
"""The command that does the same as each button or modal."""
COMMANDS_BESIDE_THE_WORLD: Final = frozenset(
    {
        "nation list",
        "nation statistics",
        "nation history",
        "rank board",
        "rank nation",
        "dominion help",
        "dominion faq",
        "dominion about",
        "dominion guide",
        "dominion report",
        "dominion bug",
        "dominion suggest",
    }
)
"""Commands that run without a transaction of the world, which would record the visit."""
_CONTEXT: Final = "dominion."


def command_guard(check: CheckCommand, note_visit: NoteVisit) -> Guard:
    """Return the guard of the context, which records the visits that no transaction records."""

    async def guard(interaction: UserInteraction, name: str) -> None:
        if interaction.guild_id is None:  # only in servers
            return
        if name.startswith(_CONTEXT):
            action = name.removeprefix(_CONTEXT)
            if action.startswith(DEVELOPER_PREFIX):
                return
            name = COMMANDS_OF_ACTIONS.get(action, action)
        requester = requester_of(interaction)
        try:
            await check(name, requester.guild, requester.at)
        except (WorldStopped, UnderMaintenance):  # nothing may change
            raise
        except Refusal:
            await note_visit(requester)
            raise
        if name in COMMANDS_BESIDE_THE_WORLD:
            await note_visit(requester)

    return guard
