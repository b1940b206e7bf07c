"""The command ``/stats``, for the statistics of a player, a character or a server."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.chart_responses import chart_response
from nazh.adapters.inbound.discord.dice.guild_context import GuildContexts
from nazh.adapters.inbound.discord.dice.statistics.stats_messages import stats_section
from nazh.adapters.inbound.discord.guilds.members import server_of
from nazh.adapters.inbound.discord.interactions.commands import EVERYWHERE, Autocomplete, handler
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dice import commands as names
from nazh.adapters.inbound.texts.dice import stats as texts
from nazh.adapters.inbound.texts.dice.history import WHOSE
from nazh.application.dice.statistics.show_stats import ShowStats, StatsRequest, StatsScope
from nazh.application.shared.charts import ChartRenderer
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.identity import UserId
from nazh.domain.kernel.texts import N_

_SCOPES: Final = [lightbulb.Choice(texts.SCOPES[scope], scope.value, True) for scope in StatsScope]
_DICE: Final = [lightbulb.Choice(die, die) for die in texts.DICE]


def stats_command(
    show_stats: ShowStats,
    guild_contexts: GuildContexts,
    charts: ChartRenderer,
    complete: Autocomplete,
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/stats``."""

    async def tell(
        interaction: hikari.CommandInteraction, request: StatsRequest, die: str | None
    ) -> Response:
        guild_context = await guild_contexts.of(interaction)
        translator = guild_context.translator(is_secret=not request.is_public)
        stats = await show_stats(request)
        kind = texts.chosen_kind(stats.statistics, die)
        section = stats_section(
            stats,
            kind,
            guild_context.ruleset,
            translator,
            shown_to_others=request.by if request.is_public else None,
        )
        return chart_response(interaction, "stats", (section,), charts, is_public=request.is_public)

    class Stats(
        lightbulb.SlashCommand,
        name=texts.STATS,
        description=N_("Show roll statistics: faces, averages, luck."),
        localize=True,
        **EVERYWHERE,
    ):
        scope = lightbulb.string(
            WHOSE,
            N_("Whose rolls to count"),
            localize=True,
            default=None,
            choices=_SCOPES,
        )
        character = lightbulb.string(
            names.CHARACTER,
            N_("Only your rolls as this character"),
            localize=True,
            default=None,
            max_length=Limits.NAME_LENGTH,
            autocomplete=complete,
        )
        die = lightbulb.string(
            texts.DIE,
            N_("The die whose faces to show; the d20 by default"),
            localize=True,
            default=None,
            choices=_DICE,
        )
        public = lightbulb.boolean(
            names.PUBLIC, N_("Show the answer to everyone here"), localize=True, default=False
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            default_scope = StatsScope.OWN if self.character is None else StatsScope.CHARACTER
            request = StatsRequest(
                by=UserId(interaction.user.id),
                guild=server_of(interaction),
                scope=default_scope if self.scope is None else StatsScope(self.scope),
                character=self.character,
                is_public=self.public,
            )
            return await tell(interaction, request, self.die)

    return Stats
