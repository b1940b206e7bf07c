"""``/odds``, and *Odds* below a roll: how likely what it may come to is, for the one who asks."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.answers import Answer, File, Kind, whisper
from nazh.adapters.inbound.discord.components import ButtonAction
from nazh.adapters.inbound.discord.courier import Errand, ErrandAnswer
from nazh.adapters.inbound.discord.dice.commands import (
    EVERYWHERE,
    INSTALLED,
    add_plot_option,
    difficulty_option,
)
from nazh.adapters.inbound.discord.dice.houses import Houses
from nazh.adapters.inbound.discord.dice.odds_messages import PICTURE, odds_body, picture_body
from nazh.adapters.inbound.discord.dice.pressed import (
    Acting,
    recall_of,
    server_of,
)
from nazh.adapters.inbound.discord.dice.seals import Seals
from nazh.adapters.inbound.discord.dice.suggestions import Autocomplete
from nazh.adapters.inbound.discord.door import Door
from nazh.adapters.inbound.wording.dice import commands as names
from nazh.adapters.inbound.wording.dice.odds import odds_chart, odds_lines
from nazh.adapters.inbound.wording.languages import Words
from nazh.application.dice.recall_roll import RecallRoll
from nazh.application.dice.show_odds import OddsRequest, ShowOdds
from nazh.application.shared.charts import Chart, Charts
from nazh.domain.dice.odds import RollOdds
from nazh.domain.kernel.identity import PlayerId
from nazh.domain.kernel.phrases import phrase

MOST_AT_ONCE: Final = 2_000
"""Different totals that are told without leaving the loop."""


@dataclass(frozen=True, slots=True)
class OddsDesk:
    """Answers with odds: the text at once, and the picture when it has been drawn."""

    show_odds: ShowOdds
    houses: Houses
    charts: Charts

    async def answer(
        self, interaction: Acting, odds: RollOdds, words: Words, *, is_public: bool
    ) -> Answer:
        """Return the odds for everybody, or for the one who asked alone."""
        tell = partial(self._told, interaction, odds, words, is_public=is_public)
        values = sum(len(pool.totals.ways) for pool in odds.pools if pool.totals is not None)
        # Averages of so many values take long enough for others to notice.
        return tell() if values <= MOST_AT_ONCE else await asyncio.to_thread(tell)

    def _told(
        self, interaction: Acting, odds: RollOdds, words: Words, *, is_public: bool
    ) -> Answer:
        body = odds_body(odds, words, is_public=is_public)
        chart = odds_chart(odds, words)
        if chart is None:
            return Answer(Kind.MESSAGE, body)
        errand = Errand(
            f"{interaction.id}+odds",
            picture_body(chart.told, is_public=is_public),
            draw=partial(self._draw, chart),
        )
        return ErrandAnswer(
            Kind.MESSAGE,
            body,
            otherwise=whisper("\n".join(odds_lines(odds, words))),
            errands=(errand,),
        )

    async def _draw(self, chart: Chart) -> File | None:
        picture = await self.charts.draw(chart)
        return None if picture is None else File(PICTURE, picture)


def odds_command(
    desk: OddsDesk, door: Door, complete: Autocomplete
) -> type[lightbulb.SlashCommand]:
    """Return the command ``/odds``."""

    class Odds(
        lightbulb.SlashCommand,
        name=names.ODDS,
        description=phrase("How likely each total of a roll is, exactly; nothing is thrown."),
        localize=True,
        contexts=EVERYWHERE,
        integration_types=INSTALLED,
    ):
        notation = lightbulb.string(
            names.NOTATION,
            phrase("The roll to reckon: a1d20+5, or 4d6kh3"),
            localize=True,
            autocomplete=complete,
        )
        difficulty = difficulty_option()
        add_plot = add_plot_option()
        public = lightbulb.boolean(
            names.PUBLIC, phrase("Everybody here sees the answer"), localize=True, default=False
        )

        @lightbulb.invoke
        async def invoke(self, ctx: lightbulb.Context) -> None:
            asked = (self.notation, self.difficulty, self.add_plot, self.public)
            await door.receive(ctx.interaction, partial(_tell, desk, ctx.interaction, *asked))

    return Odds


async def _tell(
    desk: OddsDesk,
    interaction: hikari.CommandInteraction,
    notation: str,
    difficulty: int | None,
    add_plot: bool,
    is_public: bool,
) -> Answer:
    house = await desk.houses.at(interaction)
    odds = await desk.show_odds(
        OddsRequest(
            notation,
            PlayerId(interaction.user.id),
            server_of(interaction),
            add_plot=add_plot,
            ruleset=house.ruleset,
            difficulty=difficulty,
        )
    )
    words = house.words(is_secret=not is_public)
    return await desk.answer(interaction, odds, words, is_public=is_public)


def odds_button(desk: OddsDesk, recall_roll: RecallRoll, seals: Seals) -> ButtonAction:
    """Return the action of Odds: those of the roll above, by the rules it was judged by."""

    async def tell(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        (roll, *_) = await recall_roll(recall_of(interaction, arguments, seals))
        house = await desk.houses.at(interaction)
        odds = await desk.show_odds.of(roll.throw.plan, roll.ruleset)
        return await desk.answer(interaction, odds, house.private, is_public=False)

    return tell
