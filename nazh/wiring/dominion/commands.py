"""Builds the commands, buttons and modals for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version

from nazh.adapters.inbound.discord.dominion.citizens import (
    CONTRIBUTORS,
    LEAVE_NOW,
    citizen_group,
    contribute_button,
    contributors_button,
    join_button,
    leave_button,
)
from nazh.adapters.inbound.discord.dominion.diplomacy.diplomacy import diplomacy_group
from nazh.adapters.inbound.discord.dominion.diplomacy.treaty_buttons import treaty_buttons
from nazh.adapters.inbound.discord.dominion.government.government import (
    APPOINT_NOW,
    appoint_button,
    government_group,
)
from nazh.adapters.inbound.discord.dominion.guides import (
    PRACTISE,
    Release,
    dominion_group,
    practice_button,
    tutorial_button,
)
from nazh.adapters.inbound.discord.dominion.inbox import INBOX, inbox_button, inbox_group
from nazh.adapters.inbound.discord.dominion.military.disbanding import DISBAND_NOW, disband_button
from nazh.adapters.inbound.discord.dominion.military.military import military_group
from nazh.adapters.inbound.discord.dominion.military.views import compare_button
from nazh.adapters.inbound.discord.dominion.nations.deletions import (
    CANCEL_DELETION,
    DELETE_NOW,
    cancel_deletion_button,
    delete_button,
)
from nazh.adapters.inbound.discord.dominion.nations.nations import nation_group
from nazh.adapters.inbound.discord.dominion.nations.vacations import VACATION_NOW, vacation_button
from nazh.adapters.inbound.discord.dominion.operations.moderation import add_report_commands
from nazh.adapters.inbound.discord.dominion.overviews import (
    BOARD,
    CHART,
    COMPARE_STRENGTHS,
    OVERVIEWS,
    PICTURE,
    TUTORIAL,
    overview_button,
)
from nazh.adapters.inbound.discord.dominion.rankings import board_button, rank_group
from nazh.adapters.inbound.discord.dominion.statistics import (
    NAMES,
    TIMELINE,
    add_statistics_commands,
    chart_button,
    names_button,
    picture_button,
    timeline_button,
)
from nazh.adapters.inbound.discord.dominion.treasury import (
    UPGRADE_NOW,
    treasury_group,
    upgrade_button,
    upgrade_now_button,
)
from nazh.adapters.inbound.discord.dominion.wars.wars import war_buttons, war_group
from nazh.adapters.inbound.discord.interactions.commands import Command
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.application.dominion.nations.next_actions import NextAction
from nazh.wiring.dominion.use_cases import UseCases
from nazh.wiring.package_metadata import source_url


def public_commands(use_cases: UseCases) -> tuple[Command, ...]:
    """Return the commands that every server has."""
    game, directory = use_cases.game, use_cases.directory
    nation = nation_group(
        game.register_nation,
        game.rename_nation,
        use_cases.overviews,
        use_cases.preview_vacation,
        game.show_battle_hour,
        game.choose_battle_hour,
        directory,
        use_cases.strengths,
        use_cases.wars.preview_declaration,
        use_cases.administrators,
    )
    add_statistics_commands(nation, use_cases.statistics)
    others = (
        nation,
        citizen_group(
            game.register_citizen,
            game.look,
            game.contribute,
            use_cases.show_citizen,
            use_cases.show_contributors,
        ),
        treasury_group(
            use_cases.overviews, use_cases.show_history, game.upgrade_storage, game.allocate
        ),
        military_group(use_cases.military),
        war_group(use_cases.wars),
        diplomacy_group(game.diplomacy, directory, use_cases.treaties),
        rank_group(use_cases.boards, directory),
        inbox_group(use_cases.inbox, use_cases.change_inbox),
        government_group(use_cases.government),
    )
    about = dominion_group(
        use_cases.season_rules,
        use_cases.show_tutorial,
        use_cases.features,
        Release(version("nazh"), source_url()),
        others,
    )
    add_report_commands(about, use_cases.file_report)
    return (*others, about)


def public_buttons(use_cases: UseCases) -> Mapping[str, ButtonAction]:
    """Return the actions of the buttons in messages that everybody gets."""
    game = use_cases.game
    return {
        TUTORIAL: tutorial_button(use_cases.season_rules, use_cases.show_tutorial),
        PRACTISE: practice_button(use_cases.practice_battle),
        **{name: overview_button(use_cases.overviews, name) for name in OVERVIEWS},
        NextAction.JOIN.value: join_button(game.register_citizen),
        NextAction.CONTRIBUTE.value: contribute_button(game.contribute),
        NextAction.UPGRADE_STORAGE.value: upgrade_button(game.look),
        UPGRADE_NOW: upgrade_now_button(game.look, game.upgrade_storage),
        LEAVE_NOW: leave_button(game.leave_nation),
        CONTRIBUTORS: contributors_button(use_cases.show_contributors),
        NAMES: names_button(use_cases.directory),
        TIMELINE: timeline_button(use_cases.statistics),
        BOARD: board_button(use_cases.boards, use_cases.directory),
        PICTURE: picture_button(use_cases.statistics),
        CHART: chart_button(use_cases.statistics),
        COMPARE_STRENGTHS: compare_button(use_cases.military.compare),
        INBOX: inbox_button(use_cases.inbox),
        **war_buttons(use_cases.wars),
        **treaty_buttons(game.diplomacy, use_cases.charts),
        DISBAND_NOW: disband_button(game.disband),
        APPOINT_NOW: appoint_button(game.appoint),
        VACATION_NOW: vacation_button(game.take_vacation),
        DELETE_NOW: delete_button(game.delete_nation),
        CANCEL_DELETION: cancel_deletion_button(game.cancel_deletion),
    }
