"""The subcommands ``/war replay`` and ``/war verify``, and the buttons below a battle's report."""

from __future__ import annotations

from dataclasses import dataclass

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.dominion.wars.battle_messages import battle_embed
from nazh.adapters.inbound.discord.dominion.wars.options import MAX_NUMBER, WarNumbers
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, read_number
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import (
    EPHEMERAL,
    MAX_CHOICES,
    NO_MENTIONS,
    File,
    Followup,
    Json,
    Response,
    ResponseType,
    choices_response,
)
from nazh.adapters.inbound.discord.ui import GREEN, RED
from nazh.adapters.inbound.texts.dominion.wars.battle_checks import check_text
from nazh.adapters.inbound.texts.dominion.wars.battles import battle_chart, entry_label
from nazh.application.dominion.battles.check_battle import check_battle
from nazh.application.dominion.battles.show_battle import BattleView, ShowBattle
from nazh.application.dominion.ports import Battles, NationDirectory
from nazh.application.shared.charts import ChartRenderer
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class BattleResponder:
    """Responds with battles, the text immediately and the picture once it is drawn."""

    show: ShowBattle
    battles: Battles
    charts: ChartRenderer

    async def replay(
        self, interaction: UserInteraction, number: int, *, is_private: bool
    ) -> Response:
        """Return the report of a battle."""
        view = await self.show(requester_of(interaction), number)
        translator = private_translator(interaction)
        name = f"battle-{number}.png"

        async def draw() -> tuple[File, ...]:
            picture = await self.charts.draw(battle_chart(view, translator))
            return () if picture is None else (File(name, picture),)

        def body(picture: str | None) -> Json:
            return _body(battle_embed(view, translator, picture), is_private=is_private)

        followup = Followup(f"{interaction.id}+battle", body(name), draw=draw)
        return Response(ResponseType.MESSAGE, body(None), followups=(followup,))

    async def verify(
        self, interaction: UserInteraction, number: int, *, is_private: bool
    ) -> Response:
        """Return the result of checking a battle, with its record as a file."""
        view = await self.show(requester_of(interaction), number)
        check = check_battle(view.battle)
        title, text = check_text(view, check, private_translator(interaction))
        colour = GREEN if check.is_right else RED
        body = _body({"title": title, "description": text, "color": colour}, is_private=is_private)
        return Response(ResponseType.MESSAGE, body, file=_record_of(view))


def battle_commands(
    battles: BattleResponder, nations: NationDirectory
) -> tuple[type[lightbulb.SlashCommand], ...]:
    """Return the subcommands, for the group ``/war``."""
    numbers = _battles_of_nation(battles.battles, nations)

    class Replay(
        lightbulb.SlashCommand,
        name="replay",
        description="Show the report of a battle again (for citizens).",
    ):
        battle = _battle_option(numbers)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await battles.replay(interaction, self.battle, is_private=False)

    class Verify(
        lightbulb.SlashCommand,
        name="verify",
        description="Calculate a battle again, and get its record to check it (for citizens).",
    ):
        battle = _battle_option(numbers)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await battles.verify(interaction, self.battle, is_private=False)

    return Replay, Verify


def replay_button(battles: BattleResponder) -> ButtonAction:
    """Return the action of the button that shows the picture of a battle in private."""

    async def replay(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await battles.replay(interaction, _number(arguments), is_private=True)

    return replay


def verify_button(battles: BattleResponder) -> ButtonAction:
    """Return the action of the button that verifies a battle in private."""

    async def verify(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await battles.verify(interaction, _number(arguments), is_private=True)

    return verify


def _battle_option(numbers: WarNumbers) -> int:
    return lightbulb.integer(
        "battle",
        "Which battle, by the number of its war",
        min_value=1,
        max_value=MAX_NUMBER,
        autocomplete=numbers,
    )


def _battles_of_nation(battles: Battles, nations: NationDirectory) -> WarNumbers:
    """Return the autocomplete of the battles of the server's nation, by numbers and names.

    Only users who may see them get suggestions.
    """

    async def complete(context: lightbulb.AutocompleteContext[int]) -> Response:
        interaction = context.interaction
        assert interaction.guild_id is not None  # the commands are in servers only
        guild = GuildId(interaction.guild_id)
        typed = str(context.focused.value or "").casefold()
        may_see = await nations.is_member(guild, UserId(interaction.user.id))
        offered = await battles.of_guild(guild, MAX_CHOICES) if may_see else ()
        translator = private_translator(interaction)
        labels = ((entry_label(entry, translator), entry.war) for entry in offered)
        return choices_response((label, war) for label, war in labels if typed in label.casefold())

    return complete


def _number(arguments: str) -> int:
    """Return the number of the war of a button. Raises InvalidComponent."""
    number = read_number(arguments)
    if not 1 <= number <= MAX_NUMBER:
        raise InvalidComponent
    return number


def _record_of(view: BattleView) -> File:
    return File(f"battle-{view.battle.war}-1.json", view.battle.record.encode("ascii"))


def _body(embed: Json, *, is_private: bool) -> Json:
    body: dict[str, object] = {"embeds": (embed,), "allowed_mentions": NO_MENTIONS}
    return {**body, "flags": EPHEMERAL} if is_private else body
