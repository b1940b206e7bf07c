"""``/stats``: what the dice of a player, a character or a server have done so far."""

from __future__ import annotations

from functools import partial
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.answers import Answer, File, Kind, whisper
from nazh.adapters.inbound.discord.courier import Errand, ErrandAnswer
from nazh.adapters.inbound.discord.dice.commands import EVERYWHERE, INSTALLED
from nazh.adapters.inbound.discord.dice.houses import Houses
from nazh.adapters.inbound.discord.dice.odds_messages import picture_body
from nazh.adapters.inbound.discord.dice.pressed import server_of
from nazh.adapters.inbound.discord.dice.stats_messages import stats_body
from nazh.adapters.inbound.discord.dice.suggestions import Autocomplete
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.wording.dice import commands as names
from nazh.adapters.inbound.wording.dice import stats as said
from nazh.adapters.inbound.wording.dice.history import WHOSE
from nazh.application.dice.show_stats import ShowStats, StatsRequest, StatsScope
from nazh.application.shared.charts import Chart, Charts
from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.identity import PlayerId
from nazh.domain.kernel.phrases import phrase

_SCOPES: Final = [lightbulb.Choice(said.SCOPES[scope], scope.value, True) for scope in StatsScope]
_PICTURE: Final = "stats.png"
_DICE: Final = [lightbulb.Choice(die, die) for die in said.DICE]


def stats_command(
    show_stats: ShowStats, houses: Houses, charts: Charts, door: Door, complete: Autocomplete
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/stats``."""

    async def tell(
        interaction: hikari.CommandInteraction, request: StatsRequest, die: str | None
    ) -> Answer:
        house = await houses.at(interaction)
        words = house.words(is_secret=not request.is_public)
        stats = await show_stats(request)
        kind = said.chosen_kind(stats.statistics, die)
        body = stats_body(stats, kind, house.ruleset, words, is_public=request.is_public)
        if kind is None:
            return Answer(Kind.MESSAGE, body)
        chart = said.faces_chart(kind, words)
        errand = Errand(
            f"{interaction.id}+stats",
            picture_body(chart.told, is_public=request.is_public, name=_PICTURE),
            draw=partial(draw, chart),
        )
        otherwise = whisper("\n".join(said.face_lines(kind, words)))
        return ErrandAnswer(Kind.MESSAGE, body, otherwise=otherwise, errands=(errand,))

    async def draw(chart: Chart) -> File | None:
        picture = await charts.draw(chart)
        return None if picture is None else File(_PICTURE, picture)

    class Stats(
        lightbulb.SlashCommand,
        name=said.STATS,
        description=phrase("What the dice have done so far: faces, averages, luck."),
        localize=True,
        contexts=EVERYWHERE,
        integration_types=INSTALLED,
    ):
        scope = lightbulb.string(
            WHOSE,
            phrase("Whose rolls are counted"),
            localize=True,
            default=None,
            choices=_SCOPES,
        )
        character = lightbulb.string(
            names.CHARACTER,
            phrase("Only your rolls as this character"),
            localize=True,
            default=None,
            max_length=Limits.NAME,
            autocomplete=complete,
        )
        die = lightbulb.string(
            said.DIE,
            phrase("The die whose faces are shown; the d20 if you say nothing"),
            localize=True,
            default=None,
            choices=_DICE,
        )
        public = lightbulb.boolean(
            names.PUBLIC, phrase("Everybody here sees the answer"), localize=True, default=False
        )

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            usual = StatsScope.OWN if self.character is None else StatsScope.CHARACTER
            request = StatsRequest(
                by=PlayerId(ctx.interaction.user.id),
                server=server_of(ctx.interaction),
                scope=usual if self.scope is None else StatsScope(self.scope),
                character=self.character,
                is_public=self.public,
            )
            await door.receive(ctx.interaction, partial(tell, ctx.interaction, request, self.die))

    return Stats
