"""Shows and changes the settings of a nation (CFG-07)."""

from __future__ import annotations

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private, public
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dominion.nations.nation_settings import (
    battle_hour_text,
    hour_chosen_text,
)
from nazh.adapters.inbound.texts.dominion.notices.notices import news_channel_text
from nazh.application.dominion.nations.choose_battle_hour import ChooseBattleHour, ShowBattleHour
from nazh.application.dominion.notices.news_channels import NewsChannels
from nazh.domain.dominion.wars.battle_hour import HOURS


def settings_command(
    show_battle_hour: ShowBattleHour,
    choose_battle_hour: ChooseBattleHour,
    news_channels: NewsChannels,
) -> type[lightbulb.SlashCommand]:
    """Return the subcommand ``settings``, which shows them or changes one."""

    class NationSettings(
        lightbulb.SlashCommand,
        name="settings",
        description="Show the battle hour and the news channel; the leader can change the hour.",
    ):
        battle_hour = lightbulb.integer(
            "battle_hour",
            "The hour of battles, in UTC",
            default=None,
            min_value=HOURS.start,
            max_value=HOURS[-1],
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester, translator = requester_of(interaction), private_translator(interaction)
            if self.battle_hour is None:
                shown = await show_battle_hour(requester)
                text = battle_hour_text(shown.nation, shown.hour, requester.at, translator)
                news = await news_channels.of(requester.guild)
                return private(f"{text}\n{news_channel_text(news, translator)}")
            result = await choose_battle_hour(requester, self.battle_hour)
            return public(hour_chosen_text(result.nation, result.hour, requester.at, translator))

    return NationSettings
