"""The command ``/odds``, and the button *Odds* below a roll."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.chart_responses import chart_response
from nazh.adapters.inbound.discord.dice.guild_context import GuildContexts
from nazh.adapters.inbound.discord.dice.odds.odds_messages import odds_sections
from nazh.adapters.inbound.discord.dice.rolling.component_context import recall_of
from nazh.adapters.inbound.discord.dice.rolling.roll import (
    add_plot_option,
    difficulty_option,
    for_pool_option,
)
from nazh.adapters.inbound.discord.dice.rolling.state_signer import StateSigner
from nazh.adapters.inbound.discord.guilds.members import UserInteraction, server_of
from nazh.adapters.inbound.discord.interactions.commands import EVERYWHERE, Autocomplete, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dice import commands as names
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dice.odds.odds_cache import OddsCache
from nazh.application.dice.odds.show_odds import OddsRequest, ShowOdds
from nazh.application.dice.rolling.recall_roll import RecallRoll
from nazh.application.shared.charts import ChartRenderer
from nazh.domain.dice.odds import RollOdds
from nazh.domain.kernel.identity import UserId
from nazh.domain.kernel.texts import N_

MAX_TOTALS_IN_LOOP: Final = 2_000
"""Distinct totals whose averages are calculated on the event loop."""


@dataclass(frozen=True, slots=True)
class OddsResponder:
    """Responds with odds, the text immediately and the pictures once they are drawn."""

    show_odds: ShowOdds
    guild_contexts: GuildContexts
    charts: ChartRenderer

    async def respond(
        self,
        interaction: UserInteraction,
        odds: RollOdds,
        translator: Translator,
        *,
        is_public: bool,
    ) -> Response:
        """Return the odds as a public or a private response."""
        render = partial(self._response, interaction, odds, translator, is_public=is_public)
        values = sum(len(pool.totals.ways) for pool in odds.pools if pool.totals is not None)
        # The averages of many values take long enough to delay other users.
        return render() if values <= MAX_TOTALS_IN_LOOP else await asyncio.to_thread(render)

    def _response(
        self,
        interaction: UserInteraction,
        odds: RollOdds,
        translator: Translator,
        *,
        is_public: bool,
    ) -> Response:
        sections = odds_sections(odds, translator)
        return chart_response(interaction, "odds", sections, self.charts, is_public=is_public)


def odds_command(
    odds_responder: OddsResponder, complete: Autocomplete
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/odds``."""

    class Odds(
        lightbulb.SlashCommand,
        name=names.ODDS,
        description=N_("Show the exact odds of each total, without rolling."),
        localize=True,
        **EVERYWHERE,
    ):
        notation = lightbulb.string(
            names.NOTATION,
            N_("The roll to calculate: a1d20+5, or 4d6kh3"),
            localize=True,
            autocomplete=complete,
        )
        difficulty = difficulty_option()
        for_pool = for_pool_option()
        add_plot = add_plot_option()
        public = lightbulb.boolean(
            names.PUBLIC, N_("Show the answer to everyone here"), localize=True, default=False
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            guild_context = await odds_responder.guild_contexts.of(interaction)
            odds = await odds_responder.show_odds(
                OddsRequest(
                    self.notation,
                    UserId(interaction.user.id),
                    server_of(interaction),
                    add_plot=self.add_plot,
                    ruleset=guild_context.ruleset,
                    difficulty=self.difficulty,
                    for_pool=self.for_pool,
                )
            )
            translator = guild_context.translator(is_secret=not self.public)
            return await odds_responder.respond(
                interaction, odds, translator, is_public=self.public
            )

    return Odds


def odds_button(
    odds_responder: OddsResponder,
    odds_cache: OddsCache,
    recall_roll: RecallRoll,
    signer: StateSigner,
) -> ButtonAction:
    """Return the action of Odds, which uses the ruleset of the roll above."""

    async def render(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        (roll, *_) = await recall_roll(recall_of(interaction, arguments, signer))
        guild_context = await odds_responder.guild_contexts.of(interaction)
        odds = await odds_cache.odds(roll.throw.plan, roll.ruleset)
        return await odds_responder.respond(
            interaction, odds, guild_context.private, is_public=False
        )

    return render
